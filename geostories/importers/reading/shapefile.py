"""Shapefiles: the parts that belong together, checked and put in an archive of our own for GDAL."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

import numpy as np

from geostories.importers.reading import dbf_check, gdal, reference_systems, shapefile_check
from geostories.importers.reading.archive import Archive
from geostories.importers.reading.found import Found, Refused
from geostories.importers.reading.order import Order


def layers(names: list[str]) -> dict[str, dict[str, str]]:
    """The Shapefiles among these files: by name without suffix, their parts by suffix."""
    parts: dict[str, dict[str, str]] = {}
    shown: dict[str, str] = {}
    for name in names:
        path = PurePosixPath(name)
        stem = str(path.with_suffix("")).casefold()
        parts.setdefault(stem, {})[path.suffix.casefold()] = name
        if path.suffix.casefold() == ".shp":
            shown[stem] = path.stem
    if len(set(shown.values())) < len(shown):  # the same name in two folders
        shown = {stem: stem for stem in shown}
    return {shown[stem]: files for stem, files in parts.items() if stem in shown}


def read(archive: Archive, name: str, parts: dict[str, str], order: Order) -> Found:
    """Read the Shapefile of these parts; raises Refused."""
    if ".dbf" not in parts:
        raise Refused("import_no_dbf")
    shp = archive.read(parts[".shp"])
    records, index = shapefile_check.check(shp, vertices_allowed=order.vertices)
    table = dbf_check.check(archive.read(parts[".dbf"]))
    if len(table.kept) != records:
        raise Refused("import_parts_differ", shapes=records, rows=len(table.kept))
    packed = _packed(shp=shp, shx=index, dbf=table.data)
    _, columns, wkb = gdal.read(packed, features=order.features, encoding=table.encoding)
    if len(wkb) != sum(table.kept):
        raise Refused("import_unreadable")
    named = _prj(archive, parts)
    return Found(
        name,
        reference_systems.epsg(named),
        named,
        columns,
        np.asarray(wkb, object),
        [None] * len(wkb),
    )


def _prj(archive: Archive, parts: dict[str, str]) -> str:
    if ".prj" not in parts:
        return ""
    return archive.read(parts[".prj"]).decode("utf-8-sig", "replace").strip()


def _packed(**parts: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as ours:
        for suffix, content in parts.items():
            ours.writestr(f"layer.{suffix}", content)
    return whole.getvalue()
