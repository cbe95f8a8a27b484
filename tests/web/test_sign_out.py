"""A cookie is worth nothing once its session has ended, whoever ended it and however."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from geostories.demo import load as demonstration
from geostories.domain.transaction import Scope, transaction
from geostories.vocabulary import Role
from tests.conftest import SignIn, csrf_token
from tests.factories.person import make_person
from tests.factories.tokens import token_of

pytestmark = pytest.mark.trust

COOKIE = "geostories"
DOORS = (
    "/konto/", "/konto/bevakningar", "/konto/byt-losenord", "/katrineholm/granska/",
    "/katrineholm/redaktion/", "/katrineholm/admin/",
)  # fmt: skip
REPLAYS = 20


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, with somebody for every test to sign in as."""
    return standing


def somebody(app: Flask, email: str, role: Role | None = None) -> str:
    """An account of this test's own; with a role, in Katrineholm. Answers its address."""
    with app.test_request_context(), transaction(Scope.operator()) as session:
        here = session.scalar(text("SELECT id FROM municipality WHERE slug = 'katrineholm'"))
        make_person(session, email, role=role, municipality_id=here)
    return email


def token_in(client: FlaskClient) -> str:
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def replaying(app: Flask, token: str) -> FlaskClient:
    """A browser that somebody put a copied cookie into."""
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    return client


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/konto/").status_code == 200


def sign_out(client: FlaskClient) -> None:
    assert client.post("/konto/logga-ut", data={"csrf_token": token_of(client)}).status_code == 302


def test_a_copied_cookie_is_dead_after_signing_out(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("admin@example.se")
    token = token_in(client)
    assert is_signed_in(replaying(app, token)), "the copy works before"
    sign_out(client)
    answers = [replaying(app, token).get(DOORS[n % len(DOORS)]) for n in range(REPLAYS)]
    print(f"replays: tried {REPLAYS}, let in {sum(a.status_code == 200 for a in answers)}")
    assert {answer.status_code for answer in answers} <= {302, 303}
    assert all("/konto/logga-in" in answer.location for answer in answers)


def test_a_copied_cookie_changes_nothing_after_signing_out(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("invanare@example.se")
    token, csrf = token_in(client), token_of(client)
    sign_out(client)
    thief = replaying(app, token)
    form = {"csrf_token": csrf, "coordinates": "58.99587, 16.20721", "precision": "exact"}
    assert thief.post("/katrineholm/beratta", data=form).status_code == 400


def test_signing_out_ends_this_browser_and_no_other(sign_in: SignIn) -> None:
    phone, computer = sign_in("invanare@example.se"), sign_in("invanare@example.se")
    sign_out(phone)
    assert not is_signed_in(phone)
    assert is_signed_in(computer)


def test_a_link_does_not_sign_out(sign_in: SignIn) -> None:
    client = sign_in("invanare@example.se")
    assert client.get("/konto/logga-ut").status_code == 405
    assert is_signed_in(client)


def test_a_new_password_ends_all_other_sessions(app: Flask, sign_in: SignIn) -> None:
    email = somebody(app, "byter@example.se")
    here, elsewhere = sign_in(email), sign_in(email)
    copied = token_in(elsewhere)
    form = {
        "csrf_token": token_of(here),
        "password": demonstration.password(app.config["SETTINGS"]),
        "new_password": "tranorna vid Hjälmaren",
        "new_password_confirm": "tranorna vid Hjälmaren",
    }
    assert here.post("/konto/byt-losenord", data=form).status_code == 302
    assert is_signed_in(here), "the one who changed it stays"
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(replaying(app, copied))


def test_a_role_that_is_taken_away_is_gone_with_the_next_request(
    app: Flask, sign_in: SignIn
) -> None:
    email = somebody(app, "en-tid-granskare@example.se", Role.MODERATOR)
    moderator, administrator = sign_in(email), sign_in("admin@example.se")
    assert moderator.get("/katrineholm/granska/").status_code == 200
    page = administrator.get("/katrineholm/admin/").text
    row = next(part for part in page.split("<tr>") if email in part)
    action = next(each for each in re.findall(r'action="([^"]+)"', row) if "ta-bort" in each)
    taken = administrator.post(action, data={"csrf_token": csrf_token(page)})
    assert taken.status_code == 303
    assert moderator.get("/katrineholm/granska/").status_code == 403
    assert is_signed_in(moderator)


def test_an_account_that_is_closed_is_out_with_the_next_request(
    app: Flask, sign_in: SignIn
) -> None:
    email = somebody(app, "avstangd@example.se")
    client = sign_in(email)
    with transaction(Scope.operator()) as session:
        session.execute(
            text('UPDATE "user" SET active = false WHERE email = :email'), {"email": email}
        )
    assert not is_signed_in(client)


@pytest.mark.parametrize(("idle", "is_in"), [("29 days", True), ("31 days", False)])
def test_a_session_that_nobody_used_runs_out(
    app: Flask, sign_in: SignIn, idle: str, is_in: bool
) -> None:
    client = sign_in(somebody(app, f"vilande-{idle[:2]}@example.se"))
    with transaction(Scope.operator()) as session:
        session.execute(
            text(
                "UPDATE user_session SET seen_at = now() - CAST(:idle AS interval) "
                'WHERE user_id = (SELECT id FROM "user" WHERE email LIKE :who)'
            ),
            {"idle": idle, "who": f"vilande-{idle[:2]}@%"},
        )
    assert is_signed_in(client) is is_in


def test_a_cookie_from_before_the_sign_in_is_not_signed_in(app: Flask, sign_in: SignIn) -> None:
    """Somebody put their own session into another's browser and waits for the sign-in."""
    attacker = app.test_client()
    attacker.get("/konto/logga-in")
    planted = token_in(attacker)
    victim = replaying(app, planted)
    token = csrf_token(victim.get("/konto/logga-in").text)
    form = {
        "email": "invanare@example.se",
        "password": demonstration.password(app.config["SETTINGS"]),
        "csrf_token": token,
    }
    assert victim.post("/konto/logga-in", data=form).status_code == 302
    assert is_signed_in(victim)
    assert token_in(victim) != planted
    assert not is_signed_in(attacker)
    assert not is_signed_in(replaying(app, planted))
    assert sign_in


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "../../etc", "å", "0" * 3000])
def test_a_made_up_cookie_is_nobody_and_is_not_taken_over(app: Flask, token: str) -> None:
    client = replaying(app, token)
    assert not is_signed_in(client)
    page = client.get("/konto/logga-in")
    assert page.status_code == 200
    assert token_in(client) != token
