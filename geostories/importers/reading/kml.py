"""KML 2 and its archive: the placemarks, and nothing that lies at another address."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import shapely
from shapely.geometry import GeometryCollection, LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geostories.geo.srid import WGS84
from geostories.importers.reading import found
from geostories.importers.reading.found import Found, FoundRow, Refused, Remark
from geostories.importers.reading.order import Order
from geostories.importers.reading.xml_check import Document

_ELSEWHERE = {"NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay"}
_SHAPES = {"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack"}
_UNUSABLE = {"Model"}
_SEVERAL = {"Point": "MultiPoint", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}
_TAG = re.compile(r"<[^>]{0,2000}>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^>]{0,200}>", re.IGNORECASE)


class _Broken(Exception):
    """The shape cannot be understood; `code` says how."""

    def __init__(self, code: str = "import_malformed_geometry") -> None:
        super().__init__(code)
        self.code = code


def read(document: Document, order: Order) -> Found:
    """Read every placemark, whichever folder it lies in; raises Refused."""
    if order.layer:
        raise Refused("import_no_such_layer", layers="")
    rows: list[FoundRow] = []
    links = 0
    corners = 0
    for element in _elements(document):
        if _local(element) in _ELSEWHERE:
            links += 1
        elif _local(element) == "Placemark":
            row = _row(element)
            corners += 0 if row.shape is None else int(shapely.get_num_coordinates(row.shape))
            rows.append(row)
            if len(rows) > order.features:
                raise Refused("import_too_many_features", most=order.features)
            if corners > order.vertices:
                raise Refused("import_too_many_vertices", most=order.vertices)
            element.clear()
    left: Remark = {"code": "import_links_left", "row": 0, "count": links}
    return found.of_rows("", WGS84, rows, [left] if links else [])


def _elements(document: Document) -> Iterator[Element]:
    """Each element when its end is read."""
    for _, element in ElementTree.iterparse(io.BytesIO(document.data)):  # noqa: S314 (looked through)
        yield element


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _local(child) == name), None)


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def _row(placemark: Element) -> FoundRow:
    values: dict[str, found.Value] = {
        "name": _text(_child(placemark, "name")),
        "description": _plain(_text(_child(placemark, "description"))),
        "placemark_id": placemark.get("id"),
    }
    values |= dict(_extended(placemark))
    shapes = [child for child in placemark if _local(child) in _SHAPES | _UNUSABLE]
    try:
        return FoundRow(values, _shape(shapes[0]) if shapes else None)
    except _Broken as broken:
        return FoundRow(values, None, broken.code)


def _extended(placemark: Element) -> Iterator[tuple[str, str]]:
    for data in placemark.iter():
        if _local(data) == "Data":
            yield data.get("name", ""), _text(_child(data, "value"))
        elif _local(data) == "SimpleData":
            yield data.get("name", ""), _text(data)


def _plain(text: str) -> str:
    """Balloons are written as HTML; texts here are not."""
    if "<" not in text:
        return text
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).strip()


def _shape(element: Element) -> BaseGeometry:
    match _local(element):
        case "Point":
            corners = _corners(element)
            if len(corners) != 1:
                raise _Broken
            return Point(corners[0])
        case "LineString" | "LinearRing":
            return _line(_corners(element))
        case "Polygon":
            return _polygon(element)
        case "Track":
            return _line(
                [_position(_text(each).split()) for each in element if _local(each) == "coord"]
            )
        case "MultiGeometry" | "MultiTrack":
            return _several([_shape(each) for each in element if _local(each) in _SHAPES])
    raise _Broken("import_unsupported_geometry")


def _polygon(element: Element) -> Polygon:
    outer = [_ring(each) for each in element if _local(each) == "outerBoundaryIs"]
    inner = [_ring(each) for each in element if _local(each) == "innerBoundaryIs"]
    if len(outer) != 1:
        raise _Broken
    return Polygon(outer[0], inner)


def _ring(boundary: Element) -> list[tuple[float, ...]]:
    ring = _child(boundary, "LinearRing")
    if ring is None:
        raise _Broken
    corners = _corners(ring)
    if len(corners) < 4 or corners[0] != corners[-1]:
        raise _Broken("import_open_ring")
    return corners


def _line(corners: list[tuple[float, ...]]) -> LineString:
    if len(corners) < 2:
        raise _Broken
    return LineString(corners)


def _several(parts: list[BaseGeometry]) -> BaseGeometry:
    kinds = {part.geom_type for part in parts}
    if not parts:
        raise _Broken("import_empty_geometry")
    if len(parts) == 1:
        return parts[0]
    if len(kinds) == 1 and (kind := kinds.pop()) in _SEVERAL:
        return getattr(shapely.geometry, _SEVERAL[kind])(parts)
    return GeometryCollection(parts)


def _corners(element: Element) -> list[tuple[float, ...]]:
    text = _text(_child(element, "coordinates"))
    positions = [
        _position(part.split(",")) for part in re.sub(r"(?<!\s)\s*,\s*", ",", text).split()
    ]
    widths = {len(position) for position in positions}
    return positions if len(widths) == 1 else [position[:2] for position in positions]


def _position(parts: list[str]) -> tuple[float, ...]:
    try:
        numbers = tuple(float(part) for part in parts if part)
    except ValueError:
        raise _Broken from None
    if len(numbers) not in {2, 3}:
        raise _Broken
    return numbers
