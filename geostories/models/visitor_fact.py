"""What a visitor wants to know before leaving home, and who answers for it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.about_place import EXACTLY_ONE, AboutPlace
from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import FactTopic


class VisitorFact(AboutPlace, Base):
    """One fact of the municipality's own: imports of a register never touch it.

    `value` has the form that domain/visitor_facts.py gives the topic. `check_by` is when `unit`
    has to look whether it still holds.
    """

    __tablename__ = "visitor_fact"
    __table_args__ = (
        CheckConstraint(EXACTLY_ONE, name="about_one"),
        Index("ix_visitor_fact_check_by", "municipality_id", "check_by"),
        Index("ix_visitor_fact_topic", "municipality_id", "topic"),
    )

    id: Mapped[UUID] = primary_key()
    topic: Mapped[FactTopic] = mapped_column(choice(FactTopic))
    value: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    note: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(default="")
    source_url: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    measured_by: Mapped[str] = mapped_column(default="")
    measured_on: Mapped[date | None]
    check_by: Mapped[date | None]
    updated_at: Mapped[Instant] = mapped_column(default=now)
