"""What an account shows besides its password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.models import RecoveryCode, SecondFactor
from geostories.vocabulary import FactorKind


@dataclass(frozen=True)
class Factor:
    """One of them, as its owner sees it."""

    id: UUID
    kind: FactorKind
    name: str
    created_at: datetime
    used_at: datetime | None


def list_kinds(session: Session, *, user_id: UUID) -> frozenset[FactorKind]:
    """Which kinds an account has; in the person's scope."""
    return frozenset(
        session.scalars(select(SecondFactor.kind).where(SecondFactor.user_id == user_id))
    )


def list_factors(session: Session, *, user_id: UUID) -> list[Factor]:
    """All of an account, the oldest first; in the person's scope."""
    rows = session.execute(
        select(
            SecondFactor.id,
            SecondFactor.kind,
            SecondFactor.name,
            SecondFactor.created_at,
            SecondFactor.used_at,
        )
        .where(SecondFactor.user_id == user_id)
        .order_by(SecondFactor.created_at, SecondFactor.id)
    )
    return [Factor(*row) for row in rows]


def count_recovery_codes(session: Session, *, user_id: UUID) -> int:
    """How many codes on paper still open; in the person's scope."""
    return session.scalar(select(func.count()).where(RecoveryCode.user_id == user_id)) or 0
