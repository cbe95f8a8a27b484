"""Which layers a municipality has, from where and how fresh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, case, cast, func, literal, select
from sqlalchemy.orm import Session

from geostories.models import OfficialPlace, SensitiveArea, Trail


@dataclass(frozen=True)
class LayerInfo:
    """A register's rows in one table (`noun`: place, trail, sensitive_area), and their freshness.

    `kind` is that of all of them, "" where they differ; `source` and `licence` the most common,
    `has_more_sources` whether there are others.
    """

    noun: str
    register: str
    count: int
    withdrawn: int
    approximate: int
    kind: str
    source: str
    has_more_sources: bool
    licence: str
    fetched_at: datetime


def list_layers(session: Session, *, municipality_id: UUID) -> list[LayerInfo]:
    """The layers, places first, by name of the register; in the municipality's scope."""
    kind = cast(OfficialPlace.kind, String)
    one_kind = case((func.min(kind) == func.max(kind), func.min(kind)), else_="")
    queries = (
        ("place", _registered(OfficialPlace, one_kind)),
        ("trail", _registered(Trail, literal("trail"))),
        ("sensitive_area", _sensitive()),
    )
    return [
        LayerInfo(noun, *row)
        for noun, (model, query) in queries
        for row in session.execute(
            query.where(model.municipality_id == municipality_id)
            .group_by(model.register)
            .order_by(model.register)
        )
    ]


def _registered(model: Any, kind: ColumnElement[Any]) -> tuple[Any, Select[Any]]:
    columns = (
        model.register,
        func.count().filter(model.withdrawn_at.is_(None)),
        func.count().filter(model.withdrawn_at.is_not(None)),
        func.count().filter(model.accuracy == "approximate"),
        kind,
        func.mode().within_group(model.source),
        func.min(model.source) != func.max(model.source),
        func.mode().within_group(model.licence),
        func.max(model.fetched_at),
    )
    return model, select(*columns)


def _sensitive() -> tuple[Any, Select[Any]]:
    nothing = literal("")
    columns: tuple[Any, ...] = (
        SensitiveArea.register,
        func.count(),
        literal(0),
        literal(0),
        nothing,
        nothing,
        literal(False),
        nothing,
        func.max(SensitiveArea.created_at),
    )
    return SensitiveArea, select(*columns)
