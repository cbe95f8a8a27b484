"""GPX 1.0 and 1.1: waypoints as places, tracks and routes as trails."""

from __future__ import annotations

import struct

import numpy as np

from geostories.geo.srid import WGS84
from geostories.importers.reading import gdal
from geostories.importers.reading.found import EMPTY_ROW, Found, Refused, Remark, Value
from geostories.importers.reading.order import Order
from geostories.importers.reading.xml_check import Document

LAYERS = {"waypoints": "wpt", "routes": "rte", "tracks": "trk"}
"""What GDAL calls them, and what the file does."""

_LINE, _LINES = 2, 5
_HEAD = 9
"""Bytes before a shape's content in WKB: order, kind, count."""

_NAMES = {
    "name": "name",
    "desc": "description",
    "cmt": "cmt",
    "link1_href": "source_url",
    "url": "source_url",
}


def read(document: Document, order: Order) -> Found:
    """Read the layer asked for, or what suits: lines for trails, points for all else."""
    if order.layer and order.layer not in LAYERS:
        raise Refused("import_no_such_layer", layers=", ".join(LAYERS))
    fitting = ("tracks", "routes") if order.lines else ("waypoints",)
    chosen = (order.layer,) if order.layer else fitting
    columns: dict[str, list[Value]] = {name: [] for name in _NAMES.values()}
    shapes: list[bytes | None] = []
    for layer in chosen:
        _, fields, wkb = gdal.read(document.data, features=order.features, layer=layer)
        if len(wkb) != document.members.get(LAYERS[layer], 0):
            raise Refused("import_unreadable")
        shapes += [_without_stubs(each) for each in wkb]
        for name, values in columns.items():
            values += _said(fields, name, len(wkb))
    problems = [EMPTY_ROW if wkb is None else None for wkb in shapes]
    return Found(
        order.layer or "",
        WGS84,
        "EPSG:4326",
        columns,
        np.array(shapes, object),
        problems,
        [] if order.layer else _left_aside(document, chosen),
    )


def _without_stubs(wkb: bytes | None) -> bytes | None:
    """A track without its segments of one point, or None if there are no others.

    Recorders leave them behind when they are switched on and off; no line can be made of them.
    """
    if wkb is None:
        return None
    kind, count = struct.unpack_from("<II", wkb, 1)
    corner = 24 if kind > 1000 else 16  # bytes: with height, or without
    if kind % 1000 == _LINE:
        return wkb if count > 1 else None
    if kind % 1000 != _LINES:
        return wkb
    parts, at = [], _HEAD
    for _ in range(count):
        (corners,) = struct.unpack_from("<I", wkb, at + 5)
        end = at + _HEAD + corners * corner
        if corners > 1:
            parts.append(wkb[at:end])
        at = end
    return b"\x01" + struct.pack("<II", kind, len(parts)) + b"".join(parts) if parts else None


def _said(fields: dict[str, list[Value]], name: str, count: int) -> list[Value]:
    """What the rows say under the first of the names that they say anything under."""
    said: list[Value] = [None] * count
    for theirs, ours in _NAMES.items():
        if ours == name and theirs in fields:
            said = [old or value for old, value in zip(said, fields[theirs], strict=True)]
    return said


def _left_aside(document: Document, chosen: tuple[str, ...]) -> list[Remark]:
    return [
        {"code": "import_left_aside", "row": 0, "count": document.members[tag], "part": layer}
        for layer, tag in LAYERS.items()
        if layer not in chosen and document.members.get(tag)
    ]
