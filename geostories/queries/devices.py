"""Where an account is signed in; in the account scope."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.models import UserSession


@dataclass(frozen=True)
class Device:
    """One sign-in, without address: a name, and when. `id` says nothing of its token."""

    id: UUID
    token_hash: bytes
    name: str
    created_at: datetime
    seen_at: datetime


def list_devices(session: Session, *, user_id: UUID) -> list[Device]:
    """All of an account, the latest seen first."""
    rows = session.execute(
        select(
            UserSession.token_hash,
            UserSession.device,
            UserSession.created_at,
            UserSession.seen_at,
        )
        .where(UserSession.user_id == user_id)
        .order_by(UserSession.seen_at.desc(), UserSession.token_hash)
    )
    return [
        Device(
            UUID(bytes=hashlib.sha256(row[0]).digest()[:16]), bytes(row[0]), row[1], row[2], row[3]
        )
        for row in rows
    ]
