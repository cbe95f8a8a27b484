"""Nothing changes by a request that a foreign page could make a browser send."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from geostories.vocabulary import StoryStatus
from tests.conftest import SignIn, csrf_token
from tests.factories.doors import Door
from tests.factories.tokens import token_of
from tests.factories.two_towns import (
    ADMINISTRATOR,
    MODERATOR_A,
    OPERATOR,
    THERE,
    USER_A,
    VISITOR,
    TwoTowns,
    email_of,
    make_two_towns,
    sign_everybody_in,
)
from tests.web.matrix import Cell, body_for, is_harmful, list_cells, picture

pytestmark = pytest.mark.trust

Body = dict[str, str]


@dataclass(frozen=True)
class Sending:
    """A client that sends by the method of the door where others post."""

    client: FlaskClient
    method: str

    def post(self, path: str, **more: object) -> TestResponse:
        return self.client.open(path, method=self.method, **more)

    def get(self, path: str, **more: object) -> TestResponse:
        return self.client.get(path, **more)


Attempt = Callable[[Sending, str, Body, dict[str, str]], TestResponse]
JSON, PLAIN = "application/json", "text/plain"

ATTEMPTS: dict[str, Attempt] = {
    "without a token": lambda c, path, body, _: c.post(path, data=body),
    "with an empty token": lambda c, path, body, _: c.post(path, data=body | {"csrf_token": ""}),
    "with a made-up token": lambda c, path, body, _: c.post(
        path, data=body | {"csrf_token": "x.y.z"}
    ),
    "with another person's token": lambda c, path, body, t: c.post(
        path, data=body | {"csrf_token": t["foreign"]}
    ),
    "with a token from before signing out": lambda c, path, body, t: c.post(
        path, data=body | {"csrf_token": t["old"]}
    ),
    "with the token in the address": lambda c, path, body, t: c.post(
        f"{path}?{urlencode({'csrf_token': t['own']})}", data=body
    ),
    "as many parts": lambda c, path, body, _: c.post(
        path, data=body, content_type="multipart/form-data"
    ),
    "as JSON": lambda c, path, body, _: c.post(path, json=body),
    "as JSON with the token in it": lambda c, path, body, t: c.post(
        path, json=body | {"csrf_token": t["own"]}
    ),
    "as JSON that calls itself text": lambda c, path, body, _: c.post(
        path, data=json.dumps(body), content_type=PLAIN
    ),
    "as a form that calls itself text": lambda c, path, body, t: c.post(
        path, data=urlencode(body | {"csrf_token": t["own"]}), content_type=PLAIN
    ),
    "by GET": lambda c, path, body, t: c.get(path, query_string=body | {"csrf_token": t["own"]}),
    "by GET that says POST in a header": lambda c, path, body, t: c.get(
        path,
        query_string=body | {"csrf_token": t["own"]},
        headers={"X-HTTP-Method-Override": "POST", "X-Method-Override": "POST"},
    ),
    "by GET that says POST in the address": lambda c, path, body, t: c.get(
        path, query_string=body | {"csrf_token": t["own"], "_method": "POST"}
    ),
}


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration; nothing is to change it, until the last test does."""
    return standing


@pytest.fixture(scope="module")
def towns(app: Flask) -> TwoTowns:
    """Two towns to mix up."""
    with app.test_request_context():
        return make_two_towns(app)


@pytest.fixture
def clients(app: Flask, towns: TwoTowns, sign_in: SignIn) -> dict[str, FlaskClient]:
    """Everybody, signed in."""
    return sign_everybody_in(app, sign_in)


FULL = bool(os.environ.get("GEOSTORIES_FULL_FIGURES"))
TAKES_EFFECT_ON = {
    "account.withdraw": StoryStatus.PUBLISHED,
    "account.change_name": StoryStatus.PUBLISHED,
    "account.erase": StoryStatus.REJECTED,
    "compose.reopen": StoryStatus.PUBLISHED,
    "moderation.decide": StoryStatus.PENDING,
    "moderation.transcribe": StoryStatus.PENDING,
    "moderation.assign": StoryStatus.PENDING,
    "moderation.write_note": StoryStatus.PENDING,
    "moderation.change": StoryStatus.PENDING,
    "account.agree": StoryStatus.PENDING,
    "reports.send": StoryStatus.PUBLISHED,
    "comments.send": StoryStatus.PUBLISHED,
    "thanks.give": StoryStatus.PUBLISHED,
    "thanks.take_back": StoryStatus.PUBLISHED,
}
"""All other doors work on drafts, or on no story."""


def takes_effect(cell: Cell) -> bool:
    """Whether the request would change something, if it were let through."""
    thing = cell.door.thing
    wanted = TAKES_EFFECT_ON.get(cell.door.endpoint, StoryStatus.DRAFT)
    return thing is None or thing.status is wanted


