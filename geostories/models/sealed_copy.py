"""What was illegal, kept as it stood. Read by the records role alone, each reading logged."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import SubjectKind


class SealedCopy(Base):
    """A copy of a thing as it stood when the municipality took it away; append-only by grant.

    It outlives the thing. `what` says which part of it; `content` holds the words, `files` the ids
    of pictures and recordings that stay in the store for its sake; `reason` is the law or the rule.
    """

    __tablename__ = "sealed_copy"
    __table_args__ = (Index("ix_sealed_copy_time", "municipality_id", "sealed_at"),)

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    subject: Mapped[SubjectKind] = mapped_column(choice(SubjectKind))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    what: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    files: Mapped[list[str]] = mapped_column(JSONB, default=list)
    reason: Mapped[str]
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"), index=True)
    sealed_by: Mapped[UUID]
    sealed_at: Mapped[Instant] = mapped_column(default=now)
