"""GML 3.2, as WFS servers answer it: axes in the order of the register of systems (north first)."""

from __future__ import annotations

import numpy as np
import pyogrio

from geostories.importers.reading import gdal, reference_systems
from geostories.importers.reading.found import Found, Refused
from geostories.importers.reading.order import Order
from geostories.importers.reading.xml_check import Document

_OLD_NAMES = b"http://www.opengis.net/gml/srs/epsg.xml#"
"""East first, as in `EPSG:3006`; GDAL would ask that address what it means."""

_MEMBERS = ("member", "featureMember")
_ABOUT = {"boundedBy", "name", "description", "metaDataProperty", "truncatedResponse"}


def read(document: Document, order: Order) -> Found:
    """Read the layer asked for, or the only one; raises Refused."""
    if document.root.endswith("ExceptionReport"):
        raise Refused("import_server_error")
    expected = _count(document)
    if not expected:
        return Found(order.layer or "", None, "", {}, np.array([], object), [])
    data = document.data.replace(_OLD_NAMES, b"EPSG:")
    names = [str(name) for name, _ in pyogrio.list_layers(data)]
    name = order.layer or (names[0] if len(names) == 1 else None)
    if name is None:
        raise Refused("import_several_layers", layers=", ".join(names))
    if name not in names:
        raise Refused("import_no_such_layer", layers=", ".join(names))
    crs, columns, wkb = gdal.read(data, features=order.features, layer=name)
    if len(names) == 1 and len(wkb) != expected:
        raise Refused("import_unreadable")  # GDAL passes over members it does not understand
    problems = ["import_empty_geometry" if each is None else None for each in wkb]
    return Found(name, reference_systems.epsg(crs), crs or "", columns, wkb, problems)


def _count(document: Document) -> int:
    """How many features the collection holds."""
    held = {name: count for name, count in document.members.items() if name not in _ABOUT}
    several = held.pop("featureMembers", 0)
    members = sum(held.get(name, 0) for name in _MEMBERS)
    return sum(held.values()) if several and not members else members
