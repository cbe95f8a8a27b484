"""Shapes made to break, hang or slip past whoever reads them, in the formats that carry shapes."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from tests.factories.layer_files import (
    HERE,
    HERE_SWEREF,
    collection,
    feature,
    put_shape,
    write_geopackage,
)

REACH = 0.1
"""Degrees: everything lies round HERE, well within the municipality, unless it shall not."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Hostile:
    """A file; `write` puts it at a path. `is_sound`: its shapes are whole, only large or odd."""

    name: str
    suffix: str
    write: Callable[[Path], object]
    is_sound: bool = False

    def __str__(self) -> str:
        return self.name


def star(corners: int, step: int | None = None) -> list[Point]:
    """A closed ring that crosses itself at nearly every pair of its sides."""
    step = step or corners // 2
    angles = [math.tau * (number * step % corners) / corners for number in range(corners)]
    ring = [(HERE[0] + REACH * math.cos(a), HERE[1] + REACH / 2 * math.sin(a)) for a in angles]
    return [*ring, ring[0]]


def comb(teeth: int, *, lean: float = 0.0, depth: float = 0.9) -> list[Point]:
    """A comb with thin teeth. Leaning ones share their boxes with many; depth 1: they cut the back."""
    width, top, foot = REACH / teeth, HERE[1] + REACH / 2, HERE[1]
    ring = [(HERE[0], top), (HERE[0] + REACH, top)]
    for tooth in reversed(range(teeth)):
        left = HERE[0] + tooth * width
        tip = foot + (0.0 if depth < 1 else REACH)
        ring += [
            (left + width * 0.9, foot + REACH / 4),
            (left + width * 0.5 + lean * REACH, tip),
            (left + width * 0.1, foot + REACH / 4),
        ]
    return [*ring, ring[0]]


def spiral(turns: int, *, corners: int = 60, overlap: bool = False) -> list[Point]:
    """A band wound round itself; with `overlap` each turn lies half on the last."""
    gap = REACH / 2 / (turns + 1)
    band = gap * (1.5 if overlap else 0.5)
    steps = [math.tau * number / corners for number in range(turns * corners)]

    def at(angle: float, more: float) -> Point:
        radius = gap * angle / math.tau + gap + more
        return HERE[0] + radius * math.cos(angle), HERE[1] + radius / 2 * math.sin(angle)

    ring = [at(a, 0) for a in steps] + [at(a, band) for a in reversed(steps)]
    return [*ring, ring[0]]


def square(size: float, *, east: float = 0.0, north: float = 0.0) -> list[Point]:
    """A closed ring round HERE."""
    x, y, half = HERE[0] + east, HERE[1] + north, size / 2
    return [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half),
            (x - half, y - half)]  # fmt: skip


def nested(rings: int) -> list[list[Point]]:
    """Holes within holes within holes."""
    return [square(REACH * (1 - number / (rings + 1))) for number in range(rings + 1)]


