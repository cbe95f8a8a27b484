"""Comments under stories."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import CommentStatus, Voice


class Comment(Base):
    """What somebody answers to a story. `submission_key` makes sending twice one comment.

    `is_guest`: whoever wrote it has no account, so that no mail reaches them.
    `rule_hits`: the rules that it met when it was sent in, as domain/review_rules.py writes them.
    """

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("author_id", "submission_key"),
        Index("ix_comment_story", "story_id", "created_at"),
        Index(
            "ix_comment_queue",
            "municipality_id",
            "created_at",
            postgresql_where=text("status = 'pending'"),
        ),
    )

    id: Mapped[UUID] = primary_key()
    story_id: Mapped[UUID] = mapped_column(ForeignKey("story.id"))
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    author_id: Mapped[UUID] = mapped_column(index=True)
    is_guest: Mapped[bool] = mapped_column(default=False)
    author_label: Mapped[str] = mapped_column(default="")
    voice: Mapped[Voice] = mapped_column(choice(Voice), default=Voice.RESIDENT)
    submission_key: Mapped[UUID]
    status: Mapped[CommentStatus] = mapped_column(
        choice(CommentStatus), default=CommentStatus.PENDING
    )
    body: Mapped[str]
    created_at: Mapped[Instant] = mapped_column(default=now)
    decided_at: Mapped[Instant | None]
    decided_by: Mapped[UUID | None]
    reason: Mapped[str] = mapped_column(default="")
    rule_hits: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
