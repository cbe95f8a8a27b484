"""Which reference system a layer is in, whether its numbers agree, and the way to WGS 84."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geostories.geo.coordinates import SWEDEN
from geostories.geo.srid import SWEREF99_TM, WGS84

SUPPORTED = (WGS84, SWEREF99_TM)
UNKNOWN = 0
"""The layer names a system, but not one we read."""

Bounds = tuple[float, float, float, float]

_SAME_AS_WGS84 = {4979}  # WGS 84 with heights
_CODE = re.compile(r"(?:urn:ogc:def:crs:)?EPSG:(?:[\d.]*:)?(\d{4,6})", re.IGNORECASE)
_CRS84 = re.compile(r"(?:urn:ogc:def:crs:)?OGC:(?:[\d.]*:)?CRS84h?", re.IGNORECASE)
_SWEREF_RANGE = (200_000.0, 6_100_000.0, 950_000.0, 7_700_000.0)


def epsg(name: str | None) -> int | None:
    """EPSG code of a system named by code, URN or WKT; None: none is named; UNKNOWN: not ours."""
    if not name:
        return None
    if _CRS84.fullmatch(name):
        return WGS84
    code = _CODE.fullmatch(name)
    found = int(code[1]) if code else _epsg_of_wkt(name)
    if found in _SAME_AS_WGS84:
        return WGS84
    return found if found in (*SUPPORTED, None) else UNKNOWN


def _epsg_of_wkt(text: str) -> int | None:
    try:
        system = CRS.from_wkt(text)
    except CRSError:
        return UNKNOWN
    if system.name.startswith("Undefined"):
        return None  # how GeoPackage says that it does not know
    return system.to_epsg(min_confidence=70) or UNKNOWN


def _within(bounds: Bounds, limits: Bounds) -> bool:
    west, south, east, north = limits
    return west <= bounds[0] and bounds[2] <= east and south <= bounds[1] and bounds[3] <= north


def _swapped(bounds: Bounds) -> Bounds:
    return bounds[1], bounds[0], bounds[3], bounds[2]


def guess(bounds: Bounds) -> str:
    """What numbers without a system look like: `EPSG:3006`, `EPSG:4326` or nothing."""
    for limits, name in ((_SWEREF_RANGE, SWEREF99_TM), (SWEDEN, WGS84)):
        if _within(bounds, limits) or _within(_swapped(bounds), limits):
            return f"EPSG:{name}"
    return ""


def misplaced(bounds: Bounds, srid: int) -> str | None:
    """The code of what is wrong with a geometry's numbers, if they cannot be in Sweden."""
    ours = SWEDEN if srid == WGS84 else _SWEREF_RANGE
    if _within(bounds, ours):
        return None
    if _within(_swapped(bounds), ours):
        return "import_swapped_axes"
    looks_like = guess(bounds)
    if looks_like:
        sweref = looks_like == f"EPSG:{SWEREF99_TM}"
        return "import_looks_like_sweref" if sweref else "import_looks_like_degrees"
    return "import_outside_sweden"


@cache
def _to_wgs84(srid: int) -> Transformer:
    return Transformer.from_crs(srid, WGS84, always_xy=True)


def to_wgs84(geometries: Any, srid: int) -> Any:
    """An array of geometries, each with the heights it had, in WGS 84; no measures (M)."""
    flat = shapely.force_2d(geometries)
    high = shapely.has_z(geometries)
    shapes = np.where(high, shapely.force_3d(flat), flat)
    for with_heights in (False, True):
        chosen = high == with_heights
        coordinates = shapely.get_coordinates(geometries[chosen], include_z=with_heights)
        if srid != WGS84:
            x, y = _to_wgs84(srid).transform(coordinates[:, 0], coordinates[:, 1])
            coordinates[:, 0], coordinates[:, 1] = x, y
        shapes[chosen] = shapely.set_coordinates(shapes[chosen], coordinates)
    return shapes


def warm_up() -> None:
    """Open PROJ's database, while files may still be opened."""
    for srid in SUPPORTED:
        _epsg_of_wkt(CRS.from_epsg(srid).to_wkt())
        to_wgs84(np.array([shapely.Point(0, 0, 0)]), srid)
