"""Notices from readers that something is wrong."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import ReportGround, ReportStatus, SubjectKind


class Report(Base):
    """A notice in the sense of the Digital Services Act, article 16.

    `story_id`: the story, or the one that the picture or comment stands under. `in_good_faith`: the
    reader says that what they write is right. `unit_id`: whom it was passed on to.
    """

    __tablename__ = "report"
    __table_args__ = (
        Index(
            "ix_report_queue",
            "municipality_id",
            "created_at",
            postgresql_where=text("status = 'received'"),
        ),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    subject: Mapped[SubjectKind] = mapped_column(choice(SubjectKind))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    story_id: Mapped[UUID | None] = mapped_column(ForeignKey("story.id"), index=True)
    reporter_id: Mapped[UUID] = mapped_column(index=True)
    ground: Mapped[ReportGround] = mapped_column(choice(ReportGround))
    text: Mapped[str]
    in_good_faith: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    status: Mapped[ReportStatus] = mapped_column(
        choice(ReportStatus), default=ReportStatus.RECEIVED
    )
    created_at: Mapped[Instant] = mapped_column(default=now)
    decided_at: Mapped[Instant | None]
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
