"""`next=` leads back into the site and nowhere else, nor does any other door (trust.md check 61)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from geostories.demo import load as demonstration
from tests.conftest import SignIn, csrf_token
from tests.factories.doors import list_doors
from tests.factories.elsewhere import EVIL, PATHS, PLAIN
from tests.factories.hostile_reading import FULL
from tests.factories.tokens import token_of
from tests.factories.two_towns import USER_A, TwoTowns, email_of, make_two_towns

pytestmark = pytest.mark.trust

HOME = "http://localhost"
NAMES = ("next", "url", "return_to", "redirect", "tillbaka", "to")
"""What such a parameter is called, here and elsewhere."""


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, with room for as many tries as there are targets."""
    limits = dict.fromkeys(
        ("sign_in_per_account", "sign_in_per_address", "recover_per_account"), 10_000
    )
    standing.config["SETTINGS"] = standing.config["SETTINGS"].model_copy(update=limits)
    return standing


@pytest.fixture(scope="module")
def towns(app: Flask) -> TwoTowns:
    """Something behind every door."""
    with app.test_request_context():
        return make_two_towns(app)


def leads_to(answer: TestResponse) -> str:
    """The host a browser goes to: it drops tabs and line ends, and takes a backslash for a slash."""
    seen = "".join(c for c in answer.headers.get("Location", "/") if c not in "\t\r\n")
    seen = seen.strip("".join(map(chr, range(33)))).replace("\\", "/")
    found = urlsplit(urljoin(f"{HOME}/konto/logga-in", seen))
    if not found.scheme.startswith("http"):
        return f"{found.scheme}:"
    rest = found.path.lstrip("/") if found.path.startswith("//") and not found.netloc else ""
    return f"{found.scheme}://{found.netloc}{rest and '!' + rest}"


class Leaving:
    """What was tried, and what led away."""

    def __init__(self) -> None:
        self.tried, self.redirects = 0, 0
        self.left: list[tuple[str, str, str | None]] = []

    def look(self, door: str, target: str, answer: TestResponse) -> None:
        self.tried += 1
        self.redirects += "Location" in answer.headers
        refreshes = EVIL in answer.headers.get("Refresh", "")
        if leads_to(answer) != HOME or refreshes or answer.status_code >= 500:
            self.left.append((door, target, answer.headers.get("Location")))

    def tell(self, what: str) -> None:
        print(f"{what}: tried {self.tried}, led on {self.redirects}, left host {len(self.left)}")
        assert self.left == []


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


def some(targets: list[str]) -> list[str]:
    """All of them, or in the short run one of each kind."""
    return targets if FULL else targets[::4]


def test_there_are_eighty_forms() -> None:
    assert len(set(PLAIN)) >= 80


def test_signing_in_leads_nowhere_else(app: Flask) -> None:
    leaving = Leaving()
    for target in some(PLAIN):
        for where in ("address", "form"):
            leaving.look(f"sign in, {where}", target, enter(app, target, where))
    leaving.tell("signing in")
    assert leaving.redirects


def test_who_is_signed_in_is_led_nowhere_else(app: Flask, sign_in: SignIn) -> None:
    """By the library's doors: signing in again, showing that it is you, another password."""
    client, leaving = sign_in("invanare@example.se"), Leaving()
    token = csrf_token(client.get("/konto/").text)
    password = demonstration.password(app.config["SETTINGS"])
    for target in PLAIN:
        query, given = {"next": target}, {"csrf_token": token, "next": target}
        for path in ("/konto/logga-in", "/konto/visa-att-det-ar-du"):
            leaving.look(path, target, client.get(path, query_string=query))
            data = given | {"password": password}
            leaving.look(path, target, client.post(path, data=data, query_string=query))
    leaving.tell("signed in already")


def test_signing_out_leads_nowhere_else(app: Flask, sign_in: SignIn) -> None:
    leaving = Leaving()
    for target in some(PLAIN):
        client = sign_in("invanare@example.se")
        data = {"csrf_token": csrf_token(client.get("/konto/").text), "next": target}
        answer = client.post("/konto/logga-ut", data=data, query_string={"next": target})
        leaving.look("sign out", target, answer)
    leaving.tell("signing out")


def test_choosing_a_language_leads_nowhere_else(client: FlaskClient) -> None:
    leaving = Leaving()
    for target in PLAIN:
        answer = client.get("/konto/sprak/en", query_string={"next": target})
        assert answer.status_code in (303, 422), target
        leaving.look("language", target, answer)
    leaving.tell("choosing a language")


def test_where_somebody_came_from_leads_nowhere_else(app: Flask, towns: TwoTowns) -> None:
    """A page elsewhere may send a form here: whoever signs in then does not come out there."""
    leaving, visitor = Leaving(), app.test_client()
    token = token_of(visitor)
    doors = ("/konto/byt-losenord", "/katrineholm/granska/beslut/angra")
    for target in PLAIN:
        origin = "".join(c for c in target if " " <= c <= "~")  # no other can stand in a header
        for path in doors:
            sent = {"csrf_token": token}
            answer = visitor.post(path, data=sent, headers={"Referer": origin})
            leaving.look(path, target, answer)
            if "next=" in answer.headers.get("Location", ""):
                asked = visitor.get(answer.location)
                leaving.left += [(path, target, asked.text)] if f'"{origin}"' in asked.text else []
    leaving.tell("referrers")


def test_no_address_leads_elsewhere(client: FlaskClient) -> None:
    """Not by the slashes that are put right in an address, either."""
    leaving = Leaving()
    for path in PATHS:
        for method in ("GET", "POST"):
            answer = client.open("/", method=method, environ_overrides={"PATH_INFO": path})
            leaving.look(method, path, answer)
    leaving.tell("addresses")


def clients_of(app: Flask, sign_in: SignIn) -> Iterator[tuple[str, FlaskClient]]:
    yield "visitor", app.test_client()
    yield "user", sign_in(email_of(USER_A))


def test_no_other_door_leads_elsewhere(app: Flask, towns: TwoTowns, sign_in: SignIn) -> None:
    """Every page there is, asked with such parameters by whatever name."""
    doors = {door.endpoint: door for door in list_doors(app, towns) if "GET" in door.methods}
    leaving, targets = Leaving(), PLAIN[:3] + PLAIN[8:12] + PLAIN[34:35]
    for who, client in clients_of(app, sign_in):
        for number, (endpoint, door) in enumerate(doors.items()):
            if endpoint == "security.logout":
                continue
            for target in targets if FULL else targets[number % len(targets) :][:1]:
                query = dict.fromkeys(NAMES, target)
                answer = client.get(door.path, query_string=query, headers={"Referer": target})
                leaving.look(f"{who}: {endpoint}", target, answer)
    leaving.tell(f"all {len(doors)} pages")
    assert leaving.redirects
