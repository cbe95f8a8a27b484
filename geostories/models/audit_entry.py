"""The log of everything that changed state. Append-only by grant; random ids, no names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, now, primary_key


class AuditEntry(Base):
    """Who did what to which thing, and when."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_id", "at"),)

    id: Mapped[UUID] = primary_key()
    at: Mapped[Instant] = mapped_column(default=now)
    municipality_id: Mapped[UUID | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    actor_id: Mapped[UUID | None]
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[UUID]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
