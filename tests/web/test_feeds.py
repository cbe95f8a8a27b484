"""Atom feeds: of what everybody can read, at once gone with it, and never with an exact place."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import select

from geostories import public_id
from geostories.domain import stories
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.models import OfficialPlace, Story, Theme, Trail
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import Byline, Precision, Voice
from tests.factories.gatherings import make_theme, make_tip
from tests.factories.person import register
from tests.factories.story import tell, withdraw

NEWEST = "/katrineholm/berattelser/ny.atom"
EXACT, BLURRED = (16.2187432, 58.9912893), (16.2687432, 58.9712893)
NS = {"a": "http://www.w3.org/2005/Atom", "g": "http://www.georss.org/georss"}


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module."""
    return standing


@pytest.fixture
def teller(app: Flask) -> Person:
    return register(f"maj-britt@{uuid4().hex}.example.se")


def read(client: FlaskClient, path: str) -> etree._Element:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:500]
    assert answer.mimetype == "application/atom+xml"
    assert answer.headers["Cache-Control"] == "no-cache"
    return etree.fromstring(answer.data)


def titles(feed: etree._Element) -> list[str]:
    return feed.xpath("a:entry/a:title/text()", namespaces=NS)


def test_the_newest_comes_first_with_author_times_and_address(
    client: FlaskClient, municipality: MunicipalityInfo, teller: Person
) -> None:
    tell(municipality, teller, title="Den första")
    told = tell(municipality, teller, title="Den andra <b>&</b>", at=EXACT)
    feed = read(client, NEWEST)
    assert titles(feed)[:2] == ["Den andra <b>&</b>", "Den första"]
    entry = feed.find("a:entry", NS)
    key = public_id.encode(told.id)
    assert entry.findtext("a:id", namespaces=NS).endswith(f"/katrineholm/berattelser/{key}")
    assert entry.findtext("a:author/a:name", namespaces=NS) == "Maj-Britt"
    assert entry.findtext("a:updated", namespaces=NS) >= entry.findtext(
        "a:published", namespaces=NS
    )
    assert entry.findtext("g:point", namespaces=NS) == "58.991289 16.218743"
    again = client.get(NEWEST)
    assert client.get(NEWEST, headers={"If-None-Match": again.headers["ETag"]}).status_code == 304


def test_what_is_withdrawn_is_gone_from_every_feed(
    client: FlaskClient, municipality: MunicipalityInfo, teller: Person
) -> None:
    with transaction(Scope.operator()) as session:
        theme = make_theme(session, municipality.id, title="Vem minns kvarnen?")
    told = tell(municipality, teller, title="Kvarnen som brann")
    with transaction(Scope.operator()) as session:
        session.get_one(Story, told.id).theme_id = theme
        make_tip(session, municipality.id, thing=("story", told.id))
    word = _word(theme)
    paths = [
        NEWEST,
        f"{NEWEST}?punkt=16.207,58.996&inom=5",
        f"/katrineholm/insamlingar/{word}/ny.atom",
        "/katrineholm/veckans-tips/ny.atom",
    ]
    other = tell(municipality, teller, title="Den som stannar")
    paths.append(f"/katrineholm/berattelser/{public_id.encode(other.id)}/berattaren.atom")
    for path in paths:
        assert "Kvarnen som brann" in titles(read(client, path)), path
    withdraw(told.id, teller)
    kept = [path for path in paths if "Kvarnen som brann" in client.get(path).text]
    print(f"feeds {len(paths)}, that keep a withdrawn story {len(kept)}")
    assert kept == []


def _word(theme_id: UUID) -> str:
    with transaction(Scope.operator()) as session:
        return session.get_one(Theme, theme_id).slug


@pytest.mark.parametrize("precision", [Precision.APPROX_300, Precision.APPROX_1000])
def test_an_approximate_place_has_no_point(
    client: FlaskClient, municipality: MunicipalityInfo, teller: Person, precision: Precision
) -> None:
    title = f"Ungefär här, {precision}"
    tell(municipality, teller, title=title, at=BLURRED, precision=precision)
    for path in (NEWEST, f"{NEWEST}?punkt=16.269,58.971&inom=1"):
        feed = read(client, path)
        entries = feed.xpath(f"a:entry[a:title='{title}']", namespaces=NS)
        assert len(entries) == 1, path
        for entry in entries:
            assert entry.find("g:point", NS) is None
        text = etree.tostring(feed).decode()
        assert "16.2687" not in text
        assert "58.9712" not in text


def test_a_teller_is_followed_by_the_name_that_is_shown(
    client: FlaskClient, municipality: MunicipalityInfo, teller: Person
) -> None:
    shown = tell(municipality, teller, title="Under namn")
    hidden = tell(municipality, teller, title="Utan namn")
    with transaction(Scope.person(teller.id)) as session:
        stories.change_byline(session, story_id=hidden.id, person=teller, byline=Byline.ANONYMOUS)
    path = "/katrineholm/berattelser/{}/berattaren.atom"
    feed = read(client, path.format(public_id.encode(shown.id)))
    assert titles(feed) == ["Under namn"]
    assert client.get(path.format(public_id.encode(hidden.id))).status_code == 404


def test_the_municipality_s_own_voice(
    client: FlaskClient, municipality: MunicipalityInfo, teller: Person
) -> None:
    told = tell(municipality, teller, title="Vi bygger en bro")
    tell(municipality, teller, title="Jag minns färjan")
    with transaction(Scope.operator()) as session:
        session.get_one(Story, told.id).voice = Voice.MUNICIPALITY
    assert {"Vi bygger en bro", "Jag minns färjan"} <= set(titles(read(client, NEWEST)))
    own = titles(read(client, "/katrineholm/berattelser/kommunen.atom"))
    assert own[0] == "Vi bygger en bro"
    assert "Jag minns färjan" not in own


def test_a_place_and_a_trail(
    client: FlaskClient, app: Flask, municipality: MunicipalityInfo, teller: Person
) -> None:
    with transaction(Scope.operator()) as session:
        place = session.scalars(select(OfficialPlace).limit(1)).one()
        trail = session.scalars(select(Trail).where(Trail.geom.is_not(None)).limit(1)).one()
    told = tell(municipality, teller, title="Hör till platsen")
    along = tell(municipality, teller, title="Hör till leden")
    with transaction(Scope.operator()) as session:
        session.get_one(Story, told.id).place_id = place.id
        session.get_one(Story, along.id).trail_id = trail.id
    for thing, title in ((place, "Hör till platsen"), (trail, "Hör till leden")):
        path = f"/katrineholm/platser/{public_id.encode(thing.id)}/ny.atom"
        assert title in titles(read(client, path))


def test_signs_that_no_xml_holds_do_not_break_it(
    client: FlaskClient, municipality: MunicipalityInfo, teller: Person
) -> None:
    told = tell(municipality, teller, title="Trasig")
    with transaction(Scope.operator()) as session:
        session.get_one(Story, told.id).title = "Tra\x01sig\x0b\uffff"
    assert titles(read(client, NEWEST))[0] == "Trasig"
