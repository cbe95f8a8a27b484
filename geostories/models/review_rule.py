"""Rules that hold what is sent in until somebody has read it. Never public."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import RuleKind


class ReviewRule(Base):
    """One word, host, number or address. `value` is folded as what it is compared with.

    `reason` is what whoever is held by a blocked address is told. One that was removed stays: what
    it held says by which rule.
    """

    __tablename__ = "review_rule"
    __table_args__ = (
        Index(
            "uq_review_rule_value",
            "municipality_id",
            "kind",
            "value",
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    kind: Mapped[RuleKind] = mapped_column(choice(RuleKind))
    value: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    created_by: Mapped[UUID]
    created_at: Mapped[Instant] = mapped_column(default=now)
    removed_at: Mapped[Instant | None]
