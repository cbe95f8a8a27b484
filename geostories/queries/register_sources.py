"""Registers that are fetched by address, and how it went the last time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import LayerImport, RegisterSource
from geostories.vocabulary import ImportStatus, SourceProtocol


@dataclass(frozen=True)
class RunInfo:
    """One fetch, as models.LayerImport has it: `report` and `problem` as there."""

    import_id: UUID
    status: ImportStatus
    report: dict[str, Any]
    problem: dict[str, Any]
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class SourceInfo:
    """A register, as models.RegisterSource has it; `last_run` is None before the first."""

    id: UUID
    municipality_id: UUID
    register: str
    title: str
    protocol: SourceProtocol
    url: str
    type_name: str
    query: str
    kind: str
    crs: int | None
    source: str
    licence: str
    every_hours: int
    is_enabled: bool
    next_fetch_at: datetime
    fetched_at: datetime | None
    etag: str
    last_modified: str
    last_run: RunInfo | None


def list_sources(
    session: Session, *, municipality_id: UUID | None = None, register: str | None = None
) -> list[SourceInfo]:
    """The registers, by title; of one municipality, or in the operator's scope of all."""
    query = select(RegisterSource).order_by(RegisterSource.title, RegisterSource.id)
    if municipality_id is not None:
        query = query.where(RegisterSource.municipality_id == municipality_id)
    if register is not None:
        query = query.where(RegisterSource.register == register)
    rows = session.scalars(query).all()
    runs = _last_runs(session, [row.id for row in rows])
    return [_info(row, runs.get(row.id)) for row in rows]


def get_source(session: Session, *, source_id: UUID, municipality_id: UUID) -> SourceInfo:
    """One register; raises NotFound outside the municipality."""
    row = session.get(RegisterSource, source_id)
    if row is None or row.municipality_id != municipality_id:
        raise NotFound("no_source")
    return _info(row, _last_runs(session, [source_id]).get(source_id))


def _last_runs(session: Session, sources: list[UUID]) -> dict[UUID, RunInfo]:
    query = (
        select(LayerImport)
        .where(LayerImport.source_id.in_(sources), LayerImport.status != ImportStatus.CANCELLED)
        .ext(distinct_on(LayerImport.source_id))
        .order_by(LayerImport.source_id, LayerImport.created_at.desc())
    )
    return {
        row.source_id: RunInfo(
            row.id, row.status, row.report, row.problem, row.created_at, row.finished_at
        )
        for row in session.scalars(query)
        if row.source_id
    }


def _info(row: RegisterSource, last_run: RunInfo | None) -> SourceInfo:
    names = [name for name in SourceInfo.__dataclass_fields__ if name != "last_run"]
    return SourceInfo(**{name: getattr(row, name) for name in names}, last_run=last_run)
