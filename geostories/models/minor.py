"""Accounts of children and young people, and whoever said yes for the youngest."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, now


class Minor(Base):
    """Whoever said at sign-up that they are under 18; no date of birth is asked for.

    With a `guardian_address` they are under 13: the account waits until the guardian has `agreed_at`.
    `token_hash` is of the link that was mailed there, which also takes the yes back.
    """

    __tablename__ = "minor"

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    guardian_address: Mapped[str] = mapped_column(default="")
    token_hash: Mapped[bytes | None] = mapped_column(unique=True)
    asked_at: Mapped[Instant] = mapped_column(default=now)
    agreed_at: Mapped[Instant | None]
