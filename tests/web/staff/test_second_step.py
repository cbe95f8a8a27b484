"""The second step: an app's codes, codes on paper, passkeys, and what each of them must refuse."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.config import Settings
from geostories.domain.transaction import Scope, reading
from geostories.vocabulary import Role
from tests.factories.second_factors import PRESENT, SoftKey, code_of
from tests.factories.tokens import send, token_of
from tests.web.staff.conftest import MakeAccount

SAFETY, STEP, QUEUE = "/konto/sakerhet/", "/konto/andra-steget", "/katrineholm/granska/"


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration; each test has an account of its own."""
    return standing


def is_half(client: FlaskClient) -> bool:
    answer = client.get("/konto/")
    return answer.status_code == 303 and STEP in answer.location


def add_app(client: FlaskClient) -> str:
    """Add an app as the pages ask; answers its secret."""
    page = client.get(f"{SAFETY}app").text
    secret = page.split('app-secret">')[1].split("<")[0].replace(" ", "")
    answer = send(client, f"{SAFETY}app", code=code_of(secret))
    assert answer.status_code == 303, answer.text
    return secret


def codes_of(client: FlaskClient) -> list[str]:
    """The recovery codes, which the page shows once."""
    page = client.get(f"{SAFETY}reservkoder").text
    return [part.split("<")[0] for part in page.split("<li><code>")[1:]]


def post_json(client: FlaskClient, path: str, body: object) -> TestResponse:
    return client.post(
        path,
        json=body,
        headers={"X-CSRFToken": token_of(client), "Accept": "application/json"},
    )


def add_passkey(client: FlaskClient, key: SoftKey) -> TestResponse:
    options = post_json(client, f"{SAFETY}nyckel/ny", {}).json
    return post_json(client, f"{SAFETY}nyckel", {"key": key.create(options), "name": "Telefon"})


def use_passkey(client: FlaskClient, key: SoftKey) -> TestResponse:
    options = post_json(client, "/konto/nyckel/fraga", {}).json
    return post_json(client, "/konto/nyckel", key.get(options))


def test_a_moderator_adds_an_app_and_comes_to_the_queue(make_account: MakeAccount) -> None:
    account = make_account("ny.granskare@example.se", Role.MODERATOR)
    client = account.sign_in()
    sent_to = client.get(QUEUE)
    assert sent_to.status_code == 303
    assert "Din roll öppnas" in client.get(sent_to.location).text
    add_app(client)
    codes = client.get(f"{SAFETY}reservkoder").text
    assert f'href="{QUEUE}"' in codes
    assert client.get(QUEUE).status_code == 200
    assert is_half(account.sign_in())


def test_the_codes_on_paper_open_once_each_and_are_told_by_mail(make_account: MakeAccount) -> None:
    account = make_account("papper@example.se")
    client = account.sign_in()
    add_app(client)
    codes = codes_of(client)
    assert len(set(codes)) == 10
    assert codes_of(client) == []
    for code, status in ((codes[0], 303), (codes[0], 422), (codes[1].upper(), 303)):
        again = account.sign_in()
        assert send(again, STEP, code=code).status_code == status
    with reading(Scope.operator()) as session:
        told = session.scalars(
            text(
                "SELECT params->>'what' FROM outgoing_mail m JOIN \"user\" u "
                "ON u.id = m.recipient_id WHERE u.email = 'papper@example.se' ORDER BY m.id"
            )
        ).all()
    assert sorted(told) == ["added_app", "used_recovery_code", "used_recovery_code"]


def test_no_code_opens_twice(make_account: MakeAccount) -> None:
    account = make_account("tva.ganger@example.se", with_app=True)
    code = code_of(account.secret)
    assert send(account.sign_in(), STEP, code=code).status_code == 303
    replayed = account.sign_in()
    assert send(replayed, STEP, code=code).status_code == 422
    assert is_half(replayed)


