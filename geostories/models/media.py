"""Photos: cleaned files on disk, and which version shows them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, now, primary_key


class Media(Base):
    """A cleaned photo, in its sizes. Public while `public_position` is set, as its story is.

    `is_aerial`: its own file said that it was taken from the air. `has_avif`: the worker has made
    the smaller files. `public_then_id` is the older photo that this one shows the same view as.
    """

    __tablename__ = "media"

    id: Mapped[UUID] = primary_key()
    story_id: Mapped[UUID] = mapped_column(ForeignKey("story.id"), index=True)
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    owner_id: Mapped[UUID] = mapped_column(index=True)
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    created_at: Mapped[Instant] = mapped_column(default=now)
    is_aerial: Mapped[bool] = mapped_column(default=False)
    has_avif: Mapped[bool] = mapped_column(default=False)
    public_position: Mapped[int | None]
    public_alt: Mapped[str | None]
    public_credit: Mapped[str | None]
    public_then_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("media.id", ondelete="SET NULL"), index=True
    )


class VersionPhoto(Base):
    """A photo in one version: its place in the order, its description and whose picture it is.

    `then_id` names the older photo of the same view (*då och nu*), in the same version.
    """

    __tablename__ = "version_photo"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey("story_version.id", ondelete="CASCADE"), primary_key=True
    )
    media_id: Mapped[UUID] = mapped_column(ForeignKey("media.id"), primary_key=True)
    story_id: Mapped[UUID] = mapped_column(ForeignKey("story.id"))
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    owner_id: Mapped[UUID] = mapped_column(index=True)
    position: Mapped[int]
    alt: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")
    then_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("media.id", ondelete="SET NULL"), index=True
    )
