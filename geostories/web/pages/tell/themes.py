"""Telling as an answer to a theme: which one is offered on the first page, and what is kept of it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import request

from geostories.domain import themes
from geostories.domain.days import today
from geostories.domain.transaction import Scope, reading
from geostories.errors import NotFound
from geostories.queries.own_stories import VersionInfo
from geostories.queries.themes import ThemeInfo, find_theme, get_theme
from geostories.web.municipality import current


def find_chosen(theme_id: UUID | None) -> ThemeInfo | None:
    """The theme of a draft, as long as everybody can see it."""
    if theme_id is None:
        return None
    with reading(Scope.public()) as db:
        return find_theme(db, theme_id)


def offered(ticked: str | None, draft: VersionInfo | None) -> dict[str, Any] | None:
    """What templates/tell/_theme.html shows: the theme asked for, or the draft's; None without.

    One that takes no stories any more is named, so that nobody wonders, and cannot be ticked.
    """
    theme = _find(request.args.get("insamling", "") or ticked or "")
    theme = theme or find_chosen(draft.theme_id if draft else None)
    if theme is None:
        return None
    is_kept = draft is not None and draft.theme_id == theme.id and draft.number > 1
    return {
        "theme": theme,
        "is_open": theme.is_open(today()) or is_kept,
        "is_over": theme.is_over(today()),
        "is_ticked": ticked == theme.slug,
    }


def keep(db: Any, story_id: UUID, slug: str | None) -> None:
    """Tell the draft as an answer to the theme that is ticked, or to none.

    Raises InvalidInput for one that takes no stories, or none from there.
    """
    theme = _find(slug or "")
    themes.choose(db, story_id=story_id, theme_id=theme.id if theme else None, today=today())


def _find(slug: str) -> ThemeInfo | None:
    """A theme of this municipality by its word in the address, or None."""
    with suppress(NotFound), reading(Scope.public()) as db:
        return get_theme(db, municipality_id=current().id, slug=slug)
    return None
