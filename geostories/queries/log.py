"""What the log says of one thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.models import AuditEntry, User


@dataclass(frozen=True)
class LogLine:
    """Who did what, and when. Visitors and accounts that are gone have no name."""

    at: datetime
    who: str
    action: str


def list_log(session: Session, *, subject_id: UUID) -> list[LogLine]:
    """What was done to a notice or a fault, newest first; in the municipality's scope."""
    rows = session.execute(
        select(AuditEntry.at, func.coalesce(User.display_name, ""), AuditEntry.action)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_id == subject_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id)
    )
    return [LogLine(*row) for row in rows]
