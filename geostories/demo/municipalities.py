"""The demonstration's municipalities with their borders."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

from geoalchemy2.shape import from_shape
from shapely.geometry import MultiPolygon, shape
from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.config import resource
from geostories.geo.srid import WGS84
from geostories.models import Municipality

NAMES = {"katrineholm": "Katrineholms kommun", "vaxjo": "Växjö kommun"}


def load_municipalities(session: Session) -> dict[str, UUID]:
    """Make those that are missing; answers their ids by slug."""
    ids = {each.slug: each.id for each in session.scalars(select(Municipality))}
    file = resource("data") / "demo" / "municipalities.geojson"
    for feature in json.loads(file.read_text())["features"]:
        facts = feature["properties"]
        slug = facts["slug"]
        if slug in ids:
            continue
        border = shape(feature["geometry"])
        parts = border if isinstance(border, MultiPolygon) else MultiPolygon([border])
        ids[slug] = uuid4()
        session.add(
            Municipality(
                id=ids[slug],
                slug=slug,
                code=facts["code"],
                name=NAMES[slug],
                site_name=facts["site_name"],
                contact_email=f"kontakt@{slug}.example.se",
                contact_url=f"https://{slug}.example.se/kontakt",
                geom=from_shape(parts, srid=WGS84),
            )
        )
    session.flush()
    return ids
