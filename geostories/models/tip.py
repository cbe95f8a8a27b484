"""*Veckans tips*: one place or story a week, with one sentence."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, now, primary_key


class Tip(Base):
    """Chosen by an editor for the week that begins on the Monday `week`."""

    __tablename__ = "tip"
    __table_args__ = (
        UniqueConstraint("municipality_id", "week"),
        CheckConstraint("num_nonnulls(story_id, place_id, trail_id) = 1", name="about_one"),
        CheckConstraint("extract(isodow FROM week) = 1", name="monday"),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    week: Mapped[date]
    story_id: Mapped[UUID | None] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("official_place.id"))
    trail_id: Mapped[UUID | None] = mapped_column(ForeignKey("trail.id"))
    sentence: Mapped[str]
    chosen_by: Mapped[UUID | None]
    created_at: Mapped[Instant] = mapped_column(default=now)
