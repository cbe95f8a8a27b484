"""Zones where stories are held."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from shapely.geometry import MultiPolygon, Polygon
from sqlalchemy.orm import Session

from geostories.domain import held_zones
from geostories.geo.grid import to_sweref, to_wgs84
from tests.factories.story import PLACE


def square(at: tuple[float, float] = PLACE, half_m: float = 200) -> MultiPolygon:
    """An area of straight sides (WGS 84) around a point, as metres in SWEREF 99 TM lie."""
    east, north = to_sweref(*at)
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    return MultiPolygon(
        [Polygon([to_wgs84(east + x * half_m, north + y * half_m) for x, y in corners])]
    )


def make_zone(
    session: Session,
    municipality_id: UUID,
    *,
    name: str = "Skyddsobjektet",
    shape: MultiPolygon | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> UUID:
    """Draw a zone; answers its id. In the operator's or the municipality's scope."""
    zone_id = uuid4()
    zone = held_zones.Zone(name, "Här kan bilder skada.", shape or square(), starts_on, ends_on)
    held_zones.add(session, zone_id=zone_id, municipality_id=municipality_id, zone=zone, by=uuid4())
    session.flush()
    return zone_id
