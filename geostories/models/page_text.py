"""The texts about the site in a municipality's own words. Append-only by grant."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, now, primary_key


class PageText(Base):
    """One saving of one text in one language; an empty `body` means the text that is shipped."""

    __tablename__ = "page_text"
    __table_args__ = (UniqueConstraint("municipality_id", "page", "language", "number"),)

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    page: Mapped[str]
    language: Mapped[str]
    number: Mapped[int]
    body: Mapped[str]
    written_by: Mapped[UUID]
    written_at: Mapped[Instant] = mapped_column(default=now)
