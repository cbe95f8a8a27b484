"""`next=` leads back into the site and nowhere else."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from geostories.demo import load as demonstration
from tests.conftest import SignIn, csrf_token

pytestmark = pytest.mark.trust

ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "//evil.example/",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\n/evil.example",
    "\r\n//evil.example",
    "//localhost@evil.example",
    "https://localhost@evil.example/",
    "https://localhost.evil.example/",
    "//evil.example\\@localhost",
    "//evil.example#@localhost/",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "／／evil.example",
    "/\u2028/evil.example",
]


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, with room for as many tries as there are targets."""
    limits = {"sign_in_per_account": 1_000, "sign_in_per_address": 1_000}
    standing.config["SETTINGS"] = standing.config["SETTINGS"].model_copy(update=limits)
    return standing


def leads_to(answer: TestResponse) -> str:
    """The host a browser goes to: it drops tabs and line ends, and takes a backslash for a slash."""
    location = answer.headers.get("Location", "/")
    seen = "".join(c for c in location if c not in "\t\r\n").strip().replace("\\", "/")
    found = urlsplit(urljoin("http://localhost/konto/logga-in", seen))
    rest = found.path.lstrip("/") if found.path.startswith("//") and not found.netloc else ""
    return f"{found.scheme}://{found.netloc}{rest and '!' + rest}"


def enter(app: Flask, target: str, where: str) -> TestResponse:
    """Sign in, with the target in the address or in the form."""
    client = app.test_client()
    form = {
        "email": "invanare@example.se",
        "password": demonstration.password(app.config["SETTINGS"]),
        "csrf_token": csrf_token(client.get("/konto/logga-in").text),
    }
    query = {"next": target} if where == "address" else None
    form |= {"next": target} if where == "form" else {}
    return client.post("/konto/logga-in", query_string=query, data=form)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_nowhere_else(app: Flask, target: str) -> None:
    for where in ("address", "form"):
        answer = enter(app, target, where)
        assert leads_to(answer) == "http://localhost", answer.headers.get("Location")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_other_door_leads_elsewhere(client: FlaskClient, target: str) -> None:
    query = {"next": target}
    answers = [
        client.get("/konto/sprak/en", query_string=query),
        client.get("/konto/", query_string=query),
    ]
    assert [leads_to(answer) for answer in answers] == ["http://localhost"] * len(answers)


def test_who_is_signed_in_already_is_led_nowhere_else(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("invanare@example.se")
    for target in ELSEWHERE:
        answer = client.get("/konto/logga-in", query_string={"next": target})
        assert leads_to(answer) == "http://localhost", target
        token = csrf_token(client.get("/konto/").text)
        data = {"csrf_token": token, "next": target}
        answer = client.post("/konto/logga-in", data=data, query_string={"next": target})
        assert leads_to(answer) == "http://localhost", target


def test_signing_out_leads_nowhere_else(app: Flask, sign_in: SignIn) -> None:
    for target in ELSEWHERE[:3] + ELSEWHERE[6:10]:
        client = sign_in("invanare@example.se")
        token = csrf_token(client.get("/konto/").text)
        answer = client.post(
            "/konto/logga-ut",
            data={"csrf_token": token, "next": target},
            query_string={"next": target},
        )
        assert leads_to(answer) == "http://localhost", target
