"""Visitors who tell without an account."""

from __future__ import annotations

import re
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from geostories import public_id
from geostories.domain.transaction import Scope, reading, transaction
from geostories.models import Story, StoryVersion
from geostories.vocabulary import DecisionAction, StoryStatus
from tests.conftest import csrf_token
from tests.factories.story import Told, decide, make_moderator
from tests.factories.telling import Teller

KEPT = re.compile(r'id="kept-link"[^>]* value="([^"]+)"')


def begin_as_guest(app: Flask, **words: str) -> Teller:
    """A browser of its own with a whole draft."""
    teller = Teller(app.test_client()).begin(precision="approx_300")
    assert teller.write(**words).status_code == 303
    return teller


def story_id_of(teller: Teller) -> UUID:
    """The id of what is told."""
    found = public_id.decode(teller.story.rpartition("/")[2])
    assert found
    return found


def story_of(teller: Teller) -> Story:
    """The story as it stands."""
    with reading(Scope.operator()) as session:
        return session.get_one(Story, story_id_of(teller))


def kept_link(page: str) -> str:
    """The path of the link that a page shows to keep."""
    found = KEPT.search(page)
    assert found, page[:3000]
    return "/konto/" + found[1].partition("/konto/")[2]


def open_link(client: FlaskClient, path: str) -> TestResponse:
    """Open a link as people do: look at the page, press the button."""
    page = client.get(path)
    if page.status_code != 200:
        return page
    return client.post(
        "/konto/oppna",
        data={
            "csrf_token": csrf_token(page.text),
            "nyckel": path.partition("nyckel=")[2],
            "age": "13",
        },
    )


def post(client: FlaskClient, path: str, **data: str) -> TestResponse:
    """Send a form of *Mina berättelser*."""
    token = csrf_token(client.get("/konto/lank").text)
    return client.post(path, data={"csrf_token": token, **data})


def settle(teller: Teller, action: DecisionAction) -> None:
    """Decide on what was sent in."""
    with transaction(Scope.operator()) as session:
        story = session.get_one(Story, story_id_of(teller))
        version_id = session.scalar(
            select(StoryVersion.id)
            .where(StoryVersion.story_id == story.id)
            .order_by(StoryVersion.number.desc())
            .limit(1)
        )
        assert version_id
        assert story.status is not StoryStatus.DRAFT
        told = Told(story.id, version_id)
        decide(session, told, make_moderator(story.municipality_id), action)