@pytest.mark.parametrize(
    "code", ["", "000000", "12345", "1234567", "abc", "²²²²²²", "aaaa-aaaa-aaaa"]
)
def test_wrong_codes_open_nothing(make_account: MakeAccount, code: str) -> None:
    email = f"fel{abs(hash(code))}@example.se"
    client = make_account(email, with_app=True).sign_in()
    assert send(client, STEP, code=code).status_code == 422
    assert is_half(client)


def test_codes_of_another_time_open_nothing(make_account: MakeAccount) -> None:
    account = make_account("fel.tid@example.se", with_app=True)
    client = account.sign_in()
    for steps in (-20, -2, 2, 20):
        assert send(client, STEP, code=code_of(account.secret, steps=steps)).status_code == 422
    assert is_half(client)


def test_codes_cannot_be_guessed(make_account: MakeAccount) -> None:
    account = make_account("gissa@example.se", with_app=True)
    client = account.sign_in()
    most = Settings().sign_in_per_account
    wrong = [str(number).zfill(6) for number in range(most + 1)]
    statuses = [send(client, STEP, code=code).status_code for code in wrong]
    assert statuses == [422] * most + [429]
    assert send(client, STEP, code=code_of(account.secret)).status_code == 429


def test_another_persons_code_opens_nothing(make_account: MakeAccount) -> None:
    mine = make_account("min@example.se", with_app=True)
    theirs = make_account("din@example.se", with_app=True)
    client = mine.sign_in()
    assert send(client, STEP, code=code_of(theirs.secret)).status_code == 422


def test_the_step_gives_a_new_token(make_account: MakeAccount) -> None:
    account = make_account("token@example.se", with_app=True)
    client = account.sign_in()
    before = client.get_cookie("geostories")
    send(client, STEP, code=code_of(account.secret))
    after = client.get_cookie("geostories")
    assert before
    assert after
    assert before.value != after.value
    stolen = account.app.test_client()
    stolen.set_cookie("geostories", before.value)
    assert stolen.get("/konto/").status_code == 303


def test_signing_in_again_asks_again(make_account: MakeAccount) -> None:
    account = make_account("igen@example.se", with_app=True)
    client = account.sign_in_whole()
    assert send(client, "/konto/logga-ut").status_code == 302
    page = client.get("/konto/logga-in").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"email": account.email, "password": account.password, "csrf_token": token}
    assert client.post("/konto/logga-in", data=form).status_code == 302
    assert is_half(client)


def test_the_secret_lies_sealed(make_account: MakeAccount) -> None:
    account = make_account("lonndom@example.se")
    client = account.sign_in()
    secret = add_app(client)
    with reading(Scope.operator()) as session:
        rows = session.scalars(
            text(
                "SELECT encode(secret, 'escape') || t::text FROM second_factor t WHERE kind = 'app'"
            )
        ).all()
        sessions = session.scalars(text("SELECT data::text FROM user_session")).all()
    assert rows
    assert not any(secret in row for row in (*rows, *sessions))


def test_the_last_factor_of_a_role_stays(make_account: MakeAccount) -> None:
    account = make_account("sista@example.se", Role.EDITOR)
    client = account.sign_in()
    add_app(client)
    with reading(Scope.operator()) as session:
        ids = session.scalars(
            text(
                'SELECT f.id FROM second_factor f JOIN "user" u ON u.id = f.user_id '
                "WHERE u.email = 'sista@example.se'"
            )
        ).all()
    assert len(ids) == 1
    path = f"{SAFETY}{_encoded(ids[0])}/ta-bort"
    assert path not in client.get(SAFETY).text
    send(client, path)
    assert client.get("/katrineholm/redaktion/").status_code == 200
    assert add_passkey(client, SoftKey()).status_code == 200
    send(client, path)
    assert "App som visar koder" not in client.get(SAFETY).text.split("Lägg till")[0]


def _encoded(value: UUID) -> str:

    return public_id.encode(value)


