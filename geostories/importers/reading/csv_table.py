"""Tables in the national specifications: a row a place, latitude and longitude in columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from shapely.geometry import Point

from geostories.geo.srid import WGS84
from geostories.importers.reading import found
from geostories.importers.reading.found import Found, FoundRow, Refused, Value
from geostories.importers.reading.order import Order

_DEGREES = (("longitude", "lon", "lng", "long"), ("latitude", "lat"))
_METRES = (("easting", "east", "öst", "ost", "e"), ("northing", "north", "nord", "norr", "n"))
_SEPARATORS = ",;\t"
_LONGEST_CELL = 200_000


def find_csv(data: bytes) -> str | None:
    """The text of a table that has a position in each row; None if it is none."""
    for encoding in (
        ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if _positions(_header(text)) else None
    return None


def read_csv(text: str, order: Order) -> Found:
    """Read the table; raises Refused."""
    names = _header(text)
    _check_names(names)
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[dict[str, Value]] = []
    lines = csv.reader(io.StringIO(text), delimiter=_separator(text), strict=True)
    try:
        for number, cells in enumerate(lines):
            if number and any(cell.strip() for cell in cells):
                while len(cells) > len(names) and not cells[-1]:
                    cells.pop()
                if len(cells) != len(names):
                    raise Refused("import_ragged_row", row=len(rows) + 1)
                rows.append(dict(zip(names, cells, strict=True)))
            if len(rows) > order.features:
                raise Refused("import_too_many_features", most=order.features)
    except csv.Error:
        raise Refused("import_broken_table", row=len(rows) + 1) from None
    return _found(rows, names, order)


def find_results(data: bytes) -> list[dict[str, Value]] | None:
    """The rows of a JSON answer that is a list of flat rows, as open-data portals give them."""
    try:
        top: Any = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    rows = top.get("results") if isinstance(top, dict) else top
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None
    flat = [_flat(row) for row in rows]
    return flat if flat and _positions(list(flat[0])) else None


def read_results(rows: list[dict[str, Value]], order: Order) -> Found:
    """Read such rows; raises Refused."""
    if len(rows) > order.features:
        raise Refused("import_too_many_features", most=order.features)
    return _found(rows, list(rows[0]), order)


def _flat(row: Mapping[str, Any]) -> dict[str, Value]:
    return {
        _folded(name): value if isinstance(value, str | int | float | bool) else None
        for name, value in row.items()
    }


def _folded(name: str) -> str:
    return name.lstrip("\ufeff").strip().casefold()


def _separator(text: str) -> str:
    first = text.partition("\n")[0]
    return max(_SEPARATORS, key=first.count)


def _header(text: str) -> list[str]:
    try:
        first = next(csv.reader(io.StringIO(text), delimiter=_separator(text)), [])
    except csv.Error:
        return []
    names = [_folded(name) for name in first]
    while names and not names[-1]:
        names.pop()
    return names


def _check_names(names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise Refused("import_column_twice", name=name)


def _positions(names: Iterable[str]) -> tuple[str, str, bool] | None:
    """The columns of east and north, and whether they are degrees."""
    present = list(names)
    for (easts, norths), degrees in ((_DEGREES, True), (_METRES, False)):
        east = next((name for name in easts if name in present), None)
        north = next((name for name in norths if name in present), None)
        if east and north:
            return east, north, degrees
    return None


def _found(rows: list[dict[str, Value]], names: list[str], order: Order) -> Found:
    if order.layer:
        raise Refused("import_no_such_layer", layers="")
    where = _positions(names)
    if where is None:
        raise Refused("import_unknown_format")
    east, north, degrees = where
    crs = WGS84 if degrees and not order.crs else None
    return found.of_rows("", crs, [_row(row, east, north) for row in rows])


def _row(row: dict[str, Value], east: str, north: str) -> FoundRow:
    texts = [str(row.get(name) or "").strip().replace(",", ".") for name in (east, north)]
    if not any(texts):
        return FoundRow(row, None)
    try:
        return FoundRow(row, Point(float(texts[0]), float(texts[1])))
    except ValueError:
        return FoundRow(row, None, "import_malformed_geometry")