def doors_that_change(app: Flask, towns: TwoTowns) -> list[Cell]:
    """Every unsafe route, for two of the people whom it lets in, the least trusted first."""
    found: dict[str, dict[str, Cell]] = {}
    for cell in list_cells(app, towns):
        if is_harmful(cell) and takes_effect(cell):
            found.setdefault(cell.door.endpoint, {}).setdefault(cell.actor, cell)
    return [cell for people in found.values() for cell in list(people.values())[:2]]


def body_of(door: Door, actor: str) -> Body:
    """What would take effect with a token; for the library's doors too."""
    secret = "ett nytt losenord"
    return body_for(door) or {
        "security.login": {"email": email_of(ADMINISTRATOR), "password": secret},
        "security.register": {
            "email": f"fresh-{actor.replace(' ', '-')}@example.se",
            "password": secret,
            "password_confirm": secret,
            "display_name": "Ny",
            "age": "adult",
        },
        "security.change_password": {"password": secret, "new_password": secret},
    }.get(door.endpoint, {"email": email_of(USER_A)})


def tokens(clients: dict[str, FlaskClient], actor: str, old: str) -> dict[str, str]:
    other = VISITOR if actor != VISITOR else USER_A
    return {
        "own": token_of(clients[actor]),
        "foreign": token_of(clients[other]),
        "old": old,
    }


def token_from_before_signing_out(app: Flask, sign_in: SignIn, client: FlaskClient) -> str:
    """A token of a session that the same person has ended since."""
    earlier = sign_in(email_of(USER_A))
    token = token_of(earlier)
    assert earlier.post("/konto/logga-ut", data={"csrf_token": token}).status_code == 302
    assert client is not earlier
    return token


def test_no_request_that_a_foreign_page_could_send_has_an_effect(
    app: Flask, towns: TwoTowns, clients: dict[str, FlaskClient], sign_in: SignIn
) -> None:
    old = token_from_before_signing_out(app, sign_in, clients[USER_A])
    cells = doors_that_change(app, towns)
    if not FULL:  # each door once, by who is least trusted
        cells = list({cell.door.endpoint: cell for cell in reversed(cells)}.values())
    own = {actor: tokens(clients, actor, old) for actor in clients}
    before, tried, let_through = picture(app), 0, []
    for cell in cells:
        for name, attempt in ATTEMPTS.items():
            body = body_of(cell.door, cell.actor)
            sender = Sending(clients[cell.actor], cell.method)
            answer = attempt(sender, cell.door.path, body, own[cell.actor])
            tried += 1
            if not name.startswith("by GET") and answer.status_code != 400:
                let_through.append(f"{cell} {name}: {answer.status_code}")
    print(f"unsafe doors {len(cells)}, tried {tried}, let through {len(let_through)}")
    assert let_through == []
    assert picture(app) == before
    assert tried >= 400
    for actor, client in clients.items():
        assert client.get("/konto/").status_code == (303 if actor == VISITOR else 200)


def test_every_unsafe_route_was_tried(app: Flask, towns: TwoTowns) -> None:
    unsafe = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }
    assert {cell.door.endpoint for cell in doors_that_change(app, towns)} == unsafe


def test_no_route_is_exempt(app: Flask) -> None:
    protection = app.extensions["csrf"]
    assert not protection._exempt_views
    assert not protection._exempt_blueprints
    assert app.config.get("WTF_CSRF_CHECK_DEFAULT", True)


