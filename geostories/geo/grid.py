"""Approximate places: a point snapped to the centre of its SWEREF 99 TM cell, never jittered."""

from __future__ import annotations

from functools import cache

from pyproj import Transformer

from geostories.geo.srid import SWEREF99_TM, WGS84
from geostories.vocabulary import CELL_M, Precision


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_sweref(lon: float, lat: float) -> tuple[float, float]:
    """Degrees (WGS 84) to metres (east, north) in SWEREF 99 TM."""
    return _transformer(WGS84, SWEREF99_TM).transform(lon, lat)


def to_wgs84(east: float, north: float) -> tuple[float, float]:
    """Metres in SWEREF 99 TM to degrees (longitude, latitude)."""
    return _transformer(SWEREF99_TM, WGS84).transform(east, north)


def public_point(lon: float, lat: float, precision: Precision) -> tuple[float, float]:
    """Return the point others may see: itself, or the centre of its 400 m or 1,000 m cell.

    Seven decimals (about a centimetre), so that one cell always gives one and the same point.
    """
    if precision is Precision.EXACT:
        return round(lon, 7), round(lat, 7)
    size = CELL_M[precision]
    east, north = to_sweref(lon, lat)
    x, y = to_wgs84((east // size + 0.5) * size, (north // size + 0.5) * size)
    return round(x, 7), round(y, 7)
