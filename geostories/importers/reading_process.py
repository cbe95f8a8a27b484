"""Reads one file in a process of its own: `python -m geostories.importers.reading_process ORDER`.

The file comes on standard input, ORDER is the JSON of reader.Order. The answer goes to standard
output as lines of JSON: a head with `version`, a line a row, and an `end` with the number of rows.
A row has `attributes` and `wkb` (base64, WGS 84; null: none) or `problem`. If the file cannot be
read at all, one line has `refused`, and nothing follows.
"""

from __future__ import annotations

import base64
import json
import math
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio import raw
from pyogrio.errors import (
    CRSError,
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
)

from geostories.geo.srid import WGS84
from geostories.importers import (
    geojson_check,
    geopackage_check,
    reference_systems,
    sandbox,
    shape_check,
)
from geostories.importers.geojson_check import NOT_A_FEATURE, BrokenGeoJson
from geostories.importers.reader import VERSION, Order, Value

SQLITE_MAGIC = b"SQLite format 3\0"
_WARM_UP = (
    b'{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3006"}},'
    b'"features":[{"type":"Feature","properties":{},"geometry":null}]}'
)
_UNREADABLE = (CRSError, DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError)


class Refused(Exception):
    """The file cannot be used; `code` and `params` as in ImportRefused."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Layer:
    """What was read, before anything is changed. `crs`: EPSG, None or UNKNOWN; `named`: its name."""

    name: str
    crs: int | None
    named: str
    columns: dict[str, list[Any]]
    wkb: Any
    problems: list[str | None]


def answer(data: bytes, order: Order) -> Iterator[dict[str, Any]]:
    """The lines of the answer, in order."""
    name = order.layer or ""
    try:
        layer = read(data, order)
        name = layer.name
        srid = _system(layer, order.crs)
        shapes, problems = _shapes(layer, srid, order.vertices)
    except Refused as refused:
        yield {"refused": refused.code, "params": {"layer": name, **refused.params}}
        return
    yield {"version": VERSION, "layer": name}
    for row, shape in enumerate(shapes):
        attributes = {name: values[row] for name, values in layer.columns.items()}
        wkb = None if shape is None else base64.b64encode(shapely.to_wkb(shape)).decode()
        yield {"attributes": attributes, "wkb": wkb, "problem": problems.get(row)}
    yield {"end": len(shapes)}


def read(data: bytes, order: Order) -> Layer:
    """Read by what the bytes are, whatever the file is called; raises Refused."""
    if len(data) > order.bytes:
        raise Refused("import_too_large", megabytes=order.bytes // 10**6)
    try:
        if data.startswith(SQLITE_MAGIC):
            return _geopackage(data, order)
        if data.removeprefix(geojson_check.BYTE_ORDER_MARK).lstrip()[:1] == b"{":
            return _geojson(data, order)
    except BrokenGeoJson as broken:
        raise Refused(broken.code, **broken.params) from None
    except UnicodeDecodeError:
        raise Refused("import_not_utf8") from None
    except _UNREADABLE:
        raise Refused("import_unreadable") from None
    raise Refused("import_unknown_format")


def _geojson(data: bytes, order: Order) -> Layer:
    if order.layer:
        raise Refused("import_no_such_layer", layers="")
    text = geojson_check.check(data, vertices_allowed=order.vertices)
    crs = WGS84 if text.crs is None else reference_systems.epsg(text.crs)
    if text.crs is None and order.crs:
        crs = None  # the standard's default, not a word of the file's own
    if NOT_A_FEATURE in text.problems:
        raise Refused(NOT_A_FEATURE, row=text.problems.index(NOT_A_FEATURE) + 1)
    _, columns, wkb = _columns(data, order, text.problems)
    return Layer("", crs, text.crs or "", columns, wkb, text.problems)


def _refuse_first(problems: list[str | None]) -> None:
    """Refuse for the first row that has a problem, if one has."""
    for row, problem in enumerate(problems, start=1):
        if problem:
            raise Refused(problem, row=row)


def _geopackage(data: bytes, order: Order) -> Layer:
    names = geopackage_check.spatial_layers(data)
    name = order.layer or (names[0] if len(names) == 1 else None)
    if not names:
        raise Refused("import_no_layer")
    if name is None:
        raise Refused("import_several_layers", layers=", ".join(names))
    if name not in names:
        raise Refused("import_no_such_layer", layers=", ".join(names))
    problems = geopackage_check.shape_problems(data, name)
    crs, columns, wkb = _columns(data, order, problems, layer=name)
    return Layer(name, reference_systems.epsg(crs), crs or "", columns, wkb, problems)


def _columns(
    data: bytes, order: Order, problems: list[str | None], **choice: str
) -> tuple[str | None, dict[str, list[Any]], Any]:
    """GDAL's name of the system, the values of each field, and the shapes as WKB or None."""
    try:
        meta, _, wkb, fields = raw.read(
            data, max_features=order.features + 1, datetime_as_string=True, **choice
        )
    except _UNREADABLE:
        _refuse_first(problems)  # a row that cannot be read at all stops the reading
        raise
    if len(wkb) > order.features:
        raise Refused("import_too_many_features", most=order.features)
    kinds = zip(meta["fields"], meta["ogr_types"], meta["ogr_subtypes"], fields, strict=True)
    columns = {
        str(name): [_value(value, kind, subkind) for value in values]
        for name, kind, subkind, values in kinds
    }
    return meta["crs"], columns, wkb


