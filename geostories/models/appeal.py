"""Asking that a decision be looked at again (*omprövning*)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import AppealBy, AppealStatus


class Appeal(Base):
    """A complaint in the sense of the Digital Services Act, article 20; free, one a person.

    `report_id`: what its reporter had reported. Decided by somebody else than the first time.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        UniqueConstraint("decision_id", "appellant_id"),
        Index(
            "ix_appeal_queue",
            "municipality_id",
            "received_at",
            postgresql_where=text("status = 'received'"),
        ),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id", use_alter=True), index=True)
    appellant_id: Mapped[UUID] = mapped_column(index=True)
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("report.id"), index=True)
    by: Mapped[AppealBy] = mapped_column(choice(AppealBy))
    text: Mapped[str]
    status: Mapped[AppealStatus] = mapped_column(
        choice(AppealStatus), default=AppealStatus.RECEIVED
    )
    received_at: Mapped[Instant] = mapped_column(default=now)
    decided_at: Mapped[Instant | None]
