"""Layer files as registers and people make them, good and bad, written for one test."""

from __future__ import annotations

import json
import sqlite3
import struct
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyogrio import raw
from shapely.geometry.base import BaseGeometry

HERE = (16.207, 58.996)
HERE_SWEREF = (569350.57, 6540232.76)
"""One place in Katrineholm, in degrees and in SWEREF 99 TM (east, north)."""

PLACE = {
    "register_id": "a-1",
    "kind": "sight",
    "name": "Jättens handfat",
    "source": "Länsstyrelsen",
    "licence": "CC0",
}


def feature(coordinates: Any = HERE, shape: str = "Point", **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature; PLACE's properties unless others are given. No coordinates: no shape."""
    geometry = None if coordinates is None else {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": {**PLACE, **properties}, "geometry": geometry}


def collection(*features: Any, **members: Any) -> dict[str, Any]:
    """A FeatureCollection; `members` stand beside the features."""
    return {"type": "FeatureCollection", **members, "features": list(features)}


def named_crs(name: str) -> dict[str, Any]:
    """The old `crs` member."""
    return {"type": "name", "properties": {"name": name}}


def write_geojson(file: Path, *features: Any, **members: Any) -> Path:
    """Write a FeatureCollection."""
    file.write_text(json.dumps(collection(*features, **members), ensure_ascii=False))
    return file


def write_geopackage(
    file: Path,
    *shapes: BaseGeometry | None,
    crs: str = "EPSG:3006",
    srs_id: int | None = None,
    layer: str = "places",
    **columns: list[Any],
) -> Path:
    """Write (or add to) a GeoPackage; PLACE's columns, numbered ids, unless others are given.

    `srs_id`: what the tables say instead of `crs`; -1 and 0 stand for systems that are not defined.
    """
    ids = [f"a-{number}" for number in range(1, len(shapes) + 1)]
    told: dict[str, list[Any]] = {name: [value] * len(shapes) for name, value in PLACE.items()}
    told |= {"register_id": ids, **columns}
    raw.write(
        file,
        np.array(
            [None if shape is None else shapely.to_wkb(shape, flavor="iso") for shape in shapes],
            object,
        ),
        [np.array(values, object) for values in told.values()],
        list(told),
        geometry_type="Unknown",
        crs=crs,
        driver="GPKG",
        layer=layer,
    )
    if srs_id is not None:
        _run(file, "UPDATE gpkg_contents SET srs_id = ?", srs_id)
        _run(file, "UPDATE gpkg_geometry_columns SET srs_id = ?", srs_id)
    return file


def put_shape(file: Path, wkb: bytes, *, layer: str = "places") -> Path:
    """Store these very bytes as the first row's shape, in GeoPackage's own envelope."""
    envelope = b"GP\x00\x01" + struct.pack("<i", 3006)
    _run(file, f'UPDATE "{layer}" SET geom = ? WHERE fid = 1', envelope + wkb)
    return file


def circular_string() -> bytes:
    """An arc through three points, as WKB."""
    east, north = HERE_SWEREF
    corners = (east, north, east + 10, north + 10, east + 20, north)
    return b"\x01" + struct.pack("<II", 8, 3) + struct.pack("<6d", *corners)


def curve_polygon() -> bytes:
    """A circle of four arcs round HERE_SWEREF, as WKB."""
    east, north = HERE_SWEREF
    ways = ((50, 0), (0, 50), (-50, 0), (0, -50), (50, 0))
    corners = [number for x, y in ways for number in (east + x, north + y)]
    ring = b"\x01" + struct.pack("<II", 8, 5) + struct.pack("<10d", *corners)
    return b"\x01" + struct.pack("<II", 10, 1) + ring


def _run(file: Path, statement: str, *values: Any) -> None:
    connection = sqlite3.connect(file)
    for trigger in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{trigger[0]}"')  # they call functions only GDAL has
    connection.execute(statement, values)
    connection.commit()
    connection.close()
