"""What visitors have reported as broken: the editors' list and case, the visitor's receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import FaultReport, OfficialPlace, Trail, Unit
from geostories.vocabulary import FaultStatus


@dataclass(frozen=True)
class Thing:
    """The place or trail that something is wrong with."""

    id: UUID
    name: str


@dataclass(frozen=True)
class FaultInfo:
    """The editors' case. `wants_answer`: an address waits for one. `point`: lon, lat in WGS 84."""

    id: UUID
    thing: Thing
    text: str
    status: FaultStatus
    answer: str
    wants_answer: bool
    unit: str | None
    created_at: datetime
    point: tuple[float, float] | None


@dataclass(frozen=True)
class Receipt:
    """What whoever holds the private link reads."""

    thing_id: UUID
    text: str
    status: FaultStatus
    answer: str
    wants_answer: bool
    created_at: datetime


_COLUMNS = (
    func.coalesce(FaultReport.place_id, FaultReport.trail_id).label("thing_id"),
    FaultReport.text,
    FaultReport.status,
    FaultReport.answer,
    (FaultReport.email != "").label("wants_answer"),
    FaultReport.created_at,
)


def _faults() -> Select[Any]:
    return (
        select(
            *_COLUMNS,
            FaultReport.id,
            func.coalesce(OfficialPlace.name, Trail.name).label("name"),
            Unit.name.label("unit"),
            func.ST_X(FaultReport.geom).label("lon"),
            func.ST_Y(FaultReport.geom).label("lat"),
        )
        .outerjoin(OfficialPlace, OfficialPlace.id == FaultReport.place_id)
        .outerjoin(Trail, Trail.id == FaultReport.trail_id)
        .outerjoin(Unit, Unit.id == FaultReport.unit_id)
    )


def _info(row: Row[Any]) -> FaultInfo:
    return FaultInfo(
        id=row.id,
        thing=Thing(row.thing_id, row.name),
        text=row.text,
        status=row.status,
        answer=row.answer,
        wants_answer=row.wants_answer,
        unit=row.unit,
        created_at=row.created_at,
        point=(row.lon, row.lat) if row.lon is not None else None,
    )


def list_faults(session: Session, *, municipality_id: UUID, limit: int) -> list[FaultInfo]:
    """The newest of a municipality; in its scope."""
    query = (
        _faults()
        .where(FaultReport.municipality_id == municipality_id)
        .order_by(FaultReport.created_at.desc(), FaultReport.id)
        .limit(limit)
    )
    return [_info(row) for row in session.execute(query)]


def get_fault(session: Session, *, fault_id: UUID, municipality_id: UUID) -> FaultInfo:
    """One case; raises NotFound outside the municipality."""
    row = session.execute(
        _faults().where(FaultReport.id == fault_id, FaultReport.municipality_id == municipality_id)
    ).one_or_none()
    if row is None:
        raise NotFound("no_fault")
    return _info(row)


def get_receipt(session: Session, *, fault_id: UUID, municipality_id: UUID) -> Receipt:
    """The one report of a private link, in that link's scope; raises NotFound."""
    row = session.execute(
        select(*_COLUMNS).where(
            FaultReport.id == fault_id, FaultReport.municipality_id == municipality_id
        )
    ).one_or_none()
    if row is None:
        raise NotFound("no_fault")
    return Receipt(**row._mapping)
