"""Creating an account: the form, the mail, the confirmation, the first sign-in."""

from __future__ import annotations

import unicodedata

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from geostories.domain.transaction import Scope, reading
from tests.conftest import csrf_token
from tests.factories.post import deliver, link_in

PASSWORD = "gräsänder på Öljaren"
FORM, SIGN_IN = "/konto/skapa", "/konto/logga-in"


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration; every test creates accounts of its own."""
    return standing


def register(client: FlaskClient, email: str, **changed: str) -> TestResponse:
    form = {
        "email": email,
        "password": PASSWORD,
        "password_confirm": changed.get("password", PASSWORD),
        "display_name": "Åsa Öberg",
        "age": "adult",
        "csrf_token": csrf_token(client.get(FORM).text),
    }
    return client.post(FORM, data=form | changed)


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD) -> TestResponse:
    token = csrf_token(client.get(SIGN_IN).text)
    return client.post(SIGN_IN, data={"email": email, "password": password, "csrf_token": token})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/konto/").status_code == 200


def test_the_whole_way(app: Flask, client: FlaskClient) -> None:
    assert register(client, "asa@example.se").status_code == 302
    assert not is_signed_in(client)
    (message,) = deliver(app)
    assert message["To"] == "asa@example.se"
    assert message["Auto-Submitted"] == "auto-generated"
    sign_in(client, "asa@example.se")
    assert not is_signed_in(client), "the address is not confirmed yet"
    assert client.get(link_in(message)).status_code == 302
    assert sign_in(client, "asa@example.se").status_code == 302
    assert is_signed_in(client)
    assert "Åsa Öberg" in client.get("/konto/").text
    token = csrf_token(client.get("/konto/").text)
    assert client.post("/konto/logga-ut", data={"csrf_token": token}).status_code == 302
    assert not is_signed_in(client)


def test_the_mail_is_sent_once(app: Flask, client: FlaskClient) -> None:
    register(client, "en-gang@example.se")
    assert len(deliver(app)) == 1
    assert deliver(app) == []
    with reading(Scope.operator()) as session:
        kept = session.scalars(
            text("SELECT params::text FROM outgoing_mail WHERE sent_at IS NOT NULL")
        )
        assert set(kept) == {"{}"}


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_a_password_with_rings_and_dots_is_one_however_it_is_typed(
    app: Flask, client: FlaskClient, form: str
) -> None:
    email = f"{form.lower()}@example.se"
    register(client, email, password=unicodedata.normalize("NFC", PASSWORD))
    client.get(link_in(deliver(app)[0]))
    assert sign_in(client, email, unicodedata.normalize(form, PASSWORD)).status_code == 302
    assert is_signed_in(client)


def test_an_address_that_has_an_account_is_answered_like_a_new_one(
    app: Flask, client: FlaskClient
) -> None:
    answers = [
        register(app.test_client(), each) for each in ("ny@example.se", "invanare@example.se")
    ]
    assert len({(a.status_code, a.location, a.text) for a in answers}) == 1
    taken = [mail for mail in deliver(app) if mail["To"] == "invanare@example.se"]
    assert len(taken) == 1, "the holder of the account is told"
    assert client.get(link_in(taken[0])).status_code < 500


@pytest.mark.parametrize(
    ("email", "changed"),
    [
        ("kort@example.se", {"password": "åäö"}),
        ("olika@example.se", {"password_confirm": "något helt annat"}),
        ("namnlos@example.se", {"display_name": " "}),
        ("lang@example.se", {"display_name": "x" * 61}),
        ("ingen adress", {}),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field(
    app: Flask, client: FlaskClient, email: str, changed: dict[str, str]
) -> None:
    answer = register(client, email, **changed)
    assert answer.status_code in (200, 422)
    assert 'aria-invalid="true"' in answer.text
    assert deliver(app) == []


@pytest.mark.parametrize("token", ["x", "WyIxIl0.x.y", "%00", "../../x"])
def test_a_made_up_confirmation_confirms_nobody(client: FlaskClient, token: str) -> None:
    assert client.get(f"/konto/bekrafta/{token}").status_code in (302, 404, 422)
    assert not is_signed_in(client)


def test_the_form_speaks_swedish(client: FlaskClient) -> None:
    page = client.get(FORM).text
    assert '<html lang="sv"' in page
    assert "Lösenord" in page
    assert "Password" not in page


@pytest.mark.parametrize("name", ["Katrineholms kommun", "Katrine\u200bholms komm\u00adun"])
def test_nobody_registers_as_the_municipality(client: FlaskClient, name: str) -> None:
    answer = register(client, "kommunen@example.se", display_name=name)
    assert "Skriv ditt eget namn" in answer.text
    with reading(Scope.operator()) as session:
        known = text("SELECT count(*) FROM \"user\" WHERE email = 'kommunen@example.se'")
        assert session.scalar(known) == 0
