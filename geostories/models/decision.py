"""What moderators decided, and why. Append-only by grant."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import DecisionAction, DecisionGround, SubjectKind


class Decision(Base):
    """One decision on a story's version, a comment, a collection, or what was reported of a place.

    It outlives its subject: the ids of what was deleted point at nothing. `story_id`: the story, or
    the one it stands under. `addressee_id`: whose it is; None where nobody told it. `before` is what
    stood before, for whoever takes it back: then another decision names it in `undoes_id`.
    `appeal_id`: the review it answers.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_time", "municipality_id", "decided_at"),)

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    subject: Mapped[SubjectKind] = mapped_column(choice(SubjectKind))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    story_id: Mapped[UUID | None] = mapped_column(index=True)
    version_id: Mapped[UUID | None]
    addressee_id: Mapped[UUID | None] = mapped_column(index=True)
    decided_by: Mapped[UUID]
    action: Mapped[DecisionAction] = mapped_column(choice(DecisionAction))
    ground: Mapped[DecisionGround] = mapped_column(choice(DecisionGround))
    message: Mapped[str] = mapped_column(default="")
    before: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    undoes_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"), unique=True)
    appeal_id: Mapped[UUID | None] = mapped_column(index=True)
    decided_at: Mapped[Instant] = mapped_column(default=now)


class StatementOfReasons(Base):
    """Why somebody is seen less (Digital Services Act, article 17), fixed when it is decided.

    `law` is the paragraph where the content is illegal, else empty: then it breaks the rules of the
    municipality. `is_detected_automatically`: a rule or a zone of ours pointed at it first.
    `from_report`: a reader did. What was told was sent in on `content_on`, with these `parts`
    (text, image, audio). The moderator's own words are the decision's message.
    """

    __tablename__ = "statement_of_reasons"
    __table_args__ = (
        CheckConstraint("(ground = 'illegal') = (law <> '')", name="law_where_illegal"),
    )

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    addressee_id: Mapped[UUID] = mapped_column(index=True)
    ground: Mapped[DecisionGround] = mapped_column(choice(DecisionGround))
    law: Mapped[str] = mapped_column(default="")
    is_detected_automatically: Mapped[bool] = mapped_column(default=False)
    from_report: Mapped[bool] = mapped_column(default=False)
    content_on: Mapped[date]
    parts: Mapped[list[str]] = mapped_column(JSONB)
    language: Mapped[str] = mapped_column(default="sv")
