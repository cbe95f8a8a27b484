"""Server-side sessions: the cookie holds a token, this table its hash."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, now


class UserSession(Base):
    """One browser. `person_id` is the user's id, or a visitor's random one."""

    __tablename__ = "user_session"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(index=True)
    user_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[Instant] = mapped_column(default=now)
    seen_at: Mapped[Instant] = mapped_column(default=now, index=True)
    device: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
