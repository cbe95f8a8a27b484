"""Protected and sensitive areas to test with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from geoalchemy2.shape import from_shape
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from geostories.geo.grid import to_sweref, to_wgs84
from geostories.geo.srid import WGS84
from geostories.models import OfficialPlace, SensitiveArea, VisitorFact
from geostories.vocabulary import FactTopic, PlaceKind

LAYER = "fladdrande-kanarielager"
"""Name of the sensitive layer: a word that must not be seen outside."""


def moved(at: tuple[float, float], *, east: float = 0, north: float = 0) -> tuple[float, float]:
    """The point (degrees) so many metres away."""
    x, y = to_sweref(*at)
    return to_wgs84(x + east, y + north)


def circle(at: tuple[float, float], metres: float) -> Polygon:
    """A round area in degrees."""
    ring = Point(to_sweref(*at)).buffer(metres).exterior
    return Polygon([to_wgs84(x, y) for x, y in ring.coords])


def make_sensitive_area(
    session: Session,
    municipality_id: UUID,
    *,
    species: str,
    at: tuple[float, float],
    metres: float = 100,
) -> None:
    """Put an area into the municipality's sensitive layer. In its scope or the operator's."""
    session.add(
        SensitiveArea(
            municipality_id=municipality_id,
            register=LAYER,
            register_id=str(uuid4()),
            species=species,
            geom=from_shape(circle(at, metres), srid=WGS84),
        )
    )
    session.flush()


def make_place(
    session: Session,
    municipality_id: UUID,
    *,
    name: str,
    shape: BaseGeometry,
    kind: PlaceKind = PlaceKind.NATURE_RESERVE,
    rules: tuple[str, ...] = (),
    **columns: Any,
) -> UUID:
    """Add an official place, a reserve unless told, with its rules. In the operator's scope."""
    place = OfficialPlace(
        municipality_id=municipality_id,
        register="tests",
        register_id=str(uuid4()),
        name=name,
        kind=kind,
        source="Naturvårdsverket",
        licence="CC0",
        fetched_at=datetime(2026, 11, 21, tzinfo=UTC),
        geom=from_shape(shape, srid=WGS84),
        **columns,
    )
    session.add(place)
    session.flush()
    for number, rule in enumerate(rules):
        add_fact(session, place, FactTopic.RULE, {"text": rule}, position=number)
    return place.id


def add_fact(
    session: Session, place: OfficialPlace, topic: FactTopic, value: dict, *, position: int = 0
) -> None:
    """Say something about a place. In the operator's scope."""
    session.add(
        VisitorFact(
            municipality_id=place.municipality_id,
            place_id=place.id,
            topic=topic,
            value=value,
            position=position,
        )
    )
    session.flush()
