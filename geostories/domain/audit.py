"""The log of what changed state: one line a change, in the transaction of the change."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from geostories.models import AuditEntry


def record(
    session: Session,
    *,
    action: str,
    subject: str,
    subject_id: UUID,
    actor_id: UUID | None,
    municipality_id: UUID | None,
    **details: str | int,
) -> None:
    """Write what was done. `details` hold ids, numbers and codes, never a person's words or name."""
    session.add(
        AuditEntry(
            action=action,
            subject=subject,
            subject_id=subject_id,
            actor_id=actor_id,
            municipality_id=municipality_id,
            details=details,
        )
    )
