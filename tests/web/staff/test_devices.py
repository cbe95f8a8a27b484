"""Where I am signed in: seen by me alone, ended at once, and no address kept."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from geostories.domain.browsers import name_of
from geostories.domain.transaction import Scope, reading
from tests.factories.tokens import send
from tests.web.staff.conftest import MakeAccount

SAFETY = "/konto/sakerhet/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0"
)


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration; each test has an account of its own."""
    return standing


def is_in(client: FlaskClient) -> bool:
    return client.get("/konto/").status_code == 200


def others_of(client: FlaskClient) -> list[str]:
    """The addresses that end the other devices, as the page has them."""
    page = client.get(SAFETY).text
    paths = [part.split('"')[0] for part in page.split('action="')[1:]]
    return [path for path in paths if path.endswith("/avsluta")]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (SAFARI, "Safari, iPhone"),
        (EDGE, "Edge, Mac"),
        ("curl/8", ""),
        ("<script>", ""),
    ],
)
def test_a_browser_is_known_by_family_and_system(said: str, name: str) -> None:
    assert name_of(said) == name


def test_one_device_is_ended_at_once(make_account: MakeAccount) -> None:
    account = make_account("tva.enheter@example.se")
    here, there = account.sign_in(), account.sign_in()
    (path,) = others_of(here)
    assert is_in(there)
    assert send(here, path).status_code == 303
    assert not is_in(there)
    assert is_in(here)
    assert others_of(here) == []


def test_all_others_are_ended_at_once(make_account: MakeAccount) -> None:
    account = make_account("manga.enheter@example.se")
    here, *others = (account.sign_in() for _ in range(4))
    assert len(others_of(here)) == 3
    send(here, f"{SAFETY}inloggningar/avsluta-andra")
    assert [is_in(each) for each in others] == [False] * 3
    assert is_in(here)


def test_nobody_ends_anothers(make_account: MakeAccount) -> None:
    mine, theirs = make_account("enhet.min@example.se"), make_account("enhet.din@example.se")
    victim, paths = theirs.sign_in(), others_of(theirs.sign_in())
    thief = mine.sign_in()
    for path in paths:
        send(thief, path)
    assert is_in(victim)


def test_what_is_kept_of_a_device_is_coarse(app: Flask, make_account: MakeAccount) -> None:
    client = make_account("grov@example.se").sign_in()
    page = client.get(SAFETY, environ_overrides={"HTTP_USER_AGENT": FIREFOX}).text
    assert "127.0.0.1" not in page
    with reading(Scope.operator()) as session:
        rows = session.scalars(text("SELECT t::text FROM user_session t")).all()
    assert rows
    assert not any("127.0.0.1" in row or "Mozilla" in row or "Werkzeug" in row for row in rows)
    assert app
