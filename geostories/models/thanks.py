"""*Tack*: one from each reader to a story."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, now


class Thanks(Base):
    """Who thanked is nobody's to read; `story.thanks_count` tells how many."""

    __tablename__ = "thanks"

    story_id: Mapped[UUID] = mapped_column(
        ForeignKey("story.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    created_at: Mapped[Instant] = mapped_column(default=now)
