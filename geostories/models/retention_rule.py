"""What may be disposed of when (*gallring*), and by whose decision."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import RetentionKind


class RetentionRule(Base):
    """One kind of record may go after so many months; one rule in force for each kind.

    `code` is the rule's name in the municipality's own plan, written at each deletion; `reference`
    is the decision that made it. Never before a review can be asked for no more.
    """

    __tablename__ = "retention_rule"
    __table_args__ = (
        CheckConstraint("months >= 7", name="after_reviews"),
        Index(
            "ix_retention_rule_in_force",
            "municipality_id",
            "kind",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    code: Mapped[str]
    kind: Mapped[RetentionKind] = mapped_column(choice(RetentionKind))
    months: Mapped[int]
    reference: Mapped[str]
    created_by: Mapped[UUID]
    created_at: Mapped[Instant] = mapped_column(default=now)
    ended_at: Mapped[Instant | None]
