"""What lies along a trail, and how far from its start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry
from geoalchemy2 import functions as geo
from sqlalchemy import CTE, Float, Select, String, cast, func, literal, not_, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from geostories.geo.srid import SWEREF99_TM
from geostories.models import Municipality, OfficialPlace, Story, Trail
from geostories.queries.exactness import is_rough
from geostories.vocabulary import PROTECTED_KINDS, Accuracy, PlaceKind, Precision, StoryStatus

AREAS = PROTECTED_KINDS - {PlaceKind.NATURAL_MONUMENT}
"""What a trail goes through rather than past."""


@dataclass(frozen=True)
class Along:
    """A `story` or a `place` at `at_m` metres from the start, `aside_m` from the trail.

    `kind`: a story's category or a PlaceKind. `is_approximate`: `at_m` is only about right.
    """

    noun: str
    id: UUID
    municipality: str
    name: str
    kind: str
    is_approximate: bool
    at_m: float
    aside_m: float


@dataclass(frozen=True)
class Passing:
    """A trail that passes a point, `at_m` metres from its start."""

    id: UUID
    municipality: str
    name: str
    is_example: bool
    at_m: float


def list_along(
    session: Session, trail_id: UUID, *, stories_within_m: int, places_within_m: int, limit: int
) -> list[Along]:
    """Stories and places by the trail, from its start on, each where the trail is nearest to it.

    Distances follow the parts of the line in their order; gaps between them count nothing.
    """
    parts = _parts(select(Trail.id, Trail.geom_3006).where(Trail.id == trail_id))
    things = union_all(_stories(stories_within_m), _places(places_within_m)).subquery("thing")
    near = func.ST_DWithin(things.c.geom, parts.c.line, things.c.within_m)
    located = (
        select(
            *(things.c[name] for name in ("noun", "id", "municipality", "name", "kind")),
            things.c.is_approximate,
            *_where_on(parts, things.c.geom),
        )
        .join_from(parts, things, near)
        .ext(distinct_on(things.c.id))
        .order_by(things.c.id, "aside_m", "at_m")
        .subquery()
    )
    query = select(located).order_by(located.c.at_m, located.c.id).limit(limit)
    return [Along(**row._mapping) for row in session.execute(query)]


def list_passing(session: Session, story_id: UUID, *, within_m: int, limit: int) -> list[Passing]:
    """The trails that pass a published story whose place is exact enough, nearest first."""
    here = (
        select(Story.public_geom_3006)
        .where(
            Story.id == story_id,
            Story.status == StoryStatus.PUBLISHED,
            Story.precision != Precision.APPROX_1000,
        )
        .scalar_subquery()
    )
    reached = geo.ST_DWithin(Trail.geom_3006, here, within_m)
    parts = _parts(select(Trail.id, Trail.geom_3006).where(Trail.withdrawn_at.is_(None), reached))
    nearest = (
        select(parts.c.id, *_where_on(parts, here))
        .ext(distinct_on(parts.c.id))
        .order_by(parts.c.id, "aside_m", "at_m")
        .subquery()
    )
    query = (
        select(Trail.id, Municipality.slug.label("municipality"), Trail.name, Trail.is_example)
        .add_columns(nearest.c.at_m)
        .join(nearest, nearest.c.id == Trail.id)
        .join(Municipality, Municipality.id == Trail.municipality_id)
        .order_by(nearest.c.aside_m, Trail.id)
    )
    return [Passing(**row._mapping) for row in session.execute(query.limit(limit))]


def _parts(trails: Select[*tuple[Any, ...]]) -> CTE:
    """The parts of the lines in order, with the metres before and of each."""
    trail = trails.subquery("trail")
    dumped = func.ST_Dump(trail.c.geom_3006).table_valued("path", "geom").lateral("dumped")
    line = cast(dumped.c.geom, Geometry("LINESTRING", srid=SWEREF99_TM)).label("line")
    metres = func.ST_Length(line)
    before = func.sum(metres).over(partition_by=trail.c.id, order_by=dumped.c.path) - metres
    return (
        select(trail.c.id, line, metres.label("metres"), before.label("before"))
        .join_from(trail, dumped, literal(True))
        .cte("part")
    )


def _where_on(parts: CTE, thing: Any) -> tuple[Any, Any]:
    """How far along and how far aside a thing lies of one part."""
    point = func.ST_ClosestPoint(thing, parts.c.line)
    share = func.ST_LineLocatePoint(parts.c.line, point)
    at_m = parts.c.before + share * parts.c.metres
    return (
        cast(at_m, Float).label("at_m"),
        func.ST_Distance(parts.c.line, thing).label("aside_m"),
    )


def _stories(within_m: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal("story").label("noun"),
            Story.id,
            Municipality.slug.label("municipality"),
            Story.title.label("name"),
            Story.category.label("kind"),
            (Story.precision != Precision.EXACT).label("is_approximate"),
            Story.public_geom_3006.label("geom"),
            literal(within_m).label("within_m"),
        )
        .join(Municipality, Municipality.id == Story.municipality_id)
        .where(Story.status == StoryStatus.PUBLISHED, Story.precision != Precision.APPROX_1000)
    )


def _places(within_m: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal("place"),
            OfficialPlace.id,
            Municipality.slug,
            OfficialPlace.name,
            cast(OfficialPlace.kind, String),
            OfficialPlace.accuracy != Accuracy.EXACT,
            OfficialPlace.geom_3006,
            literal(within_m),
        )
        .join(Municipality, Municipality.id == OfficialPlace.municipality_id)
        .where(
            OfficialPlace.withdrawn_at.is_(None),
            OfficialPlace.in_force,
            OfficialPlace.kind.not_in(AREAS),
            not_(is_rough(OfficialPlace)),
        )
    )
