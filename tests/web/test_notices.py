"""An editor closes a bridge: it shows wherever it matters at once, and is gone when it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.transaction import Scope, transaction
from geostories.queries.municipalities import get_municipality
from geostories.vocabulary import PlaceKind, StoryStatus
from tests.conftest import SignIn
from tests.factories.nature import circle, make_place, moved
from tests.factories.notices import BRIDGE, make_trail
from tests.factories.person import make_person
from tests.factories.story import make_story
from tests.factories.tokens import token_of

DESK = "/katrineholm/redaktion/meddelanden/"
TODAY = datetime.now(ZoneInfo("Europe/Stockholm")).date()
CLOSED = {
    "kind": "closure",
    "title": "Bron över Näsån är avstängd",
    "text": "Ta stigen runt viken, 400 m längre.",
    "reason": "Två plankor är ruttna.",
    "where": "point",
    "coordinates": f"{BRIDGE[1]}, {BRIDGE[0]}",
    "reach_m": "25",
    "starts_on": TODAY.isoformat(),
    "ends_on": (TODAY + timedelta(days=1)).isoformat(),
}
BOX = "16.15,58.95,16.26,59.05"


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


@pytest.fixture(scope="module")
def things(app: Flask) -> dict[str, UUID]:
    """A trail over a bridge in a reserve, and a story told there."""
    with app.test_request_context(), transaction(Scope.operator()) as session:
        town = get_municipality(session, "katrineholm").id
        return {
            "trail": make_trail(
                session, town, name="Broslingan", points=[moved(BRIDGE, east=-400), BRIDGE]
            ),
            "place": make_place(
                session,
                town,
                name="Brolunden",
                shape=circle(BRIDGE, 90),
                kind=PlaceKind.NATURE_RESERVE,
            ),
            "story": make_story(
                session,
                municipality_id=town,
                owner=make_person(session, "brovakt@example.se"),
                status=StoryStatus.PUBLISHED,
                title="Bron som sjöng",
                at=BRIDGE,
            ).id,
        }


@pytest.fixture(autouse=True)
def _no_notices(app: Flask) -> Iterator[None]:
    """Every test begins without notices."""
    assert app
    yield
    with transaction(Scope.operator()) as session:
        session.execute(text("DELETE FROM notice"))


@pytest.fixture
def editor(sign_in: SignIn) -> FlaskClient:
    """The demonstration's editor."""
    return sign_in("redaktor@example.se")


def post(client: FlaskClient, path: str, step: str, **changed: str) -> TestResponse:
    """Send the form."""
    given = {**CLOSED, **changed, "step": step, "csrf_token": token_of(client)}
    return client.post(path, data=given)


def save(client: FlaskClient, **changed: str) -> None:
    answer = post(client, DESK + "nytt", "save", **changed)
    assert answer.status_code == 303, answer.text


def pages(things: dict[str, UUID]) -> dict[str, str]:
    """Every door where the closure is to be seen."""
    ids = {noun: public_id.encode(thing) for noun, thing in things.items()}
    api = "/api/v1/collections/"
    return {
        "page of the trail": f"/katrineholm/platser/{ids['trail']}",
        "page of the place": f"/katrineholm/platser/{ids['place']}",
        "page of the story": f"/katrineholm/berattelser/{ids['story']}",
        "list of stories": "/katrineholm/berattelser/?q=Bron+som+sjöng",
        "list of places": "/katrineholm/platser/?q=Brolunden",
        "list of trails": "/katrineholm/platser/?q=Broslingan",
        "map, stories": "/katrineholm/?q=Bron+som+sjöng",
        "map, places": "/katrineholm/?visa=natur&q=Brolunden",
        "items of stories": f"{api}stories/items?bbox={BOX}&limit=500",
        "items of places": f"{api}places/items?bbox={BOX}&limit=500",
        "items of trails": f"{api}trails/items?bbox={BOX}&limit=500",
        **{f"item {noun}": f"{api}{plural}/items/{ids[noun]}" for noun, plural in PLURAL.items()},
    }


PLURAL = {"story": "stories", "place": "places", "trail": "trails"}


