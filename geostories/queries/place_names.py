"""Searching a place by name, and saying what is near a point."""

from __future__ import annotations

from dataclasses import dataclass

from geoalchemy2 import functions as geo
from sqlalchemy import Select, String, cast, func, or_, select, union_all
from sqlalchemy.orm import Session

from geostories.geo.srid import SWEREF99_TM, WGS84
from geostories.models import OfficialPlace, PlaceName
from geostories.queries.search import fold, holds

LIKE_ENOUGH = 0.6
"""Of a name's letters in threes: one letter wrong in a short name, two in a long one."""


@dataclass(frozen=True)
class NamedPoint:
    """A name and a point of it (WGS 84 degrees); `kind` as the table has it."""

    name: str
    kind: str
    lon: float
    lat: float


def _names() -> Select[tuple[str, str, object, object]]:
    both = union_all(
        select(PlaceName.name, PlaceName.kind, PlaceName.geom, PlaceName.geom_3006),
        select(
            OfficialPlace.name,
            cast(OfficialPlace.kind, String),
            geo.ST_PointOnSurface(OfficialPlace.geom),
            geo.ST_PointOnSurface(OfficialPlace.geom_3006),
        ).where(OfficialPlace.withdrawn_at.is_(None), OfficialPlace.in_force),
    ).subquery()
    return select(both.c.name, both.c.kind, both.c.geom, both.c.geom_3006)


def search_names(session: Session, *, words: str, limit: int) -> list[NamedPoint]:
    """Towns, lakes and official places by name, with or without the signs over letters.

    Those that begin with `words` come first, then those that hold them, then those spelled alike.
    """
    names = _names().subquery()
    folded, sought = func.search_fold(names.c.name), fold(words)
    likeness = func.word_similarity(sought, folded)
    query = (
        select(names.c.name, names.c.kind, func.ST_X(names.c.geom), func.ST_Y(names.c.geom))
        .where(or_(holds(names.c.name, words), likeness >= LIKE_ENOUGH))
        .order_by(
            folded.startswith(sought, autoescape=True).desc(),
            holds(names.c.name, words).desc(),
            likeness.desc(),
            func.length(names.c.name),
            names.c.name,
        )
        .limit(limit)
    )
    return [NamedPoint(*row) for row in session.execute(query)]


def find_nearest_name(
    session: Session, *, lon: float, lat: float, within_m: int
) -> tuple[NamedPoint, float] | None:
    """The nearest name to a point (WGS 84) and the distance in metres, or None."""
    here = geo.ST_Transform(geo.ST_SetSRID(geo.ST_MakePoint(lon, lat), WGS84), SWEREF99_TM)
    names = _names().subquery()
    distance = func.ST_Distance(names.c.geom_3006, here)
    row = session.execute(
        select(
            names.c.name, names.c.kind, func.ST_X(names.c.geom), func.ST_Y(names.c.geom), distance
        )
        .where(func.ST_DWithin(names.c.geom_3006, here, within_m))
        .order_by(distance)
        .limit(1)
    ).one_or_none()
    return (NamedPoint(*row[:4]), row[4]) if row else None
