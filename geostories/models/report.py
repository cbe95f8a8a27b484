"""Notices from readers that something is wrong with a story."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import ReportGround, ReportStatus


class Report(Base):
    """A notice in the sense of the Digital Services Act, article 16."""

    __tablename__ = "report"

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    story_id: Mapped[UUID] = mapped_column(ForeignKey("story.id"), index=True)
    reporter_id: Mapped[UUID]
    ground: Mapped[ReportGround] = mapped_column(choice(ReportGround))
    text: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    status: Mapped[ReportStatus] = mapped_column(
        choice(ReportStatus), default=ReportStatus.RECEIVED
    )
    created_at: Mapped[Instant] = mapped_column(default=now)
