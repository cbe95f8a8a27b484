"""Tiles of the web's map: where on earth one lies."""

from __future__ import annotations

import math


def tile_bounds(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees (WGS 84) of an XYZ tile; y counts from the north."""
    west, north = _corner(z, x, y)
    east, south = _corner(z, x + 1, y + 1)
    return west, south, east, north


def _corner(z: int, x: int, y: int) -> tuple[float, float]:
    """The north-western corner: longitude and latitude."""
    side = 2**z
    return x / side * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / side))))
