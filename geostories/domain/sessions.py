"""Server-side sessions: the cookie's token is known here only by its hash. In the account scope."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from geostories.domain.browsers import name_of
from geostories.domain.tokens import hash_of
from geostories.models import User, UserSession
from geostories.models.base import now
from geostories.queries.devices import list_devices

TOUCH_AFTER = timedelta(minutes=5)
"""`seen_at` is no finer than this: a page view need not write."""


@dataclass(frozen=True)
class Visit:
    """What a browser's session holds."""

    token: str
    person_id: UUID
    user_id: UUID | None
    data: dict[str, Any]


def new_token() -> str:
    """256 random bits for a cookie."""
    return secrets.token_urlsafe(32)


def find(
    session: Session, *, token: str, signed_in: timedelta, visiting: timedelta
) -> Visit | None:
    """The live session of a token, or None. Touches `seen_at` now and then.

    The session of an account that was suspended ends, also for what visitors may do.
    """
    row = session.get(UserSession, hash_of(token))
    if row is None or now() - row.seen_at > (signed_in if row.user_id else visiting):
        return None
    if row.user_id and not session.scalar(select(User.active).where(User.id == row.user_id)):
        session.delete(row)
        return None
    if now() - row.seen_at > TOUCH_AFTER:
        row.seen_at = now()
    return Visit(token, row.person_id, row.user_id, row.data)


def save(session: Session, *, visit: Visit, device: str) -> None:
    """Write a session, new or changed."""
    row = session.get(UserSession, hash_of(visit.token))
    if row is None:
        row = UserSession(token_hash=hash_of(visit.token), device=name_of(device))
        session.add(row)
    row.person_id, row.user_id, row.data = visit.person_id, visit.user_id, visit.data
    row.seen_at = now()


def end(session: Session, *, token: str) -> None:
    """Make a token worthless."""
    session.execute(delete(UserSession).where(UserSession.token_hash == hash_of(token)))


def end_all(session: Session, *, user_id: UUID, but: str = "") -> None:
    """End a user's sessions everywhere, except perhaps the one that asks."""
    session.execute(
        delete(UserSession).where(
            UserSession.user_id == user_id, UserSession.token_hash != hash_of(but)
        )
    )


def end_device(session: Session, *, user_id: UUID, device_id: UUID) -> None:
    """End one of a user's sessions; one that has ended is left at that."""
    for device in list_devices(session, user_id=user_id):
        if device.id == device_id:
            session.execute(delete(UserSession).where(UserSession.token_hash == device.token_hash))


def sweep(session: Session, *, signed_in: timedelta, visiting: timedelta) -> None:
    """Delete what has run out; in the operator's scope."""
    session.execute(
        delete(UserSession).where(
            or_(
                UserSession.seen_at < now() - signed_in,
                (UserSession.seen_at < now() - visiting) & UserSession.user_id.is_(None),
            )
        )
    )