WITH_EFFECT = (
    ("reports.send", USER_A),
    ("reports.send_place", VISITOR),
    ("reports.send_gathering", VISITOR),
    ("reports.appeal", VISITOR),
    ("own_decisions.appeal", USER_A),
    ("moderation.assign", MODERATOR_A),
    ("moderation.write_note", MODERATOR_A),
    ("thanks.give", VISITOR),
    ("thanks.take_back", VISITOR),
    ("comments.send", USER_A),
    ("comment_review.decide", MODERATOR_A),
    ("comments.withdraw", USER_A),
    ("comment_review.set_rule", ADMINISTRATOR),
    ("subscriptions.send", USER_A),
    ("own_subscriptions.confirm", VISITOR),
    ("own_subscriptions.end_by_link", VISITOR),
    ("own_subscriptions.end", USER_A),
    ("safety.renew_codes", USER_A),
    ("safety.remove", USER_A),
    ("compose.save_place", USER_A),
    ("compose.save_words", USER_A),
    ("compose.save_check", USER_A),
    ("compose.remove_photo", USER_A),
    ("compose.remove_recording", USER_A),
    ("compose.submit", USER_A),
    ("compose.begin", USER_A),
    ("compose.reopen", USER_A),
    ("compose.discard", USER_A),
    ("account.change_name", USER_A),
    ("account.withdraw", USER_A),
    ("account.erase", USER_A),
    ("moderation.decide", MODERATOR_A),
    ("moderation.change", MODERATOR_A),
    ("rules.add", ADMINISTRATOR),
    ("message_templates.add", ADMINISTRATOR),
    ("message_templates.change", ADMINISTRATOR),
    ("message_templates.remove", ADMINISTRATOR),
    ("rules.remove", ADMINISTRATOR),
    ("zones.add", MODERATOR_A),
    ("zones.change", MODERATOR_A),
    ("zones.remove", MODERATOR_A),
    ("zones.put_back", MODERATOR_A),
    ("layers.reread", ADMINISTRATOR),
    ("layers.cancel", ADMINISTRATOR),
    ("layers.add_source", ADMINISTRATOR),
    ("layers.save_source", ADMINISTRATOR),
    ("layers.fetch", ADMINISTRATOR),
    ("faults.send", USER_A),
    ("faults.answer", ADMINISTRATOR),
    ("notices.add", ADMINISTRATOR),
    ("notices.change", ADMINISTRATOR),
    ("notices.revoke", ADMINISTRATOR),
    ("place_editing.create", ADMINISTRATOR),
    ("place_editing.confirm", ADMINISTRATOR),
    ("place_editing.save", ADMINISTRATOR),
    ("place_editing.undo", ADMINISTRATOR),
    ("place_editing.withdraw", ADMINISTRATOR),
    ("place_editing.restore", ADMINISTRATOR),
    ("place_editing.add_unit", ADMINISTRATOR),
    ("place_editing.change_unit", ADMINISTRATOR),
    ("place_editing.remove_unit", ADMINISTRATOR),
    ("theme_desk.add", ADMINISTRATOR),
    ("theme_desk.change", ADMINISTRATOR),
    ("associations.add", ADMINISTRATOR),
    ("associations.change", ADMINISTRATOR),
    ("associations.add_member", ADMINISTRATOR),
    ("tip_desk.remove", ADMINISTRATOR),
    ("collection_review.decide", MODERATOR_A),
    ("collect.put", USER_A),
    ("own_collections.reopen", USER_A),
    ("own_collections.save", USER_A),
    ("own_collections.discard", USER_A),
    ("office.promise", ADMINISTRATOR),
    ("office.close", ADMINISTRATOR),
    ("office.reopen", ADMINISTRATOR),
    ("platform.add", OPERATOR),
    ("records.make_archive", ADMINISTRATOR),
    ("records.read_copy", ADMINISTRATOR),
    ("records.add_rule", ADMINISTRATOR),
    ("records.end_rule", ADMINISTRATOR),
    ("administration.give", ADMINISTRATOR),
    ("administration.take_back", ADMINISTRATOR),
    ("administration.take", ADMINISTRATOR),
)
"""In an order in which none takes away what the next one needs."""


def test_the_same_requests_with_their_own_token_have_an_effect(
    app: Flask, towns: TwoTowns, clients: dict[str, FlaskClient]
) -> None:
    cells = {(each.door.endpoint, each.actor): each for each in doors_that_change(app, towns)}
    idle = []
    for endpoint, actor in WITH_EFFECT:
        before, door = picture(app), cells[endpoint, actor].door
        path = door.path if endpoint not in NEEDS_ANOTHER else other_draft(app, towns, endpoint)
        answer = clients[actor].post(
            path, data=body_for(door) | {"csrf_token": token_of(clients[actor])}
        )
        if answer.status_code not in (200, 303) or picture(app) == before:
            idle.append(f"{endpoint}: {answer.status_code}")
    assert idle == []


NEEDS_ANOTHER = {"compose.discard"}


def other_draft(app: Flask, towns: TwoTowns, endpoint: str) -> str:
    """The same door on the draft in the other town, which is not sent in yet."""
    return next(
        cell.door.path
        for cell in list_cells(app, towns)
        if cell.door.endpoint == endpoint
        and cell.door.thing
        and (cell.door.thing.town, cell.door.thing.owner) == (THERE, USER_A)
        and cell.door.thing.status is StoryStatus.DRAFT
        and cell.door.town == THERE
    )


def test_a_script_of_ours_sends_the_token_in_a_header(
    towns: TwoTowns, clients: dict[str, FlaskClient]
) -> None:
    answer = clients[USER_A].post(
        "/katrineholm/beratta/sok",
        json={"q": "Djulö"},
        headers={"X-CSRFToken": token_of(clients[USER_A])},
    )
    assert answer.status_code == 200
    assert towns.things


def test_the_token_is_of_this_session_alone(app: Flask) -> None:
    pages = [app.test_client().get("/konto/logga-in").text for _ in range(2)]
    assert len({csrf_token(page) for page in pages}) == 2
