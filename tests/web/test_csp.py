"""The content security policy: on every answer, strict, with a nonce that is used once."""

from __future__ import annotations

import os
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import SignIn
from tests.factories.answers import answers_of_every_kind
from tests.factories.doors import list_doors
from tests.factories.two_towns import (
    ADMINISTRATOR,
    USER_A,
    TwoTowns,
    make_two_towns,
    sign_everybody_in,
)

pytestmark = pytest.mark.trust

NONCES = 1_000 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 100
ONLY_OURS = {"'self'", "'none'", "data:", "blob:"}
STATUSES = {200, 303, 304, 308, 400, 403, 404, 405, 413, 422, 429, 500, 503}


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, to look at."""
    return standing


@pytest.fixture
def answers(app: Flask, moderator: FlaskClient) -> dict[str, TestResponse]:
    """One of every kind."""
    return answers_of_every_kind(app, moderator)


def policy_of(answer: TestResponse) -> dict[str, list[str]]:
    (policy,) = answer.headers.getlist("Content-Security-Policy")
    parts = (part.split() for part in policy.split(";"))
    return {name: sources for name, *sources in parts}


def nonce_of(answer: TestResponse) -> str:
    (source,) = policy_of(answer)["script-src"]
    match = re.fullmatch(r"'nonce-([\w-]{22,})'", source)
    assert match, source
    return match[1]


def faults_of(answer: TestResponse) -> list[str]:
    """What is wrong with an answer's policy, or with its page under that policy."""
    policy = policy_of(answer)
    faults = [
        f"{name} is {policy.get(name)}"
        for name in ("default-src", "object-src", "base-uri", "frame-ancestors")
        if policy.get(name) != ["'none'"]
    ]
    for name, sources in policy.items():
        allowed = ONLY_OURS | ({f"'nonce-{nonce_of(answer)}'"} if name == "script-src" else set())
        faults += [f"{name} allows {source}" for source in sources if source not in allowed]
    if answer.mimetype == "text/html":
        faults += faults_of_page(answer.text, nonce_of(answer))
    return faults


def faults_of_page(page: str, nonce: str) -> list[str]:
    scripts = re.findall(r"<script\b[^>]*>", page)
    faults = [tag for tag in scripts if f'nonce="{nonce}"' not in tag]
    return faults + re.findall(
        r"<style\b|<[^>]+\s(?:style|on\w+)=|javascript:|<base\b|<object\b", page
    )


def test_every_kind_of_answer_has_it(answers: dict[str, TestResponse]) -> None:
    assert {name: int(name[:3]) for name in answers} == {
        name: answer.status_code for name, answer in answers.items()
    }
    assert {answer.status_code for answer in answers.values()} == STATUSES
    assert {name: faults for name, answer in answers.items() if (faults := faults_of(answer))} == {}


def test_every_page_keeps_to_it(app: Flask, sign_in: SignIn) -> None:
    with app.test_request_context():
        towns: TwoTowns = make_two_towns(app)
    clients = sign_everybody_in(app, sign_in)
    paths = sorted({door.path for door in list_doors(app, towns) if "GET" in door.methods})
    faults, pages = {}, 0
    for actor in (USER_A, ADMINISTRATOR):
        for path in paths:
            answer = clients[actor].get(path)
            pages += answer.mimetype == "text/html" and answer.status_code == 200
            if found := faults_of(answer):
                faults[f"{actor} at {path}"] = found
    print(f"answers: tried {2 * len(paths)}, pages {pages}, faults {len(faults)}")
    assert faults == {}
    assert pages > 80


def test_every_nonce_is_used_once(app: Flask) -> None:
    clients = [app.test_client(), app.test_client()]
    paths = ("/healthz", "/konto/logga-in", "/finns-inte")
    nonces = [nonce_of(clients[n % 2].get(paths[n % 3])) for n in range(NONCES)]
    assert len(set(nonces)) == NONCES
    print(f"nonces: tried {NONCES}, repeated 0")


def test_no_page_lets_itself_be_framed(answers: dict[str, TestResponse]) -> None:
    assert {answer.headers.get("X-Frame-Options") for answer in answers.values()} == {"DENY"}
