"""The list of places and trails: one filter, one order, one count."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from geoalchemy2 import functions as geo
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Float,
    Select,
    String,
    Uuid,
    and_,
    any_,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from geostories.geo.bbox import BBox
from geostories.geo.srid import SWEREF99_TM, WGS84
from geostories.models import OfficialPlace, Trail, VisitorFact
from geostories.queries.access_needs import AccessNeed, meets
from geostories.queries.search import is_named
from geostories.vocabulary import Difficulty, FactTopic, PlaceKind

TRAIL = "trail"
"""Among the kinds of places: all that is a trail."""

Bounds = tuple[int, int | None]
"""From, and up to but not including (None: no end)."""

LENGTHS: dict[str, Bounds] = {
    "0-3": (0, 3_000),
    "3-6": (3_000, 6_000),
    "6-10": (6_000, 10_000),
    "10-": (10_000, None),
}
"""A trail's length in metres, by the word in the address."""

TIMES: dict[str, Bounds] = {"0-1": (0, 61), "1-2": (61, 121), "2-4": (121, 241), "4-": (241, None)}
"""The time it takes in minutes; what takes just an hour fits into an hour."""

Noun = Literal["place", "trail"]


@dataclass(frozen=True)
class Wanted:
    """Which places and trails are wanted. Several kinds, lengths …: any of them; several
    facilities, needs …: all of them. `near` (lon, lat in WGS 84) orders by distance, `within_m`
    ends it. `only`: none but these.
    """

    municipality_id: UUID | None = None
    bbox: BBox | None = None
    q: str = ""
    kinds: tuple[str, ...] = ()
    facilities: tuple[FactTopic, ...] = ()
    suits: tuple[FactTopic, ...] = ()
    access: tuple[AccessNeed, ...] = ()
    lengths: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()
    near: tuple[float, float] | None = None
    within_m: int | None = None
    only: frozenset[UUID] | None = None

    @property
    def wants_trails_alone(self) -> bool:
        """Whether something is asked for that only a trail has."""
        return bool(self.lengths or self.times or self.difficulties)


@dataclass(frozen=True)
class Found:
    """One thing on the list; `distance_m` where a point was named."""

    noun: Noun
    id: UUID
    distance_m: float | None


