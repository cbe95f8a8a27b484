"""Rows of a file as rows of our tables: which columns, which shapes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import shapely
from shapely.geometry import MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from geostories.geo.coordinates import in_sweden
from geostories.importers.attributes import NAME_LENGTH, Attributes, BadRow
from geostories.importers.reader import SourceRow
from geostories.vocabulary import Accuracy, PlaceKind

PLACE, TRAIL, PLACE_NAME = "place", "trail", "place_name"
KINDS = (*PlaceKind, PLACE, TRAIL, PLACE_NAME)
"""What `--kind` may be: one kind for every row, `place` (each row says its kind), or the others."""

SWEDISH_KINDS = {
    "naturreservat": PlaceKind.NATURE_RESERVE,
    "naturminne": PlaceKind.NATURAL_MONUMENT,
    "fågeltorn": PlaceKind.BIRD_TOWER,
    "källa": PlaceKind.SPRING,
    "badplats": PlaceKind.BATHING_PLACE,
    "vindskydd": PlaceKind.LEAN_TO,
    "sevärdhet": PlaceKind.SIGHT,
}

NVR_PAGE = "https://skyddadnatur.naturvardsverket.se/?nvrid="


@dataclass(frozen=True)
class Origin:
    """Where a layer comes from, for rows that do not say it themselves."""

    source: str
    licence: str
    fetched_at: datetime


@dataclass(frozen=True)
class Record:
    """A row of ours to be: columns, and shapes by column (WGS 84; None: no shape)."""

    row: int
    register_id: str
    columns: dict[str, Any]
    shapes: dict[str, BaseGeometry | None] = field(default_factory=dict)

    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of all its shapes in degrees."""
        shapes = [shape for shape in self.shapes.values() if shape is not None]
        if not shapes:
            return None
        west, south, east, north = shapely.total_bounds(shapes)
        return west, south, east, north


Maker = Callable[[SourceRow, str, Origin], Record]


def maker_for(kind: str) -> Maker:
    """What makes a record of a row of this `--kind`; each raises BadRow."""
    return {TRAIL: trail, PLACE_NAME: place_name}.get(kind, place)


def place(row: SourceRow, kind: str, origin: Origin) -> Record:
    """A row of official_place."""
    said = Attributes(row.attributes)
    columns = {
        **_named(said),
        **_provenance(said, origin),
        **_accuracy(said),
        "kind": _place_kind(said) if kind == PLACE else PlaceKind(kind),
        "facts": _place_facts(said),
    }
    return Record(row.number, _register_id(said), columns, {"geom": _place_shape(row)})


def trail(row: SourceRow, _kind: str, origin: Origin) -> Record:
    """A row of trail; a point in the file is where it starts."""
    said = Attributes(row.attributes)
    line, start = _trail_shapes(row.shape)
    metres, kilometres = said.quantity("length_m"), said.quantity("length_km")
    length = metres or (kilometres and kilometres * 1000)
    end = _point(said, "end_lon", "end_lat")
    columns = {
        **_named(said),
        **_provenance(said, origin),
        **_accuracy(said),
        "facts": {"end": [end.x, end.y]} if end else {},
        "length_m": round(length) if length else None,
        "start_name": said.text("start_name", NAME_LENGTH),
        "end_name": said.text("end_name", NAME_LENGTH),
        "is_example": said.truth("is_example"),
    }
    shapes = {"geom": line, "start_geom": _point(said, "start_lon", "start_lat") or start}
    return Record(row.number, _register_id(said), columns, shapes)


def place_name(row: SourceRow, _kind: str, origin: Origin) -> Record:
    """A row of place_name."""
    said = Attributes(row.attributes)
    source = said.text("source", NAME_LENGTH) or origin.source
    columns = {
        "name": _name(said),
        "kind": said.text("kind", 32) or _missing("import_unknown_kind", kind=""),
        "source": source or _missing("import_no_source"),
    }
    return Record(row.number, _register_id(said), columns, {"geom": _one_point(row.shape)})


