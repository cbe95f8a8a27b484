"""Invitations, as administrators send them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geostories.models import Invitation
from geostories.models.base import now
from geostories.vocabulary import Role


def make_invitation(session: Session, municipality_id: UUID) -> UUID:
    """One that waits, whose token nobody knows. In the operator's scope."""
    made = Invitation(
        id=uuid4(),
        token_hash=uuid4().bytes,
        seed=uuid4().bytes,
        municipality_id=municipality_id,
        email="inbjuden@example.se",
        role=Role.MODERATOR,
        expires_at=now() + timedelta(days=1),
    )
    session.add(made)
    return made.id