def _value(value: Any, kind: str, subkind: str) -> Value:
    """A field's value as JSON has it. Lists and objects are no facts of ours: None.

    Whole numbers come as floats where a row has none.
    """
    if isinstance(value, str) or value is None:
        return value
    if not isinstance(value, bool | int | float | np.bool_ | np.integer | np.floating):
        return None
    if not math.isfinite(value):
        return None
    if subkind == "OFSTBoolean":
        return bool(value)
    return int(value) if kind in {"OFTInteger", "OFTInteger64"} else float(value)


def _system(layer: Layer, given: int | None) -> int:
    """The EPSG code of the layer's numbers: its own word and the importer's must agree."""
    if given and given not in reference_systems.SUPPORTED:
        raise Refused("import_unknown_crs", crs=f"EPSG:{given}")
    if layer.crs and given and layer.crs != given:
        raise Refused("import_crs_conflict", declared=f"EPSG:{layer.crs}", given=f"EPSG:{given}")
    if layer.crs == reference_systems.UNKNOWN:
        raise Refused("import_unknown_crs", crs=layer.named)
    found = layer.crs or given
    if found is None:
        raise Refused("import_no_crs", guess=_guess(layer.wkb))
    return found


def _guess(wkb: Any) -> str:
    bounds = shapely.total_bounds(shapely.from_wkb(wkb, on_invalid="ignore"))
    return reference_systems.guess(tuple(bounds))


def _shapes(layer: Layer, srid: int, vertices_allowed: int) -> tuple[Any, dict[int, Any]]:
    if len(layer.problems) != len(layer.wkb):
        raise Refused("import_unreadable")  # two ways of reading do not see the same rows
    shapes = shapely.from_wkb(layer.wkb, on_invalid="ignore")
    if shapely.get_num_coordinates(shapes).sum() > vertices_allowed:
        raise Refused("import_too_many_vertices", most=vertices_allowed)
    lost = [shape is None and wkb is not None for shape, wkb in zip(shapes, layer.wkb, strict=True)]
    return shape_check.check(shapes, lost=lost, known=layer.problems, srid=srid)


def _shut_in(order: Order) -> None:
    """Raise the walls, after everything that has to be opened once has been."""
    if set(pyogrio.list_drivers()) != sandbox.ALLOWED_DRIVERS:
        sys.exit("the drivers of this GDAL are not the ones in sandbox.py")
    sandbox.limit_use(seconds=order.seconds, written_bytes=4 * order.bytes)
    raw.read(_WARM_UP)
    reference_systems.warm_up()
    sandbox.open_nothing_more()


def main() -> None:
    """Answer one order."""
    order = Order(**json.loads(sys.argv[1]))
    warnings.simplefilter("ignore")  # GDAL misses the file's name; what matters is checked here
    _shut_in(order)
    data = sys.stdin.buffer.read(order.bytes + 1)
    for line in answer(data, order):
        sys.stdout.write(json.dumps(line, allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
