"""Municipalities to test with."""

from __future__ import annotations

from geoalchemy2.shape import from_shape
from shapely.geometry import MultiPolygon, box
from sqlalchemy.orm import Session

from geostories.geo.srid import WGS84
from geostories.models import Municipality

KNOWN = {
    "katrineholm": ("0483", "Katrineholm", (15.75, 58.75, 16.60, 59.25)),
    "vaxjo": ("0780", "Växjö", (14.45, 56.60, 15.20, 57.25)),
}
"""Code, name and, instead of the border, the box around it: west, south, east, north in degrees."""


def make_municipality(session: Session, slug: str = "katrineholm") -> Municipality:
    """Add one of KNOWN and write it. In the operator's scope."""
    code, name, corners = KNOWN[slug]
    municipality = Municipality(
        slug=slug,
        code=code,
        name=name,
        site_name=f"{name} 3.0",
        contact_email=f"{slug}@example.se",
        contact_url=f"https://www.example.se/{slug}",
        geom=from_shape(MultiPolygon([box(*corners)]), srid=WGS84),
    )
    session.add(municipality)
    session.flush()
    return municipality
