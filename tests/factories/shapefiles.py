"""Shapefiles as registers and people make them: written byte by byte, with every trap."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

Parts = dict[str, bytes]
"""The files of a Shapefile by suffix."""

COLUMNS = (
    ("NVRID", "C", 12),
    ("NAMN", "C", 30),
    ("SKYDDSTYP", "C", 30),
    ("URSBESLDAT", "D", 8),
    ("AREA_HA", "N", 12),
)
ROW = ("2004477", "Växjö myr", "Naturreservat", "19810612", "12.5")

_KINDS = {"Point": 1, "LineString": 3, "MultiLineString": 3, "Polygon": 5, "MultiPolygon": 5}
_HEIGHT, _MEASURE = 10, 20


def shapefile(
    *shapes: BaseGeometry | None,
    rows: Sequence[Sequence[str | bytes]] | None = None,
    encoding: str = "utf-8",
    cpg: str | None = "UTF-8",
    crs: int | None = 3006,
    measured: bool = False,
) -> Parts:
    """The parts. Rows are ROW with numbered ids unless others are given; no `cpg` or `crs`: not there."""
    told = rows or [(f"{2004477 + n}", *ROW[1:]) for n in range(len(shapes))]
    parts = {
        ".shp": _shp(shapes, measured=measured),
        ".dbf": dbf(told, encoding=encoding),
    }
    if cpg is not None:
        parts[".cpg"] = cpg.encode()
    if crs is not None:
        parts[".prj"] = CRS.from_epsg(crs).to_wkt("WKT1_ESRI").encode()
    return parts


def lay_beside(folder: Path, parts: Parts, name: str = "NR_polygon") -> Path:
    """Write the parts beside each other; answers the .shp."""
    for suffix, content in parts.items():
        (folder / f"{name}{suffix}").write_bytes(content)
    return folder / f"{name}.shp"


def zipped(file: Path, parts: Parts, name: str = "NR_polygon") -> Path:
    """Write (or add) the parts to an archive."""
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for suffix, content in parts.items():
            archive.writestr(f"{name}{suffix}", content)
    return file


def dbf(
    rows: Iterable[Sequence[str | bytes]],
    *,
    encoding: str = "utf-8",
    columns: Sequence[tuple[str, str, int]] = COLUMNS,
    language: int = 0,
    deleted: frozenset[int] = frozenset(),
) -> bytes:
    """A table. Texts too long for their field are cut in the middle of a letter, as some programs do."""
    lines = [
        (b"*" if number in deleted else b" ")
        + b"".join(
            (value if isinstance(value, bytes) else value.encode(encoding))[:width].ljust(width)
            for value, (_, _, width) in zip(row, columns, strict=True)
        )
        for number, row in enumerate(rows)
    ]
    fields = b"".join(
        struct.pack("<11sc4xBB14x", name.encode(), kind.encode(), width, 2 if kind == "N" else 0)
        for name, kind, width in columns
    )
    length = 1 + sum(width for _, _, width in columns)
    head = struct.pack("<4BIHH17xB2x", 3, 126, 2, 1, len(lines), 33 + len(fields), length, language)
    return head + fields + b"\r" + b"".join(lines) + b"\x1a"


def multipatch() -> Parts:
    """A body in three dimensions."""
    content = struct.pack("<I4dII", 31, *[0.0] * 4, 0, 0)
    return {".shp": _file(31, [content]), ".dbf": dbf([ROW])}


def _shp(shapes: Sequence[BaseGeometry | None], *, measured: bool) -> bytes:
    first = next(shape for shape in shapes if shape is not None)
    kind = _KINDS[first.geom_type] + (_HEIGHT if first.has_z else _MEASURE if measured else 0)
    return _file(kind, [_content(shape, kind) for shape in shapes])


def _file(kind: int, contents: Sequence[bytes]) -> bytes:
    records = b"".join(
        struct.pack(">II", number, len(content) // 2) + content
        for number, content in enumerate(contents, start=1)
    )
    head = struct.pack(">I20xI", 9994, (100 + len(records)) // 2)
    return head + struct.pack("<II8d", 1000, kind, *[0.0] * 8) + records


def _content(shape: BaseGeometry | None, kind: int) -> bytes:
    if shape is None:
        return struct.pack("<I", 0)
    corners = shapely.get_coordinates(shape, include_z=True)
    extra = b"" if kind < _HEIGHT else struct.pack("<2d", 0, 0) + _third(corners, kind)
    if kind % 10 == 1:
        third = b"" if kind == 1 else struct.pack("<d", corners[0][2] if shape.has_z else 7.0)
        return struct.pack("<I2d", kind, *corners[0][:2]) + third
    rings = _rings(shape)
    starts = [sum(len(ring) for ring in rings[:number]) for number in range(len(rings))]
    points = b"".join(struct.pack("<2d", x, y) for ring in rings for x, y in ring)
    head = struct.pack("<I4dII", kind, *shape.bounds, len(rings), sum(map(len, rings)))
    return head + struct.pack(f"<{len(starts)}I", *starts) + points + extra


def _third(corners: Iterable[Sequence[float]], kind: int) -> bytes:
    """Heights, or 7 as each measure."""
    return b"".join(struct.pack("<d", each[2] if kind < _MEASURE else 7.0) for each in corners)


def _rings(shape: BaseGeometry) -> list[list[tuple[float, float]]]:
    if "Line" in shape.geom_type:
        lines = getattr(shape, "geoms", [shape])
        return [[tuple(corner[:2]) for corner in line.coords] for line in lines]
    turned = shapely.orient_polygons(shape, exterior_cw=True)
    return [
        [tuple(corner[:2]) for corner in ring.coords]
        for polygon in getattr(turned, "geoms", [turned])
        for ring in (polygon.exterior, *polygon.interiors)
    ]
