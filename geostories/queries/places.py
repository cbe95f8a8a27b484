"""Official places: reserves, bathing places, shelters, sights."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import functions as geo
from sqlalchemy import ColumnElement, Select, func, literal, or_, select
from sqlalchemy.orm import Session, defer

from geostories.errors import NotFound
from geostories.geo.bbox import BBox
from geostories.geo.srid import WGS84
from geostories.models import Municipality, OfficialPlace
from geostories.queries.search import is_named
from geostories.vocabulary import Accuracy, PlaceKind


@dataclass(frozen=True)
class PlaceFilter:
    """Which places are wanted."""

    municipality_id: UUID | None = None
    bbox: BBox | None = None
    q: str = ""
    kind: str = ""


@dataclass(frozen=True)
class PlaceInfo:
    """An official place. `lon`, `lat`: a point on it; `geometry`: GeoJSON; both WGS 84.

    Where the geometry was not asked for it is {}: some reserves have hundreds of kilobytes.
    """

    id: UUID
    municipality: str
    kind: PlaceKind
    name: str
    summary: str
    facts: dict[str, Any]
    source: str
    source_url: str
    licence: str
    fetched_at: datetime
    withdrawn_at: datetime | None
    in_force: bool
    accuracy: Accuracy
    accuracy_m: int | None
    register: str
    register_id: str
    lon: float
    lat: float
    geometry: dict[str, Any]


_GEOJSON = func.ST_AsGeoJSON(OfficialPlace.geom, 6)


def _places(geometry: ColumnElement[Any] = _GEOJSON) -> Select[Any]:
    point = geo.ST_PointOnSurface(OfficialPlace.geom)
    return (
        select(OfficialPlace, Municipality.slug, func.ST_X(point), func.ST_Y(point), geometry)
        .options(defer(OfficialPlace.geom), defer(OfficialPlace.geom_3857))
        .options(defer(OfficialPlace.geom_3006))
        .join(Municipality, Municipality.id == OfficialPlace.municipality_id)
        .order_by(OfficialPlace.name, OfficialPlace.id)
    )


def _matches(wanted: PlaceFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        OfficialPlace.withdrawn_at.is_(None),
        OfficialPlace.in_force.is_(True),
    ]
    if wanted.municipality_id:
        conditions.append(OfficialPlace.municipality_id == wanted.municipality_id)
    if wanted.bbox:
        box = geo.ST_MakeEnvelope(*wanted.bbox.corners, WGS84)
        conditions.append(geo.ST_Intersects(OfficialPlace.geom, box))
    if wanted.kind:
        conditions.append(OfficialPlace.kind == wanted.kind)
    if wanted.q:
        conditions.append(
            or_(
                is_named(OfficialPlace, wanted.q),
                OfficialPlace.summary.icontains(wanted.q, autoescape=True),
            )
        )
    return conditions


def _info(row: Any) -> PlaceInfo:
    place, municipality, lon, lat, geometry = tuple(row)
    names = set(PlaceInfo.__dataclass_fields__) - {"municipality", "lon", "lat", "geometry"}
    return PlaceInfo(
        **{name: getattr(place, name) for name in names},
        municipality=municipality,
        lon=lon,
        lat=lat,
        geometry=json.loads(geometry),
    )


def list_places(
    session: Session, *, wanted: PlaceFilter, limit: int, offset: int = 0
) -> list[PlaceInfo]:
    """The places that match, by name."""
    query = _places().where(*_matches(wanted)).limit(limit).offset(offset)
    return [_info(row) for row in session.execute(query)]


def count_places(session: Session, *, wanted: PlaceFilter) -> int:
    """How many match."""
    return (
        session.scalar(select(func.count()).select_from(OfficialPlace).where(*_matches(wanted)))
        or 0
    )


def list_kinds(session: Session, municipality_id: UUID) -> list[PlaceKind]:
    """The kinds of a municipality's places, the commonest first."""
    query = (
        select(OfficialPlace.kind)
        .where(*_matches(PlaceFilter(municipality_id)))
        .group_by(OfficialPlace.kind)
        .order_by(func.count().desc(), OfficialPlace.kind)
    )
    return list(session.scalars(query))


def list_places_by_id(session: Session, ids: Iterable[UUID]) -> list[PlaceInfo]:
    """These places, in any order, without their geometry."""
    query = _places(literal("{}")).where(OfficialPlace.id.in_(list(ids)))
    return [_info(row) for row in session.execute(query)]


def find_place(session: Session, place_id: UUID) -> PlaceInfo | None:
    """One place, withdrawn ones and those not in force too (they say so), or None."""
    row = session.execute(_places().where(OfficialPlace.id == place_id)).one_or_none()
    return _info(row) if row else None


def get_place(session: Session, place_id: UUID) -> PlaceInfo:
    """One place; raises NotFound."""
    place = find_place(session, place_id)
    if place is None:
        raise NotFound("no_place")
    return place
