"""When an account was last used, and whether its owner was told that it will go."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant


class AccountUse(Base):
    """Noted once a day from the sessions, which are forgotten much sooner."""

    __tablename__ = "account_use"

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    seen_at: Mapped[Instant | None]
    warned_at: Mapped[Instant | None]
