"""Which layers a municipality has, from where and how fresh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.models import OfficialPlace, Trail


@dataclass(frozen=True)
class LayerInfo:
    """A register's rows in one table: how many stand and are withdrawn, and when last fetched."""

    noun: str
    register: str
    count: int
    withdrawn: int
    approximate: int
    fetched_at: datetime


def list_layers(session: Session, *, municipality_id: UUID) -> list[LayerInfo]:
    """The layers, places first, by name of the register."""
    found = []
    for noun, model in (("place", OfficialPlace), ("trail", Trail)):
        rows = session.execute(
            select(
                model.register,
                func.count().filter(model.withdrawn_at.is_(None)),
                func.count().filter(model.withdrawn_at.is_not(None)),
                func.count().filter(model.accuracy == "approximate"),
                func.max(model.fetched_at),
            )
            .where(model.municipality_id == municipality_id)
            .group_by(model.register)
            .order_by(model.register)
        )
        found += [LayerInfo(noun, *row) for row in rows]
    return found
