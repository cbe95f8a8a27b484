"""What a GeoPackage holds that GDAL would mend in silence: curves made straight, broken shapes."""

from __future__ import annotations

import pyogrio
from pyogrio import raw

_CURVES = {"CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE"}


def spatial_layers(data: bytes) -> list[str]:
    """Names of the layers that have a geometry column."""
    return [str(name) for name, kind in pyogrio.list_layers(data) if kind is not None]


def shape_problems(data: bytes, layer: str) -> list[str | None]:
    """One a row, in order: the code of what is wrong with the stored shape, or None."""
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
        return "import_curve"
    is_broken = kind is None or (no_corners and not is_empty)
    return "import_malformed_geometry" if is_broken else None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
