"""Guessing is stopped; a class of thirty behind one address is not."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from geostories.demo import load as demonstration
from geostories.domain.transaction import Scope, reading, transaction
from tests.conftest import csrf_token
from tests.factories.person import make_person

CLASS_SIZE = 30
PATH = "/konto/logga-in"


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


def guess(
    client: FlaskClient,
    email: str,
    *,
    address: str = "127.0.0.2",
    password: str = "fel",
    **headers: str,
) -> TestResponse:
    environ = {"REMOTE_ADDR": address}
    token = csrf_token(client.get(PATH, environ_overrides=environ).text)
    form = {"email": email, "password": password, "csrf_token": token}
    return client.post(PATH, data=form, environ_overrides=environ, headers=headers)


def use_up(most: int) -> None:
    """As if every door that was tried had been tried so often."""
    with transaction(Scope.operator()) as session:
        session.execute(text("UPDATE rate_count SET count = :most"), {"most": most})


def test_guessing_one_accounts_password_is_stopped(app: Flask, client: FlaskClient) -> None:
    most = app.config["SETTINGS"].sign_in_per_account
    answers = [guess(client, "invanare@example.se") for _ in range(most + 1)]
    assert [a.status_code for a in answers][:most] == [200] * most
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 900


@pytest.mark.parametrize(
    "disguise", ["INVANARE@example.se", " invanare@example.se ", "Invanare@Example.SE"]
)
def test_writing_the_address_otherwise_does_not_help(
    app: Flask, client: FlaskClient, disguise: str
) -> None:
    guess(client, "invanare@example.se")
    use_up(app.config["SETTINGS"].sign_in_per_account)
    assert guess(client, disguise).status_code == 429


def test_guessing_from_many_addresses_does_not_help(app: Flask, client: FlaskClient) -> None:
    guess(client, "invanare@example.se", address="127.0.1.9")
    use_up(app.config["SETTINGS"].sign_in_per_account)
    assert guess(client, "invanare@example.se", address="127.0.2.9").status_code == 429


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"])
def test_naming_another_address_does_not_help(app: Flask, client: FlaskClient, header: str) -> None:
    guess(client, "a@example.se")
    use_up(app.config["SETTINGS"].sign_in_per_address)
    answer = guess(client, "b@example.se", **{header: "203.0.113.7"})
    assert answer.status_code == 429


def test_one_household_has_one_limit_whichever_of_its_ipv6_addresses_it_uses(
    app: Flask, client: FlaskClient
) -> None:
    guess(client, "a@example.se", address="2001:db8:1:2:aaaa::1")
    use_up(app.config["SETTINGS"].sign_in_per_address)
    assert guess(client, "b@example.se", address="2001:db8:1:2:bbbb::2").status_code == 429
    assert guess(client, "c@example.se", address="2001:db8:1:3::1").status_code == 200


def test_the_others_behind_the_address_get_in_meanwhile(app: Flask, client: FlaskClient) -> None:
    guess(client, "invanare@example.se")
    use_up(app.config["SETTINGS"].sign_in_per_account)
    assert guess(client, "invanare@example.se").status_code == 429
    secret = demonstration.password(app.config["SETTINGS"])
    assert guess(app.test_client(), "redaktor@example.se", password=secret).status_code == 302


def test_who_was_signed_in_already_stays_so(app: Flask, client: FlaskClient) -> None:
    secret = demonstration.password(app.config["SETTINGS"])
    victim = app.test_client()
    assert guess(victim, "invanare@example.se", password=secret).status_code == 302
    use_up(app.config["SETTINGS"].sign_in_per_account)
    assert guess(client, "invanare@example.se").status_code == 429
    assert victim.get("/konto/").status_code == 200


def test_the_answer_to_a_wrong_password_does_not_tell_whether_there_is_an_account(
    app: Flask,
) -> None:
    pages = {
        guess(app.test_client(), email).text.replace(email, "").split('name="csrf_token"')[0]
        for email in ("invanare@example.se", "finns-inte-alls@example.se")
    }
    assert len(pages) == 1


def test_no_address_is_kept(client: FlaskClient) -> None:
    guess(client, "invanare@example.se", address="127.9.8.7")
    with reading(Scope.operator()) as session:
        rows = session.scalars(text("SELECT encode(bucket, 'escape') || t::text FROM rate_count t"))
        kept = "".join(rows)
    assert kept
    assert "127.9" not in kept
    assert "invanare" not in kept


def test_reporting_without_end_is_stopped(app: Flask, client: FlaskClient) -> None:
    page = client.get("/katrineholm/berattelser/").text
    story = page.split('href="/katrineholm/berattelser/')[1:]
    path = next(part.split('"')[0] for part in story if len(part.split('"')[0]) == 22)
    address = f"/katrineholm/berattelser/{path}/rapportera"
    token = csrf_token(client.get(address).text)
    form = {"csrf_token": token, "ground": "other", "text": "Så här var det inte."}
    assert client.post(address, data=form).status_code == 303
    use_up(app.config["SETTINGS"].report_per_address)
    assert client.post(address, data=form).status_code == 429


@pytest.mark.trust
def test_a_class_behind_one_address_signs_in_and_tells(app: Flask) -> None:
    with app.test_request_context(), transaction(Scope.operator()) as session:
        for n in range(CLASS_SIZE):
            make_person(session, f"elev-{n}@example.se")
    found = [tell_from_the_classroom(app, n) for n in range(CLASS_SIZE)]
    blocked = sum(429 in answers for answers in found)
    print(f"pupils: tried {CLASS_SIZE}, blocked {blocked}")
    assert found == [[302, 303, 303, 303]] * CLASS_SIZE


def tell_from_the_classroom(app: Flask, n: int) -> list[int]:
    """Sign in, choose a place, write, send in; answers the four statuses."""
    pupil, secret = app.test_client(), demonstration.password(app.config["SETTINGS"])
    signed_in = guess(pupil, f"elev-{n}@example.se", password=secret)
    form = {"csrf_token": csrf_token(pupil.get("/katrineholm/beratta").text)}
    place = {"coordinates": "58.99587, 16.20721", "precision": "approx_300", "action": "next"}
    begun = pupil.post("/katrineholm/beratta", data=form | place)
    words = {"title": f"Berättelse {n}", "body": "Vi gick hit.", "category": "memory"}
    written = pupil.post(begun.location, data=form | words | {"action": "next"})
    check = {"byline": "anonymous", "rights": "y", "submission_key": str(uuid4())}
    address = begun.location.replace("/berattelse", "/skicka-in")
    sent = pupil.post(address, data=form | check)
    return [each.status_code for each in (signed_in, begun, written, sent)]
