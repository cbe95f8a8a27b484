"""KML 2.2 (OGC 07-147r2), as map programs on computers and phones read it."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geostories.exporters.described import Described, document, put

NAMESPACE = "http://www.opengis.net/kml/2.2"
ATOM = "http://www.w3.org/2005/Atom"


def write_kml(thing: Described) -> bytes:
    """One placemark with the whole shape."""
    root = Element("kml", {"xmlns": NAMESPACE, "xmlns:atom": ATOM})
    about = put(root, "Document")
    put(about, "name", thing.name)
    put(put(about, "atom:author"), "atom:name", thing.source)
    put(about, "atom:link", href=thing.page)
    put(about, "description", thing.description)
    mark = put(about, "Placemark")
    put(mark, "name", thing.name)
    put(mark, "description", thing.description)
    _data(mark, thing)
    _shape(mark, thing.shape)
    return document(root)


def _data(mark: Element, thing: Described) -> None:
    said = {
        "kind": thing.kind,
        "source": thing.source,
        "licence": thing.licence,
        "licence_page": thing.licence_page,
        "fetched_at": thing.instant,
        "page": thing.page,
        "is_example": str(thing.is_example).lower(),
    }
    data = put(mark, "ExtendedData")
    for name, value in said.items():
        put(put(data, "Data", name=name), "value", value)


def _shape(parent: Element, shape: BaseGeometry) -> None:
    if hasattr(shape, "geoms"):
        several = put(parent, "MultiGeometry")
        for part in shape.geoms:
            _shape(several, part)
    elif isinstance(shape, Polygon):
        area = put(parent, "Polygon")
        _ring(put(area, "outerBoundaryIs"), shape.exterior)
        for hole in shape.interiors:
            _ring(put(area, "innerBoundaryIs"), hole)
    else:
        name = "LineString" if isinstance(shape, LineString) else "Point"
        _coordinates(put(parent, name), shape)


def _ring(boundary: Element, ring: LineString) -> None:
    _coordinates(put(boundary, "LinearRing"), ring)


def _coordinates(parent: Element, line: BaseGeometry) -> None:
    corners = shapely.get_coordinates(line, include_z=line.has_z).tolist()
    written = (
        ",".join([f"{c[0]:.6f}", f"{c[1]:.6f}", *(f"{z:.1f}" for z in c[2:])]) for c in corners
    )
    put(parent, "coordinates", " ".join(written))
