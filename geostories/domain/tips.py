"""*Veckans tips*: an editor picks one place, trail or story for a week, with one sentence."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.domain.days import monday_of
from geostories.errors import InvalidInput, NotFound
from geostories.models import OfficialPlace, Story, Tip, Trail
from geostories.queries.tips import Noun
from geostories.vocabulary import StoryStatus


def choose(
    session: Session,
    *,
    municipality_id: UUID,
    week: date,
    thing: tuple[Noun, UUID],
    sentence: str,
    by: UUID,
) -> UUID:
    """Make it the tip of the week that `week` lies in, in place of the one before.

    In the municipality's scope. Raises InvalidInput for what not everybody can see.
    """
    noun, thing_id = thing
    if not _is_seen(session, noun, thing_id):
        raise InvalidInput("tip_not_seen", field="thing")
    monday = monday_of(week)
    tip = session.scalar(
        select(Tip)
        .where(Tip.municipality_id == municipality_id, Tip.week == monday)
        .with_for_update()
    )
    if tip is None:
        tip = Tip(id=uuid4(), municipality_id=municipality_id, week=monday)
        session.add(tip)
    tip.story_id, tip.place_id, tip.trail_id = (
        thing_id if noun == each else None for each in ("story", "place", "trail")
    )
    tip.sentence, tip.chosen_by = sentence, by
    _record(session, "choose_tip", tip, by)
    session.flush()
    return tip.id


def remove(session: Session, *, tip_id: UUID, municipality_id: UUID, by: UUID) -> None:
    """Take a tip back; mail that has not gone out does not go out. Raises NotFound."""
    tip = session.scalar(
        select(Tip).where(Tip.id == tip_id, Tip.municipality_id == municipality_id)
    )
    if tip is None:
        raise NotFound("no_tip")
    session.delete(tip)
    _record(session, "remove_tip", tip, by)
    session.flush()


def _is_seen(session: Session, noun: Noun, thing_id: UUID) -> bool:
    seen = {
        "story": (Story.id, Story.status == StoryStatus.PUBLISHED),
        "place": (
            OfficialPlace.id,
            OfficialPlace.withdrawn_at.is_(None) & OfficialPlace.in_force,
        ),
        "trail": (Trail.id, Trail.withdrawn_at.is_(None)),
    }
    key, shown = seen[noun]
    return session.scalar(select(key).where(key == thing_id, shown)) is not None


def _record(session: Session, action: str, tip: Tip, by: UUID) -> None:
    audit.record(
        session,
        action=action,
        subject="tip",
        subject_id=tip.id,
        actor_id=by,
        municipality_id=tip.municipality_id,
    )
