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
from geostories.geo.srid import SWEREF99_TM, WEB_MERCATOR, WGS84

RT90 = 3021
"""RT 90 2.5 gon V, the national system before 2007."""

ZONES = tuple(range(3007, 3019))
"""SWEREF 99 12 00 to 23 15: the municipalities' own systems, each round its meridian."""

SUPPORTED = (WGS84, SWEREF99_TM, *ZONES, RT90, WEB_MERCATOR)
UNKNOWN = 0
"""The layer names a system, but not one we read."""

Bounds = tuple[float, float, float, float]

_SAME_AS = {4979: WGS84, 4258: WGS84, 4619: WGS84, 4976: WGS84, 4977: WGS84, 2400: RT90}
"""Within a metre or less: WGS 84 with heights, ETRS 89, SWEREF 99 in degrees; RT 90's first number."""

_CODE = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:)?EPSG:(?:[\d.]*:)?(\d{4,6})"
    r"|https?://www\.opengis\.net/(?:def/crs/EPSG/[\d.]+/|gml/srs/epsg\.xml#)(\d{4,6})",
    re.IGNORECASE,
)
_CRS84 = re.compile(
    r"(?:(?:urn:ogc:def:crs:)?OGC:(?:[\d.]*:)?|https?://www\.opengis\.net/def/crs/OGC/[\d.]+/)CRS84h?",
    re.IGNORECASE,
)
_ZONE_RANGE = (-350_000.0, 6_100_000.0, 650_000.0, 7_700_000.0)
_ZONE_WIDTH = (50_000.0, 6_100_000.0, 250_000.0, 7_700_000.0)
_RANGES: dict[int, Bounds] = {
    WGS84: SWEDEN,
    SWEREF99_TM: (200_000.0, 6_100_000.0, 950_000.0, 7_700_000.0),
    RT90: (1_150_000.0, 6_100_000.0, 1_950_000.0, 7_700_000.0),
    WEB_MERCATOR: (1_100_000.0, 7_300_000.0, 2_800_000.0, 11_200_000.0),
    **dict.fromkeys(ZONES, _ZONE_RANGE),
}
"""What numbers (east or longitude first) can be in Sweden, by system."""

_GUESSES = {
    f"EPSG:{ZONES[0]}–{ZONES[-1]}": _ZONE_WIDTH,
    **{f"EPSG:{each}": _RANGES[each] for each in (WGS84, SWEREF99_TM, RT90, WEB_MERCATOR)},
}


def epsg(name: str | None) -> int | None:
    """EPSG code of a system named by code, URN or WKT; None: none is named; UNKNOWN: not ours."""
    if not name:
        return None
    if _CRS84.fullmatch(name):
        return WGS84
    code = _CODE.fullmatch(name)
    found = int(code[1] or code[2]) if code else _epsg_of_wkt(name)
    if found and found not in SUPPORTED:
        found = _SAME_AS.get(found) or _horizontal(found)
    return found if found in (*SUPPORTED, None) else UNKNOWN


def _epsg_of_wkt(text: str) -> int | None:
    try:
        system = CRS.from_wkt(text)
    except CRSError:
        return UNKNOWN
    if system.name.startswith(("Undefined", "Unknown")) or system.is_engineering:
        return None  # how GeoPackage and GDAL say that they do not know
    flat = system.sub_crs_list[0] if system.is_compound else system
    return flat.to_epsg(min_confidence=70) or _same(flat)


def _same(system: CRS) -> int:
    """Which of ours it is by its numbers; GDAL's own old WKT has the axes the other way round."""
    likely = system.to_epsg(min_confidence=20)
    if likely not in SUPPORTED or not system.is_projected:
        return UNKNOWN
    return int(likely) if _numbers(system) == _numbers(CRS.from_epsg(likely)) else UNKNOWN


def _numbers(system: CRS) -> dict[str, float]:
    """The projection's parameters in basic units, to a millimetre and to 1e-9 radians."""
    operation = system.coordinate_operation
    return {
        each.name: round(float(each.value) * each.unit_conversion_factor, 9)
        for each in (operation.params if operation else ())
    }


def _horizontal(code: int) -> int:
    """The flat part of a system with heights, as EPSG:5845 (SWEREF 99 TM and RH 2000)."""
    try:
        system = CRS.from_epsg(code)
    except CRSError:
        return UNKNOWN
    return (system.is_compound and system.sub_crs_list[0].to_epsg()) or UNKNOWN


def _within(bounds: Bounds, limits: Bounds) -> bool:
    west, south, east, north = limits
    return west <= bounds[0] and bounds[2] <= east and south <= bounds[1] and bounds[3] <= north


def _swapped(bounds: Bounds) -> Bounds:
    return bounds[1], bounds[0], bounds[3], bounds[2]


def guess(bounds: Bounds, *, near: Bounds | None = None) -> str:
    """What numbers without a system look like, as `EPSG:3006`, the likely ones, or nothing.

    `near` (degrees) is where they should lie; without it the zones of SWEREF 99 look the same.
    """
    if near:
        middle = shapely.box(*bounds).centroid
        fitting = [each for each in SUPPORTED if _lies_in(middle.x, middle.y, each, near)]
        if fitting:
            return ", ".join(f"EPSG:{each}" for each in fitting)
    found = [
        name
        for name, limits in _GUESSES.items()
        if _within(bounds, limits) or _within(_swapped(bounds), limits)
    ]
    return ", ".join(found)


def _lies_in(x: float, y: float, srid: int, near: Bounds) -> bool:
    limits = _RANGES[srid]
    if not _within((x, y, x, y), limits):
        return False
    lon, lat = (x, y) if srid == WGS84 else _to_wgs84(srid).transform(x, y)
    return _within((lon, lat, lon, lat), near)


def fits(bounds: Bounds, srid: int, *, near: Bounds | None) -> bool:
    """Whether numbers can be what their system says: in Sweden, and near where they should lie."""
    if not _within(bounds, _RANGES[srid]):
        return False
    middle = shapely.box(*bounds).centroid
    return near is None or _lies_in(middle.x, middle.y, srid, near)


def misplaced(bounds: Bounds, srid: int) -> dict[str, str] | None:
    """Code and blanks of what is wrong with a geometry's numbers, if they cannot be in Sweden."""
    ours = _RANGES[srid]
    if _within(bounds, ours):
        return None
    if _within(_swapped(bounds), ours):
        return {"code": "import_swapped_axes"}
    looks_like = guess(bounds)
    if looks_like:
        return {"code": "import_looks_like", "guess": looks_like, "system": f"EPSG:{srid}"}
    return {"code": "import_outside_sweden"}


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
