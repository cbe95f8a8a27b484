"""Whether a GeoJSON text is what it should be: GDAL mends in silence, or drops, what is not.

GDAL passes over features of another type, empties geometries it cannot read, and takes a system
it does not know for WGS 84. Nothing may be half imported, so all this is found before it reads.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any, TypeGuard

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
NOT_A_FEATURE = "import_not_a_feature"

_DEPTH = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}


class BrokenGeoJson(Exception):
    """The text is not GeoJSON, or not one that can be read safely; `code` names the sentence."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Checked:
    """What the text says of itself. `crs`: its name, None if not named, "" if named as null.

    `problems`: one a feature, in order; None where nothing is wrong. `too_many_numbers`: rows
    (from 1) whose positions have more than three. `other_types`: some are no `Feature` by name.
    `bbox`: the numbers of the box that the collection states. `ids`: one a feature; None: no id.
    """

    crs: str | None
    problems: list[str | None]
    too_many_numbers: list[int]
    other_types: bool
    bbox: tuple[float, ...]
    ids: list[str | int | None]


@dataclass
class _Feature:
    id: str | int | None
    problem: str | None
    too_many_numbers: bool
    is_feature: bool


@dataclass
class _Reading:
    """Checks each feature when its last brace is read, and lets go of it: memory stays small."""

    vertices_allowed: int
    vertices: int = field(default=0)
    numbers: int = field(default=0)

    def take(self, thing: dict[str, Any]) -> object:
        if not is_feature(thing):
            return thing
        self.numbers = 0
        problem = self._problem(thing.get("geometry"))
        return _Feature(_id(thing), problem, self.numbers > 3, thing["type"] == "Feature")

    def _problem(self, geometry: object) -> str | None:
        if geometry is None:
            return None
        if not isinstance(geometry, dict):
            return "import_malformed_geometry"
        kind = geometry.get("type")
        if kind not in _DEPTH:
            known = kind == "GeometryCollection"
            return "import_unsupported_geometry" if known else "import_malformed_geometry"
        coordinates = geometry.get("coordinates")
        problem = self._coordinates_problem(coordinates, _DEPTH[kind])
        return problem or _ring_problem(kind, coordinates)

    def _coordinates_problem(self, coordinates: object, depth: int) -> str | None:
        if not isinstance(coordinates, list):
            return "import_malformed_geometry"
        if depth == 0:
            return self._position_problem(coordinates)
        problems = (self._coordinates_problem(part, depth - 1) for part in coordinates)
        return next(filter(None, problems), None)

    def _position_problem(self, position: list[object]) -> str | None:
        self.vertices += 1
        if self.vertices > self.vertices_allowed:
            raise BrokenGeoJson("import_too_many_vertices", most=self.vertices_allowed)
        if len(position) < 2:
            return "import_malformed_geometry"
        self.numbers = max(self.numbers, len(position))
        for number in position:
            if not _is_number(number):
                return "import_malformed_geometry"
            if not _is_finite(number):
                return "import_not_finite"
        return None


def is_feature(thing: dict[str, Any]) -> bool:
    """Whether it is one, or a `Trail`, as the national specification of trails writes instead."""
    return thing.get("type") == "Feature" or (thing.get("type") == "Trail" and "geometry" in thing)


def _id(feature: dict[str, Any]) -> str | int | None:
    said = feature.get("id")
    return said if isinstance(said, str | int) and not isinstance(said, bool) else None


def _ring_problem(kind: str, coordinates: Any) -> str | None:
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(kind, [])
    whole = all(len(ring) > 3 and ring[0] == ring[-1] for rings in polygons for ring in rings)
    return None if whole else "import_open_ring"


def check(text: bytes, *, vertices_allowed: int) -> Checked:
    """Look at the whole text; raises BrokenGeoJson."""
    try:
        top = json.loads(
            text.removeprefix(BYTE_ORDER_MARK).decode(), object_hook=_Reading(vertices_allowed).take
        )
    except UnicodeDecodeError:
        raise BrokenGeoJson("import_not_utf8") from None
    except json.JSONDecodeError as error:
        raise BrokenGeoJson("import_broken_json", line=error.lineno) from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise BrokenGeoJson("import_broken_json", line=1) from None
    return _checked(top)


def _checked(top: object) -> Checked:
    features = _features(top)
    known = [each for each in features if isinstance(each, _Feature)]
    rows = enumerate(features, start=1)
    return Checked(
        _crs(top),
        [each.problem if isinstance(each, _Feature) else NOT_A_FEATURE for each in features],
        [row for row, each in rows if isinstance(each, _Feature) and each.too_many_numbers],
        not all(each.is_feature for each in known),
        _box(top),
        [each.id if isinstance(each, _Feature) else None for each in features],
    )


def _box(top: object) -> tuple[float, ...]:
    numbers = top.get("bbox") if isinstance(top, dict) else None
    if not isinstance(numbers, list):
        return ()
    if not all(_is_number(each) and _is_finite(each) for each in numbers):
        return ()
    return tuple(float(each) for each in numbers)


def _is_number(thing: object) -> TypeGuard[int | float]:
    return isinstance(thing, int | float) and not isinstance(thing, bool)


def _is_finite(number: float) -> bool:
    """Whole numbers of JSON may have more digits than any position."""
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def _features(top: object) -> list[object]:
    if isinstance(top, _Feature):
        return [top]
    if isinstance(top, dict) and top.get("type") == "FeatureCollection":
        features = top.get("features")
        if isinstance(features, list):
            return features
    raise BrokenGeoJson("import_not_a_collection")


def _crs(top: object) -> str | None:
    """The name of the old `crs` member; a link to somewhere else is never followed."""
    if not isinstance(top, dict) or "crs" not in top:
        return None
    match top["crs"]:
        case None:
            return ""
        case {"type": "name", "properties": {"name": str(name)}} if name:
            return name
    raise BrokenGeoJson("import_unknown_crs", crs="crs")
