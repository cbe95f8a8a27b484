"""Server-side sessions: who gets a cookie, what it tells, and what goes along at sign-in."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from geostories.demo import load as demonstration
from geostories.domain.transaction import Scope, reading, transaction
from geostories.jobs.worker import sweep_up
from tests.conftest import SignIn, csrf_token
from tests.factories.tokens import token_of

COOKIE = "geostories"


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


def begin_a_story(client: FlaskClient) -> str:
    """Begin to tell; answers the address of the second step."""
    form = {
        "csrf_token": csrf_token(client.get("/katrineholm/beratta").text),
        "coordinates": "58.99587, 16.20721",
        "precision": "exact",
        "action": "next",
    }
    answer = client.post("/katrineholm/beratta", data=form)
    assert answer.status_code == 303
    return answer.location


def sign_in_here(app: Flask, client: FlaskClient, email: str = "invanare@example.se") -> None:
    form = {
        "email": email,
        "password": demonstration.password(app.config["SETTINGS"]),
        "csrf_token": csrf_token(client.get("/konto/logga-in").text),
    }
    assert client.post("/konto/logga-in", data=form).status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/", "/katrineholm/", "/katrineholm/berattelser/", "/katrineholm/platser/",
        "/katrineholm/om/", "/api/v1/collections/stories/items", "/healthz", "/finns-inte",
    ],
)  # fmt: skip
def test_who_only_reads_gets_no_cookie(client: FlaskClient, path: str) -> None:
    assert "Set-Cookie" not in client.get(path).headers
    assert client.get_cookie(COOKIE) is None


def test_the_cookie_is_for_this_site_and_no_script(client: FlaskClient) -> None:
    cookie = client.get("/konto/logga-in").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_the_database_knows_the_cookie_only_by_its_hash(sign_in: SignIn) -> None:
    cookie = sign_in("invanare@example.se").get_cookie(COOKIE)
    assert cookie is not None
    assert len(cookie.value) >= 43
    with reading(Scope.operator()) as session:
        everything = session.scalars(text("SELECT t::text FROM user_session t")).all()
        hashes = session.scalars(text("SELECT token_hash FROM user_session")).all()
    assert not any(cookie.value in row for row in everything)
    assert hashlib.sha256(cookie.value.encode()).digest() in {bytes(each) for each in hashes}


def test_the_cookie_tells_nothing(app: Flask, sign_in: SignIn) -> None:
    tokens = set()
    for _ in range(5):
        cookie = sign_in("invanare@example.se").get_cookie(COOKIE)
        assert cookie is not None
        tokens.add(cookie.value)
    assert len(tokens) == 5
    assert app


def test_a_visitors_draft_waits_for_the_visitor(client: FlaskClient) -> None:
    step = begin_a_story(client)
    assert client.get(step).status_code == 200


def test_a_visitors_draft_is_nobody_elses(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    step = begin_a_story(client)
    for other in (app.test_client(), sign_in("invanare@example.se"), sign_in("admin@example.se")):
        assert other.get(step).status_code == 404


def test_a_visitors_draft_goes_along_at_sign_in(app: Flask, client: FlaskClient) -> None:
    step = begin_a_story(client)
    sign_in_here(app, client)
    assert client.get(step).status_code == 200
    story = step.split("/beratta/")[1].split("/")[0]
    assert story in client.get("/konto/berattelser").text


def test_after_signing_out_the_browser_is_somebody_else(app: Flask, client: FlaskClient) -> None:
    sign_in_here(app, client)
    step = begin_a_story(client)
    assert client.post("/konto/logga-ut", data={"csrf_token": token_of(client)}).status_code == 302
    assert client.get(step).status_code == 404


def test_who_signs_in_comes_back_to_where_they_were(app: Flask, client: FlaskClient) -> None:
    asked = client.get("/konto/bevakningar")
    assert asked.status_code == 303
    form = {
        "email": "invanare@example.se",
        "password": demonstration.password(app.config["SETTINGS"]),
        "csrf_token": csrf_token(client.get(asked.location).text),
    }
    assert client.post(asked.location, data=form).location.endswith("/konto/bevakningar")


def test_what_has_run_out_is_swept_away(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    begin_a_story(client)
    resident = sign_in("invanare@example.se")
    settings = app.config["SETTINGS"]
    with transaction(Scope.operator()) as session:
        session.execute(text("DELETE FROM user_session WHERE user_id IS NOT NULL OR data = '{}'"))
        session.execute(
            text("UPDATE user_session SET seen_at = now() - CAST(:age AS interval)"),
            {"age": str(timedelta(hours=settings.visit_hours, minutes=1))},
        )
    sweep_up(app)
    with reading(Scope.operator()) as session:
        assert session.scalar(text("SELECT count(*) FROM user_session")) == 0
    assert resident.get("/konto/").status_code == 303
