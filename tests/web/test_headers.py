"""Headers of answers: what may be kept, by whom, and what a browser may make of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from geostories.config import Settings
from tests.conftest import STANDING, Server, csrf_token, make_settings, opened
from tests.factories.answers import ITEMS, answers_of_every_kind, first_photo

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OVER_TLS = {"base_url": "https://localhost"}


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, to look at."""
    return standing


def test_every_kind_of_answer_carries_the_fixed_ones(app: Flask, moderator: FlaskClient) -> None:
    for name, answer in answers_of_every_kind(app, moderator).items():
        assert {header: answer.headers.get(header) for header in FIXED} == FIXED, name
        assert "geolocation=(self)" in answer.headers["Permissions-Policy"], name
        assert "Strict-Transport-Security" not in answer.headers, name


def test_static_files_carry_them_too(app: Flask, client: FlaskClient) -> None:
    for name in ("js/app.js", "css/base.css", "img/logo.svg", "vendor/leaflet/leaflet.js"):
        answer = client.get(app.extensions["asset"](name), buffered=True)
        assert answer.status_code == 200
        assert {header: answer.headers.get(header) for header in FIXED} == FIXED, name
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_static_files_are_kept_for_ever_under_an_address_of_their_content(
    app: Flask, client: FlaskClient
) -> None:
    answer = client.get(app.extensions["asset"]("css/base.css"), buffered=True)
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert client.get("/static/css/base.css").status_code == 404


@pytest.mark.parametrize(
    "path", ["/katrineholm/", "/katrineholm/berattelser/", "/konto/logga-in", "/finns-inte"]
)
def test_no_page_is_kept(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_data_and_photos_are_asked_for_anew_each_time(client: FlaskClient) -> None:
    for path in (ITEMS, first_photo(client)):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["ETag"]
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        assert again.data == b""


def test_a_photo_nobody_may_see_yet_is_kept_by_nobody(
    app: Flask, client: FlaskClient, moderator: FlaskClient
) -> None:
    page = moderator.get("/katrineholm/granska/").text
    cases = [part.split('"')[0] for part in page.split('href="/katrineholm/granska/')[1:]]
    photos = [
        "/media/" + part.split('"')[0]
        for case in cases
        for part in moderator.get(f"/katrineholm/granska/{case}").text.split('"/media/')[1:]
    ]
    hidden = [path for path in photos if client.get(path).status_code == 404]
    assert hidden
    for path in hidden:
        assert moderator.get(path).headers["Cache-Control"] == "no-store"


def test_nothing_says_what_serves_it(client: FlaskClient) -> None:
    answer = client.get("/katrineholm/")
    assert {"Server", "X-Powered-By"} & set(answer.headers.keys()) == set()


@pytest.fixture
def over_tls(app: Flask, server: Server, tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of an installation behind TLS, on the same database."""
    settings = make_settings(tmp_path, server.url(STANDING)).model_dump()
    tls = Settings(**{**settings, "base_url": "https://berattelser.example.se"})
    with opened(tls) as secure:
        yield secure.test_client()


def test_over_tls_the_browser_is_told_to_stay_there(over_tls: FlaskClient) -> None:
    answer: TestResponse = over_tls.get("/katrineholm/", **OVER_TLS)
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_over_tls_the_cookie_goes_nowhere_else(over_tls: FlaskClient) -> None:
    page = over_tls.get("/konto/logga-in", **OVER_TLS)
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Host-geostories=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; ")[1:])
    assert "Domain" not in cookie
    assert csrf_token(page.text)


def test_over_tls_the_language_cookie_is_secure(over_tls: FlaskClient) -> None:
    cookie = over_tls.get("/konto/sprak/en", **OVER_TLS).headers["Set-Cookie"]
    assert {"Secure", "SameSite=Lax"} <= set(cookie.split("; "))


SCORED = {
    "Content-Security-Policy": ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"),
    "Strict-Transport-Security": ("max-age=63072000",),
    "X-Content-Type-Options": ("nosniff",),
    "X-Frame-Options": ("DENY",),
    "Referrer-Policy": ("strict-origin-when-cross-origin",),
    "Cross-Origin-Resource-Policy": ("same-origin",),
}
"""What MDN's observatory scores, and the value that costs nothing there."""


@pytest.mark.parametrize(
    "path", ["/", "/katrineholm/", "/konto/logga-in", "/finns-inte", "/api/v1/"]
)
def test_over_tls_every_answer_has_what_the_observatory_scores(
    over_tls: FlaskClient, path: str
) -> None:
    answer = over_tls.get(path, **OVER_TLS)
    for header, parts in SCORED.items():
        assert all(part in answer.headers[header] for part in parts), header
    policy = answer.headers["Content-Security-Policy"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "http:", "*"} & set(policy.split())
    assert "Access-Control-Allow-Origin" not in answer.headers or path.startswith("/api/")


def test_over_tls_no_cookie_is_without_its_marks(over_tls: FlaskClient) -> None:
    given = [
        cookie
        for path in ("/konto/logga-in", "/konto/sprak/en", "/konto/skapa")
        for cookie in over_tls.get(path, **OVER_TLS).headers.getlist("Set-Cookie")
    ]
    assert len(given) >= 2
    for cookie in given:
        marks = set(cookie.split("; ")[1:])
        assert cookie.startswith("__Host-"), cookie
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= marks, cookie
        assert not any(mark.startswith("Domain") for mark in marks), cookie
