"""Themes (*insamlingar*): what a municipality asks for, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import Municipality, Story, Theme
from geostories.vocabulary import StoryStatus, ThemeColour


@dataclass(frozen=True)
class ThemeInfo:
    """A theme; `stories` counts the published ones. Without `closes_on` it stays open."""

    id: UUID
    municipality_id: UUID
    municipality: str
    slug: str
    title: str
    question: str
    introduction: str
    colour: ThemeColour
    opens_on: date
    closes_on: date | None
    is_published: bool
    stories: int

    def is_open(self, today: date) -> bool:
        """Whether stories can be told in it on this day."""
        return self.is_published and self.opens_on <= today and not self.is_over(today)

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.closes_on is not None and self.closes_on < today


_SAME = (
    "id municipality_id slug title question introduction colour opens_on closes_on is_published"
).split()


def _themes() -> Select[Any]:
    shown = and_(Story.theme_id == Theme.id, Story.status == StoryStatus.PUBLISHED)
    return (
        select(
            *(getattr(Theme, name) for name in _SAME),
            Municipality.slug.label("municipality"),
            select(func.count()).where(shown).scalar_subquery().label("stories"),
        )
        .join(Municipality, Municipality.id == Theme.municipality_id)
        .order_by(Theme.opens_on.desc(), Theme.id)
    )


def _info(row: Row[Any]) -> ThemeInfo:
    return ThemeInfo(**row._mapping)


def list_themes(session: Session, *, municipality_id: UUID, since: date) -> list[ThemeInfo]:
    """What everybody sees: published, and begun by `since`; the newest first."""
    query = _themes().where(
        Theme.municipality_id == municipality_id, Theme.is_published, Theme.opens_on <= since
    )
    return [_info(row) for row in session.execute(query)]


def list_all_themes(session: Session, *, municipality_id: UUID) -> list[ThemeInfo]:
    """All of a municipality, also those nobody sees yet; in its scope."""
    query = _themes().where(Theme.municipality_id == municipality_id)
    return [_info(row) for row in session.execute(query)]


def get_theme(session: Session, *, municipality_id: UUID, slug: str) -> ThemeInfo:
    """One that the scope may read, by its word in the address; raises NotFound."""
    row = session.execute(
        _themes().where(Theme.municipality_id == municipality_id, Theme.slug == slug)
    ).one_or_none()
    if row is None:
        raise NotFound("no_theme")
    return _info(row)


def find_theme_of(session: Session, *, story_id: UUID) -> ThemeInfo | None:
    """The theme that a published story was told for, as long as everybody can see it."""
    of_story = select(Story.theme_id).where(
        Story.id == story_id, Story.status == StoryStatus.PUBLISHED
    )
    row = session.execute(
        _themes().where(Theme.id == of_story.scalar_subquery(), Theme.is_published)
    ).one_or_none()
    return _info(row) if row else None


def find_theme(session: Session, theme_id: UUID) -> ThemeInfo | None:
    """One that the scope may read, or None."""
    row = session.execute(_themes().where(Theme.id == theme_id)).one_or_none()
    return _info(row) if row else None
