"""The administrators' page of rules that hold: made, tried, removed."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import SignIn

RULES = "/katrineholm/admin/regler/"


@pytest.fixture
def administrator(sign_in: SignIn) -> FlaskClient:
    return sign_in("admin@example.se")


def post(client: FlaskClient, path: str, **given: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(RULES).text)[1]
    return client.post(path, data={"csrf_token": token, **given})


def test_a_rule_is_made_tried_and_removed(administrator: FlaskClient) -> None:
    assert post(administrator, RULES, kind="word", value="Kasino*").status_code == 303
    tried = post(administrator, f"{RULES}prova", text="Här är k4sinobonus")
    assert "Det skulle vänta" in tried.text
    assert "kasino*" in tried.text
    assert "Ingen regel träffar" in post(administrator, f"{RULES}prova", text="En kiosk").text
    page = administrator.get(RULES).text
    remove = re.search(rf'action="({RULES}\w{{22}}/ta-bort)"', page)[1]
    assert post(administrator, remove).status_code == 303
    assert "Det finns inga regler" in administrator.get(RULES).text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": "word", "value": ""}, "Skriv vad den letar efter"),
        ({"kind": "links", "value": "många"}, "Skriv ett heltal"),
        ({"kind": "address", "value": "skurk@example.se"}, "Skriv varför"),
        ({"kind": "address", "value": "skurk", "reason": "x"}, "Skriv en e-postadress"),
        ({"kind": "link", "value": "inget"}, "Skriv en webbplats"),
    ],
)
def test_what_no_rule_can_look_for_is_said_at_its_field(
    administrator: FlaskClient, given: dict[str, str], sentence: str
) -> None:
    answer = post(administrator, RULES, **given)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_only_administrators_make_rules(moderator: FlaskClient) -> None:
    assert moderator.get(RULES).status_code == 403
