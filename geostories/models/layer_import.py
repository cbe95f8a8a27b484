"""The log of layers read in: what an editor uploaded or a register answered, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import ImportStatus


class LayerImport(Base):
    """One reading of one layer. `file_key` names the stored file while it may still be applied.

    `report` is importers.report.Report as JSON; `problem` a refusal's code with its params.
    `tries` counts how often a worker has begun: one that was killed in the middle begins again.
    """

    __tablename__ = "layer_import"
    __table_args__ = (
        Index("ix_layer_import_register", "municipality_id", "register", "created_at"),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("register_source.id"))
    register: Mapped[str]
    kind: Mapped[str]
    layer: Mapped[str] = mapped_column(default="")
    crs: Mapped[int | None]
    source: Mapped[str] = mapped_column(default="")
    licence: Mapped[str] = mapped_column(default="")
    allow_outside: Mapped[bool] = mapped_column(default=False)
    file_name: Mapped[str] = mapped_column(default="")
    file_key: Mapped[str] = mapped_column(default="")
    status: Mapped[ImportStatus] = mapped_column(choice(ImportStatus))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    report: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    problem: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    created_by: Mapped[UUID | None]
    created_at: Mapped[Instant] = mapped_column(default=now)
    finished_at: Mapped[Instant | None]
