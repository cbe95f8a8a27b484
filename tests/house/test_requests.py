"""After a request nothing is left open, and its page asks for nothing that is not ours."""

from __future__ import annotations

import re

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import text

from geostories.extensions import account_session
from tests.conftest import SignIn
from tests.factories.answers import answers_of_every_kind
from tests.factories.doors import list_doors
from tests.factories.two_towns import (
    ADMINISTRATOR,
    USER_A,
    VISITOR,
    make_two_towns,
    sign_everybody_in,
)

ASKS = re.compile(
    r"""<(?:script|img|source|iframe|audio|video|embed|input)\b[^>]*?\ssrc="([^"]*)"
        |<link\b(?![^>]*rel="canonical")[^>]*?\shref="([^"]*)"
        |<form\b[^>]*?\saction="([^"]*)"
        |srcset="([^"]*)" """,
    re.VERBOSE,
)


@pytest.fixture(scope="module")
def unsaved() -> list[str]:
    """What requests left unsaved in Flask-Security's session."""
    return []


@pytest.fixture(scope="module")
def app(standing: Flask, unsaved: list[str]) -> Flask:
    """The demonstration, with a look at the end of each request."""

    def look(response: Response) -> Response:
        for what in ("new", "dirty", "deleted"):
            unsaved.extend(f"{what}: {each}" for each in getattr(account_session(), what))
        return response

    standing.after_request_funcs.setdefault(None, []).insert(0, look)
    return standing


def busy(app: Flask) -> int:
    """Connections that somebody still holds."""
    return int(app.extensions["database"].engine.pool.checkedout())


def test_every_address_hands_its_connection_back(
    app: Flask, sign_in: SignIn, unsaved: list[str]
) -> None:
    with app.test_request_context():
        towns = make_two_towns(app)
    clients = sign_everybody_in(app, sign_in)
    left = []
    each_kind = {(d.endpoint, d.thing and d.thing.status): d for d in list_doors(app, towns)}
    for door in each_kind.values():
        for actor in (VISITOR, USER_A, ADMINISTRATOR):
            clients[actor].open(door.path, method="GET" if "GET" in door.methods else "POST")
            if busy(app):
                left.append(f"{actor} at {door}")
    assert left == []
    assert unsaved == []
    with app.extensions["database"].owner_engine.connect() as connection:
        states = connection.scalars(
            text(
                "SELECT state FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid()"
            )
        )
        assert "idle in transaction" not in set(states)


def test_so_does_every_kind_of_answer(
    app: Flask, moderator: FlaskClient, unsaved: list[str]
) -> None:
    answers_of_every_kind(app, moderator)
    assert busy(app) == 0
    assert unsaved == []


def test_a_page_asks_for_files_of_ours_that_are_there(app: Flask, sign_in: SignIn) -> None:
    clients = {VISITOR: app.test_client(), ADMINISTRATOR: sign_in("granskare@example.se")}
    pages = [
        (VISITOR, "/"), (VISITOR, "/katrineholm/"), (VISITOR, "/katrineholm/berattelser/"),
        (VISITOR, "/katrineholm/platser/"), (VISITOR, "/katrineholm/beratta"),
        (VISITOR, "/katrineholm/om/"), (VISITOR, "/konto/logga-in"), (VISITOR, "/finns/inte"),
        (ADMINISTRATOR, "/katrineholm/granska/"), (ADMINISTRATOR, "/konto/"),
    ]  # fmt: skip
    asked = {
        address
        for actor, path in pages
        for found in ASKS.findall(clients[actor].get(path).text)
        for address in filter(None, found)
    }
    assert len(asked) > 40
    assert [each for each in asked if not each.startswith("/") or each.startswith("//")] == []
    files = {each for each in asked if each.startswith("/static/")}
    missing = {
        each for each in files if clients[VISITOR].get(each, buffered=True).status_code != 200
    }
    assert missing == set()
