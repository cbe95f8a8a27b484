"""The outbox: mail that a committed change promised."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, now, primary_key


class OutgoingMail(Base):
    """One mail to one account; the worker looks the address up when it sends."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        Index("ix_outgoing_mail_unsent", "created_at", postgresql_where=text("sent_at IS NULL")),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID | None] = mapped_column(ForeignKey("municipality.id"))
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    template: Mapped[str]
    params: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    created_at: Mapped[Instant] = mapped_column(default=now)
    sent_at: Mapped[Instant | None]
