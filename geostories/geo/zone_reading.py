"""Zones as staff bring them: GeoJSON, or corners as they are drawn on the map."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from shapely import force_2d, get_coordinates
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from geostories.errors import InvalidInput
from geostories.geo.coordinates import in_sweden
from geostories.geo.drawn_shapes import read_area, read_corners
from geostories.vocabulary import ShapeKind

MOST_AREAS = 100
"""Of one zone; more are a layer."""


def read_zone(text: str, *, corners: int) -> MultiPolygon:
    """A zone (WGS 84) from GeoJSON of areas, or from rows of `latitude, longitude`.

    At most `corners` of them. Raises InvalidInput (field `shape`).
    """
    if text.lstrip().startswith("{"):
        return _of_geojson(text, corners)
    return MultiPolygon([read_area(read_corners(text, ShapeKind.AREA, corners))])


def _of_geojson(text: str, most: int) -> MultiPolygon:
    try:
        areas = [force_2d(area) for area in _areas(json.loads(text))]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, ShapelyError):
        raise InvalidInput("zone_unreadable", field="shape") from None
    if not areas:
        raise InvalidInput("zone_without_area", field="shape")
    if len(areas) > MOST_AREAS or sum(len(get_coordinates(each)) for each in areas) > most:
        raise InvalidInput("shape_too_many", field="shape", most=most)
    if not all(in_sweden(lon, lat) for area in areas for lon, lat in get_coordinates(area)):
        raise InvalidInput("outside_sweden", field="shape")
    if not all(area.is_valid and area.area for area in areas):
        raise InvalidInput("shape_crosses", field="shape")
    return MultiPolygon(areas)


def _areas(given: dict[str, Any]) -> Iterator[Polygon]:
    """The areas of a geometry, a feature or a collection of features; all else is left out."""
    for feature in given["features"] if given.get("type") == "FeatureCollection" else [given]:
        found: BaseGeometry = shape(feature.get("geometry", feature))
        if isinstance(found, Polygon):
            yield found
        elif isinstance(found, MultiPolygon):
            yield from found.geoms
