"""Themes (*insamlingar*): a question that a municipality asks for a while."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import ThemeColour


class Theme(Base):
    """Open from `opens_on` to `closes_on`, both included; its stories stay when it has closed."""

    __tablename__ = "theme"
    __table_args__ = (
        UniqueConstraint("municipality_id", "slug"),
        CheckConstraint("closes_on IS NULL OR closes_on >= opens_on", name="closes_after_opening"),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    slug: Mapped[str]
    title: Mapped[str]
    question: Mapped[str]
    introduction: Mapped[str] = mapped_column(default="")
    colour: Mapped[ThemeColour] = mapped_column(choice(ThemeColour), default=ThemeColour.SOL)
    opens_on: Mapped[date]
    closes_on: Mapped[date | None]
    is_published: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant] = mapped_column(default=now)