def test_a_passkey_is_both_steps(make_account: MakeAccount) -> None:
    account, key = make_account("nyckel@example.se", Role.MODERATOR), SoftKey()
    assert add_passkey(account.sign_in(), key).status_code == 200
    visitor = account.app.test_client()
    answer = use_passkey(visitor, key)
    assert answer.status_code == 200
    assert answer.json == {"next": "/konto/"}
    assert visitor.get(QUEUE).status_code == 200
    half = account.sign_in()
    assert is_half(half)
    assert use_passkey(half, key).status_code == 200
    assert half.get(QUEUE).status_code == 200


def test_a_resident_with_a_passkey_may_still_use_the_password(make_account: MakeAccount) -> None:
    account, key = make_account("bada@example.se"), SoftKey()
    assert add_passkey(account.sign_in(), key).status_code == 200
    assert not is_half(account.sign_in())
    visitor = account.app.test_client()
    assert use_passkey(visitor, key).status_code == 200
    assert visitor.get("/konto/").status_code == 200


HOSTILE = {
    "of another host": {"host": "evil.example"},
    "from another page": {"origin": "http://evil.example"},
    "from a page under another host": {"origin": "http://localhost.evil.example"},
    "without anybody there": {"flags": 0},
    "without finger, face or PIN": {"flags": PRESENT},
}


@pytest.mark.parametrize("fault", HOSTILE)
def test_no_passkey_is_made_that_is_not_for_us(make_account: MakeAccount, fault: str) -> None:
    account = make_account(f"gor{list(HOSTILE).index(fault)}@example.se")
    client = account.sign_in()
    assert add_passkey(client, SoftKey(**HOSTILE[fault])).status_code == 422


@pytest.mark.parametrize("fault", HOSTILE)
def test_no_passkey_opens_that_is_not_shown_to_us(make_account: MakeAccount, fault: str) -> None:
    account, key = make_account(f"visa{list(HOSTILE).index(fault)}@example.se"), SoftKey()
    assert add_passkey(account.sign_in(), key).status_code == 200
    for name, value in HOSTILE[fault].items():
        setattr(key, name, value)
    visitor = account.app.test_client()
    assert use_passkey(visitor, key).status_code == 422
    assert visitor.get("/konto/").status_code == 303


def test_no_answer_opens_twice_or_to_another_question(make_account: MakeAccount) -> None:
    account, key = make_account("svar@example.se"), SoftKey()
    assert add_passkey(account.sign_in(), key).status_code == 200
    visitor = account.app.test_client()
    options = post_json(visitor, "/konto/nyckel/fraga", {}).json
    answer = key.get(options)
    other = account.app.test_client()
    post_json(other, "/konto/nyckel/fraga", {})
    assert post_json(other, "/konto/nyckel", answer).status_code == 422
    assert post_json(visitor, "/konto/nyckel", answer).status_code == 200
    thief = account.app.test_client()
    assert post_json(thief, "/konto/nyckel", answer).status_code == 422


def test_a_key_nobody_has_opens_nothing(make_account: MakeAccount) -> None:
    account, key = make_account("okand@example.se"), SoftKey()
    assert add_passkey(account.sign_in(), key).status_code == 200
    other = SoftKey(id=key.id)
    assert use_passkey(account.app.test_client(), other).status_code == 422
    assert use_passkey(account.app.test_client(), SoftKey()).status_code == 422


def test_a_copied_key_is_noticed(make_account: MakeAccount) -> None:
    account, key = make_account("kopia@example.se"), SoftKey(count=5)
    assert add_passkey(account.sign_in(), key).status_code == 200
    key.count = 2
    assert use_passkey(account.app.test_client(), key).status_code == 422


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (None, 422),
        ([], 400),
        ("x", 400),
        ({"id": 7}, 422),
        ({"id": "AA", "response": {}}, 422),
        ({"id": "å"}, 422),
    ],
)
def test_what_is_no_passkey_is_refused(app: Flask, body: object, status: int) -> None:
    visitor = app.test_client()
    post_json(visitor, "/konto/nyckel/fraga", {})
    assert post_json(visitor, "/konto/nyckel", body).status_code == status
    assert json.dumps(body)
