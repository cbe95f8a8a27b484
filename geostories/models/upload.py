"""Uploads in parts: what has arrived so far of a photo or a recording."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import UploadKind


class Upload(Base):
    """`key` is the digest of the key that the browser names it by, and that its parts are sealed with.

    `is_aerial`: the browser read in the file, before it made it smaller, that a drone took it.
    `result_id` is the photo or recording it became.
    """

    __tablename__ = "upload"
    __table_args__ = (UniqueConstraint("owner_id", "key"),)

    id: Mapped[UUID] = primary_key()
    key: Mapped[UUID]
    owner_id: Mapped[UUID] = mapped_column(index=True)
    story_id: Mapped[UUID] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"), index=True)
    kind: Mapped[UploadKind] = mapped_column(choice(UploadKind))
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    is_aerial: Mapped[bool] = mapped_column(default=False)
    result_id: Mapped[UUID | None]
    created_at: Mapped[Instant] = mapped_column(default=now)
