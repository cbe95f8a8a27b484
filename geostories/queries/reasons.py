"""Statements of reasons of a period, as codes and days: what the export is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from geostories.models import Decision, StatementOfReasons
from geostories.vocabulary import DecisionAction, DecisionGround, SubjectKind


@dataclass(frozen=True)
class StatementRow:
    """One statement. `law` is the moderator's own words; everything else is a code or a day."""

    decision_id: UUID
    subject: SubjectKind
    action: DecisionAction
    ground: DecisionGround
    law: str
    is_detected_automatically: bool
    from_report: bool
    content_on: date
    parts: Sequence[str]
    language: str
    decided_at: datetime


def list_statements(
    session: Session, *, municipality_id: UUID, since: datetime, until: datetime
) -> list[StatementRow]:
    """Given from `since` on and before `until`, oldest first, without what was undone in time."""
    undoing = aliased(Decision)
    rows = session.execute(
        select(
            Decision.id,
            Decision.subject,
            Decision.action,
            StatementOfReasons.ground,
            StatementOfReasons.law,
            StatementOfReasons.is_detected_automatically,
            StatementOfReasons.from_report,
            StatementOfReasons.content_on,
            StatementOfReasons.parts,
            StatementOfReasons.language,
            Decision.decided_at,
        )
        .join(StatementOfReasons, StatementOfReasons.decision_id == Decision.id)
        .where(
            Decision.municipality_id == municipality_id,
            Decision.decided_at >= since,
            Decision.decided_at < until,
            ~exists().where(undoing.undoes_id == Decision.id),
        )
        .order_by(Decision.decided_at, Decision.id)
    )
    return [StatementRow(*row) for row in rows]
