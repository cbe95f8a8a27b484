"""Trails, with or without a known line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import functions as geo
from sqlalchemy import ColumnElement, Select, String, case, cast, func, null, select
from sqlalchemy.orm import Session, defer

from geostories.errors import NotFound
from geostories.geo.bbox import BBox
from geostories.geo.srid import WGS84
from geostories.models import Municipality, OfficialPlace, Trail
from geostories.queries.search import is_named
from geostories.vocabulary import Accuracy, Difficulty, TrailKind

MOST_CORNERS_WIDENED, MOST_CORNERS_CUT = 2_000, 16_000
"""Of a place: with more, drawing a margin round it, or cutting a trail by it, takes longer than a
page may. The largest reserves have some 15,000; the margin is for points."""


@dataclass(frozen=True)
class TrailFilter:
    """Which trails are wanted."""

    municipality_id: UUID | None = None
    bbox: BBox | None = None
    q: str = ""


@dataclass(frozen=True)
class TrailInfo:
    """A trail. `lon`, `lat`: its sign, or None; `geometry`: GeoJSON line, start point or None.

    `walking_minutes` and `difficulty` are None where too little is known to say.
    """

    id: UUID
    municipality: str
    name: str
    summary: str
    facts: dict[str, Any]
    length_m: int | None
    start_name: str
    end_name: str
    is_example: bool
    kind: TrailKind
    marking: str
    surface: str
    is_loop: bool | None
    difficulty: Difficulty | None
    walking_minutes: int | None
    source: str
    source_url: str
    licence: str
    fetched_at: datetime
    withdrawn_at: datetime | None
    accuracy: Accuracy
    accuracy_m: int | None
    register: str
    register_id: str
    lon: float | None
    lat: float | None
    geometry: dict[str, Any] | None


_SHAPE = func.coalesce(Trail.geom, Trail.start_geom)
_SIGN = func.coalesce(Trail.start_geom, func.ST_StartPoint(func.ST_GeometryN(Trail.geom, 1)))


_GEOJSON = func.ST_AsGeoJSON(_SHAPE, 6)


def _trails(geometry: ColumnElement[Any] = _GEOJSON) -> Select[Any]:
    return (
        select(Trail, Municipality.slug, func.ST_X(_SIGN), func.ST_Y(_SIGN), geometry)
        .options(defer(Trail.geom), defer(Trail.geom_3857), defer(Trail.geom_3006))
        .options(defer(Trail.profile))
        .join(Municipality, Municipality.id == Trail.municipality_id)
        .order_by(Trail.name, Trail.id)
    )


def _matches(wanted: TrailFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Trail.withdrawn_at.is_(None)]
    if wanted.municipality_id:
        conditions.append(Trail.municipality_id == wanted.municipality_id)
    if wanted.bbox:
        box = geo.ST_MakeEnvelope(*wanted.bbox.corners, WGS84)
        conditions.append(
            geo.ST_Intersects(Trail.geom, box) | geo.ST_Intersects(Trail.start_geom, box)
        )
    if wanted.q:
        conditions.append(is_named(Trail, wanted.q))
    return conditions


def _info(row: Any) -> TrailInfo:
    trail, municipality, lon, lat, geometry = tuple(row)
    names = set(TrailInfo.__dataclass_fields__) - {"municipality", "lon", "lat", "geometry"}
    return TrailInfo(
        **{name: getattr(trail, name) for name in names},
        municipality=municipality,
        lon=lon,
        lat=lat,
        geometry=json.loads(geometry) if geometry else None,
    )


def list_trails(
    session: Session, *, wanted: TrailFilter, limit: int, offset: int = 0
) -> list[TrailInfo]:
    """The trails that match, by name."""
    query = _trails().where(*_matches(wanted)).limit(limit).offset(offset)
    return [_info(row) for row in session.execute(query)]


def count_trails(session: Session, *, wanted: TrailFilter) -> int:
    """How many match."""
    return session.scalar(select(func.count()).select_from(Trail).where(*_matches(wanted))) or 0


def list_trails_by_id(session: Session, ids: Iterable[UUID]) -> list[TrailInfo]:
    """These trails, in any order, without their geometry."""
    query = _trails(cast(null(), String)).where(Trail.id.in_(list(ids)))
    return [_info(row) for row in session.execute(query)]


def find_trail(session: Session, trail_id: UUID) -> TrailInfo | None:
    """One trail, withdrawn ones too (they say so), or None."""
    row = session.execute(_trails().where(Trail.id == trail_id)).one_or_none()
    return _info(row) if row else None


def find_trail_at(session: Session, *, place_id: UUID, within_m: int) -> TrailInfo | None:
    """The trail that runs through a place, or past it within so many metres: the longest way of it."""
    ground = select(OfficialPlace.geom_3006).where(OfficialPlace.id == place_id).scalar_subquery()
    corners = geo.ST_NPoints(ground)
    wide = case(
        (corners <= MOST_CORNERS_WIDENED, geo.ST_Buffer(ground, within_m)),
        (corners <= MOST_CORNERS_CUT, ground),
        else_=geo.ST_Envelope(ground),
    )
    inside = geo.ST_Length(geo.ST_Intersection(Trail.geom_3006, wide))
    query = (
        _trails(cast(null(), String))
        .where(Trail.withdrawn_at.is_(None), geo.ST_DWithin(Trail.geom_3006, ground, within_m))
        .order_by(None)
        .order_by(inside.desc(), Trail.id)
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return _info(row) if row else None


def get_trail(session: Session, trail_id: UUID) -> TrailInfo:
    """One trail; raises NotFound."""
    trail = find_trail(session, trail_id)
    if trail is None:
        raise NotFound("no_trail")
    return trail