def _missing(code: str, **params: str) -> str:
    raise BadRow(code, **params)


def _name(said: Attributes) -> str:
    return said.text("name", NAME_LENGTH) or _missing("import_no_name")


def _register_id(said: Attributes) -> str:
    return said.text("register_id", NAME_LENGTH) or _missing("import_no_id")


def _named(said: Attributes) -> dict[str, Any]:
    return {"name": _name(said), "summary": said.text("summary")}


def _provenance(said: Attributes, origin: Origin) -> dict[str, Any]:
    """Source, licence, link and date; Naturvårdsregistret's files say none, but are known by NVRID."""
    source = said.text("source", NAME_LENGTH) or origin.source
    licence = said.text("licence", NAME_LENGTH) or origin.licence
    address = said.address("source_url")
    if said.has("nvrid"):
        source, licence = source or "Naturvårdsverket, Naturvårdsregistret", licence or "CC0"
        address = address or NVR_PAGE + said.text("register_id", NAME_LENGTH)
    return {
        "source": source or _missing("import_no_source"),
        "licence": licence or _missing("import_no_licence"),
        "source_url": address,
        "fetched_at": said.moment("fetched_on") or origin.fetched_at,
    }


def _accuracy(said: Attributes) -> dict[str, Any]:
    word = said.text("accuracy", NAME_LENGTH) or Accuracy.EXACT
    if word not in set(Accuracy):
        raise said.bad("accuracy")
    metres = said.quantity("accuracy_m")
    return {"accuracy": Accuracy(word), "accuracy_m": round(metres) if metres else None}


def _place_kind(said: Attributes) -> PlaceKind:
    word = said.text("kind", NAME_LENGTH).casefold()
    if word in set(PlaceKind):
        return PlaceKind(word)
    if word not in SWEDISH_KINDS:
        raise BadRow("import_unknown_kind", kind=word)
    return SWEDISH_KINDS[word]


def _place_facts(said: Attributes) -> dict[str, Any]:
    facts = {
        "area_ha": said.quantity("area_ha"),
        "protected_since": _year(said, "protected_since"),
        "manager": said.text("manager", NAME_LENGTH),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _year(said: Attributes, name: str) -> int | None:
    text = said.text(name)
    if text.isdecimal() and len(text) == 4:
        return int(text)
    day = said.day(name)
    return day.year if day else None


def _place_shape(row: SourceRow) -> BaseGeometry:
    if row.shape is None:
        raise BadRow("import_empty_geometry")
    flat = shapely.force_2d(row.shape)
    return flat.geoms[0] if flat.geom_type == "MultiPoint" and len(flat.geoms) == 1 else flat


def _one_point(shape: BaseGeometry | None) -> Point:
    if shape is None:
        raise BadRow("import_empty_geometry")
    flat = shapely.force_2d(shape)
    points = [flat] if isinstance(flat, Point) else list(getattr(flat, "geoms", ()))
    if len(points) == 1 and isinstance(points[0], Point):
        return points[0]
    raise BadRow("import_wrong_geometry", found=shape.geom_type, wanted="Point")


def _trail_shapes(shape: BaseGeometry | None) -> tuple[MultiLineString | None, Point | None]:
    """The line, with height 0 where the file has none, and the start, of which one may be known."""
    if shape is None:
        return None, None
    if shape.geom_type in {"Point", "MultiPoint"}:
        return None, _one_point(shape)
    if shape.geom_type not in {"LineString", "MultiLineString"}:
        raise BadRow("import_wrong_geometry", found=shape.geom_type, wanted="LineString")
    parts = getattr(shape, "geoms", [shape])
    return shapely.force_3d(MultiLineString(list(parts))), None


def _point(said: Attributes, lon: str, lat: str) -> Point | None:
    """A point written as two attributes, or None when neither is there."""
    x, y = said.number(lon), said.number(lat)
    if x is None and y is None:
        return None
    if x is None or y is None or not in_sweden(x, y):
        raise said.bad(lat if x is not None else lon)
    return Point(x, y)
