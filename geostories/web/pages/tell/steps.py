"""What the three steps share: the blueprint, the draft, the frame of the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain.days import today
from geostories.domain.transaction import Scope, reading
from geostories.queries.own_stories import VersionInfo, get_draft
from geostories.queries.waiting import ClosureInfo, find_closure
from geostories.web.guards import own_scope
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality

blueprint = of_municipality(Blueprint("compose", __name__))
STEPS = ("place", "words", "check")
EXIF_READER = "vendor/exifreader/exif-reader.js"
"""Reads in the browser what a picture says of itself."""


def draft_of(story: str) -> VersionInfo:
    """The asking person's draft; raises NotFound when it is somebody else's or sent in."""
    with reading(own_scope()) as session:
        return get_draft(session, story_id=read_id(story, "no_draft"))


def step_url(name: str, draft: VersionInfo, **more: Any) -> str:
    """The address of a view on this draft, under the municipality that its place lies in."""
    story = public_id.encode(draft.story_id)
    return url_for(f"compose.{name}", municipality=draft.municipality, story=story, **more)


def saved_text(draft: VersionInfo) -> str:
    """*Sparad 14.35*."""
    return _("Saved %(time)s", time=format_datetime(draft.saved_at, "HH.mm"))


def frame(step: int, draft: VersionInfo | None) -> dict[str, Any]:
    """What templates/base_compose.html needs."""
    return {
        "step": step,
        "step_urls": [step_url(name, draft) if draft else "" for name in STEPS],
        "exit_url": url_for("map.show", municipality=current().slug),
        "saved_text": saved_text(draft) if draft else "",
        "closed": closed_office(),
    }


def closed_office() -> ClosureInfo | None:
    """The days without readers that hold up what is sent in now."""
    day = today()
    with reading(Scope.public()) as session:
        return find_closure(
            session,
            municipality_id=current().id,
            day=day,
            until=day + timedelta(days=current().review_days),
        )
