"""What outlives a session: no door without an id, no lasting cookie, no draft, no earlier token."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from geostories.demo import load as demonstration
from geostories.domain.transaction import Scope, transaction
from tests.conftest import csrf_token
from tests.factories.person import make_person
from tests.factories.telling import Teller
from tests.factories.tokens import token_of
from tests.web.matrix import picture

pytestmark = pytest.mark.trust

SIGN_IN, NEW = "/konto/logga-in", "ett annat långt lösenord"
ASKS = (
    {},
    {"Accept": "application/json"},
    {"Accept": "application/problem+json"},
    {"X-Requested-With": "XMLHttpRequest"},
)


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration; each test ends somebody else's session."""
    return standing


def make_account(app: Flask, email: str) -> str:
    with app.test_request_context(), transaction(Scope.operator()) as session:
        make_person(session, email)
    return email


def enter(app: Flask, email: str) -> tuple[FlaskClient, dict[str, str]]:
    """Sign in, asking to be remembered; answers the client and every cookie it was given."""
    client = app.test_client()
    form = {
        "email": email,
        "password": demonstration.password(app.config["SETTINGS"]),
        "remember": "y",
        "csrf_token": csrf_token(client.get(SIGN_IN).text),
    }
    answer = client.post(SIGN_IN, data=form)
    assert answer.status_code == 302
    return client, cookies_of(answer)


def cookies_of(answer: TestResponse) -> dict[str, str]:
    given = (line.split(";")[0].partition("=") for line in answer.headers.getlist("Set-Cookie"))
    return {name: value for name, _, value in given}


def holder_of(app: Flask, cookies: dict[str, str]) -> FlaskClient:
    """A browser that has these cookies and nothing else."""
    client = app.test_client()
    for name, value in cookies.items():
        client.set_cookie(name, value)
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/konto/").status_code == 200


def guarded_paths(app: Flask, method: str) -> list[str]:
    """Every address without an id that lets only some in."""
    adapter = app.url_map.bind("localhost")
    return [
        adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, "katrineholm"))
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ())
        and rule.arguments <= {"municipality"}
        and getattr(app.view_functions[rule.endpoint], "guard", "open_to_all") != "open_to_all"
    ]


def test_no_door_opens_to_the_cookies_of_who_signed_out(app: Flask) -> None:
    client, cookies = enter(app, "admin@example.se")
    doors = [(m, path) for m in ("GET", "POST") for path in guarded_paths(app, m)]
    own = [path for m, path in doors if m == "GET" and not path.startswith("/drift/")]
    assert [holder_of(app, cookies).get(path).status_code for path in own] == [200] * len(own)
    token = {"csrf_token": token_of(client)}
    assert client.post("/konto/logga-ut", data=token).status_code == 302
    before, let_in = picture(app), []
    for method, path, headers in ((*door, ask) for door in doors for ask in ASKS):
        data = token if method == "POST" else None
        answer = holder_of(app, cookies).open(path, method=method, data=data, headers=headers)
        if answer.status_code not in (303, 400, 401):
            let_in.append(f"{method} {path}: {answer.status_code}")
    print(f"replays: tried {len(doors) * len(ASKS)}, let in {len(let_in)}")
    assert let_in == []
    assert picture(app) == before
    assert len(doors) * len(ASKS) >= 20


def test_there_is_no_cookie_that_the_server_cannot_end(app: Flask) -> None:
    _, cookies = enter(app, make_account(app, "minns@example.se"))
    assert set(cookies) == {"geostories"}


def test_a_new_password_gives_this_session_a_new_token(app: Flask) -> None:
    client, old = enter(app, make_account(app, "byter@example.se"))
    form = {
        "csrf_token": token_of(client),
        "password": demonstration.password(app.config["SETTINGS"]),
        "new_password": NEW,
        "new_password_confirm": NEW,
    }
    given = cookies_of(client.post("/konto/byt-losenord", data=form))
    assert is_in(client)
    assert given["geostories"] != old["geostories"]
    assert not is_in(holder_of(app, old))


def suspend(app: Flask, email: str, *, active: bool) -> None:
    """Change the account from outside."""
    with app.extensions["database"].owner_engine.begin() as connection:
        connection.execute(text("SELECT set_config('geostories.scope', 'operator', true)"))
        change = text('UPDATE "user" SET active = :active WHERE email = :email')
        assert connection.execute(change, {"active": active, "email": email}).rowcount == 1


def test_who_is_suspended_reaches_no_draft_and_stays_out(app: Flask) -> None:
    email = make_account(app, "avstangd@example.se")
    client, cookies = enter(app, email)
    draft = f"{Teller(client).begin().story}/berattelse"
    assert holder_of(app, cookies).get(draft).status_code == 200
    suspend(app, email, active=False)
    assert holder_of(app, cookies).get(draft).status_code == 404
    assert not is_in(holder_of(app, cookies))
    suspend(app, email, active=True)
    assert not is_in(holder_of(app, cookies))
