"""Coordinates as people type them: `58.99587, 16.20721`, `58,99587 16,20721` or SWEREF 99 TM."""

from __future__ import annotations

import re

from geostories.errors import InvalidInput
from geostories.geo.grid import to_wgs84

SWEDEN = (10.0, 55.0, 25.0, 69.5)
"""West, south, east, north in degrees, sea included: no story lies outside."""

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")


def parse_point(text: str) -> tuple[float, float]:
    """Read a typed position; returns (longitude, latitude) in WGS 84.

    Takes latitude first, as maps and phones print it, longitude first when only that lies in
    Sweden, and SWEREF 99 TM as north and east in either order. Raises InvalidInput otherwise.
    """
    numbers = [float(n.replace(",", ".")) for n in _NUMBER.findall(text)]
    if len(numbers) != 2:
        raise InvalidInput("bad_coordinates", field="coordinates")
    first, second = numbers
    candidates = [(second, first), (first, second)]
    if min(numbers) > 100_000 and max(numbers) < 10_000_000:
        candidates = [to_wgs84(min(numbers), max(numbers))]
    for lon, lat in candidates:
        if in_sweden(lon, lat):
            return lon, lat
    raise InvalidInput("outside_sweden", field="coordinates")


def in_sweden(lon: float, lat: float) -> bool:
    """Whether a point lies in Sweden's bounding box; false for NaN and infinities."""
    west, south, east, north = SWEDEN
    return west <= lon <= east and south <= lat <= north
