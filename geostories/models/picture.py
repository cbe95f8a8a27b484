"""Pictures of official places and trails, with who took them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.about_place import EXACTLY_ONE, AboutPlace
from geostories.models.base import Base, Instant, now, primary_key


class Picture(AboutPlace, Base):
    """A cleaned picture in two sizes, stored under the same keys as a resident's photo.

    One that an editor took away stays, so that undoing brings it back; the public's policy hides it.
    """

    __tablename__ = "picture"
    __table_args__ = (CheckConstraint(EXACTLY_ONE, name="about_one"),)

    id: Mapped[UUID] = primary_key()
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    alt: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")
    licence: Mapped[str] = mapped_column(default="")
    created_at: Mapped[Instant] = mapped_column(default=now)
    removed_at: Mapped[Instant | None]
