"""The log of everything that changed state. Append-only by grant; random ids, no names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
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


class AuditLink(Base):
    """An entry's place in its municipality's chain, written when its transaction commits.

    `chain` is the municipality's id, or zero for what is nobody's. `digest` is SHA-256 over the digest before it and the entry (audit_digest in
    migrations/sql/review.sql): whoever changes, removes or slips in an entry breaks the chain.
    """

    __tablename__ = "audit_link"
    __table_args__ = (UniqueConstraint("chain", "position", deferrable=True, initially="DEFERRED"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    chain: Mapped[UUID]
    position: Mapped[int]
    digest: Mapped[bytes]
