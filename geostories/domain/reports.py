"""Notices that something is wrong: received from anybody, closed by what a moderator decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geostories.domain import audit, case_files, decisions, mail
from geostories.domain.decisions import Ruling, Subject
from geostories.domain.permissions import Person, may_decide, reviews
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound
from geostories.models import Decision, Report, Unit
from geostories.queries.reports import find_subject
from geostories.vocabulary import DecisionAction, Duty, ReportGround, ReportStatus, SubjectKind

if TYPE_CHECKING:
    from geostories.config import Settings

NEEDS_NAME = frozenset({ReportGround.ILLEGAL})
"""A notice that something is illegal says who gives it; of the abuse of children never (article 16)."""

REPORTS = frozenset({Duty.REPORTS})
WITH_PICTURES = (SubjectKind.STORY, SubjectKind.PICTURE)
"""A picture's reports are dealt with in the case of its story."""

CLOSES = {
    DecisionAction.DISMISS: ReportStatus.DECIDED,
    DecisionAction.CORRECT: ReportStatus.DECIDED,
    DecisionAction.FORWARD: ReportStatus.FORWARDED,
}
"""Decisions on the reports alone, which leave what is reported as it stands."""


@dataclass(frozen=True)
class Notice:
    """What the reader writes; name and address are theirs to give, but for what must be answered."""

    ground: ReportGround
    text: str
    name: str = ""
    email: str = ""
    in_good_faith: bool = False


def receive(
    session: Session,
    *,
    kind: SubjectKind,
    subject_id: UUID,
    reporter_id: UUID,
    notice: Notice,
    report_id: UUID | None = None,
) -> UUID:
    """Keep a notice about something that everybody sees; returns its id.

    In the scope of whoever reports. The same `report_id` sent twice is one report. A receipt goes
    to the address, if one is given. Raises NotFound for what is not there, InvalidInput for a
    notice of something illegal without name, address or good faith.
    """
    found = find_subject(session, kind=kind, subject_id=subject_id)
    if found is None:
        raise NotFound("no_story" if kind is SubjectKind.STORY else "nothing_there")
    _check(notice)
    report_id = report_id or uuid4()
    query = insert(Report).values(
        id=report_id,
        municipality_id=found.municipality_id,
        subject=kind,
        subject_id=subject_id,
        story_id=found.story_id,
        reporter_id=reporter_id,
        ground=notice.ground,
        text=notice.text,
        in_good_faith=notice.in_good_faith,
        name=notice.name,
        email=notice.email,
    )
    received = session.scalar(query.on_conflict_do_nothing().returning(Report.id))
    if received is None:
        return report_id
    in_case = SubjectKind.STORY if kind in WITH_PICTURES else kind
    case_files.open_case(
        session,
        municipality_id=found.municipality_id,
        subject=in_case,
        subject_id=found.story_id or subject_id if kind in WITH_PICTURES else subject_id,
    )
    audit.record(
        session,
        action="report",
        subject=kind,
        subject_id=subject_id,
        actor_id=reporter_id,
        municipality_id=found.municipality_id,
        ground=notice.ground,
        report=str(report_id),
    )
    if notice.email:
        mail.promise(
            session,
            address=notice.email,
            municipality_id=found.municipality_id,
            template="report_received",
            report=str(report_id),
            title=found.title,
            kind=kind,
        )
    return report_id


def _check(notice: Notice) -> None:
    if notice.ground not in NEEDS_NAME:
        return
    for field, given in (("name", notice.name), ("email", notice.email)):
        if not given:
            raise InvalidInput(f"report_{field}_missing", field=field)
    if not notice.in_good_faith:
        raise InvalidInput("good_faith_missing", field="in_good_faith")


def close(
    session: Session,
    *,
    subject: Subject,
    decision: Decision,
    settings: Settings,
    seen: Collection[UUID] | None = None,
    unit_id: UUID | None = None,
) -> int:
    """Answer the reports that wait, or those of them that were `seen`, with a decision.

    Returns how many. Whoever left an address is told when it can no longer be undone.
    """
    wanted = decisions.open_reports(subject)
    if seen is not None:
        wanted.append(Report.id.in_(seen))
    waiting = session.scalars(select(Report).where(*wanted).with_for_update()).all()
    for report in waiting:
        report.status = CLOSES.get(decision.action, ReportStatus.DECIDED)
        report.decided_at, report.decision_id = decision.decided_at, decision.id
        report.unit_id = unit_id
        if report.email:
            mail.promise(
                session,
                address=report.email,
                municipality_id=report.municipality_id,
                decision_id=decision.id,
                wait_seconds=settings.undo_seconds,
                template="report_decided",
                report=str(report.id),
                title=subject.title,
                action=decision.action,
                message=decision.message if decision.action in CLOSES else "",
            )
    return len(waiting)


def answer(
    session: Session,
    *,
    subject: Subject,
    person: Person,
    ruling: Ruling,
    seen: Collection[UUID],
    settings: Settings,
    unit_id: UUID | None = None,
) -> Decision:
    """Let what is reported stand, or say that it is corrected, or pass the reports on to a unit.

    The reports that were `seen` are answered, no others. In the municipality's scope. Raises
    Conflict when a colleague has dealt with all of them.
    """
    here = subject.municipality_id
    if subject.addressee_id is None:
        allowed = reviews(person, here, duties=REPORTS)
    else:
        allowed = may_decide(
            person, municipality_id=here, owner_id=subject.addressee_id, duties=REPORTS
        )
    if not allowed:
        raise NotAllowed("not_your_case")
    unit = _unit(session, here, unit_id) if ruling.action is DecisionAction.FORWARD else None
    about = Subject(
        kind=subject.kind,
        id=subject.id,
        municipality_id=here,
        story_id=subject.story_id,
        title=subject.title,
    )
    decision = decisions.write(session, subject=about, person=person, ruling=ruling, before={})
    closed = close(
        session, subject=about, decision=decision, settings=settings, seen=seen, unit_id=unit_id
    )
    if not closed:
        raise Conflict("already_decided")
    if unit is not None:
        _tell_unit(session, about, decision, unit, settings)
    return decision


def _unit(session: Session, municipality_id: UUID, unit_id: UUID | None) -> Unit:
    unit = session.get(Unit, unit_id) if unit_id else None
    if unit is None or unit.municipality_id != municipality_id:
        raise InvalidInput("unit_missing", field="unit")
    return unit


def _tell_unit(
    session: Session, subject: Subject, decision: Decision, unit: Unit, settings: Settings
) -> None:
    """The unit reads what was reported; who reported it stays with the moderators."""
    texts = session.scalars(select(Report.text).where(Report.decision_id == decision.id)).all()
    mail.promise(
        session,
        address=unit.email,
        municipality_id=subject.municipality_id,
        decision_id=decision.id,
        wait_seconds=settings.undo_seconds,
        template="report_forwarded",
        title=subject.title,
        kind=subject.kind,
        subject=str(subject.id),
        text="\n\n".join(texts),
        message=decision.message,
    )


def reopen(session: Session, *, decision_id: UUID) -> None:
    """Let the reports wait again that a decision had answered."""
    session.flush()
    for report in session.scalars(select(Report).where(Report.decision_id == decision_id)):
        report.status = ReportStatus.RECEIVED
        report.decided_at = report.decision_id = report.unit_id = None
