"""*Tack* without scripts and without an account: given, counted on page and card, undone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, reading
from geostories.models import Thanks
from geostories.queries.municipalities import MunicipalityInfo
from tests.conftest import csrf_token
from tests.factories.person import register
from tests.factories.story import Told, tell, withdraw


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module."""
    return standing


@pytest.fixture
def owner(app: Flask) -> Person:
    """Who told."""
    return register(f"{uuid4().hex}@example.se")


@pytest.fixture
def told(municipality: MunicipalityInfo, owner: Person) -> Told:
    """A published story."""
    return tell(municipality, owner, title="Bryggan som ingen mindes")


@pytest.fixture
def path(told: Told) -> str:
    """The path of its page."""
    return f"/katrineholm/berattelser/{public_id.encode(told.id)}"


def thank(client: FlaskClient, path: str, what: str = "tack") -> TestResponse:
    """Come to the button and press it."""
    token = csrf_token(client.get(f"{path}/tack").text)
    return client.post(f"{path}/{what}", data={"csrf_token": token})


def count_thanks(told: Told) -> int:
    with reading(Scope.operator()) as session:
        query = select(func.count()).select_from(Thanks).where(Thanks.story_id == told.id)
        return session.scalar(query) or 0


def test_given_once_and_undone(app: Flask, path: str) -> None:
    one, two = app.test_client(), app.test_client()
    for client in (one, one, two):
        answer = thank(client, path)
        assert answer.status_code == 303
        assert answer.location == f"{path}#tack"
    text = one.get(path).text
    assert "<strong>2 personer</strong> har tackat" in text
    assert "Du har tackat." in text
    assert "Ångra mitt tack" in text
    card = app.test_client().get("/katrineholm/berattelser/?q=Bryggan+som+ingen").text
    assert '<span data-slot="thanks">2</span>' in card
    thank(one, path, "tack/angra")
    thank(one, path, "tack/angra")
    assert "<strong>1 person</strong> har tackat" in one.get(path).text


def test_the_api_says_how_many(client: FlaskClient, path: str) -> None:
    thank(client, path)
    item = path.rpartition("/")[2]
    feature = client.get(f"/api/v1/collections/stories/items/{item}").json
    assert feature["properties"]["thanks"] == 1


def test_a_story_that_is_gone_is_not_thanked_for(
    client: FlaskClient, told: Told, owner: Person, path: str
) -> None:
    token = csrf_token(client.get(f"{path}/tack").text)
    withdraw(told.id, owner)
    assert client.post(f"{path}/tack", data={"csrf_token": token}).status_code == 404
    assert count_thanks(told) == 0


def test_what_was_never_told_is_not_thanked_for(client: FlaskClient, path: str) -> None:
    missing = path[:-22] + "0" * 21 + "7"
    token = csrf_token(client.get(f"{path}/tack").text)
    assert client.post(f"{missing}/tack", data={"csrf_token": token}).status_code == 404
