"""Places, trails and what visitors want to know of them, to test with. In the operator's scope."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from geoalchemy2.shape import from_shape
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from geostories.domain.visitor_facts import validate
from geostories.geo.srid import WGS84
from geostories.models import OfficialPlace, Trail, VisitorFact
from geostories.vocabulary import FactTopic, PlaceKind

FETCHED_AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
VAXJO = (14.80906, 56.87767)
"""Longitude and latitude."""


def _registered(municipality_id: UUID, name: str, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "municipality_id": municipality_id,
        "register": "test",
        "register_id": uuid4().hex,
        "name": name,
        "source": "Länsstyrelsen",
        "licence": "CC0",
        "fetched_at": FETCHED_AT,
        **more,
    }


def make_place(
    session: Session,
    municipality_id: UUID,
    *,
    name: str = "Jättens handfat",
    kind: PlaceKind = PlaceKind.SIGHT,
    at: tuple[float, float] | BaseGeometry = VAXJO,
    **more: Any,
) -> OfficialPlace:
    """Add an official place and write it; `at` in WGS 84."""
    shape = at if isinstance(at, BaseGeometry) else Point(at)
    columns = _registered(municipality_id, name, more)
    place = OfficialPlace(kind=kind, geom=from_shape(shape, srid=WGS84), **columns)
    session.add(place)
    session.flush()
    return place


def make_trail(
    session: Session,
    municipality_id: UUID,
    *,
    name: str = "Rundan",
    at: tuple[float, float] = VAXJO,
    **more: Any,
) -> Trail:
    """Add a trail of which only the start is known, and write it."""
    columns = _registered(municipality_id, name, more)
    trail = Trail(start_geom=from_shape(Point(at), srid=WGS84), **columns)
    session.add(trail)
    session.flush()
    return trail


def add_fact(
    session: Session,
    municipality_id: UUID,
    thing: OfficialPlace | Trail,
    topic: str,
    value: dict[str, Any],
    **more: Any,
) -> None:
    """Say something of a place or trail."""
    noun = "trail_id" if isinstance(thing, Trail) else "place_id"
    fact = VisitorFact(
        municipality_id=municipality_id,
        topic=FactTopic(topic),
        value=validate(FactTopic(topic), value),
        **{noun: thing.id},
        **more,
    )
    session.add(fact)
    session.flush()