def confetti(count: int) -> list[list[list[Point]]]:
    """Very many tiny polygons, none touching another."""
    side = math.ceil(math.sqrt(count))
    cell = REACH / side
    squares = (
        square(cell / 2, east=number % side * cell, north=number // side * cell)
        for number in range(count)
    )
    return [[[*ring[:3], ring[0]]] for ring in squares]


def sieve(count: int) -> list[list[Point]]:
    """One polygon with very many tiny holes."""
    side = math.ceil(math.sqrt(count))
    cell = REACH * 0.8 / side
    start = REACH * 0.4
    holes = [
        square(cell / 2, east=number % side * cell - start, north=number // side * cell - start)
        for number in range(count)
    ]
    return [square(REACH), *holes]


def _text(name: str, text: str, *, is_sound: bool = False) -> Hostile:
    return Hostile(name, "geojson", lambda file: file.write_text(text), is_sound)


def _shape(name: str, kind: str, coordinates: Any, *, is_sound: bool = False) -> Hostile:
    return Hostile(
        name,
        "geojson",
        lambda file: file.write_text(json.dumps(collection(feature(coordinates, kind)))),
        is_sound,
    )


def list_geometry(*, large: int) -> list[Hostile]:
    """All of them; `large` is how many tiny rings the largest have."""
    return [*_polygons(large), *_numbers(), *_structures(), *_stored()]


def _polygons(large: int) -> Iterator[Hostile]:
    for corners in range(51, 3_202, 30):
        yield _shape(f"star of {corners}", "Polygon", [star(corners)])
    for corners in (101, 801, 3_201):
        whole = [[square(0.01)], [star(corners)]]
        yield _shape(f"star of {corners} beside a square", "MultiPolygon", whole)
        yield _shape(f"star of {corners} as a hole", "Polygon", [square(1), star(corners)])
        yield _shape(
            f"star of {corners}, every third", "Polygon", [star(corners, corners // 3 + 1)]
        )
    for teeth in (10, 100, 1_000, 10_000):
        yield _shape(f"comb of {teeth}", "Polygon", [comb(teeth)], is_sound=True)
        yield _shape(f"comb of {teeth} that cuts its back", "Polygon", [comb(teeth, depth=1)])
        yield _shape(f"comb of {teeth} that leans", "Polygon", [comb(teeth, lean=1)], is_sound=True)
    for turns in (2, 10, 50, 200):
        yield _shape(f"spiral of {turns}", "Polygon", [spiral(turns)], is_sound=True)
        yield _shape(f"spiral of {turns}, overlapping", "Polygon", [spiral(turns, overlap=True)])
    for rings in (2, 10, 100, 1_000):
        yield _shape(f"{rings} holes within holes", "Polygon", nested(rings))
        parts = [[ring] for ring in nested(rings)]
        yield _shape(f"{rings} polygons within each other", "MultiPolygon", parts)
        yield _shape(f"{rings} times the same", "MultiPolygon", [[square(0.1)]] * rings)
        yield _shape(f"{rings} times the same hole", "Polygon", [square(1), *[square(0.1)] * rings])
    for count in sorted({100, 5_000, large}):
        fits = count <= 5_000
        yield _shape(f"{count} tiny polygons", "MultiPolygon", confetti(count), is_sound=fits)
        yield _shape(f"{count} tiny holes", "Polygon", sieve(count), is_sound=fits)
        line = [[x, y] for x, y in star(2 * count + 1)]
        yield _shape(f"line of {count} crossings", "LineString", line, is_sound=fits)


def _numbers() -> Iterator[Hostile]:
    strange = (
        "NaN Infinity -Infinity 1e400 -1e400 1e308 -1e308 1e-400 180.0001 -180.0001 90.0001 "
        '1e15 0 -0 null true "16.2" [] {} 1e1000000 ' + "9" * 400
    ).split()
    x, y = HERE
    for value in strange:
        shown = value[:20]
        for position in (f"[{value},{y}]", f"[{x},{value}]"):
            text = json.dumps(collection(feature((1, 1)))).replace("[1, 1]", position)
            yield _text(f"point {position[:30]}", text)
        ring = json.dumps(collection(feature([square(0.1)], "Polygon")))
        corner = json.dumps(square(0.1)[1])
        yield _text(f"corner {shown}", ring.replace(corner, f"[{value},{y}]"))
    for value in ("NaN", "Infinity", "1e400"):  # a height that is no number
        text = json.dumps(collection(feature((1, 1)))).replace("[1, 1]", f"[{x},{y},{value}]")
        yield _text(f"height {value}", text)
    for point in ((0, 90), (0, -90), (180, 0), (-180, 0), (180.0001, 59), (16, 90.0001), (0, 0)):
        yield _shape(f"point at {point}", "Point", point)
        yield _shape(f"line to {point}", "LineString", [HERE, point])
    round_the_world = [[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]
    yield _shape("the whole world", "Polygon", [round_the_world])
    yield _shape("over the pole", "Polygon", [[[16, 89], [106, 89], [-164, 89], [16, 89]]])


def _structures() -> Iterator[Hostile]:
    for kind in ("Polygon", "MultiPolygon", "LineString", "MultiLineString", "MultiPoint", "Point"):
        for empty in ([], [[]], [[[]]], [[[[]]]], None, "", 0, {}):
            name = f"{kind} of {json.dumps(empty)}"
            shape = {"type": kind, "coordinates": empty}
            row = {"type": "Feature", "properties": feature()["properties"], "geometry": shape}
            text = json.dumps(collection(row))
            yield _text(name, text, is_sound=False)
    for depth in (1, 2, 20, 500, 50_000):
        yield _text(f"collections {depth} deep", _nested_collections(depth))
        yield _text(f"arrays {depth} deep", _nested_arrays(depth))
        yield _text(f"properties {depth} deep", _nested_properties(depth), is_sound=depth < 50_000)
    for corners in (1, 2, 3):
        ring = [*square(0.1)[: corners - 1], square(0.1)[0]]
        yield _shape(f"ring of {corners}", "Polygon", [ring])
    yield _shape("ring not closed", "Polygon", [square(0.1)[:-1]])
    yield _shape("ring that is a line", "Polygon", [[HERE, (16.3, 59), HERE, HERE]])
    yield _shape("ring of one point", "Polygon", [[HERE] * 5])
    yield _shape("spike", "Polygon", [[*square(0.1)[:2], (17, 59), *square(0.1)[1:]]])
    yield _shape("hole outside", "Polygon", [square(0.05), square(0.01, east=0.2)])
    yield _shape("hole larger than the shape", "Polygon", [square(0.05), square(0.1)])
    yield _shape("bow tie", "Polygon", [[HERE, (16.3, 59.05), (16.3, 58.9), (16.207, 59.05), HERE]])
    yield _shape("line of one point", "LineString", [HERE])
    yield _shape("line that stands still", "LineString", [HERE] * 9)


def _nested_collections(depth: int) -> str:
    inner = '{"type":"Point","coordinates":[16.2,58.9]}'
    shape = '{"type":"GeometryCollection","geometries":[' * depth + inner + "]}" * depth
    return json.dumps(collection(feature())).replace(
        '{"type": "Point", "coordinates": [16.207, 58.996]}', shape
    )


def _nested_arrays(depth: int) -> str:
    whole = json.dumps(collection(feature([], "MultiPolygon")))
    return whole.replace('"coordinates": []', '"coordinates": ' + "[" * depth + "]" * depth)


def _nested_properties(depth: int) -> str:
    whole = json.dumps(collection(feature(deep=0)))
    return whole.replace('"deep": 0', '"deep": ' + "[" * depth + "]" * depth)


def _stored() -> Iterator[Hostile]:
    """Shapes as a GeoPackage stores them: bytes that say one thing and are another."""
    east, north = HERE_SWEREF
    shapes: dict[str, BaseGeometry] = {
        "star of 801": _in_sweref(Polygon(star(801))),
        "bow tie": _in_sweref(Polygon([HERE, (16.3, 59.05), (16.3, 58.9), (16.207, 59.05)])),
        "holes within holes": _in_sweref(Polygon(nested(50)[0], nested(50)[1:])),
        "polygons on each other": _in_sweref(MultiPolygon([box(0, 0, 1, 1), box(0, 0, 1, 1)])),
    }
    for name, shape in shapes.items():
        yield _geopackage(f"stored: {name}", shapely.to_wkb(shape))
    point, polygon = 1, 3
    whole = struct.pack("<BI2d", 1, point, east, north)
    for number in ("nan", "inf", "-inf", "1e308", "-1e308"):
        yield _geopackage(
            f"stored: point at {number}", struct.pack("<BI2d", 1, point, float(number), north)
        )
        high = struct.pack("<BI3d", 1, 1_001, east, north, float(number))
        yield _geopackage(f"stored: height {number}", high)
    for count in (0, 1, 2, 0x7FFFFFFF, 0xFFFFFFFF):
        yield _geopackage(f"stored: {count} rings claimed", struct.pack("<BII", 1, polygon, count))
        claimed = struct.pack("<BIII", 1, polygon, 1, count) + struct.pack("<2d", east, north)
        yield _geopackage(f"stored: {count} corners claimed", claimed)
        for several in (4, 5, 6, 7):
            claimed = struct.pack("<BII", 1, several, count)
            yield _geopackage(f"stored: {count} parts of kind {several}", claimed)
    for depth in (10, 500, 50_000):
        deep = struct.pack("<BII", 1, 7, 1) * depth + whole
        yield _geopackage(f"stored: collections {depth} deep", deep)
    for kind in (0, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 99, 3_001, 0x20000001, 0xFFFFFFFF):
        yield _geopackage(f"stored: kind {kind}", struct.pack("<BII", 1, kind, 1) + whole)
    yield _geopackage("stored: nothing", b"")
    yield _geopackage("stored: another order of bytes", b"\x07" + whole[1:])
    yield _geopackage("stored: half a point", whole[:13])


def _in_sweref(shape: BaseGeometry) -> BaseGeometry:
    """Turned into metres round HERE_SWEREF; how exactly does not matter."""
    east, north = HERE_SWEREF
    return shapely.transform(shape, lambda corners: (corners - HERE) * 50_000 + (east, north))


def _geopackage(name: str, wkb: bytes, *, is_sound: bool = False) -> Hostile:
    def write(file: Path) -> object:
        return put_shape(write_geopackage(file, shapely.Point(HERE_SWEREF)), wkb)

    return Hostile(name, "gpkg", write, is_sound)
