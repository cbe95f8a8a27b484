"""A decision as whoever it is about reads it, and a report as whoever sent it follows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from geostories.errors import NotFound
from geostories.models import Appeal, CaseFile, Decision, Municipality, Report, StatementOfReasons
from geostories.queries.review_queue import number_of
from geostories.vocabulary import (
    AppealStatus,
    DecisionAction,
    DecisionGround,
    ReportGround,
    ReportStatus,
    SubjectKind,
)


@dataclass(frozen=True)
class AppealState:
    """Where a review stands; `answer` is what the second moderator wrote."""

    text: str
    status: AppealStatus
    received_at: datetime
    decided_at: datetime | None
    answer: str


@dataclass(frozen=True)
class OwnDecision:
    """A decision with its statement of reasons, and the review of it.

    `law` is empty where the content breaks the municipality's rules, not the law.
    """

    id: UUID
    number: str
    municipality: str
    subject: SubjectKind
    action: DecisionAction
    ground: DecisionGround
    message: str
    law: str
    is_detected_automatically: bool
    from_report: bool
    decided_at: datetime
    appeal: AppealState | None


@dataclass(frozen=True)
class ReportReceipt:
    """A report and what became of it; `action` is None while it waits."""

    id: UUID
    number: str
    subject: SubjectKind
    subject_id: UUID
    story_id: UUID | None
    ground: ReportGround
    text: str
    has_email: bool
    status: ReportStatus
    created_at: datetime
    decided_at: datetime | None
    action: DecisionAction | None
    message: str
    appeal: AppealState | None


def get_own_decision(session: Session, *, key: UUID, person_id: UUID) -> OwnDecision:
    """A restriction by its id, or the latest of a thing by that thing's; in its addressee's scope.

    Raises NotFound for what was undone or is about somebody else.
    """
    undoing = aliased(Decision)
    row = session.execute(
        select(Decision, StatementOfReasons, Municipality.slug)
        .join(StatementOfReasons, StatementOfReasons.decision_id == Decision.id)
        .join(Municipality, Municipality.id == Decision.municipality_id)
        .where(
            or_(Decision.id == key, Decision.subject_id == key),
            Decision.addressee_id == person_id,
            ~exists().where(undoing.undoes_id == Decision.id),
        )
        .order_by(Decision.decided_at.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound("no_decision")
    decision, statement, municipality = row
    return OwnDecision(
        id=decision.id,
        number=_number(session, decision.subject_id),
        municipality=municipality,
        subject=decision.subject,
        action=decision.action,
        ground=decision.ground,
        message=decision.message,
        law=statement.law,
        is_detected_automatically=statement.is_detected_automatically,
        from_report=statement.from_report,
        decided_at=decision.decided_at,
        appeal=_appeal(session, decision.id, person_id),
    )


def get_receipt(session: Session, *, report_id: UUID, municipality_id: UUID) -> ReportReceipt:
    """The one report of a private link, in that link's scope; raises NotFound."""
    row = session.execute(
        select(Report, Decision)
        .outerjoin(Decision, Decision.id == Report.decision_id)
        .where(Report.id == report_id, Report.municipality_id == municipality_id)
    ).one_or_none()
    if row is None:
        raise NotFound("no_report")
    report, decision = row
    in_case = report.story_id if report.subject is SubjectKind.PICTURE else report.subject_id
    return ReportReceipt(
        id=report.id,
        number=_number(session, in_case),
        subject=report.subject,
        subject_id=report.subject_id,
        story_id=report.story_id,
        ground=report.ground,
        text=report.text,
        has_email=bool(report.email),
        status=report.status,
        created_at=report.created_at,
        decided_at=report.decided_at,
        action=decision.action if decision else None,
        message=decision.message if decision and decision.addressee_id is None else "",
        appeal=_appeal(session, decision.id, report.reporter_id) if decision else None,
    )


def is_open_for_review(decided_at: datetime, now: datetime, days: int) -> bool:
    """Whether a review can still be asked for."""
    return now - decided_at <= timedelta(days=days)


def _number(session: Session, subject_id: UUID | None) -> str:
    row = session.scalar(select(CaseFile).where(CaseFile.subject_id == subject_id))
    return number_of(row) if row else ""


def _appeal(session: Session, decision_id: UUID, person_id: UUID) -> AppealState | None:
    row = session.execute(
        select(Appeal, Decision.message)
        .outerjoin(
            Decision,
            (Decision.appeal_id == Appeal.id)
            & Decision.action.in_([DecisionAction.UPHOLD, DecisionAction.REVERSE]),
        )
        .where(Appeal.decision_id == decision_id, Appeal.appellant_id == person_id)
    ).one_or_none()
    if row is None:
        return None
    appeal, answer = row
    return AppealState(
        appeal.text, appeal.status, appeal.received_at, appeal.decided_at, answer or ""
    )
