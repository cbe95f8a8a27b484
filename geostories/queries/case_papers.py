"""What is kept under a case's number, whatever it is about; asked in the municipality's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import Appeal, CaseFile, CaseNote, Decision, Report, User
from geostories.queries.review_queue import number_of
from geostories.vocabulary import (
    AppealBy,
    AppealStatus,
    DecisionAction,
    DecisionGround,
    ReportGround,
    ReportStatus,
    SubjectKind,
)


@dataclass(frozen=True)
class ReportInfo:
    """A notice that waits; `subject` and `subject_id` say of what in the case."""

    id: UUID
    subject: SubjectKind
    subject_id: UUID
    ground: ReportGround
    text: str
    name: str
    received_at: datetime


@dataclass(frozen=True)
class AppealInfo:
    """A review that is asked for, and the decision it is about."""

    id: UUID
    by: AppealBy
    text: str
    received_at: datetime
    action: DecisionAction
    ground: DecisionGround
    message: str
    decided_by: UUID
    decided_at: datetime


@dataclass(frozen=True)
class DecisionLine:
    """A decision in the history; `version_id` where it was on a version of a story."""

    id: UUID
    at: datetime
    who: str
    version_id: UUID | None
    action: DecisionAction
    ground: DecisionGround
    message: str


@dataclass(frozen=True)
class NoteInfo:
    """What a colleague wrote."""

    who: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Papers:
    """The number, who has taken it, and all that was written."""

    subject: SubjectKind
    subject_id: UUID
    number: str
    assigned_to: UUID | None
    assigned_name: str
    notes: list[NoteInfo]
    reports: list[ReportInfo]
    appeals: list[AppealInfo]
    decisions: list[DecisionLine]


def get_papers(session: Session, *, subject_id: UUID, municipality_id: UUID) -> Papers:
    """What is kept about a thing; raises NotFound for one without a case here."""
    row = session.execute(
        select(CaseFile, User.display_name)
        .outerjoin(User, User.id == CaseFile.assigned_to)
        .where(CaseFile.subject_id == subject_id, CaseFile.municipality_id == municipality_id)
    ).one_or_none()
    if row is None:
        raise NotFound("no_case")
    case, assigned_name = row
    return Papers(
        subject=case.subject,
        subject_id=subject_id,
        number=number_of(case),
        assigned_to=case.assigned_to,
        assigned_name=assigned_name or "",
        notes=_notes(session, case.id),
        reports=_reports(session, case),
        appeals=_appeals(session, subject_id),
        decisions=_decisions(session, subject_id),
    )


def _notes(session: Session, case_id: UUID) -> list[NoteInfo]:
    rows = session.execute(
        select(User.display_name, CaseNote.text, CaseNote.written_at)
        .outerjoin(User, User.id == CaseNote.written_by)
        .where(CaseNote.case_id == case_id)
        .order_by(CaseNote.written_at)
    )
    return [NoteInfo(who or "", text, at) for who, text, at in rows]


def _reports(session: Session, case: CaseFile) -> list[ReportInfo]:
    about = Report.subject_id == case.subject_id
    if case.subject is SubjectKind.STORY:
        picture = Report.subject == SubjectKind.PICTURE
        about = or_(about, picture & (Report.story_id == case.subject_id))
    rows = session.scalars(
        select(Report)
        .where(about, Report.status == ReportStatus.RECEIVED)
        .order_by(Report.created_at)
    )
    return [
        ReportInfo(r.id, r.subject, r.subject_id, r.ground, r.text, r.name, r.created_at)
        for r in rows
    ]


def _appeals(session: Session, subject_id: UUID) -> list[AppealInfo]:
    rows = session.execute(
        select(Appeal, Decision)
        .join(Decision, Decision.id == Appeal.decision_id)
        .where(Decision.subject_id == subject_id, Appeal.status == AppealStatus.RECEIVED)
        .order_by(Appeal.received_at)
    )
    return [
        AppealInfo(
            appeal.id,
            appeal.by,
            appeal.text,
            appeal.received_at,
            first.action,
            first.ground,
            first.message,
            first.decided_by,
            first.decided_at,
        )
        for appeal, first in rows
    ]


def _decisions(session: Session, subject_id: UUID) -> list[DecisionLine]:
    rows = session.execute(
        select(Decision, User.display_name)
        .outerjoin(User, User.id == Decision.decided_by)
        .where(Decision.subject_id == subject_id)
        .order_by(Decision.decided_at.desc())
    )
    return [
        DecisionLine(d.id, d.decided_at, name or "", d.version_id, d.action, d.ground, d.message)
        for d, name in rows
    ]
