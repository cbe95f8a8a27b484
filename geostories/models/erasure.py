"""What was erased: random ids, so that it can be done again on an older copy of the database."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, now, primary_key


class Erasure(Base):
    """An account (`person_id`), with or without its published stories, or one story."""

    __tablename__ = "erasure"
    __table_args__ = (CheckConstraint("num_nonnulls(person_id, story_id) = 1", name="of_one"),)

    id: Mapped[UUID] = primary_key()
    person_id: Mapped[UUID | None]
    story_id: Mapped[UUID | None]
    keeps_stories: Mapped[bool] = mapped_column(default=False)
    at: Mapped[Instant] = mapped_column(default=now)
