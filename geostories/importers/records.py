"""A row of ours to be, and what every kind of row has: id, name, provenance, accuracy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geostories.geo.coordinates import in_sweden
from geostories.geo.tangles import MOST_CROSSINGS, is_tangled
from geostories.importers import names
from geostories.importers.attributes import NAME_LENGTH, Attributes, BadRow
from geostories.importers.reader import SourceRow
from geostories.vocabulary import Accuracy, PlaceKind

PLACE, TRAIL, PLACE_NAME = "place", "trail", "place_name"
SENSITIVE_AREA, MUNICIPALITY = "sensitive_area", "municipality"
KINDS = (*PlaceKind, PLACE, TRAIL, PLACE_NAME, SENSITIVE_AREA, MUNICIPALITY)
"""What `--kind` may be: one kind for every row, `place` (each row says its kind), or the others."""

OPERATORS_OWN = frozenset({PLACE_NAME, MUNICIPALITY})
"""Names on the map and borders belong to no municipality."""

NVR_PAGE = "https://skyddadnatur.naturvardsverket.se/?nvrid="


@dataclass(frozen=True)
class Origin:
    """Where a layer comes from, for rows that do not say it themselves.

    `makes_ids`: no row has an id, so each gets one of its name and position.
    """

    source: str
    licence: str
    fetched_at: datetime
    makes_ids: bool = False


@dataclass(frozen=True)
class Record:
    """A row of ours to be: columns, and shapes by column (WGS 84; None: no shape)."""

    row: int
    register_id: str
    columns: dict[str, Any]
    shapes: dict[str, BaseGeometry | None] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What people call it."""
        return str(self.columns.get("name") or self.columns.get("species", ""))

    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of all its shapes in degrees."""
        shapes = [shape for shape in self.shapes.values() if shape is not None]
        if not shapes:
            return None
        west, south, east, north = shapely.total_bounds(shapes)
        return west, south, east, north


Maker = Callable[[SourceRow, str, Origin], Record]
"""Makes a record of a row of a `--kind`; raises BadRow."""


def missing(code: str, **params: str) -> str:
    """Stand for a value that must be there; raises BadRow."""
    raise BadRow(code, **params)


def name(said: Attributes) -> str:
    """The name, tidied."""
    return names.tidy(said.text("name", NAME_LENGTH)) or missing("import_no_name")


def register_id(said: Attributes, row: SourceRow, origin: Origin) -> str:
    """The register's id, or one made of name and position where the layer has none."""
    given = said.text("register_id", NAME_LENGTH)
    if given or not origin.makes_ids:
        return given or missing("import_no_id")
    corners = shapely.get_coordinates(row.shape)[:1].round(5)
    told = [names.tidy(said.text("name", NAME_LENGTH)).casefold(), *corners.ravel().tolist()]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def named(said: Attributes) -> dict[str, Any]:
    """Columns of name and summary."""
    return {"name": name(said), "summary": said.text("summary")}


def provenance(said: Attributes, origin: Origin) -> dict[str, Any]:
    """Source, licence, link and date; Naturvårdsregistret's files say none, but are known by NVRID."""
    source = said.text("source", NAME_LENGTH)
    source = origin.source if not source or names.is_code(source) else source
    licence = said.text("licence", NAME_LENGTH) or origin.licence
    address = said.address("source_url")
    if said.has("nvrid"):
        source, licence = source or "Naturvårdsverket, Naturvårdsregistret", licence or "CC0"
        address = address or NVR_PAGE + said.text("register_id", NAME_LENGTH)
    return {
        "source": source or missing("import_no_source"),
        "licence": licence or missing("import_no_licence"),
        "source_url": address,
        "fetched_at": said.moment("fetched_on") or origin.fetched_at,
    }


def accuracy(said: Attributes) -> dict[str, Any]:
    """How sure the position is."""
    word = said.text("accuracy", NAME_LENGTH) or Accuracy.EXACT
    if word not in set(Accuracy):
        raise said.bad("accuracy")
    metres = said.quantity("accuracy_m")
    return {"accuracy": Accuracy(word), "accuracy_m": round(metres) if metres else None}


def one_point(shape: BaseGeometry | None) -> Point:
    """The point that the shape is."""
    if shape is None:
        raise BadRow("import_empty_geometry")
    flat = shapely.force_2d(shape)
    points = [flat] if isinstance(flat, Point) else list(getattr(flat, "geoms", ()))
    if len(points) == 1 and isinstance(points[0], Point):
        return points[0]
    raise BadRow("import_wrong_geometry", found=shape.geom_type, wanted="Point")


def written_point(said: Attributes, lon: str, lat: str) -> Point | None:
    """A point written as two attributes, or None when neither is there."""
    x, y = said.number(lon), said.number(lat)
    if x is None and y is None:
        return None
    if x is None or y is None or not in_sweden(x, y):
        raise said.bad(lat if x is not None else lon)
    return Point(x, y)


def untangled(line: BaseGeometry) -> BaseGeometry:
    """The line, if it is one that can be measured; raises BadRow."""
    if is_tangled(line):
        raise BadRow("import_tangled_line", most=MOST_CROSSINGS)
    return line
