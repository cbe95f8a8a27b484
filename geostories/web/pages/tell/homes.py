"""Saying that a place was made approximate because it sounds like a home."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash
from flask_babel import gettext as _

from geostories.domain import drafts, homes


def coarsen(db: Any, story_id: UUID) -> None:
    """Make a draft's place approximate where it sounds like a home, and say so once."""
    draft = drafts.get_draft_row(db, story_id=story_id)
    if homes.make_approximate(db, draft):
        flash(
            _(
                "It sounds like somebody's home, so others see a ring of 300 metres. "
                "Choose the exact place if you want to show it."
            ),
            "info",
        )
