"""Recordings: a teller's voice, transcoded, on disk."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, now, primary_key


class Recording(Base):
    """A cleaned recording. `peaks` are the loudest samples of equal parts, 0 to 100 of the loudest.

    Public while `is_public` is set, as its story is.
    """

    __tablename__ = "recording"

    id: Mapped[UUID] = primary_key()
    story_id: Mapped[UUID] = mapped_column(ForeignKey("story.id"), index=True)
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    owner_id: Mapped[UUID] = mapped_column(index=True)
    seconds: Mapped[float]
    bytes: Mapped[int]
    peaks: Mapped[list[int]] = mapped_column(JSONB, default=list)
    created_at: Mapped[Instant] = mapped_column(default=now)
    is_public: Mapped[bool] = mapped_column(default=False)
