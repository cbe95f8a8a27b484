"""The tables that layers go into: finding a layer's rows, and writing what has changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2.shape import from_shape, to_shape
from sqlalchemy import ARRAY, Select, Uuid, any_, literal, select, update
from sqlalchemy.orm import Session, defer

from geostories.domain import trail_measures
from geostories.geo.srid import WGS84
from geostories.importers import records
from geostories.importers.diff import FRESHNESS, Diff, same_shape
from geostories.importers.records import Record
from geostories.models import Municipality, OfficialPlace, PlaceName, SensitiveArea, Trail

_OF_OFFICIAL = (
    "name",
    "summary",
    "facts",
    "source",
    "source_url",
    "licence",
    "fetched_at",
    "accuracy",
    "accuracy_m",
)
_OF_PLACE = (*_OF_OFFICIAL, "kind", "in_force")
_OF_WAY = ("kind", "marking", "surface")
_OF_TRAIL = (*_OF_OFFICIAL, *_OF_WAY, "length_m", "start_name", "end_name", "is_example")
_OF_NAME = ("name", "kind", "source")


@dataclass(frozen=True)
class Layer:
    """A municipality's layer in one of the tables, known by its register."""

    model: Any
    columns: tuple[str, ...]
    shapes: tuple[str, ...]
    municipality_id: UUID | None
    register: str
    keeps_all: bool = False

    def load(self, session: Session) -> dict[str, Any]:
        """Its rows by the register's id, withdrawn ones too."""
        derived = [name for name in ("geom_3857", "geom_3006") if hasattr(self.model, name)]
        query = self._rows().options(*(defer(getattr(self.model, name)) for name in derived))
        return {self._key(row): row for row in session.scalars(query)}

    def record(self, row: Any) -> Record:
        """A row as the importer sees it."""
        shapes = {name: getattr(row, name) for name in self.shapes}
        return Record(
            row=0,
            register_id=self._key(row),
            columns={name: getattr(row, name) for name in self.columns},
            shapes={name: None if raw is None else to_shape(raw) for name, raw in shapes.items()},
        )

    def is_withdrawn(self, row: Any) -> bool:
        """Whether the register had let go of it."""
        return row.withdrawn_at is not None

    def add(self, session: Session, record: Record) -> None:
        """Write a new row."""
        row = self._empty(record.register_id)
        session.add(row)
        self._write(row, record.columns, record.shapes)

    def change(self, row: Any, record: Record) -> None:
        """Write what the register says now; shapes only where they moved."""
        old = self.record(row).shapes
        moved = {
            name: shape for name, shape in record.shapes.items() if not same_shape(old[name], shape)
        }
        self._write(row, record.columns, moved)
        row.withdrawn_at = None

    def confirm(self, session: Session, rows: Mapping[str, Any], same: Sequence[Record]) -> None:
        """Note that the register still says the same: a statement a date, not one a row."""
        asked: dict[datetime, list[UUID]] = {}
        for record in same:
            row, at = rows[record.register_id], record.columns[FRESHNESS]
            if at > row.fetched_at:
                asked.setdefault(at, []).append(row.id)
        for at, ids in asked.items():
            session.execute(
                update(self.model)
                .where(self.model.id == any_(literal(ids, ARRAY(Uuid))))
                .values({FRESHNESS: at})
                .execution_options(synchronize_session=False)
            )

    def withdraw(self, _session: Session, row: Any, *, at: datetime) -> None:
        """Mark a row that the register has no more. It is kept: stories hang on it."""
        row.withdrawn_at = at

    def _rows(self) -> Select[Any]:
        return select(self.model).where(
            self.model.municipality_id == self.municipality_id,
            self.model.register == self.register,
        )

    def _key(self, row: Any) -> str:
        return str(row.register_id)

    def _empty(self, register_id: str) -> Any:
        return self.model(
            municipality_id=self.municipality_id, register=self.register, register_id=register_id
        )

    def _write(self, row: Any, columns: dict[str, Any], shapes: dict[str, Any]) -> None:
        for name, value in columns.items():
            setattr(row, name, value)
        for name, shape in shapes.items():
            setattr(row, name, None if shape is None else from_shape(shape, srid=WGS84))


