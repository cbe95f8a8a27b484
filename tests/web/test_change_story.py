"""Masking, blurring and taking out through the case's form, as a browser without scripts sends it."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.jobs import mail
from geostories.models import OutgoingMail
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import StoryStatus
from tests.conftest import SignIn, csrf_token
from tests.factories.person import make_person
from tests.factories.story import Told, make_story
from tests.web.test_decide_story import case_url, public_page

WHY = {"why": "personal_data", "told": "Lokföraren kan kännas igen."}


@pytest.fixture
def told(app: Flask, municipality: MunicipalityInfo) -> Told:
    """A published story with a picture."""
    with transaction(Scope.operator()) as session:
        owner: Person = make_person(session, "goran@example.se")
        return make_story(
            session,
            municipality_id=municipality.id,
            owner=owner,
            status=StoryStatus.PUBLISHED,
            title="Tåget",
            body="Lokföraren Bengt Karlsson bromsade för en älg.",
            store=app.extensions["files"],
        )


def key_on(page: str) -> str:
    found = re.search(r'name="version_id"[^>]* value="(\w+)"', page)
    assert found
    return found[1]


def change(client: FlaskClient, told: Told, action: str, /, **fields: str) -> TestResponse:
    page = client.get(case_url(told.id)).text
    form = {"csrf_token": csrf_token(page), "version_id": key_on(page), "change": action}
    return client.post(f"{case_url(told.id)}/andra", data={**form, **WHY, **fields})


def test_masked_words_are_gone_for_everybody_until_it_is_undone(
    moderator: FlaskClient, client: FlaskClient, told: Told
) -> None:
    answer = change(moderator, told, "mask", phrase="bengt karlsson")
    assert answer.location == case_url(told.id)
    public = public_page(client, told).text
    assert "Karlsson" not in public
    assert "▇▇▇ [maskerat]" in public
    case = moderator.get(case_url(told.id)).text
    assert "Maskat." in case
    assert "Karlsson" not in case
    undo = re.findall(r'name="decision" value="(\w+)"', case)
    data = {"csrf_token": csrf_token(case), "decision": undo}
    assert moderator.post("/katrineholm/granska/beslut/angra", data=data).status_code == 303
    assert "Karlsson" in public_page(client, told).text


def test_a_picture_that_is_taken_out_answers_nobody(
    moderator: FlaskClient, client: FlaskClient, told: Told
) -> None:
    assert told.media_id
    picture = public_id.encode(told.media_id)
    address = f"/media/{picture}/full.webp"
    assert client.get(address).status_code == 200
    assert change(moderator, told, "redact", picture=picture).status_code == 303
    assert client.get(address).status_code == 404
    assert moderator.get(address).status_code == 404
    assert picture not in public_page(client, told).text


def test_a_blurred_picture_has_another_address(
    moderator: FlaskClient, client: FlaskClient, told: Told
) -> None:
    assert told.media_id
    picture = public_id.encode(told.media_id)
    part = {"left": "10", "top": "10", "wide": "50", "high": "50"}
    assert change(moderator, told, "blur", picture=picture, **part).status_code == 303
    public = public_page(client, told).text
    assert picture not in public
    assert "/media/" in public


def test_a_refusal_keeps_what_was_typed_and_says_where(moderator: FlaskClient, told: Told) -> None:
    answer = change(moderator, told, "mask", phrase="Nils Holgersson")
    assert answer.status_code == 422
    assert "De orden finns inte" in answer.text
    assert 'value="Nils Holgersson"' in answer.text
    missing = change(moderator, told, "blur", picture="", why="")
    assert missing.status_code == 422
    assert "Välj ett skäl" in missing.text


def test_who_saw_it_before_the_change_decides_nothing(moderator: FlaskClient, told: Told) -> None:
    before = moderator.get(case_url(told.id)).text
    assert change(moderator, told, "mask", phrase="älg").status_code == 303
    old = {
        "csrf_token": csrf_token(before),
        "version_id": key_on(before),
        "action": "hide",
        "ground": "other",
        "message": "Därför.",
    }
    assert moderator.post(f"{case_url(told.id)}/beslut", data=old).status_code == 409


def test_whoever_told_it_is_told_why_and_how_to_have_it_looked_at_again(
    app: Flask, moderator: FlaskClient, sign_in: SignIn, told: Told
) -> None:
    assert change(moderator, told, "mask", phrase="Bengt Karlsson").status_code == 303
    settings = app.config["SETTINGS"]
    with app.app_context(), app.test_request_context():
        with transaction(Scope.operator()) as session:
            theirs = OutgoingMail.params["title"].astext == "Tåget"
            sent = OutgoingMail.params["action"].astext == "mask"
            mail_id = session.scalars(select(OutgoingMail.id).where(theirs, sent)).one()
        mail.send(mail_id, settings=settings)
    file = settings.mail_folder / f"{public_id.encode(mail_id)}.eml"
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert message["subject"] == "Ord i din berättelse är maskerade: Tåget"
    body = message.get_body()
    assert body is not None
    words = body.get_content()
    assert "Lokföraren kan kännas igen." in words
    assert "Karlsson" not in words
    link = re.search(r"http://\S+(/konto/beslut/\w+)", words)
    assert link
    case = moderator.get(case_url(told.id)).text
    form = {"csrf_token": csrf_token(case), "version_id": key_on(case), "action": "hide"}
    because = {"ground": "other", "message": "Därför."}
    assert moderator.post(f"{case_url(told.id)}/beslut", data=form | because).status_code == 303
    teller = sign_in("goran@example.se")
    assert link[1] in teller.get("/konto/berattelser").text  # also when more was decided since
    page = teller.get(link[1])
    assert page.status_code == 200
    assert "Ord i din berättelse är maskerade" in page.text