def shown(client: FlaskClient, doors: dict[str, str]) -> set[str]:
    """The doors at which something is closed."""
    found = set()
    for name, path in doors.items():
        answer = client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        said = str(answer.get_json(force=True)) if path.startswith("/api/") else answer.text
        if CLOSED["title"] in said:
            found.add(name)
    return found


def end_all(app: Flask) -> None:
    """Let time pass: the notices began and ended two days earlier than they did."""
    assert app
    with transaction(Scope.operator()) as session:
        session.execute(
            text("UPDATE notice SET starts_at = starts_at - :d, ends_at = ends_at - :d"),
            {"d": timedelta(days=2)},
        )


def test_it_shows_at_every_door_at_once_and_at_none_when_it_has_ended(
    app: Flask, client: FlaskClient, editor: FlaskClient, things: dict[str, UUID]
) -> None:
    doors = pages(things)
    assert shown(client, doors) == set()
    save(editor)
    during = shown(client, doors)
    print(f"doors: tried {len(doors)}, marked {len(during)}")
    assert during == set(doors)
    end_all(app)
    assert shown(client, doors) == set()


def test_no_copy_outlives_it(
    app: Flask, client: FlaskClient, editor: FlaskClient, things: dict[str, UUID]
) -> None:
    """Who asks with an answer in hand is told of each change; pages are never kept."""
    doors = pages(things)
    items = {name: path for name, path in doors.items() if path.startswith("/api/")}
    etags: list[dict[str, str]] = []
    for change in (lambda: None, lambda: save(editor), lambda: end_all(app)):
        change()
        for tags in etags[-1:]:
            for name, path in items.items():
                again = client.get(path, headers={"If-None-Match": tags[name]})
                assert again.status_code == 200, name
        etags.append({name: client.get(path).headers["ETag"] for name, path in items.items()})
    assert etags[0] == etags[2]
    for path in set(doors.values()) - set(items.values()):
        assert client.get(path).headers["Cache-Control"] == "no-store"
    for path in items.values():
        assert client.get(path).headers["Cache-Control"] == "no-cache"


def test_the_api_says_it_as_it_is_described(
    client: FlaskClient, editor: FlaskClient, things: dict[str, UUID]
) -> None:
    save(editor)
    path = f"/api/v1/collections/trails/items/{public_id.encode(things['trail'])}"
    answer: Any = client.get(path).get_json(force=True)
    [notice] = answer["properties"]["notices"]
    assert (notice["kind"], notice["title"]) == ("closure", CLOSED["title"])
    assert re.fullmatch(rf"{CLOSED['title']} till \d+ \w+", notice["short"])
    assert notice["starts_at"] < notice["ends_at"]
    english: Any = client.get(f"{path}?lang=en").get_json(force=True)
    assert english["properties"]["notices"][0]["short"].startswith(f"{CLOSED['title']} until ")


def test_before_saving_the_editor_sees_what_will_be_marked(
    client: FlaskClient, editor: FlaskClient, things: dict[str, UUID]
) -> None:
    answer = post(editor, DESK + "nytt", "check")
    assert answer.status_code == 200
    marks = re.search(r"Det här märker (\d+) led(er)?, (\d+) plats(er)? och (\d+) ber", answer.text)
    assert marks, answer.text
    assert min(int(marks[1]), int(marks[3]), int(marks[5])) >= 1
    for name in ("Broslingan", "Brolunden", "Bron som sjöng"):
        assert f"<li>{name}</li>" in answer.text
    assert "Två plankor är ruttna." in answer.text
    assert shown(client, pages(things)) == set()  # looking saved nothing
    back = post(editor, DESK + "nytt", "edit")
    assert f'value="{CLOSED["title"]}"' in back.text
    assert f'value="{CLOSED["ends_on"]}"' in back.text


