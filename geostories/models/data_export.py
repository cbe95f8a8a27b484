"""Copies of all that is kept about a person, made because they asked."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, now, primary_key


class DataExport(Base):
    """One order; the worker makes the file, which is there from `ready_at` until `expires_at`."""

    __tablename__ = "data_export"

    id: Mapped[UUID] = primary_key()
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    requested_at: Mapped[Instant] = mapped_column(default=now)
    ready_at: Mapped[Instant | None]
    expires_at: Mapped[Instant | None]
    bytes: Mapped[int] = mapped_column(default=0)
