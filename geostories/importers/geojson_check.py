"""Whether a GeoJSON text is what it should be: GDAL mends in silence, or drops, what is not.

GDAL passes over features of another type, empties geometries it cannot read, and takes a system
it does not know for WGS 84. Nothing may be half imported, so all this is found before it reads.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

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

    `problems`: one a feature, in order; None where nothing is wrong.
    """

    crs: str | None
    problems: list[str | None]


@dataclass
class _Feature:
    problem: str | None


@dataclass
class _Reading:
    """Checks each feature when its last brace is read, and lets go of it: memory stays small."""

    vertices_allowed: int
    vertices: int = field(default=0)

    def take(self, thing: dict[str, Any]) -> object:
        if thing.get("type") != "Feature":
            return thing
        return _Feature(self._problem(thing.get("geometry")))

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
        for number in position:
            if not isinstance(number, int | float) or isinstance(number, bool):
                return "import_malformed_geometry"
            if not math.isfinite(number):
                return "import_not_finite"
        return None


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
    return Checked(_crs(top), [_feature_problem(feature) for feature in _features(top)])


def _features(top: object) -> list[object]:
    if isinstance(top, dict) and top.get("type") == "FeatureCollection":
        features = top.get("features")
        if isinstance(features, list):
            return features
    raise BrokenGeoJson("import_not_a_collection")


def _feature_problem(feature: object) -> str | None:
    return feature.problem if isinstance(feature, _Feature) else NOT_A_FEATURE


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