def test_a_fire_ban_is_on_every_card_and_marker_of_the_municipality(
    client: FlaskClient, editor: FlaskClient
) -> None:
    save(editor, kind="fire_ban", title="Eldningsförbud i hela kommunen", where="everywhere",
         ends_on="")  # fmt: skip
    for plural in PLURAL.values():
        path = f"/api/v1/collections/{plural}/items?municipality=katrineholm&limit=500"
        features = client.get(path).get_json(force=True)["features"]
        assert features
        assert all(each["properties"]["notices"] for each in features), plural
        other = client.get(path.replace("katrineholm", "vaxjo")).get_json(force=True)["features"]
        assert not any(each["properties"]["notices"] for each in other)
    page = client.get("/katrineholm/berattelser/").text
    assert page.count("Eldningsförbud sedan") == page.count('class="story-card')
    assert "banner-error" in client.get(features[0]["properties"]["url"]).text


def test_it_is_changed_and_taken_back_and_the_log_says_so(
    client: FlaskClient, editor: FlaskClient, things: dict[str, UUID]
) -> None:
    save(editor)
    [path] = re.findall(rf'href="({DESK}[^"]{{20,}})"', editor.get(DESK).text)
    page = editor.get(path).text
    for value in (CLOSED["title"], CLOSED["coordinates"][:7], CLOSED["ends_on"], "25"):
        assert f'value="{value}' in page
    answer = post(editor, path, "save", title="Bron är stängd", starts_time="00:00",
                  ends_time="14:30")  # fmt: skip
    assert answer.status_code == 303
    assert "Bron är stängd till" in client.get(pages(things)["page of the trail"]).text
    assert 'value="14:30"' in editor.get(path).text
    token = {"csrf_token": token_of(editor)}
    assert editor.post(f"{path}/ta-bort", data=token).status_code == 303
    assert shown(client, pages(things)) == set()
    page = editor.get(path).text
    for words in ("lade in meddelandet", "ändrade meddelandet", "tog tillbaka meddelandet"):
        assert words in page
    assert editor.post(f"{path}/ta-bort", data=token).status_code == 409


def test_a_form_that_is_sent_twice_enters_one_notice(editor: FlaskClient) -> None:
    key = re.search(r'name="key"[^>]* value="(\w{22})"', editor.get(DESK + "nytt").text)
    assert key
    for title in ("Bron är avstängd", "Bron är avstängd", "Bron är stängd"):  # the last after Back
        save(editor, key=key[1], title=title)
    assert re.findall(rf'href="{DESK}[^"]{{20,}}">([^<]+)<', editor.get(DESK).text) == [
        "Bron är stängd"
    ]


WRONG: list[dict[str, str]] = [
    {"kind": ""},
    {"kind": "party"},
    {"title": " "},
    {"title": "å" * 81},
    {"text": "å" * 501},
    {"source_url": "javascript:alert(1)"},
    {"where": "thing", "thing": ""},
    {"where": "thing", "thing": "0000000000000000000000"},
    {"coordinates": "hemma"},
    {"coordinates": ""},
    {"coordinates": "56.87767, 14.80906"},
    {"reach_m": "-1"},
    {"reach_m": "10001"},
    {"starts_on": ""},
    {"ends_on": "2001-01-01"},
    {"ends_on": "", "ends_time": "12:00"},
    {"ends_on": TODAY.isoformat(), "starts_time": "12:00", "ends_time": "11:00"},
]


def test_what_is_wrong_is_said_and_nothing_is_saved(app: Flask, editor: FlaskClient) -> None:
    for changed in WRONG:
        for step in ("check", "save"):
            answer = post(editor, DESK + "nytt", step, **changed)
            assert answer.status_code == 422, (changed, answer.text)
            assert "form-errors" in answer.text
    assert app
    with transaction(Scope.operator()) as session:
        assert session.scalar(text("SELECT count(*) FROM notice")) == 0


def test_from_the_page_of_a_place_the_form_knows_it(
    client: FlaskClient, editor: FlaskClient, things: dict[str, UUID]
) -> None:
    key = public_id.encode(things["trail"])
    path = f"{DESK}nytt?plats={key}"
    page = pages(things)["page of the trail"]
    assert path in editor.get(page).text
    assert path not in client.get(page).text
    assert re.search(rf'<option selected value="{key}"', editor.get(path).text)


def test_only_editors_come_in(client: FlaskClient, sign_in: SignIn) -> None:
    assert client.get(DESK).status_code == 303
    assert sign_in("invanare@example.se").get(DESK).status_code == 403
    assert sign_in("granskare@example.se").get(DESK).status_code == 403
