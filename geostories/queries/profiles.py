"""The heights of a trail."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.models import Trail

SAME_PLACE_M = 50
"""A trail whose ends are this near to each other brings one back."""


@dataclass(frozen=True)
class Profile:
    """Heights in metres above the sea; `points`: [[metres from the start, height], …].

    `returns`: the line ends where it begins. All but that is None where no heights are known.
    """

    ascent_m: int | None
    descent_m: int | None
    lowest_m: int | None
    highest_m: int | None
    points: list[list[float]] | None
    source: str
    returns: bool


def find_profile(session: Session, trail_id: UUID) -> Profile | None:
    """What is known of a trail that has a line, or None."""
    first = func.ST_StartPoint(func.ST_GeometryN(Trail.geom_3006, 1))
    parts = func.ST_NumGeometries(Trail.geom_3006)
    last = func.ST_EndPoint(func.ST_GeometryN(Trail.geom_3006, parts))
    query = select(
        Trail.ascent_m,
        Trail.descent_m,
        Trail.lowest_m,
        Trail.highest_m,
        Trail.profile.label("points"),
        Trail.heights_source.label("source"),
        (func.ST_Distance(first, last) <= SAME_PLACE_M).label("returns"),
    ).where(Trail.id == trail_id, Trail.geom.is_not(None))
    row = session.execute(query).one_or_none()
    return Profile(**row._mapping) if row else None
