"""*Tack* without scripts and without an account: given, counted on page and card, undone."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.transaction import Scope, transaction
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import StoryStatus
from tests.conftest import csrf_token
from tests.factories.person import make_person
from tests.factories.story import make_story


@pytest.fixture
def path(app: Flask, municipality: MunicipalityInfo) -> str:
    """The path of a published story."""
    with transaction(Scope.operator()) as session:
        teller = make_person(session, "teller@example.se")
        story = make_story(
            session,
            municipality_id=municipality.id,
            owner=teller,
            status=StoryStatus.PUBLISHED,
            title="Bryggan som ingen mindes",
        )
    return f"/katrineholm/berattelser/{public_id.encode(story.id)}"


def thank(client: FlaskClient, path: str, what: str = "tack") -> TestResponse:
    """Come to the button and press it."""
    token = csrf_token(client.get(f"{path}/tack").text)
    return client.post(f"{path}/{what}", data={"csrf_token": token})


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


def test_a_story_that_is_gone_is_not_thanked_for(client: FlaskClient, path: str) -> None:
    missing = path[:-22] + "0" * 21 + "7"
    token = csrf_token(client.get(f"{path}/tack").text)
    assert client.post(f"{missing}/tack", data={"csrf_token": token}).status_code == 404
