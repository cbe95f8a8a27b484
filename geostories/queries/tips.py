"""*Veckans tips*: a place, a trail or a story for each week, as long as everybody can see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select
from sqlalchemy.orm import Session

from geostories.models import Municipality, OfficialPlace, Story, Tip, Trail
from geostories.vocabulary import StoryStatus

Noun = Literal["story", "place", "trail"]


@dataclass(frozen=True)
class TipInfo:
    """The tip of the week that begins on the Monday `week`; `kind`: PlaceKind or category.

    `name` and `kind` are empty for what nobody can see any more: then the tip is not seen either.
    """

    id: UUID
    municipality_id: UUID
    municipality: str
    week: date
    sentence: str
    noun: Noun
    thing_id: UUID
    thing_municipality: str
    name: str
    kind: str
    is_shown: bool


_STORY = and_(Story.id == Tip.story_id, Story.status == StoryStatus.PUBLISHED)
_PLACE = and_(
    OfficialPlace.id == Tip.place_id,
    OfficialPlace.withdrawn_at.is_(None),
    OfficialPlace.in_force,
)
_TRAIL = and_(Trail.id == Tip.trail_id, Trail.withdrawn_at.is_(None))
_SHOWN: ColumnElement[bool] = func.num_nonnulls(Story.id, OfficialPlace.id, Trail.id) == 1
"""Withdrawn, hidden, taken out of the register: the tip of it is gone at once."""


def _tips() -> Select[Any]:
    thing_town = func.coalesce(
        Story.municipality_id, OfficialPlace.municipality_id, Trail.municipality_id
    )
    own, town = Municipality.__table__.alias("own"), Municipality.__table__.alias("town")
    return (
        select(
            Tip.id,
            Tip.municipality_id,
            own.c.slug.label("municipality"),
            Tip.week,
            Tip.sentence,
            case(
                (Tip.story_id.is_not(None), "story"),
                (Tip.place_id.is_not(None), "place"),
                else_="trail",
            ).label("noun"),
            func.coalesce(Tip.story_id, Tip.place_id, Tip.trail_id).label("thing_id"),
            func.coalesce(town.c.slug, "").label("thing_municipality"),
            func.coalesce(Story.title, OfficialPlace.name, Trail.name, "").label("name"),
            func.coalesce(Story.category, OfficialPlace.kind, "").label("kind"),
            _SHOWN.label("is_shown"),
        )
        .outerjoin(Story, _STORY)
        .outerjoin(OfficialPlace, _PLACE)
        .outerjoin(Trail, _TRAIL)
        .join(own, own.c.id == Tip.municipality_id)
        .outerjoin(town, town.c.id == thing_town)
        .order_by(Tip.week.desc(), Tip.id)
    )


def _info(row: Row[Any]) -> TipInfo:
    return TipInfo(**row._mapping)


def latest_tips(
    session: Session, *, municipality_id: UUID, week: date, limit: int
) -> list[TipInfo]:
    """What was tipped until this week (its Monday) and can still be seen, the newest first."""
    query = _tips().where(Tip.municipality_id == municipality_id, Tip.week <= week, _SHOWN)
    return [_info(row) for row in session.execute(query.limit(limit))]


def tips_of_week(session: Session, *, week: date) -> dict[UUID, TipInfo]:
    """The tip of this week (its Monday) of each municipality that has one to show."""
    rows = session.execute(_tips().where(Tip.week == week, _SHOWN))
    return {row.municipality_id: _info(row) for row in rows}


def find_tip(session: Session, tip_id: UUID) -> TipInfo | None:
    """One that can be seen, or None."""
    row = session.execute(_tips().where(Tip.id == tip_id, _SHOWN)).one_or_none()
    return _info(row) if row else None


def list_all_tips(session: Session, *, municipality_id: UUID, limit: int) -> list[TipInfo]:
    """Also those to come, and those nobody sees any more; for the editors."""
    query = _tips().where(Tip.municipality_id == municipality_id).limit(limit)
    return [_info(row) for row in session.execute(query)]
