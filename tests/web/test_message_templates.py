"""Texts that messages begin with: written by administrators, chosen by moderators without scripts."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from geostories.domain.transaction import Scope, reading, transaction
from geostories.models import Decision
from geostories.queries.municipalities import MunicipalityInfo
from tests.conftest import csrf_token
from tests.factories.person import make_person
from tests.factories.story import Told, make_story
from tests.web.test_change_story import key_on
from tests.web.test_decide_story import case_url

TEXTS = "/katrineholm/admin/mallar/"
ASKED = {
    "title": "Vem är det?",
    "text": "Hej! Vem är det du berättar om?",
    "action": "request_changes",
}


@pytest.fixture
def told(app: Flask, municipality: MunicipalityInfo) -> Told:
    """A story that waits."""
    with transaction(Scope.operator()) as session:
        owner = make_person(session, "goran@example.se")
        return make_story(session, municipality_id=municipality.id, owner=owner)


def post(client: FlaskClient, path: str, **given: str) -> TestResponse:
    return client.post(path, data={"csrf_token": csrf_token(client.get(TEXTS).text), **given})


def options(page: str) -> list[tuple[str, str]]:
    select_ = page.partition("data-texts")[2].partition("</select>")[0]
    return re.findall(r'<option value="([\w-]+)"[^>]*>([^<]+)<', select_)


def ask_with(moderator: FlaskClient, told: Told, template: str, message: str = "") -> TestResponse:
    page = moderator.get(case_url(told.id)).text
    form = {
        "csrf_token": csrf_token(page),
        "version_id": key_on(page),
        "action": "request_changes",
        "ground": "personal_data",
        "template": template,
        "message": message,
    }
    return moderator.post(f"{case_url(told.id)}/beslut", data=form)


def message_of(told: Told) -> str:
    with reading(Scope.operator()) as session:
        query = select(Decision.message).where(Decision.story_id == told.id)
        return session.scalars(query).one()


def test_there_are_texts_from_the_beginning_and_one_s_own_take_their_place(
    administrator: FlaskClient, moderator: FlaskClient, told: Told
) -> None:
    before = options(moderator.get(case_url(told.id)).text)
    assert ("text-1", "Nämner en annan person") in before
    assert post(administrator, TEXTS, **ASKED).status_code == 303
    assert [title for key, title in options(moderator.get(case_url(told.id)).text)] == [
        "Vem är det?"
    ]
    page = administrator.get(TEXTS).text
    (edit,) = re.findall(rf'href="({TEXTS}\w{{22}})"', page)
    assert post(administrator, edit, **ASKED | {"title": "Vem?"}).status_code == 303
    assert "Vem?" in moderator.get(case_url(told.id)).text
    assert post(administrator, f"{edit}/ta-bort").status_code == 303
    assert options(moderator.get(case_url(told.id)).text) == before


def test_without_scripts_the_chosen_text_is_the_message_unless_one_is_written(
    moderator: FlaskClient, told: Told
) -> None:
    assert ask_with(moderator, told, "text-1").status_code == 303
    assert message_of(told).startswith("Hej! Tack för din berättelse. Den nämner en annan person.")


def test_what_is_written_goes_before_the_text(moderator: FlaskClient, told: Told) -> None:
    assert ask_with(moderator, told, "text-1", "Egna ord.").status_code == 303
    assert message_of(told) == "Egna ord."


def test_a_text_that_is_not_there_is_no_message(moderator: FlaskClient, told: Told) -> None:
    assert ask_with(moderator, told, "text-99").status_code == 422


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "Skriv en rubrik"),
        ({"text": " "}, "Skriv meddelandet"),
        ({"action": "uphold"}, "Välj"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    administrator: FlaskClient, given: dict[str, str], sentence: str
) -> None:
    answer = post(administrator, TEXTS, **ASKED | given)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_title_stands_once(administrator: FlaskClient) -> None:
    assert post(administrator, TEXTS, **ASKED).status_code == 303
    assert post(administrator, TEXTS, **ASKED).status_code == 422


def test_only_administrators_write_them(moderator: FlaskClient) -> None:
    assert moderator.get(TEXTS).status_code == 403
