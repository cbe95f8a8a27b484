"""The log of layers read in; in the municipality's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import LayerImport, User
from geostories.vocabulary import ImportStatus

MOVING = frozenset({ImportStatus.READING, ImportStatus.APPLYING})
"""The worker has it, or will have it in a moment."""

OPEN = MOVING | {ImportStatus.PREVIEWED, ImportStatus.WAITING}
"""Not at its end yet."""


@dataclass(frozen=True)
class ImportInfo:
    """One reading of one layer, as models.LayerImport has it. `by`: the name of who began it."""

    id: UUID
    municipality_id: UUID
    source_id: UUID | None
    register: str
    kind: str
    layer: str
    crs: int | None
    source: str
    licence: str
    allow_outside: bool
    file_name: str
    file_key: str
    status: ImportStatus
    done: int
    total: int
    report: dict[str, Any]
    problem: dict[str, Any]
    created_at: datetime
    finished_at: datetime | None
    by: str


def get_import(session: Session, *, import_id: UUID, municipality_id: UUID) -> ImportInfo:
    """One import; raises NotFound outside the municipality."""
    row = session.execute(_imports(municipality_id).where(LayerImport.id == import_id)).first()
    if row is None:
        raise NotFound("no_import")
    return _info(*row)


def list_imports(
    session: Session, *, municipality_id: UUID, register: str | None = None, most: int = 100
) -> list[ImportInfo]:
    """The newest imports, of one register or of all, newest first."""
    query = _imports(municipality_id).order_by(LayerImport.created_at.desc()).limit(most)
    if register is not None:
        query = query.where(LayerImport.register == register)
    return [_info(*row) for row in session.execute(query)]


def list_latest_imports(session: Session, *, municipality_id: UUID) -> dict[str, ImportInfo]:
    """The newest import of each register that was not called off, by register."""
    query = (
        _imports(municipality_id)
        .where(LayerImport.status != ImportStatus.CANCELLED)
        .ext(distinct_on(LayerImport.register))
        .order_by(LayerImport.register, LayerImport.created_at.desc())
    )
    return {row.register: _info(row, name) for row, name in session.execute(query)}


def list_file_keys(session: Session) -> set[str]:
    """The files that an import may still need; in the operator's scope."""
    return set(session.scalars(select(LayerImport.file_key).where(LayerImport.file_key != "")))


def _imports(municipality_id: UUID) -> Select[LayerImport, str]:
    return (
        select(LayerImport, User.display_name)
        .outerjoin(User, User.id == LayerImport.created_by)
        .where(LayerImport.municipality_id == municipality_id)
    )


def _info(row: LayerImport, name: str | None) -> ImportInfo:
    told = {each: getattr(row, each) for each in ImportInfo.__dataclass_fields__ if each != "by"}
    return ImportInfo(**told, by=name or "")
