"""Rows of files as places, names on the map, sensitive areas and municipalities."""

from __future__ import annotations

from typing import Any

import shapely
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from geostories.importers import kinds, names, records
from geostories.importers.attributes import NAME_LENGTH, Attributes, BadRow
from geostories.importers.reader import SourceRow
from geostories.importers.records import PLACE, Origin, Record, missing
from geostories.vocabulary import PlaceKind

IN_FORCE = "gällande"
_OTHER_STATUSES = {"beslut": "beslutad", "överklag": "overklagad"}
"""Beginnings: the register's documentation and its files spell them differently."""


def place(row: SourceRow, kind: str, origin: Origin) -> Record:
    """A row of official_place."""
    said = Attributes(row.attributes)
    status = said.text("status", NAME_LENGTH).casefold()
    in_force = not status or status.startswith(IN_FORCE)
    columns = {
        **records.named(said),
        **records.provenance(said, origin),
        **records.accuracy(said),
        "kind": _place_kind(said) if kind == PLACE else PlaceKind(kind),
        "in_force": in_force,
        "facts": _place_facts(said, in_force=in_force),
    }
    key = records.register_id(said, row, origin) + ("" if in_force else f":{_plain(status)}")
    return Record(row.number, key, columns, {"geom": _place_shape(row)})


def place_name(row: SourceRow, _kind: str, origin: Origin) -> Record:
    """A row of place_name."""
    said = Attributes(row.attributes)
    source = said.text("source", NAME_LENGTH) or origin.source
    columns = {
        "name": records.name(said),
        "kind": said.text("kind", 32) or missing("import_unknown_kind", kind=""),
        "source": source or missing("import_no_source"),
    }
    key = records.register_id(said, row, origin)
    return Record(row.number, key, columns, {"geom": records.one_point(row.shape)})


def sensitive_area(row: SourceRow, _kind: str, origin: Origin) -> Record:
    """A row of sensitive_area."""
    said = Attributes(row.attributes)
    species = said.text("species") or missing("import_no_species")
    key = records.register_id(said, row, origin)
    return Record(row.number, key, {"species": species}, {"geom": _place_shape(row)})


def municipality(row: SourceRow, _kind: str, _origin: Origin) -> Record:
    """A municipality's border, by its code."""
    said = Attributes(row.attributes)
    code = said.text("code", NAME_LENGTH).zfill(4)
    if not (code.isdecimal() and len(code) == 4):
        raise said.bad("code")
    shape = _place_shape(row)
    if shape.geom_type not in {"Polygon", "MultiPolygon"}:
        raise BadRow("import_wrong_geometry", found=shape.geom_type, wanted="MultiPolygon")
    border = MultiPolygon(list(getattr(shape, "geoms", [shape])))
    name = names.tidy(records.name(said)).removesuffix(" kommun")
    return Record(row.number, code, {"name": name}, {"geom": border})


def _plain(status: str) -> str:
    return next((word for part, word in _OTHER_STATUSES.items() if status.startswith(part)), status)


def _place_kind(said: Attributes) -> PlaceKind:
    word = said.text("kind", NAME_LENGTH)
    found = kinds.of_place(word) or kinds.of_place(said.text("subkind", NAME_LENGTH))
    if found is None and word and said.has("nvrid"):
        return PlaceKind.OTHER_PROTECTION
    if found is None and word and said.has("anordning_id", "anord_id"):
        return PlaceKind.FACILITY
    if found is None and not word and said.has("nutscode", "nutskod", "hov_ref"):
        return PlaceKind.BATHING_PLACE
    if found is None:
        raise BadRow("import_unknown_kind", kind=word)
    return found


def _place_facts(said: Attributes, *, in_force: bool) -> dict[str, Any]:
    word = said.text("kind", NAME_LENGTH)
    facts = {
        "area_ha": said.quantity("area_ha"),
        "protected_since": _year(said, "protected_since"),
        "manager": said.text("manager", NAME_LENGTH),
        "protected_area": said.text("protected_area", NAME_LENGTH),
        "status": "" if in_force else said.text("status", NAME_LENGTH),
        "type": "" if kinds.of_place(word) else word,
    }
    return {name: fact for name, fact in facts.items() if fact}


def _year(said: Attributes, name: str) -> int | None:
    text = said.text(name)
    if text.isdecimal() and len(text) == 4:
        return int(text) or None
    day = said.day(name)
    return day.year if day else None


def _place_shape(row: SourceRow) -> BaseGeometry:
    if row.shape is None:
        raise BadRow("import_empty_geometry")
    flat = shapely.force_2d(row.shape)
    if "Line" in flat.geom_type:
        records.untangled(flat)
    return flat.geoms[0] if flat.geom_type == "MultiPoint" and len(flat.geoms) == 1 else flat
