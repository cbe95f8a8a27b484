"""Reads one file in a process of its own: `python -m geostories.importers.reading.process ORDER`.

The file comes on standard input, ORDER is the JSON of order.Order. The answer goes to standard
output as lines of JSON: a head with `version` and `remarks`, a line a row, and an `end` with the
number of rows. A row has `attributes` and `wkb` (base64, WGS 84; null: none) or `problem`. If the
file cannot be read at all, one line has `refused`, and nothing follows.
"""

from __future__ import annotations

import base64
import codecs
import json
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pyogrio
import shapely

from geostories.importers.reading import (
    formats,
    reference_systems,
    rehearsal,
    sandbox,
    shape_check,
    xml_check,
)
from geostories.importers.reading.found import Found, Refused, Remark
from geostories.importers.reading.order import VERSION, Order

_LETTERS = {"utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "cp437"}
"""Loaded from files of their own when first used; cp437 is what ZIP writes names in."""


def answer(data: bytes, order: Order) -> Iterator[dict[str, Any]]:
    """The lines of the answer, in order."""
    name = order.layer or ""
    try:
        layer = formats.read(data, order)
        name = layer.name
        shapes = _shapes(layer, order.vertices)
        srid, remarks = _system(layer, shapes, order)
        shapes, problems, mended = _checked(layer, shapes, srid)
    except Refused as refused:
        yield {"refused": refused.code, "params": {"layer": name, **refused.params}}
        return
    yield {"version": VERSION, "layer": name, "remarks": [*layer.remarks, *remarks, *mended]}
    for row, shape in enumerate(shapes):
        attributes = {name: values[row] for name, values in layer.columns.items()}
        wkb = None if shape is None else base64.b64encode(shapely.to_wkb(shape)).decode()
        yield {"attributes": attributes, "wkb": wkb, "problem": problems.get(row)}
    yield {"end": len(shapes)}


def _shapes(layer: Found, vertices_allowed: int) -> Any:
    shapes = np.asarray(shapely.from_wkb(layer.wkb, on_invalid="ignore"), object)
    if shapely.get_num_coordinates(shapes).sum() > vertices_allowed:
        raise Refused("import_too_many_vertices", most=vertices_allowed)
    return shapes


def _system(layer: Found, shapes: Any, order: Order) -> tuple[int, list[Remark]]:
    """The EPSG code of the layer's numbers, and a remark if the layer names another.

    Its own word and the importer's must agree, unless its own cannot be true.
    """
    given, named = order.crs, layer.crs
    if given and given not in reference_systems.SUPPORTED:
        raise Refused("import_unknown_crs", crs=f"EPSG:{given}")
    if named == reference_systems.UNKNOWN:
        raise Refused("import_unknown_crs", crs=layer.named)
    bounds = _bounds(shapes)
    if given and named and given != named:
        lies = bounds and not reference_systems.fits(bounds, named, near=order.near)
        if not lies:
            raise Refused("import_crs_conflict", declared=f"EPSG:{named}", given=f"EPSG:{given}")
        remark: Remark = {"code": "import_crs_overruled", "row": 0, "count": 1}
        return given, [remark | {"declared": f"EPSG:{named}", "given": f"EPSG:{given}"}]
    srid = named or given
    if srid is None and bounds:
        raise Refused("import_no_crs", guess=reference_systems.guess(bounds, near=order.near))
    return srid or reference_systems.SUPPORTED[0], []


def _bounds(shapes: Any) -> reference_systems.Bounds | None:
    if not shapely.is_geometry(shapes).any():
        return None
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return (west, south, east, north) if np.isfinite([west, south, east, north]).all() else None


def _checked(layer: Found, shapes: Any, srid: int) -> tuple[Any, dict[int, Any], list[Remark]]:
    lost = [shape is None and wkb is not None for shape, wkb in zip(shapes, layer.wkb, strict=True)]
    return shape_check.check(shapes, lost=lost, known=layer.problems, srid=srid)


def _shut_in(order: Order) -> None:
    """Raise the walls, after everything that has to be opened once has been."""
    if set(pyogrio.list_drivers()) != sandbox.ALLOWED_DRIVERS:
        sys.exit("the drivers of this GDAL are not the ones in sandbox.py")
    sandbox.limit_use(seconds=order.seconds, written_bytes=4 * order.bytes)
    for name in _LETTERS | xml_check.LETTERS:
        codecs.lookup(name)
    reference_systems.warm_up()
    for file in rehearsal.FILES:
        list(answer(file, replace(order, layer=None, crs=None, lines=False)))
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
