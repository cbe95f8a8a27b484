"""Comments: under a story, and on the moderators' desk; who has thanked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from geostories.models import Comment, Municipality, Story, Thanks
from geostories.vocabulary import CommentRule, CommentStatus, StoryStatus, Voice

AUTHORS_ALONE = (CommentStatus.PENDING, CommentStatus.REJECTED, CommentStatus.HIDDEN)


@dataclass(frozen=True)
class CommentInfo:
    """A comment; `reason` is what a moderator wrote to its author."""

    id: UUID
    story_id: UUID
    author_id: UUID
    author_label: str
    voice: Voice
    body: str
    status: CommentStatus
    reason: str
    created_at: datetime


@dataclass(frozen=True)
class ReviewComment:
    """A comment on the desk, with the story that it stands under."""

    comment: CommentInfo
    story_title: str


_SAME = "id story_id author_id author_label voice body status reason created_at".split()
_COMMENT = tuple(getattr(Comment, name) for name in _SAME)


def list_comments(session: Session, *, story_id: UUID, person_id: UUID) -> list[CommentInfo]:
    """What is shown under a story, and a person's own that are not; the oldest first.

    In that person's scope.
    """
    own = and_(Comment.author_id == person_id, Comment.status.in_(AUTHORS_ALONE))
    query = (
        select(*_COMMENT)
        .where(Comment.story_id == story_id, or_(Comment.status == CommentStatus.PUBLISHED, own))
        .order_by(Comment.created_at, Comment.id)
    )
    return [CommentInfo(*row) for row in session.execute(query)]


def find_comment(session: Session, comment_id: UUID) -> CommentInfo | None:
    """One that everybody can read, or None; in the public scope."""
    query = select(*_COMMENT).where(
        Comment.id == comment_id, Comment.status == CommentStatus.PUBLISHED
    )
    row = session.execute(query).one_or_none()
    return CommentInfo(*row) if row else None


def list_waiting(session: Session, *, municipality_id: UUID) -> list[ReviewComment]:
    """What waits for a moderator, the longest first; in the municipality's scope.

    Of stories that everybody can read: under others a comment is not seen, whatever is decided.
    """
    query = _on_the_desk(municipality_id).where(Comment.status == CommentStatus.PENDING)
    rows = session.execute(query.order_by(Comment.created_at, Comment.id))
    return [ReviewComment(CommentInfo(*row[:-1]), row[-1]) for row in rows]


def list_decided(session: Session, *, municipality_id: UUID, limit: int) -> list[ReviewComment]:
    """What was shown or hidden lately; in the municipality's scope."""
    shown = (CommentStatus.PUBLISHED, CommentStatus.HIDDEN)
    query = _on_the_desk(municipality_id).where(Comment.status.in_(shown))
    rows = session.execute(query.order_by(Comment.decided_at.desc(), Comment.id).limit(limit))
    return [ReviewComment(CommentInfo(*row[:-1]), row[-1]) for row in rows]


def _on_the_desk(municipality_id: UUID) -> Select[Any]:
    return (
        select(*_COMMENT, Story.title)
        .join(Story, Story.id == Comment.story_id)
        .where(Comment.municipality_id == municipality_id, Story.status == StoryStatus.PUBLISHED)
    )


def get_rule(session: Session, municipality_id: UUID) -> CommentRule:
    """Whether a municipality takes comments."""
    query = select(Municipality.comment_rule).where(Municipality.id == municipality_id)
    return session.scalars(query).one()


def has_thanked(session: Session, *, story_id: UUID, person_id: UUID) -> bool:
    """Whether a person has thanked for a story; in that person's scope."""
    query = exists().where(Thanks.story_id == story_id, Thanks.person_id == person_id)
    return bool(session.scalar(select(query)))
