"""GeoJSON: looked through first, then read by GDAL."""

from __future__ import annotations

import json
from typing import Any

import shapely

from geostories.geo.srid import WGS84
from geostories.importers.reading import found, gdal, geojson_check, reference_systems
from geostories.importers.reading.found import Found, Refused, Remark
from geostories.importers.reading.geojson_check import NOT_A_FEATURE, Checked
from geostories.importers.reading.order import Order


def read(data: bytes, order: Order) -> Found:
    """Read it; raises Refused, BrokenGeoJson, or gdal.UNREADABLE."""
    text = geojson_check.check(data, vertices_allowed=order.vertices)
    if order.layer:
        raise Refused("import_no_such_layer", layers="")
    crs = WGS84 if text.crs is None else reference_systems.epsg(text.crs)
    if text.crs is None and order.crs:
        crs = None  # the standard's default, not a word of the file's own
    if NOT_A_FEATURE in text.problems:
        raise Refused(NOT_A_FEATURE, row=text.problems.index(NOT_A_FEATURE) + 1)
    readable = _as_features(data) if text.other_types else data
    _, columns, wkb = gdal.read(
        readable, features=order.features, problems=text.problems, DATE_AS_STRING="YES"
    )
    if len(wkb) != len(text.problems):
        raise Refused("import_unreadable")
    if "id" not in columns and any(each is not None for each in text.ids):
        columns["id"] = list(text.ids)  # GDAL tells of texts only, not of numbers
    remarks = found.remark("import_numbers_dropped", text.too_many_numbers)
    return Found("", crs, text.crs or "", columns, wkb, text.problems, remarks + _box(text, wkb))


def _as_features(data: bytes) -> bytes:
    """The same text with `Trail`, as the national specification of trails writes, for `Feature`."""

    def renamed(thing: dict[str, Any]) -> dict[str, Any]:
        return {**thing, "type": "Feature"} if geojson_check.is_feature(thing) else thing

    text = data.removeprefix(geojson_check.BYTE_ORDER_MARK).decode()
    return json.dumps(json.loads(text, object_hook=renamed)).encode()


def _box(text: Checked, wkb: Any) -> list[Remark]:
    """A remark if the box that the file states does not hold what lies in it."""
    if len(text.bbox) not in {4, 6} or all(each is None for each in wkb):
        return []
    half = len(text.bbox) // 2
    stated = (*text.bbox[:2], *text.bbox[half : half + 2])
    west, south, east, north = shapely.total_bounds(shapely.from_wkb(wkb, on_invalid="ignore"))
    slack = 1e-6
    holds = (
        stated[0] - slack <= west
        and stated[1] - slack <= south
        and east <= stated[2] + slack
        and north <= stated[3] + slack
    )
    return [] if holds else [{"code": "import_box_ignored", "row": 0, "count": 1}]