def list_found(session: Session, *, wanted: Wanted, limit: int, offset: int = 0) -> list[Found]:
    """What matches: the nearest first where a point is named, else by name."""
    found = things(wanted).subquery()
    first = found.c.distance_m if wanted.near else found.c.name
    rows = session.execute(
        select(found.c.noun, found.c.id, found.c.distance_m)
        .order_by(first, found.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [Found(*row) for row in rows]


def count_found(session: Session, *, wanted: Wanted) -> int:
    """How many match."""
    return session.scalar(select(func.count()).select_from(things(wanted).subquery())) or 0


Times = list[tuple[FactTopic, Any]]
"""Opening hours, season and access bans, as visitor facts have them."""


def list_times(session: Session, *, wanted: Wanted) -> list[tuple[Times, list[UUID]]]:
    """What is known of when the matching things are open, each once, with the ids it is said of.

    Many say the same, and to work out whether that means open is dear.
    """
    said = facts_of(wanted, VisitorFact.topic, cast(VisitorFact.value, String))
    topics = (FactTopic.OPENING_HOURS, FactTopic.SEASON, FactTopic.ACCESS_BAN)
    rows = session.execute(union_all(*(each.where(VisitorFact.topic.in_(topics)) for each in said)))
    by_thing: dict[UUID, list[tuple[str, str]]] = {}
    for thing_id, topic, value in rows:
        by_thing.setdefault(thing_id, []).append((topic, value))
    by_said: dict[tuple[tuple[str, str], ...], list[UUID]] = {}
    for thing_id, times in by_thing.items():
        by_said.setdefault(tuple(sorted(times)), []).append(thing_id)
    return [
        ([(FactTopic(topic), json.loads(value)) for topic, value in times], ids)
        for times, ids in by_said.items()
    ]


def facts_of(wanted: Wanted, *columns: Any) -> list[Select[Any]]:
    """The facts of all that match: one query for places, one for trails, so that each finds its
    index. The thing's id comes first.
    """
    queries: list[Select[Any]] = []
    for found, about in (
        (_places(wanted).subquery(), VisitorFact.place_id),
        (trails(wanted).subquery(), VisitorFact.trail_id),
    ):
        query = select(found.c.id, *columns).join_from(VisitorFact, found, found.c.id == about)
        if wanted.municipality_id:
            query = query.where(VisitorFact.municipality_id == wanted.municipality_id)
        queries.append(query)
    return queries


def things(wanted: Wanted) -> CompoundSelect[Any]:
    """All that match: noun, id, name, kind, length_m, minutes, difficulty, distance_m."""
    return union_all(_places(wanted), trails(wanted))


def _places(wanted: Wanted) -> Select[Any]:
    kinds = [kind for kind in wanted.kinds if kind != TRAIL]
    conditions = [
        OfficialPlace.withdrawn_at.is_(None),
        OfficialPlace.in_force,
        *_anywhere(OfficialPlace, OfficialPlace.geom, OfficialPlace.geom_3006, wanted),
        *_facts(VisitorFact.place_id == OfficialPlace.id, wanted),
    ]
    if wanted.kinds:
        conditions.append(OfficialPlace.kind.in_([PlaceKind(kind) for kind in kinds]))
    if wanted.wants_trails_alone:
        conditions.append(false())
    return select(
        literal("place").label("noun"),
        OfficialPlace.id.label("id"),
        OfficialPlace.name.label("name"),
        cast(OfficialPlace.kind, String).label("kind"),
        cast(null(), Trail.length_m.type).label("length_m"),
        cast(null(), Trail.walking_minutes.type).label("minutes"),
        cast(null(), String).label("difficulty"),
        _distance(OfficialPlace.geom_3006, wanted).label("distance_m"),
    ).where(*conditions)


_ON_THE_GROUND = func.coalesce(Trail.geom_3006, func.ST_Transform(Trail.start_geom, SWEREF99_TM))


def trails(wanted: Wanted) -> Select[Any]:
    """The trails among them, with the same columns."""
    shape = func.coalesce(Trail.geom, Trail.start_geom)
    conditions = [
        Trail.withdrawn_at.is_(None),
        *_anywhere(Trail, shape, _ON_THE_GROUND, wanted),
        *_facts(VisitorFact.trail_id == Trail.id, wanted),
        *_any_of(Trail.length_m, [LENGTHS[each] for each in wanted.lengths]),
        *_any_of(Trail.walking_minutes, [TIMES[each] for each in wanted.times]),
    ]
    if wanted.difficulties:
        conditions.append(Trail.difficulty.in_(wanted.difficulties))
    if wanted.kinds and TRAIL not in wanted.kinds:
        conditions.append(false())
    return select(
        literal("trail").label("noun"),
        Trail.id.label("id"),
        Trail.name.label("name"),
        literal(TRAIL).label("kind"),
        Trail.length_m.label("length_m"),
        Trail.walking_minutes.label("minutes"),
        cast(Trail.difficulty, String).label("difficulty"),
        _distance(_ON_THE_GROUND, wanted).label("distance_m"),
    ).where(*conditions)


def _anywhere(
    model: type[OfficialPlace] | type[Trail],
    shape: Any,
    ground: Any,
    wanted: Wanted,
) -> list[ColumnElement[bool]]:
    """What is asked of places and trails alike: where, and by what name."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.municipality_id:
        conditions.append(model.municipality_id == wanted.municipality_id)
    if wanted.bbox:
        box = geo.ST_MakeEnvelope(*wanted.bbox.corners, WGS84)
        conditions.append(geo.ST_Intersects(shape, box))
    if wanted.q:
        conditions.append(
            or_(
                is_named(model, wanted.q),
                model.summary.icontains(wanted.q, autoescape=True),
            )
        )
    if wanted.near and wanted.within_m:
        conditions.append(geo.ST_DWithin(ground, _here(wanted.near), wanted.within_m))
    elif wanted.near:
        conditions.append(ground.is_not(None))
    if wanted.only is not None:
        conditions.append(model.id == any_(literal(list(wanted.only), ARRAY(Uuid))))
    return conditions


def _here(near: tuple[float, float]) -> ColumnElement[Any]:
    here: ColumnElement[Any] = geo.ST_Transform(
        geo.ST_SetSRID(geo.ST_MakePoint(*near), WGS84), SWEREF99_TM
    )
    return here


def _distance(ground: Any, wanted: Wanted) -> ColumnElement[Any]:
    return geo.ST_Distance(ground, _here(wanted.near)) if wanted.near else cast(null(), Float)


def _any_of(column: Any, bounds: list[Bounds]) -> list[ColumnElement[bool]]:
    if not bounds:
        return []
    return [or_(*(within(column, each) for each in bounds))]


def within(column: Any, bounds: Bounds) -> ColumnElement[bool]:
    """Whether a number lies between the bounds; one that is not known does not."""
    low, high = bounds
    return and_(column >= low, column < high) if high is not None else column >= low


def _facts(about: ColumnElement[bool], wanted: Wanted) -> list[ColumnElement[bool]]:
    said = [
        *(VisitorFact.topic == topic for topic in wanted.facilities),
        *(suits(topic) for topic in wanted.suits),
        *(meets(need) for need in wanted.access),
    ]
    here = [VisitorFact.municipality_id == wanted.municipality_id] if wanted.municipality_id else []
    return [exists().where(about, *here, each) for each in said]


def suits(topic: FactTopic) -> ColumnElement[bool]:
    """Whether a row of visitor_fact says that it suits, wholly or partly."""
    answer = VisitorFact.value["answer"].as_string()
    return and_(VisitorFact.topic == topic, answer.in_(("yes", "partly")))
