"""The page of a place: all that is known, what does not hold today, and what nobody has checked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shapely.geometry import Point
from sqlalchemy import text
from sqlalchemy.orm import Session

from geostories import public_id
from geostories.domain.opening_hours import STOCKHOLM
from geostories.domain.transaction import Scope, transaction
from geostories.models import OfficialPlace, Trail
from geostories.vocabulary import Accuracy, PlaceKind, StoryStatus
from tests.factories.person import make_person
from tests.factories.places import VAXJO, add_fact, make_place, make_trail
from tests.factories.story import make_story


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration; each test adds a place of its own."""
    return standing


def town_of(session: Session) -> UUID:
    found = session.scalar(text("SELECT id FROM municipality WHERE slug = 'vaxjo'"))
    assert isinstance(found, UUID)
    return found


def page_of(client: FlaskClient, thing: OfficialPlace | Trail, query: str = "") -> str:
    answer = client.get(f"/vaxjo/platser/{public_id.encode(thing.id)}{query}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def today() -> date:
    """Asked anew by each test: a run may go past midnight."""
    return datetime.now(STOCKHOLM).date()


def month_day(day: date) -> str:
    return day.strftime("%m-%d")


def test_everything_a_visitor_asks_is_there(client: FlaskClient) -> None:
    with transaction(Scope.operator()) as session:
        town = town_of(session)
        place = make_place(
            session, town, name="Sjöviken", facts={"area_ha": 412.0, "protected_since": 1998}
        )
        for topic, value in {
            "facility.parking": {"text": "20 platser"},
            "facility.bird_tower": {"text": ""},
            "access.path_width": {"cm": 120},
            "access.slope": {"percent": 7.5},
            "access.steps": {"count": 28},
            "access.surface": {"text": "grus"},
            "access.bench_spacing": {"metres": 200},
            "access.nearest_accessible_toilet": {"metres": 1200},
            "suits.dog": {"answer": "partly"},
            "suits.pram": {"answer": "no"},
            "reach.bus": {"text": "Buss 701 till Sjöviken", "metres": 620},
            "reach.bicycle": {"text": "Cykelväg från resecentrum", "metres": None},
            "rules.rule": {"text": "Elda bara på eldplatsen."},
            "about.document": {"title": "Skötselplan", "url": "https://www.example.se/plan.pdf"},
            "about.introduction": {"text": "Här rastar tranorna."},
        }.items():
            measured = {"measured_by": "kommunen", "measured_on": date(2026, 5, 4)}
            add_fact(session, town, place, topic, value, source="Kommunen", **measured)
    page = page_of(client, place)
    for words in (
        "412 hektar",
        "1998",
        "20 platser",
        "Fågeltorn",
        "Minst 120 cm bred",
        "Högst 7,5 % lutning",
        "28 trappsteg",
        "Underlag: grus",
        "Högst 200 m mellan bänkarna",
        "Närmaste tillgängliga toalett 1,2 km bort",
        "Mätt av kommunen i maj 2026",
        "Hund i koppel",
        "Inte med barnvagn",
        "Buss 701 till Sjöviken, sedan 620 m",
        "Cykelväg från resecentrum",
        "Elda bara på eldplatsen.",
        '<a href="https://www.example.se/plan.pdf" rel="noopener">Skötselplan</a>',
        "Här rastar tranorna.",
        "Inför besöket",
        "Hämtades",
        "1 maj 2026",
        f"/vaxjo/platser/{public_id.encode(place.id)}/skylt.pdf",
        f"/vaxjo/beratta?plats={public_id.encode(place.id)}",
    ):
        assert words in page, words
    marks = re.findall(r'<li data-mark="(\w+)">.*?<span>([^<]+)', page)
    assert {words.strip(): mark for mark, words in marks} == {
        "Minst 120 cm bred": "ok",
        "Högst 7,5 % lutning": "remark",
        "Underlag: grus": "fact",
        "Högst 200 m mellan bänkarna": "ok",
        "Närmaste tillgängliga toalett 1,2 km bort": "remark",
        "28 trappsteg": "remark",
    }


def test_what_was_measured_says_by_whom_and_when(client: FlaskClient) -> None:
    with transaction(Scope.operator()) as session:
        town = town_of(session)
        place = make_place(session, town, name="Två som mätte")
        for topic, value, who, day in (
            ("access.path_width", {"cm": 120}, "kommunen", date(2026, 5, 4)),
            ("access.steps", {"count": 28}, "DHR", date(2024, 9, 1)),
        ):
            add_fact(session, town, place, topic, value, measured_by=who, measured_on=day)
        add_fact(session, town, place, "access.surface", {"text": "grus"}, source="Kommunen")
    access = page_of(client, place).partition('id="access"')[2].partition("</section>")[0]
    lines = [re.sub("<[^>]+>", " ", each) for each in access.split("<li ")[1:]]
    for words in (
        ("120 cm", "Mätt av kommunen i maj 2026"),
        ("28 trappsteg", "Mätt av DHR i september 2024"),
        ("grus", "Enligt Kommunen"),
    ):
        assert any(all(word in line for word in words) for line in lines), words


def test_a_bare_place_shows_no_empty_boxes(client: FlaskClient) -> None:
    with transaction(Scope.operator()) as session:
        place = make_place(session, town_of(session), name="Bara ett namn")
    page = page_of(client, place)
    for heading in (
        "Det här finns",
        "Tillgänglighet</h2>",
        "Regler</h2>",
        "Öppettider",
        "Dokument",
    ):
        assert heading not in page
    assert "Ingen har berättat här än" in page or "Berättat här" in page


def test_a_fact_past_its_date_of_check_is_flagged(client: FlaskClient) -> None:
    with transaction(Scope.operator()) as session:
        town = town_of(session)
        place = make_place(session, town, name="Försenad")
        late, fresh = {"check_by": date(2026, 5, 31)}, {"check_by": today()}
        add_fact(session, town, place, "facility.parking", {"text": "gammal"}, **late)
        add_fact(session, town, place, "facility.toilet", {"text": "ny"}, **fresh)
        add_fact(session, town, place, "facility.bench", {"text": "utan datum"})
    page = page_of(client, place)
    flagged = re.findall(
        r"<strong>([^<]+)</strong><span>([^<]+)</span>"
        r'<span class="late-note">.*?</svg></span>([^<]+)</span>',
        page,
    )
    assert flagged == [
        ("Parkering", "gammal", "Uppgiften skulle ha kontrollerats i maj 2026."),
    ]


@pytest.mark.parametrize(
    ("first", "last", "in_force"),
    [(-3, 3, True), (0, 0, True), (1, 30, False), (-30, -1, False)],
)
def test_an_access_ban_warns_on_its_days_alone(
    client: FlaskClient, first: int, last: int, in_force: bool
) -> None:
    start, end = (today() + timedelta(days=days) for days in (first, last))
    with transaction(Scope.operator()) as session:
        town = town_of(session)
        place = make_place(session, town, name=f"Fågelö {first} {last}")
        ban = {"text": "Ingen får gå iland.", "start": month_day(start), "end": month_day(end)}
        add_fact(session, town, place, "rules.access_ban", ban)
    page = page_of(client, place)
    banner = re.search(r'class="banner banner-warning">.*?<strong>(Tillträdesförbud nu[^<]*)', page)
    assert bool(banner) is in_force
    assert ("Tillträdesförbud varje år" in page) is not in_force
    assert "Ingen får gå iland." in page


def test_open_and_closed(client: FlaskClient) -> None:
    every_day = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    always = {"dayOfWeek": every_day, "opens": "00:00", "closes": "23:59"}
    shut = {"validFrom": today().isoformat(), "validThrough": today().isoformat()}
    later = today() + timedelta(days=40)
    season = {"start": month_day(later), "end": month_day(later + timedelta(days=20))}
    with transaction(Scope.operator()) as session:
        town = town_of(session)
        opened = make_place(session, town, name="Öppen")
        closed = make_place(session, town, name="Stängd i dag")
        resting = make_place(session, town, name="Vintervila")
        add_fact(session, town, opened, "when.opening_hours", {"hours": [always]})
        add_fact(session, town, closed, "when.opening_hours", {"hours": [always, shut]})
        add_fact(session, town, resting, "when.season", season)
    assert re.search(r'data-open="yes">.*?Öppet dygnet runt', page_of(client, opened))
    page = page_of(client, closed)
    assert re.search(r'data-open="no">.*?Stängt nu, öppnar i morgon 0', page)
    assert "måndag–söndag</dt><dd>dygnet runt" in page
    assert "Avvikande tider" in page
    page = page_of(client, resting)
    assert re.search(r'data-open="no">.*?Stängt för säsongen, öppnar', page)


def test_told_here_is_what_lies_in_the_area_or_near(app: Flask, client: FlaskClient) -> None:
    metres_east = 1 / 60_700  # degrees of longitude at Växjö
    with transaction(Scope.operator()) as session:
        town = town_of(session)
        lake = (14.60, 56.70)
        area = Point(lake).buffer(3_000 * metres_east)
        place = make_place(session, town, name="Storskogen", kind=PlaceKind.NATURE_RESERVE, at=area)
        owner = make_person(session, "skogen@example.se")
        for number, east in enumerate((0, 1_500, 2_900, 3_300, 3_400, 4_500)):
            make_story(
                session,
                owner=owner,
                municipality_id=town,
                status=StoryStatus.PUBLISHED,
                title=f"Skogens saga {number}",
                at=(lake[0] + east * metres_east, lake[1]),
                store=app.extensions["files"],
            )
    section = page_of(client, place).partition('id="told"')[2].partition("</section>")[0]
    assert len(set(re.findall(r"Skogens saga \d", section))) == 4
    link = re.search(r'href="([^"]+)">Visa alla 5<', section)
    assert link
    every = client.get(link[1]).text.partition('id="told"')[2].partition("</section>")[0]
    titles = set(re.findall(r"Skogens saga \d", every))
    assert titles == {f"Skogens saga {number}" for number in range(5)}


def test_one_known_roughly_is_never_shown_as_exact(client: FlaskClient) -> None:
    with transaction(Scope.operator()) as session:
        rough = make_place(
            session,
            town_of(session),
            name="Någonstans",
            accuracy=Accuracy.APPROXIMATE,
            accuracy_m=3_000,
        )
        known = make_place(session, town_of(session), name="Precis här")
    page = page_of(client, rough)
    assert "Ungefärlig plats." in page
    assert "Berättat i trakten" in page
    assert "Vägbeskrivning" not in page
    assert "geo:" not in page
    page = page_of(client, known)
    assert "Berättat här" in page
    lat, lon = f"{VAXJO[1]:.5f}", f"{VAXJO[0]:.5f}"
    assert f"openstreetmap.org/directions?to={lat}%2C{lon}" in page
    assert f'href="geo:{lat},{lon}?q={lat},{lon}"' in page


def test_what_is_withdrawn_or_not_in_force_answers_and_says_so(client: FlaskClient) -> None:
    with transaction(Scope.operator()) as session:
        town = town_of(session)
        gone = make_place(session, town, name="Borttagen", withdrawn_at=datetime.now(UTC))
        later = make_place(session, town, name="Överklagad", in_force=False)
    page = page_of(client, gone)
    assert "Finns inte längre i registret" in page or "registret" in page
    assert "/beratta?plats=" not in page
    assert "Beslutet gäller inte än." in page_of(client, later)
    listed = client.get("/vaxjo/platser/?q=Borttagen").text
    assert "0 platser och leder" in listed
    assert "0 platser och leder" in client.get("/vaxjo/platser/?q=%C3%96verklagad").text
    near = client.get("/api/v1/collections/places/items?municipality=vaxjo&limit=500").get_json()
    names = {feature["properties"]["name"] for feature in near["features"]}
    assert {"Borttagen", "Överklagad"} & names == set()


def test_a_trails_page_has_the_facts_of_the_trail(client: FlaskClient) -> None:
    with transaction(Scope.operator()) as session:
        town = town_of(session)
        trail = make_trail(
            session, town, name="Åslingan", length_m=4_600, walking_minutes=90, is_loop=True,
            difficulty="easy",
        )  # fmt: skip
        add_fact(session, town, trail, "facility.rest_area", {"text": "2 bord"})
    page = page_of(client, trail)
    row = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page.partition("fact-row")[2][:800])
    assert row[:3] == [("Led", "4,6 km slinga"), ("Tid", "1 h 30 min"), ("Svårighet", "Lätt")]
    assert "2 bord" in page


def test_words_of_editors_are_never_code(client: FlaskClient) -> None:
    evil = "<script>alert(1)</script>"
    with transaction(Scope.operator()) as session:
        town = town_of(session)
        place = make_place(session, town, name=evil, summary=evil)
        add_fact(session, town, place, "facility.parking", {"text": evil}, note=evil, source=evil)
        add_fact(session, town, place, "rules.rule", {"text": evil}, note=evil)
        add_fact(session, town, place, "reach.bus", {"text": evil, "metres": 10}, note=evil)
    page = page_of(client, place)
    assert evil not in page
    assert page.count("&lt;script&gt;alert(1)") >= 8
