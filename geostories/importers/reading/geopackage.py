"""GeoPackages: several layers, curves, and what GDAL would mend in silence."""

from __future__ import annotations

import pyogrio
from pyogrio import raw

from geostories.importers.reading import found, gdal, reference_systems
from geostories.importers.reading.found import Found, Refused
from geostories.importers.reading.order import Order

_CURVES = {"CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE"}
_CURVE = "import_curves_straightened"


def read(data: bytes, order: Order) -> Found:
    """Read the layer asked for, or the only one; raises Refused, or gdal.UNREADABLE."""
    names = [str(name) for name, kind in pyogrio.list_layers(data) if kind is not None]
    name = order.layer or (names[0] if len(names) == 1 else None)
    if not names:
        raise Refused("import_no_layer")
    if name is None:
        raise Refused("import_several_layers", layers=", ".join(names))
    if name not in names:
        raise Refused("import_no_such_layer", layers=", ".join(names))
    noticed = _shape_problems(data, name)
    curves = [row for row, each in enumerate(noticed, start=1) if each == _CURVE]
    problems = [None if each == _CURVE else each for each in noticed]
    crs, columns, wkb = gdal.read(data, features=order.features, problems=problems, layer=name)
    if len(problems) != len(wkb):
        raise Refused("import_unreadable")  # two ways of reading do not see the same rows
    straightened = found.remark(_CURVE, curves)
    return Found(name, reference_systems.epsg(crs), crs or "", columns, wkb, problems, straightened)


def _shape_problems(data: bytes, layer: str) -> list[str | None]:
    """One a row, in order: the code of what the stored shape is or has, or None."""
    shape = _quoted(str(pyogrio.read_info(data, layer=layer)["geometry_name"]))
    asked = (
        f"ST_GeometryType({shape}), {shape} IS NULL, "
        f"COALESCE(ST_IsEmpty({shape}), 0), ST_MinX({shape}) IS NULL"
    )
    question = f"SELECT {asked} FROM {_quoted(layer)}"  # noqa: S608 (quoted, and it only reads)
    answers = raw.read(data, sql=question, read_geometry=False)[3]
    return [_problem(*row) for row in zip(*answers, strict=True)]


def _problem(kind: str | None, absent: int, is_empty: int, no_corners: int) -> str | None:
    if absent:
        return None
    if kind in _CURVES:
        return _CURVE
    is_broken = kind is None or (no_corners and not is_empty)
    return "import_malformed_geometry" if is_broken else None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