class TrailsLayer(Layer):
    """What a line tells of itself is measured when it comes in; heights from elsewhere stay with it."""

    def _write(self, row: Any, columns: dict[str, Any], shapes: dict[str, Any]) -> None:
        super()._write(row, columns, shapes)
        if "geom" in shapes:
            trail_measures.take_line(row, shapes["geom"])
        trail_measures.judge(row)


class BareLayer(Layer):
    """Rows without a date that nothing hangs on: what the register lets go of is deleted."""

    def is_withdrawn(self, row: Any) -> bool:
        """Never: rows that go are deleted."""
        return False

    def change(self, row: Any, record: Record) -> None:
        """Write what the register says now."""
        self._write(row, record.columns, record.shapes)

    def confirm(self, session: Session, rows: Mapping[str, Any], same: Sequence[Record]) -> None:
        """Nothing to note: such rows have no date."""

    def withdraw(self, session: Session, row: Any, *, at: datetime) -> None:
        """Delete it."""
        session.delete(row)


class BordersLayer(BareLayer):
    """Municipalities by their code. Those that are there keep their name; none is taken away."""

    def add(self, session: Session, record: Record) -> None:
        """Write a new municipality, under its name; Håbo and Habo need more to tell them apart."""
        slug = _slug(record.columns["name"])
        taken = session.scalar(select(Municipality.id).where(Municipality.slug == slug))
        row = self._empty(record.register_id)
        row.slug = f"{slug}-{record.register_id}" if taken else slug
        row.site_name = record.columns["name"]
        session.add(row)
        self._write(row, record.columns, record.shapes)

    def change(self, row: Any, record: Record) -> None:
        """Write the border."""
        self._write(row, {}, record.shapes)

    def _rows(self) -> Select[Any]:
        every = select(Municipality)
        if self.municipality_id is None:
            return every
        return every.where(Municipality.id == self.municipality_id)

    def _key(self, row: Any) -> str:
        return str(row.code)

    def _empty(self, register_id: str) -> Any:
        return Municipality(code=register_id, contact_email="", contact_url="")


def _slug(name: str) -> str:
    """The name as an address has it: `Växjö` is `vaxjo`."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


class NamesLayer(BareLayer):
    """Names belong to no municipality; their ids begin with the register."""

    def _rows(self) -> Select[Any]:
        return select(PlaceName).where(
            PlaceName.register_id.startswith(f"{self.register}:", autoescape=True)
        )

    def _key(self, row: Any) -> str:
        return str(row.register_id).removeprefix(f"{self.register}:")

    def _empty(self, register_id: str) -> Any:
        return PlaceName(register_id=f"{self.register}:{register_id}")


def label(row: Any) -> str:
    """What people call a row."""
    return str(row.species if isinstance(row, SensitiveArea) else row.name)


def layer_for(kind: str, *, municipality_id: UUID | None, register: str) -> Layer:
    """The layer that rows of this `--kind` go into."""
    if kind == records.MUNICIPALITY:
        return BordersLayer(Municipality, (), ("geom",), municipality_id, register, keeps_all=True)
    if kind == records.SENSITIVE_AREA:
        return BareLayer(SensitiveArea, ("species",), ("geom",), municipality_id, register)
    if kind == records.TRAIL:
        return TrailsLayer(Trail, _OF_TRAIL, ("geom", "start_geom"), municipality_id, register)
    if kind == records.PLACE_NAME:
        return NamesLayer(PlaceName, _OF_NAME, ("geom",), municipality_id, register)
    return Layer(OfficialPlace, _OF_PLACE, ("geom",), municipality_id, register)


def write(
    session: Session, layer: Layer, diff: Diff, rows: dict[str, Any], *, at: datetime
) -> None:
    """Do what the diff says with the layer's `rows`."""
    for record in diff.added:
        layer.add(session, record)
    for record in diff.changed:
        layer.change(rows[record.register_id], record)
    for key in diff.withdrawn:
        layer.withdraw(session, rows[key], at=at)
    session.flush()
    layer.confirm(session, rows, diff.unchanged)
