"""What is dangerous asks who one is anew, when it was long ago that one showed it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from geostories.domain.transaction import Scope, transaction
from geostories.vocabulary import Role
from tests.factories.links import clicks_to
from tests.factories.post import deliver, link_in
from tests.factories.second_factors import code_of
from tests.factories.tokens import send, token_of
from tests.web.matrix import picture
from tests.web.staff.conftest import MakeAccount

DANGEROUS = {
    "safety.begin_app", "safety.add_app", "safety.begin_passkey", "safety.add_passkey",
    "safety.renew_codes", "safety.remove", "administration.give", "administration.take",
    "own_data.ask", "own_data.erase", "platform.write", "platform.add", "platform.name_administrator",
}  # fmt: skip
VERIFY = "/konto/visa-att-det-ar-du"


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration; each test has an account of its own."""
    return standing


def let_time_pass(minutes: int) -> None:
    """Every session's showing was so long ago."""
    with transaction(Scope.operator()) as session:
        for name in ("fs_paa", "second_factor_at"):
            session.execute(
                text(
                    "UPDATE user_session SET data = jsonb_set(data, ARRAY[:name], "
                    "to_jsonb((data->>:name)::float - :seconds)) WHERE data ? :name".replace(
                        "data ? :name", "jsonb_exists(data, :name)"
                    )
                ),
                {"name": name, "seconds": minutes * 60},
            )


def test_what_is_dangerous_is_marked_so(app: Flask) -> None:
    marked = {n for n, view in app.view_functions.items() if getattr(view, "is_fresh", False)}
    assert marked >= DANGEROUS


def test_no_dangerous_door_opens_to_an_old_showing(app: Flask, make_account: MakeAccount) -> None:
    account = make_account("lange.sedan@example.se", Role.ADMINISTRATOR, with_app=True)
    operator = make_account("driver.lange@example.se", Role.OPERATOR, with_app=True)
    clients = {True: operator.sign_in_whole(), False: account.sign_in_whole()}
    for each in clients.values():
        assert each.get("/konto/sakerhet/app").status_code == 200
        token_of(each)
    let_time_pass(16)
    before, tried, opened = picture(app), 0, []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if not getattr(view, "is_fresh", False):
            continue
        client = clients[getattr(view, "guard", "") == "operate"]
        blanks = dict.fromkeys(rule.arguments, "1" * 22) | {"municipality": "katrineholm"}
        with app.test_request_context():
            path = app.url_map.bind("localhost").build(rule.endpoint, blanks)
        path = path.split("?")[0]
        for method in (rule.methods or set()) & {"GET", "POST"}:
            tried += 1
            data = {"csrf_token": token_of(client), "email": "admin@example.se", "role": "editor"}
            answer = client.open(path, method=method, data=data if method == "POST" else None)
            if answer.status_code != 303 or VERIFY not in answer.location:
                opened.append(f"{method} {path}: {answer.status_code}")
    print(f"dangerous doors long after: tried {tried}, open {len(opened)}")
    assert opened == []
    assert tried >= len(DANGEROUS)
    assert picture(app) == before


def verify(client: FlaskClient, password: str) -> int:
    path = f"{VERIFY}?next=/konto/sakerhet/app"
    return send(client, path, password=password).status_code


def test_a_password_or_a_code_shows_it_anew(make_account: MakeAccount) -> None:
    account = make_account("igen.visad@example.se", with_app=True)
    client = account.sign_in_whole()
    for shown in (False, True):
        let_time_pass(16)
        assert client.get("/konto/sakerhet/app").status_code == 303
        if shown:
            code = code_of(account.secret, steps=0)
            with transaction(Scope.operator()) as session:
                session.execute(text("UPDATE second_factor SET last_step = 0"))
            assert send(client, "/konto/andra-steget", code=code).status_code == 303
        else:
            assert verify(client, "fel lösenord") == 200
            assert client.get("/konto/sakerhet/app").status_code == 303
            assert verify(client, account.password) == 302
        assert client.get("/konto/sakerhet/app").status_code == 200


def test_a_script_is_told_where_to_go(make_account: MakeAccount) -> None:
    client = make_account("skript@example.se").sign_in()
    headers = {"X-CSRFToken": token_of(client), "Accept": "application/json"}
    let_time_pass(16)
    answer = client.post("/konto/sakerhet/nyckel/ny", json={}, headers=headers)
    assert answer.json is not None
    assert VERIFY in answer.json["next"]


def test_who_has_no_password_shows_it_by_a_mailed_link(
    app: Flask, make_account: MakeAccount
) -> None:
    email = "utan.losen@example.se"
    client = make_account(email).sign_in()
    with transaction(Scope.operator()) as session:
        session.execute(
            text('UPDATE "user" SET password = NULL WHERE email = :email'), {"email": email}
        )
    let_time_pass(16)
    asked = client.get("/konto/radera")
    assert VERIFY in asked.location
    assert "/konto/lank" in clicks_to(client.get(asked.location).text)
    assert send(client, asked.location.partition("?")[0], password="").status_code == 200
    assert client.get("/konto/radera").status_code == 303
    assert send(client, "/konto/lank", email=email).status_code == 200
    (link,) = [link_in(mail) for mail in deliver(app) if mail["To"] == email]
    assert send(client, "/konto/oppna", nyckel=link.partition("nyckel=")[2]).status_code == 303
    assert client.get("/konto/radera").status_code == 200
