"""The quiet map as one still picture, for pages without scripts: plain data in, shapes out."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from geostories.config import resource
from geostories.maps.layers import Point

WIDTH, HEIGHT = 640, 480
POINT_ZOOM = 12
"""Some twelve kilometres across: the nearest village is in the picture, and a ring is seen."""
FARTHEST_ZOOM = 6
WALK_ZOOM, AIR = 14, 0.4
"""A short walk is seen close; its ends do not touch the frame."""
MARGIN = 0.94
"""An area does not touch the frame."""
TILE = 256
EQUATOR_M_PER_PIXEL = 156_543.034

SHAPES = {"lake": "base-water", "border": "base-border"}
NAMES = {
    "lake_label": "base-name-water",
    "village": "base-name-village",
    "town": "base-name-town",
    "city": "base-name-town",
}
"""Kinds in data/basemap/quiet.geojson -> classes of css/components/map-style.css."""
RANK = ("city", "town", "village", "lake_label")
"""Who gets the room where names meet."""
LETTER, LINE = 9, 20
"""About what a name takes, in pixels a letter and a line."""
PIN = (-22, -46, 22, 6)
"""What the pin covers, from the point it stands on: left, top, right, bottom."""

Feature = dict[str, Any]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Ring:
    """What others see of an approximate place: the centre of its cell, and a radius in metres."""

    center: Point
    radius_m: int


@dataclass(frozen=True)
class Shape:
    """A lake or a border: its class, and its outline as SVG path data."""

    look: str
    path: str


@dataclass(frozen=True)
class Name:
    """A name on the map, in pixels."""

    look: str
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class StillMap:
    """A picture of `width` x `height`; `pin` is x, y and `ring` x, y, radius, all in pixels.

    `stops` are the points of a walk in order, `way` the lines between them as SVG path data.
    """

    width: int
    height: int
    shapes: list[Shape]
    names: list[Name]
    pin: tuple[float, float] | None
    ring: tuple[float, float, float] | None
    stops: tuple[tuple[float, float], ...] = ()
    way: tuple[str, ...] = ()


@cache
def read_quiet_map() -> list[Feature]:
    """The features of the quiet map that the project ships."""
    file = resource("data") / "basemap" / "quiet.geojson"
    features: list[Feature] = json.loads(file.read_text())["features"]
    return features


def draw_point(features: Iterable[Feature], *, point: Point, ring: Ring | None) -> StillMap:
    """The neighbourhood of a point (WGS 84), with the ring that others will see round its cell."""
    view = _View(point, POINT_ZOOM)
    circle = (*view.pixel(ring.center), view.pixels(ring.radius_m)) if ring else None
    return _draw(features, view, pin=view.pixel(point), ring=circle)


def draw_area(features: Iterable[Feature], *, box: Box) -> StillMap:
    """A whole area, west, south, east, north in degrees, while no point is chosen."""
    west, south, east, north = box
    center = ((west + east) / 2, (south + north) / 2)
    return _draw(features, _View(center, _zoom_for(box)), pin=None, ring=None)


def draw_walk(
    features: Iterable[Feature], *, stops: Sequence[Point], way: Sequence[Sequence[Point]]
) -> StillMap:
    """Stops (WGS 84) that are walked in order, at least one, and the lines from one to the next."""
    lons, lats = zip(*stops, *(point for line in way for point in line), strict=True)
    box = (min(lons), min(lats), max(lons), max(lats))
    view = _View(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), _zoom_for(box, WALK_ZOOM) - AIR)
    return replace(
        _draw(features, view, pin=None, ring=None),
        stops=tuple(view.pixel(stop) for stop in stops),
        way=tuple(_line([view.pixel(point) for point in line]) for line in way),
    )


class _View:
    """Web Mercator pixels of the picture."""

    def __init__(self, center: Point, zoom: float) -> None:
        self.scale = TILE * 2**zoom
        self.metre = 2**zoom / (EQUATOR_M_PER_PIXEL * math.cos(math.radians(center[1])))
        x, y = _mercator(center)
        self.left = x * self.scale - WIDTH / 2
        self.top = y * self.scale - HEIGHT / 2

    def pixel(self, point: Point) -> tuple[float, float]:
        x, y = _mercator(point)
        return round(x * self.scale - self.left, 1), round(y * self.scale - self.top, 1)

    def pixels(self, metres: float) -> float:
        return round(metres * self.metre, 1)


def _mercator(point: Point) -> tuple[float, float]:
    """The world as a square from 0 to 1, y downwards."""
    lon, lat = point
    y = math.asinh(math.tan(math.radians(lat))) / math.pi
    return (lon + 180) / 360, (1 - y) / 2


def _zoom_for(box: Box, nearest: float = POINT_ZOOM) -> float:
    west, south, east, north = box
    left, bottom = _mercator((west, south))
    right, top = _mercator((east, north))
    room = min(WIDTH / max(right - left, 1e-9), HEIGHT / max(bottom - top, 1e-9))
    return min(max(math.log2(MARGIN * room / TILE), FARTHEST_ZOOM), nearest)


def _draw(
    features: Iterable[Feature],
    view: _View,
    *,
    pin: tuple[float, float] | None,
    ring: tuple[float, float, float] | None,
) -> StillMap:
    known = [feature for feature in features if feature["properties"]["kind"] in SHAPES | NAMES]
    shapes = [
        shape
        for feature in known
        if (look := SHAPES.get(feature["properties"]["kind"]))
        for shape in _shapes(feature, look, view)
    ]
    return StillMap(WIDTH, HEIGHT, shapes, _names(known, view, pin), pin, ring)


def _names(features: Iterable[Feature], view: _View, pin: tuple[float, float] | None) -> list[Name]:
    """Names that have room; one that the pin would cover stands under it."""
    named = [feature for feature in features if feature["properties"]["kind"] in NAMES]
    taken: list[Box] = []
    names = []
    if pin:
        taken.append((pin[0] + PIN[0], pin[1] + PIN[1], pin[0] + PIN[2], pin[1] + PIN[3]))
    for feature in sorted(named, key=lambda each: RANK.index(each["properties"]["kind"])):
        kind, text = feature["properties"]["kind"], feature["properties"]["name"]
        x, y = view.pixel(feature["geometry"]["coordinates"])
        if pin and _meet(_room(x, y, text), taken[0]):
            y = pin[1] + LINE
        room = _room(x, y, text)
        inside = 0 <= x <= WIDTH and 0 <= y <= HEIGHT
        if inside and not any(_meet(room, other) for other in taken):
            taken.append(room)
            names.append(Name(NAMES[kind], x, y, text))
    return names


def _room(x: float, y: float, text: str) -> Box:
    """What a name covers whose middle stands on the line at x, y: left, top, right, bottom."""
    half = len(text) * LETTER / 2
    return x - half, y - LINE * 0.7, x + half, y + LINE * 0.3


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _shapes(feature: Feature, look: str, view: _View) -> Iterator[Shape]:
    """One shape for each polygon that is not wholly beside the picture."""
    geometry = feature["geometry"]
    polygons = geometry["coordinates"]
    for polygon in polygons if geometry["type"] == "MultiPolygon" else [polygons]:
        rings = [[view.pixel(point) for point in ring] for ring in polygon]
        if _is_in_picture(rings[0]):
            yield Shape(look, "".join(map(_path, rings)))


def _is_in_picture(ring: list[tuple[float, float]]) -> bool:
    xs, ys = zip(*ring, strict=True)
    beside = min(xs) > WIDTH or max(xs) < 0 or min(ys) > HEIGHT or max(ys) < 0
    return not beside


def _path(ring: list[tuple[float, float]]) -> str:
    return _line(ring) + "Z"


def _line(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
