"""Invitations to a role; their links are known here only by their hash."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import Role


class Invitation(Base):
    """A role that waits for whoever reads the mail of `email`; `seed` is as in TellerLink."""

    __tablename__ = "invitation"

    id: Mapped[UUID] = primary_key()
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    seed: Mapped[bytes]
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    email: Mapped[str]
    role: Mapped[Role] = mapped_column(choice(Role))
    categories: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    duties: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    invited_by: Mapped[UUID | None]
    created_at: Mapped[Instant] = mapped_column(default=now)
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]
