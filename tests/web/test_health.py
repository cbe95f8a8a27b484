"""What a watcher asks: is the process up, is the database ready."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Server, make_settings, opened
from tests.factories.answers import migrations_behind


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


def test_both_are_well(client: FlaskClient) -> None:
    for path in ("/healthz", "/readyz"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.json == {"status": "ok"}
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_schema_that_lags_behind_is_not_ready(app: Flask, client: FlaskClient) -> None:
    with migrations_behind(app):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "reason": "migrations"}
    assert client.get("/readyz").status_code == 200


@pytest.fixture
def without_database(app: Flask, server: Server, tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of an installation whose database is not there."""
    settings = make_settings(tmp_path, server.url("there_is_no_such_database"))
    with opened(settings) as lost:
        yield lost.test_client()


def test_without_a_database_the_process_is_up_and_not_ready(
    without_database: FlaskClient,
) -> None:
    assert without_database.get("/healthz").status_code == 200
    answer = without_database.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "reason": "database"}


def test_a_page_without_a_database_says_so_and_nothing_more(without_database: FlaskClient) -> None:
    answer = without_database.get("/katrineholm/")
    assert answer.status_code in (500, 503)
    assert "psycopg" not in answer.text
    assert "Traceback" not in answer.text


def test_watching_leaves_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/healthz").headers
