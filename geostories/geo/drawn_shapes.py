"""Lines and areas as people draw them: read from a list of corners, checked, put on one point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapely import get_coordinates
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geostories.errors import InvalidInput
from geostories.geo.coordinates import parse_point
from geostories.geo.grid import to_sweref, to_wgs84
from geostories.vocabulary import ShapeKind

LonLat = tuple[float, float]
LEAST = {ShapeKind.LINE: 2, ShapeKind.AREA: 3}
LONGEST_ROW = 80
"""Characters of one typed position."""
M2_PER_KM2 = 1_000_000
DECIMALS = 6
"""A decimetre: nobody points more exactly."""


@dataclass(frozen=True)
class Limits:
    """The most that can be drawn: corners, metres of a line, square kilometres of an area."""

    corners: int
    length_m: int
    area_km2: int


def read_shape(kind: ShapeKind, rows: str, limits: Limits) -> LineString | Polygon:
    """A line or an area (WGS 84) from corners, one `latitude, longitude` a row.

    An area need not be closed. Raises InvalidInput (field `shape`) for what cannot be read, is too
    little or too much, or an area whose border crosses itself.
    """
    corners = read_corners(rows, kind, limits.corners)
    if kind is ShapeKind.LINE:
        line = LineString(corners)
        if on_ground(line).length > limits.length_m:
            raise InvalidInput("shape_too_long", field="shape", km=limits.length_m // 1000)
        return line
    area = read_area(corners)
    if on_ground(area).area > limits.area_km2 * M2_PER_KM2:
        raise InvalidInput("shape_too_large", field="shape", km2=limits.area_km2)
    return area


def read_corners(rows: str, kind: ShapeKind, most: int) -> list[LonLat]:
    """The corners in order, the same one twice in a row once; raises InvalidInput."""
    found: list[LonLat] = []
    for number, row in enumerate(filter(None, map(str.strip, rows.splitlines())), start=1):
        if number > most:
            raise InvalidInput("shape_too_many", field="shape", most=most)
        corner = _read_corner(row, number)
        if not found or found[-1] != corner:
            found.append(corner)
    if kind is ShapeKind.AREA and len(found) > 1 and found[0] == found[-1]:
        found.pop()
    if len(set(found)) < LEAST[kind]:
        raise InvalidInput("shape_too_few", field="shape", least=LEAST[kind])
    return found


def _read_corner(row: str, number: int) -> LonLat:
    try:
        lon, lat = parse_point(row[:LONGEST_ROW])
    except InvalidInput as error:
        if error.code == "outside_sweden":
            raise InvalidInput("shape_outside", field="shape", row=number) from None
        raise InvalidInput("shape_unreadable", field="shape", row=number) from None
    return round(lon, DECIMALS), round(lat, DECIMALS)


def read_area(corners: Sequence[LonLat]) -> Polygon:
    """An area inside these corners; raises InvalidInput where its border crosses itself."""
    area = Polygon(corners)
    if not area.is_valid or not area.area:
        raise InvalidInput("shape_crosses", field="shape")
    return area


def on_ground(shape: BaseGeometry) -> BaseGeometry:
    """The same in metres (SWEREF 99 TM)."""
    corners = [to_sweref(lon, lat) for lon, lat in get_coordinates(shape)]
    return Polygon(corners) if isinstance(shape, Polygon) else LineString(corners)


def point_of(shape: LineString | Polygon) -> LonLat:
    """The one point that stands for it: the middle along a line, some point inside an area."""
    if isinstance(shape, Polygon):
        inside = shape.representative_point()
        return round(inside.x, DECIMALS), round(inside.y, DECIMALS)
    middle: Point = on_ground(shape).interpolate(0.5, normalized=True)
    lon, lat = to_wgs84(middle.x, middle.y)
    return round(lon, DECIMALS), round(lat, DECIMALS)


def kind_of(shape: BaseGeometry | None) -> ShapeKind:
    """What it is; of none, a point."""
    if shape is None:
        return ShapeKind.POINT
    return ShapeKind.LINE if isinstance(shape, LineString) else ShapeKind.AREA


def as_rows(shape: BaseGeometry | None) -> str:
    """Its corners as `read_shape` reads them; of several areas, of the first."""
    if shape is None:
        return ""
    if isinstance(shape, MultiPolygon):
        shape = shape.geoms[0]
    corners = get_coordinates(shape.exterior)[:-1] if isinstance(shape, Polygon) else shape.coords
    return "\n".join(f"{lat:.6f}, {lon:.6f}" for lon, lat in corners)
