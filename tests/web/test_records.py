"""The archivist's pages: a seal is opened with a purpose, a rule is entered and ended."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from geostories import public_id
from geostories.config import Settings
from geostories.domain import moderation
from geostories.domain.moderation import Verdict
from geostories.domain.transaction import Scope, transaction
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import DecisionAction, DecisionGround, StoryStatus
from tests.conftest import csrf_token
from tests.factories.person import make_person
from tests.factories.story import make_moderator, make_story

BASE = "/katrineholm/handlingar"
WORDS = "Kanarieordet som ingen får läsa"


def hide_as_illegal(app: Flask, municipality: MunicipalityInfo) -> tuple[str, str]:
    """A story with a picture, hidden as illegal; answers its public id and its picture's."""
    with transaction(Scope.operator()) as session:
        told = make_story(
            session,
            municipality_id=municipality.id,
            owner=make_person(session, "teller@example.se"),
            status=StoryStatus.PUBLISHED,
            title=WORDS,
            body=WORDS,
            store=app.extensions["files"],
        )
    verdict = Verdict(
        DecisionAction.HIDE,
        DecisionGround.ILLEGAL,
        "Det är hets.",
        told.version_id,
        law="16 kap. 8 § brottsbalken",
    )
    with transaction(Scope.municipality(municipality.id)) as session:
        moderation.decide(
            session,
            story_id=told.id,
            person=make_moderator(municipality.id),
            verdict=verdict,
            settings=Settings(),
        )
    assert told.media_id is not None
    return public_id.encode(told.id), public_id.encode(told.media_id)


def test_a_seal_is_opened_with_a_purpose_and_nowhere_else(
    app: Flask, municipality: MunicipalityInfo, administrator: FlaskClient, client: FlaskClient
) -> None:
    story, picture = hide_as_illegal(app, municipality)
    listed = administrator.get(f"{BASE}/forseglat").text
    assert WORDS not in listed
    door = re.search(rf'href="({BASE}/forseglat/[^"]+)"', listed)
    assert door
    page = administrator.get(door[1])
    assert WORDS not in page.text
    assert (
        administrator.post(door[1], data={"csrf_token": csrf_token(page.text)}).status_code == 422
    )
    opened = administrator.post(
        door[1],
        data={"csrf_token": csrf_token(page.text), "purpose": "police", "reference": "5000-K1-26"},
    )
    assert WORDS in opened.text
    assert "data:image/webp;base64," in opened.text
    assert opened.headers["Cache-Control"] == "no-store"
    public = [
        "/katrineholm/", "/katrineholm/berattelser/", f"/katrineholm/berattelser/{story}",
        "/api/v1/collections/stories/items?limit=1000", f"/media/{picture}/full.webp",
        "/katrineholm/berattelser/?q=Kanarieordet",
    ]  # fmt: skip
    seen = [path for path in public if WORDS in client.get(path, follow_redirects=True).text]
    print(f"sealed: public addresses asked {len(public)}, copies seen {len(seen)}")
    assert seen == []
    with transaction(Scope.operator()) as session:
        logged = session.execute(
            text("SELECT details FROM audit_entry WHERE action = 'read_sealed'")
        ).scalars()
        assert list(logged) == [{"purpose": "police", "reference": "5000-K1-26"}]


def test_a_rule_is_entered_previewed_and_ended(administrator: FlaskClient) -> None:
    page = administrator.get(f"{BASE}/gallring").text
    assert "allt bevaras" in page
    rule = {
        "csrf_token": csrf_token(page), "kind": "case_note", "months": "24", "code": "4.2",
        "reference": "KUN 2026-09-01 § 12",
    }  # fmt: skip
    assert administrator.post(f"{BASE}/gallring", data=rule | {"months": "3"}).status_code == 422
    assert administrator.post(f"{BASE}/gallring", data=rule).status_code == 303
    again = administrator.post(f"{BASE}/gallring", data=rule)
    assert again.status_code == 422
    assert "redan en regel" in again.text
    page = administrator.get(f"{BASE}/gallring").text
    end = re.search(rf'action="({BASE}/gallring/[^"]+/avsluta)"', page)
    assert end
    assert administrator.post(end[1], data={"csrf_token": csrf_token(page)}).status_code == 303
    assert "allt bevaras" in administrator.get(f"{BASE}/gallring").text
