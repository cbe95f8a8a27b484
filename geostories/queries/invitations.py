"""Invitations that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.models import Invitation, Municipality
from geostories.models.base import now
from geostories.vocabulary import Role


@dataclass(frozen=True)
class Waiting:
    """One that nobody has taken up yet."""

    id: UUID
    email: str
    role: Role
    expires_at: datetime


def list_invitations(session: Session, *, municipality_id: UUID) -> list[Waiting]:
    """Those that still open, the newest first; in the municipality's scope."""
    rows = session.execute(
        select(Invitation.id, Invitation.email, Invitation.role, Invitation.expires_at)
        .where(
            Invitation.municipality_id == municipality_id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now(),
        )
        .order_by(Invitation.created_at.desc(), Invitation.id)
    )
    return [Waiting(*row) for row in rows]


@dataclass(frozen=True)
class Offer:
    """What an invitation says to whoever holds its link."""

    email: str
    role: Role
    municipality: str
    slug: str


def find_offer(session: Session, *, token_hash: bytes) -> Offer | None:
    """What a link offers, or None when it opens nothing (any more); in the account scope."""
    row = session.execute(
        select(Invitation.email, Invitation.role, Municipality.name, Municipality.slug)
        .join(Municipality, Municipality.id == Invitation.municipality_id)
        .where(
            Invitation.token_hash == token_hash,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now(),
        )
    ).one_or_none()
    return Offer(*row) if row else None
