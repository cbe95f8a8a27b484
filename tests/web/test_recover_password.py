"""A forgotten password: a mail with a link that works once."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import SignIn, csrf_token
from tests.factories.post import deliver, link_in

FORM, SIGN_IN = "/konto/glomt-losenord", "/konto/logga-in"
RESIDENT, FRESH = "invanare@example.se", "en alldeles ny svan"


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


def ask(client: FlaskClient, email: str) -> TestResponse:
    token = csrf_token(client.get(FORM).text)
    return client.post(FORM, data={"email": email, "csrf_token": token})


def set_password(client: FlaskClient, link: str, password: str) -> TestResponse:
    token = csrf_token(client.get(link).text)
    form = {"password": password, "password_confirm": password, "csrf_token": token}
    return client.post(link, data=form)


def sign_in(client: FlaskClient, email: str, password: str) -> bool:
    token = csrf_token(client.get(SIGN_IN).text)
    form = {"email": email, "password": password, "csrf_token": token}
    client.post(SIGN_IN, data=form)
    return client.get("/konto/").status_code == 200


def test_an_address_without_an_account_is_answered_like_one_with(
    app: Flask, client: FlaskClient
) -> None:
    known = ask(app.test_client(), "redaktor@example.se")
    unknown = ask(client, "finns-inte@example.se")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert [mail["To"] for mail in deliver(app)] == ["redaktor@example.se"]


def test_the_link_sets_a_password_and_ends_every_session(app: Flask, sign_in_as: SignIn) -> None:
    elsewhere = sign_in_as(RESIDENT)
    assert elsewhere.get("/konto/").status_code == 200
    visitor = app.test_client()
    ask(visitor, RESIDENT)
    link = link_in(deliver(app)[0])
    assert set_password(visitor, link, FRESH).status_code == 302
    assert elsewhere.get("/konto/").status_code == 303
    assert sign_in(app.test_client(), RESIDENT, FRESH)
    again = app.test_client().get(link)
    assert again.status_code == 302, "the link works once"


@pytest.fixture
def sign_in_as(sign_in: SignIn) -> SignIn:
    """The fixture of the same name as this module's own function."""
    return sign_in


def test_asking_again_and_again_is_stopped_for_the_account_alone(app: Flask) -> None:
    client = app.test_client()
    statuses = [ask(client, "admin@example.se").status_code for _ in range(6)]
    assert statuses[-1] == 429
    assert 429 not in statuses[:5]
    assert ask(client, "granskare@example.se").status_code != 429
