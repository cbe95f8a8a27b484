"""GeoJSON (RFC 7946), one feature."""

from __future__ import annotations

import json

import shapely

from geostories.exporters.described import Described

ABOUT_A_DECIMETRE = 1e-6
"""Degrees."""


def write_geojson(thing: Described) -> bytes:
    """The shape as it is, everything else as properties."""
    shape = shapely.set_precision(thing.shape, ABOUT_A_DECIMETRE, mode="pointwise")
    feature = {
        "type": "Feature",
        "properties": {
            "name": thing.name,
            "kind": thing.kind,
            "description": thing.description,
            "source": thing.source,
            "licence": thing.licence,
            "licence_page": thing.licence_page,
            "fetched_at": thing.instant,
            "page": thing.page,
            "is_example": thing.is_example,
        },
        "geometry": json.loads(shapely.to_geojson(shape)),
    }
    return json.dumps(feature, ensure_ascii=False).encode()
