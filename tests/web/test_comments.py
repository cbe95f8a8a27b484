"""Answering a story: without an account, read before it is shown, taken back, reported."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.transaction import Scope, reading, transaction
from geostories.models import Comment, Municipality
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import CommentRule, StoryStatus
from tests.conftest import csrf_token
from tests.factories.person import make_person
from tests.factories.post import deliver
from tests.factories.story import make_story
from tests.factories.tokens import token_of

DESK = "/katrineholm/granska/kommentarer/"
WORDS = "Jag hörde isen från Duveholm samma vinter."


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module."""
    return standing


@pytest.fixture(autouse=True)
def _fresh(app: Flask) -> None:
    """Every answer is reviewed, unless a test says otherwise."""
    with transaction(Scope.operator()) as session:
        session.execute(update(Municipality).values(comment_rule=CommentRule.REVIEWED))


@pytest.fixture
def path(app: Flask, municipality: MunicipalityInfo) -> str:
    """The path of a published story, the only one that will be answered."""
    with transaction(Scope.operator()) as session:
        session.execute(delete(Comment))  # the demonstration's
        teller = make_person(session, f"{uuid4().hex}@example.se")
        story = make_story(
            session, municipality_id=municipality.id, owner=teller, status=StoryStatus.PUBLISHED
        )
    return f"/katrineholm/berattelser/{public_id.encode(story.id)}"


def answer(client: FlaskClient, path: str, **given: str) -> TestResponse:
    """Write a comment as a browser without scripts does."""
    form = client.get(f"{path}/kommentera").text
    found = re.search(r'name="submission_key"[^>]* value="([^"]+)"', form)
    assert found
    data = {"csrf_token": csrf_token(form), "submission_key": found[1], "body": WORDS}
    return client.post(f"{path}/kommentera", data=data | given)


def only_comment() -> Comment:
    with reading(Scope.operator()) as session:
        return session.scalars(select(Comment)).one()


def decide(moderator: FlaskClient, action: str, reason: str = "") -> TestResponse:
    """Press a button on the desk."""
    return moderator.post(
        DESK + public_id.encode(only_comment().id),
        data={"csrf_token": token_of(moderator), "action": action, "reason": reason},
    )


def test_nobody_reads_a_comment_before_a_moderator_has(
    app: Flask, client: FlaskClient, path: str, moderator: FlaskClient
) -> None:
    assert answer(client, path, name="Sven Eriksson").status_code == 303
    others = [app.test_client(), moderator]
    seen = sum(WORDS in each.get(path).text for each in others)
    print(f"before the review: readers {len(others)}, seen {seen}")
    assert seen == 0
    assert WORDS in client.get(path).text
    assert "Väntar på granskning" in client.get(path).text
    assert WORDS in moderator.get(DESK).text
    assert decide(moderator, "publish").status_code == 303
    for each in (*others, client):
        text = each.get(path).text
        assert WORDS in text
        assert "Sven Eriksson" in text
        assert "Kommentarer (1)" in text
    assert decide(moderator, "hide", "Nämner en granne.").status_code == 303
    assert WORDS not in others[0].get(path).text
    assert "Nämner en granne." in client.get(path).text


def test_without_a_name_it_is_anonymous(client: FlaskClient, path: str) -> None:
    answer(client, path)
    assert only_comment().author_label == ""
    assert "Anonym" in client.get(path).text


@pytest.mark.parametrize(
    "given", [{"body": " "}, {"body": "a" * 2_001}, {"name": "Katrineholms kommun"}]
)
def test_what_cannot_be_taken_is_said_and_kept(
    client: FlaskClient, path: str, given: dict[str, str]
) -> None:
    refused = answer(client, path, **given)
    assert refused.status_code == 422
    assert "form-errors" in refused.text
    with reading(Scope.operator()) as session:
        assert session.scalars(select(Comment)).all() == []


def test_a_form_sent_twice_is_one_comment(client: FlaskClient, path: str) -> None:
    key = str(uuid4())
    assert answer(client, path, submission_key=key).status_code == 303
    assert answer(client, path, submission_key=key).status_code == 303
    assert answer(client, path, submission_key=key, body="Något annat").status_code == 409
    only_comment()


def test_its_author_takes_it_back_and_nobody_else(
    app: Flask, client: FlaskClient, path: str, moderator: FlaskClient
) -> None:
    answer(client, path)
    decide(moderator, "publish")
    key = public_id.encode(only_comment().id)
    door = f"/katrineholm/kommentarer/{key}/dra-tillbaka"
    stranger = app.test_client()
    token = csrf_token(stranger.get(f"{path}/kommentera").text)
    assert stranger.post(door, data={"csrf_token": token}).status_code == 404
    assert WORDS in stranger.get(path).text
    own = csrf_token(client.get(path).text)
    assert client.post(door, data={"csrf_token": own}).status_code == 303
    assert WORDS not in stranger.get(path).text
    assert WORDS not in client.get(path).text


def test_a_refusal_needs_a_reason_and_is_mailed(
    app: Flask, path: str, resident: FlaskClient, moderator: FlaskClient
) -> None:
    answer(resident, path)
    assert decide(moderator, "reject").status_code == 422
    assert decide(moderator, "reject", "Handlar om något annat.").status_code == 303
    mails = [each for each in deliver(app) if "kommentar" in each["Subject"]]
    assert [each["To"] for each in mails] == ["invanare@example.se"]
    assert "Handlar om något annat." in mails[0].get_content()
    assert decide(moderator, "publish").status_code == 409


def test_staff_answers_for_the_municipality(path: str, moderator: FlaskClient) -> None:
    answer(moderator, path, official="y", name="Kulturhuset Ängeln")
    assert only_comment().voice == "municipality"
    assert 'name="official"' in moderator.get(f"{path}/kommentera").text


def test_a_visitor_cannot_answer_for_the_municipality(client: FlaskClient, path: str) -> None:
    assert 'name="official"' not in client.get(f"{path}/kommentera").text
    assert answer(client, path, official="y").status_code == 403


def test_a_report_names_the_comment(client: FlaskClient, path: str, moderator: FlaskClient) -> None:
    answer(client, path, name="Sven")
    key = public_id.encode(only_comment().id)
    report = f"{path}/rapportera?kommentar={key}"
    assert WORDS not in client.get(report).text
    decide(moderator, "publish")
    assert f"Kommentaren av Sven: ”{WORDS}”" in client.get(report).text


def test_a_municipality_that_takes_none_shows_no_form(
    app: Flask, path: str, administrator: FlaskClient
) -> None:
    data = {"csrf_token": token_of(administrator), "rule": "closed"}
    assert administrator.post(DESK, data=data).status_code == 303
    reader = app.test_client()
    assert f'href="{path}/kommentera"' not in reader.get(path).text
    closed = reader.get(f"{path}/kommentera").text
    assert "<textarea" not in closed
    assert "tar inte emot kommentarer" in closed


def test_reading_leaves_no_cookie_behind(client: FlaskClient, path: str) -> None:
    read = client.get(path)
    assert "Set-Cookie" not in read.headers
    assert "csrf_token" not in read.text
