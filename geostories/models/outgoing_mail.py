"""The outbox: mail that a committed change promised."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, now, primary_key


class OutgoingMail(Base):
    """One mail, to an account, whose address the worker looks up when it sends, or to an `address`.

    `decision_id`: the decision it tells of, which takes it along while it can be undone.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        Index("ix_outgoing_mail_unsent", "created_at", postgresql_where=text("sent_at IS NULL")),
        CheckConstraint(
            "sent_at IS NOT NULL OR (recipient_id IS NULL) = (address <> '')", name="to_one"
        ),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID | None] = mapped_column(ForeignKey("municipality.id"))
    recipient_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(default="")
    template: Mapped[str]
    params: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"), index=True)
    created_at: Mapped[Instant] = mapped_column(default=now)
    sent_at: Mapped[Instant | None]
