"""The page of a story: when it was changed, where its links lead, what is near, how it is shared."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geostories import public_id
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.models import Story
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import Precision
from tests.factories.person import register
from tests.factories.story import Told, tell, withdraw

HERE, CLOSE = (16.3301, 58.9801), (16.3321, 58.9801)
LONELY, BESIDE = (16.0501, 59.1501), (16.0701, 59.1501)
OUT = "Länk till annan webbplats, öppnas i nytt fönster"


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module."""
    return standing


@pytest.fixture
def teller(app: Flask) -> Person:
    return register(f"maj-britt@{uuid4().hex}.example.se")


def read(client: FlaskClient, told: Told) -> str:
    answer = client.get(f"/katrineholm/berattelser/{public_id.encode(told.id)}")
    assert answer.status_code == 200
    return answer.text


def test_a_change_after_the_publishing_is_dated(
    client: FlaskClient, municipality: MunicipalityInfo, teller: Person
) -> None:
    told = tell(municipality, teller)
    assert "Senast ändrad" not in read(client, told)
    with transaction(Scope.operator()) as session:
        story = session.get_one(Story, told.id)
        story.published_at -= timedelta(days=40)
        day = story.changed_at.day
    page = read(client, told)
    assert re.search(rf"Publicerad \d+ \w+ \d+ · Senast ändrad {day} \w+ \d+", page)


def test_a_link_to_another_site_says_so_and_one_to_ours_does_not(
    client: FlaskClient, municipality: MunicipalityInfo, teller: Person
) -> None:
    body = "Se [boken](https://bok.example.se/) och [listan](/katrineholm/berattelser/)."
    page = read(client, tell(municipality, teller, body=body))
    links = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(boken|listan)(.*?)</a>', page)
    marked = {href: OUT in rest for href, _, rest in links}
    assert marked == {"https://bok.example.se/": True, "/katrineholm/berattelser/": False}
    assert re.search(r'<a [^>]*target="_blank"[^>]*>boken', page)


def test_what_lies_near_is_listed_while_it_is_published(
    client: FlaskClient, municipality: MunicipalityInfo, teller: Person
) -> None:
    told = tell(municipality, teller, title="Här", at=HERE)
    other = tell(municipality, teller, title="Strax bredvid", at=CLOSE)
    near = read(client, told).partition("I närheten")[2]
    assert "Strax bredvid" in near
    withdraw(other.id, teller)
    assert "Strax bredvid" not in read(client, told)


@pytest.mark.parametrize("rough", ["here", "there"])
def test_a_distance_from_or_to_a_kilometre_is_said_to_be_about(
    client: FlaskClient, municipality: MunicipalityInfo, teller: Person, rough: str
) -> None:
    blurred = {rough: {"precision": Precision.APPROX_1000}}
    told = tell(municipality, teller, title="Här", at=LONELY, **blurred.get("here", {}))
    beside = tell(municipality, teller, title="Bredvid", at=BESIDE, **blurred.get("there", {}))
    rows = read(client, told).partition("I närheten")[2]
    row = rows.partition(public_id.encode(beside.id))[2].partition("</li>")[0]
    assert re.search(r"Berättelse · omkring \d km", row), row


def test_it_is_shared_by_its_address_and_thanked_by_name(
    client: FlaskClient, municipality: MunicipalityInfo, teller: Person
) -> None:
    told = tell(municipality, teller)
    page = read(client, told)
    address = f"/katrineholm/berattelser/{public_id.encode(told.id)}"
    assert re.search(rf'id="share-link"[^>]* value="http://[^"/]+{address}"', page)
    assert 'src="data:image/svg+xml' in page
    assert "Tack, Maj-Britt<" in page
    with transaction(Scope.operator()) as session:
        session.get_one(Story, told.id).author_label = "Barbro, yngst av fem"
    assert "Tack, Barbro<" in read(client, told)
