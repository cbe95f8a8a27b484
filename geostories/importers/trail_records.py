"""Rows of files as trails; registers draw one trail as many rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shapely
from shapely.geometry import MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from geostories.geo.line_measures import length_m
from geostories.geo.line_order import in_order
from geostories.importers import kinds, names, records
from geostories.importers.aliases import folded
from geostories.importers.attributes import NAME_LENGTH, Attributes, BadRow
from geostories.importers.reader import SourceRow
from geostories.importers.reading.found import Value
from geostories.importers.records import Origin, Record

_LINES = {"LineString", "MultiLineString"}
_LENGTHS = {"length_m", "length_km"}


def trail(row: SourceRow, _kind: str, origin: Origin) -> Record:
    """A row of trail; a point in the file is where it starts."""
    said = Attributes(row.attributes)
    line, start = _trail_shapes(row.shape)
    start = records.written_point(said, "start_lon", "start_lat") or start
    line = line and in_order(line, start)
    columns = {
        **records.named(said),
        **records.provenance(said, origin),
        **records.accuracy(said),
        **_said_of_the_way(said),
        "facts": _facts(said),
        "length_m": _length(said) or (line and length_m(line)),
        "start_name": said.text("start_name", NAME_LENGTH),
        "end_name": said.text("end_name", NAME_LENGTH),
        "is_example": said.truth("is_example"),
    }
    key = records.register_id(said, row, origin)
    return Record(row.number, key, columns, {"geom": line, "start_geom": start})


def joined(rows: Iterable[SourceRow]) -> list[SourceRow]:
    """The rows with all lines of one id and name as one row, whatever their order in the file."""
    groups: dict[object, list[SourceRow]] = {}
    for row in rows:
        groups.setdefault(_key(row), []).append(row)
    return [group[0] if len(group) == 1 else _one(group) for group in groups.values()]


def _key(row: SourceRow) -> object:
    said = Attributes(row.attributes)
    key = said.find("register_id")
    if row.shape is None or row.shape.geom_type not in _LINES or key is None:
        return row.number
    return str(key), names.tidy(str(said.find("name"))).casefold()


def _one(group: list[SourceRow]) -> SourceRow:
    attributes: dict[str, Value] = {}
    for row in group:
        for name, value in row.attributes.items():
            if attributes.get(name) in {None, ""}:
                attributes[name] = value
    told = {name: value for name, value in attributes.items() if folded(name) not in _LENGTHS}
    parts = [part for row in group for part in getattr(row.shape, "geoms", [row.shape])]
    if any(part.has_z for part in parts):
        parts = [shapely.force_3d(part) for part in parts]
    whole = MultiLineString(sorted(parts, key=lambda part: shapely.to_wkb(part)))
    return SourceRow(group[0].number, told, whole, None)


def _said_of_the_way(said: Attributes) -> dict[str, Any]:
    """Columns that an editor fills in where the register is silent."""
    word = said.text("trail_kind", NAME_LENGTH)
    told = {
        "kind": kinds.of_trail(word) if word else None,
        "marking": said.text("marking", NAME_LENGTH),
        "surface": said.text("surface", NAME_LENGTH),
    }
    return {name: value for name, value in told.items() if value}


def _facts(said: Attributes) -> dict[str, Any]:
    end = records.written_point(said, "end_lon", "end_lat")
    area = said.text("protected_area", NAME_LENGTH)
    return ({"end": [end.x, end.y]} if end else {}) | ({"protected_area": area} if area else {})


def _length(said: Attributes) -> int | None:
    """Metres, as the register says; some write it into the name."""
    kilometres = said.quantity("length_km")
    metres = said.quantity("length_m") or (kilometres and kilometres * 1000)
    metres = metres or names.length_in(said.text("name", NAME_LENGTH))
    return round(metres) if metres else None


def _trail_shapes(shape: BaseGeometry | None) -> tuple[MultiLineString | None, Point | None]:
    """The line, with height 0 where the file has none, and the start, of which one may be known."""
    if shape is None:
        return None, None
    if shape.geom_type in {"Point", "MultiPoint"}:
        return None, records.one_point(shape)
    if shape.geom_type not in _LINES:
        raise BadRow("import_wrong_geometry", found=shape.geom_type, wanted="LineString")
    parts = getattr(records.untangled(shape), "geoms", [shape])
    return shapely.force_3d(MultiLineString(list(parts))), None
