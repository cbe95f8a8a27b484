"""Themes: a question that a municipality asks for a while, and the stories told to answer it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.domain.drafts import get_draft_row
from geostories.errors import InvalidInput, NotFound
from geostories.models import StoryVersion, Theme
from geostories.queries.themes import find_theme
from geostories.vocabulary import ThemeColour, VersionStatus

SLUG_LENGTH = 60


@dataclass(frozen=True)
class ThemeEntry:
    """What the editor says. Without `closes_on` it stays open; only a published one is seen."""

    title: str
    question: str
    introduction: str
    colour: ThemeColour
    opens_on: date
    closes_on: date | None
    is_published: bool


def add(session: Session, *, municipality_id: UUID, entry: ThemeEntry, by: UUID) -> UUID:
    """Enter a theme; raises InvalidInput when it ends before it begins. Municipality's scope."""
    theme = Theme(id=uuid4(), municipality_id=municipality_id)
    theme.slug = _free_slug(session, municipality_id, entry.title)
    _fill(theme, entry)
    session.add(theme)
    _record(session, "add_theme", theme, by)
    session.flush()
    return theme.id


def change(
    session: Session, *, theme_id: UUID, municipality_id: UUID, entry: ThemeEntry, by: UUID
) -> None:
    """Say it otherwise; its address stays. Raises as `add`, and NotFound."""
    theme = session.scalar(
        select(Theme)
        .where(Theme.id == theme_id, Theme.municipality_id == municipality_id)
        .with_for_update()
    )
    if theme is None:
        raise NotFound("no_theme")
    _fill(theme, entry)
    _record(session, "change_theme", theme, by)
    session.flush()


def _fill(theme: Theme, entry: ThemeEntry) -> None:
    if entry.closes_on is not None and entry.closes_on < entry.opens_on:
        raise InvalidInput("ends_before_it_starts", field="closes_on")
    for name in ThemeEntry.__dataclass_fields__:
        setattr(theme, name, getattr(entry, name))


def slug_of(title: str) -> str:
    """`vem-minns-kvarnen`: the title as a word of an address."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:SLUG_LENGTH].strip("-") or "insamling"


def _free_slug(session: Session, municipality_id: UUID, title: str) -> str:
    """The title's, with a number where another theme has it."""
    slug, number = slug_of(title), 1
    taken = set(session.scalars(select(Theme.slug).where(Theme.municipality_id == municipality_id)))
    while (free := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return free


def choose(session: Session, *, story_id: UUID, theme_id: UUID | None, today: date) -> None:
    """Tell the draft as an answer to a theme, or (None) as a story of its own.

    Raises InvalidInput for a theme that takes no stories, or none from there.
    """
    draft = get_draft_row(session, story_id=story_id)
    draft.theme_id = theme_id
    check(session, draft, today=today)


def check(session: Session, draft: StoryVersion, *, today: date) -> None:
    """Whether the draft's theme takes it; one that it was sent in for before, it stays in.

    Raises InvalidInput.
    """
    if draft.theme_id is None or _was_taken(session, draft):
        return
    theme = find_theme(session, draft.theme_id)
    if theme is None or not theme.is_open(today):
        raise InvalidInput("theme_closed", field="theme")
    if theme.municipality_id != draft.municipality_id:
        raise InvalidInput("theme_elsewhere", field="theme")


def _was_taken(session: Session, draft: StoryVersion) -> bool:
    query = exists().where(
        StoryVersion.story_id == draft.story_id,
        StoryVersion.theme_id == draft.theme_id,
        StoryVersion.status != VersionStatus.DRAFT,
    )
    return bool(session.scalar(select(query)))


def _record(session: Session, action: str, theme: Theme, by: UUID) -> None:
    audit.record(
        session,
        action=action,
        subject="theme",
        subject_id=theme.id,
        actor_id=by,
        municipality_id=theme.municipality_id,
    )
