"""What the stories of a municipality can be filtered by: no choice that finds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from geostories.models import Association, Recording, Story, Theme
from geostories.vocabulary import STORY_LANGUAGES, StoryStatus, Voice


@dataclass(frozen=True)
class StoryChoices:
    """`languages` that stories are told in, `themes` as (slug, title), `associations` as (id, name).

    `first_year` is of the oldest story that says when; None where none does.
    """

    voices: tuple[Voice, ...]
    languages: tuple[str, ...]
    themes: tuple[tuple[str, str], ...]
    associations: tuple[tuple[UUID, str], ...]
    has_sound: bool
    first_year: int | None


def list_choices(session: Session, *, municipality_id: UUID) -> StoryChoices:
    """What is to choose from among a municipality's published stories."""
    here = (Story.municipality_id == municipality_id, Story.status == StoryStatus.PUBLISHED)
    told = session.execute(select(Story.voice, Story.language).where(*here).distinct()).all()
    voices, languages = ({row.voice for row in told}, {row.language for row in told})
    sound = exists().where(Recording.municipality_id == municipality_id, Recording.is_public)
    first = select(func.min(Story.happened_from)).where(*here).scalar_subquery()
    has_sound, first_day = session.execute(select(sound, first)).one()
    themes = session.execute(
        select(Theme.slug, Theme.title)
        .where(
            Theme.municipality_id == municipality_id,
            Theme.is_published,
            exists().where(*here, Story.theme_id == Theme.id),
        )
        .order_by(Theme.title)
    )
    associations = session.execute(
        select(Association.id, Association.name)
        .where(
            Association.municipality_id == municipality_id,
            exists().where(*here, Story.association_id == Association.id),
        )
        .order_by(Association.name)
    )
    return StoryChoices(
        voices=tuple(voice for voice in Voice if voice in voices),
        languages=tuple(code for code in STORY_LANGUAGES if code in languages),
        themes=tuple((slug, title) for slug, title in themes),
        associations=tuple((each, name) for each, name in associations),
        has_sound=has_sound,
        first_year=first_day.year if first_day else None,
    )
