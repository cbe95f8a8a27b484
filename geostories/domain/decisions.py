"""Writing down what was decided: decision, reasons, log and mail together. In its municipality's scope.

What the decision changes is done by whoever calls; this is the paper that goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from geostories.domain import audit, mail, sealing
from geostories.domain.permissions import Person
from geostories.errors import InvalidInput
from geostories.models import Decision, Report, StatementOfReasons
from geostories.models.base import now
from geostories.vocabulary import (
    RESTRICTIONS,
    DecisionAction,
    DecisionGround,
    ReportStatus,
    SubjectKind,
)

if TYPE_CHECKING:
    from geostories.config import Settings


@dataclass(frozen=True)
class Ruling:
    """What is decided and why; `law` is the paragraph where the ground is that it is illegal."""

    action: DecisionAction
    ground: DecisionGround = DecisionGround.NONE
    message: str = ""
    law: str = ""
    decided_at: datetime = field(default_factory=now)


@dataclass(frozen=True)
class Subject:
    """What is decided on, and whose it is.

    `addressee_id` is None where nobody has told it; a guest has no account that mail could reach.
    `sent_on`, `parts` and `language` describe the content for the statement of reasons.
    """

    kind: SubjectKind
    id: UUID
    municipality_id: UUID
    story_id: UUID | None = None
    version_id: UUID | None = None
    addressee_id: UUID | None = None
    is_guest: bool = False
    title: str = ""
    sent_on: date | None = None
    parts: tuple[str, ...] = ("text",)
    language: str = "sv"
    is_detected_automatically: bool = False


def check(ruling: Ruling) -> None:
    """Raise InvalidInput for a restriction without a reason that its addressee can understand."""
    if ruling.action not in RESTRICTIONS:
        return
    if ruling.ground is DecisionGround.NONE:
        raise InvalidInput("ground_missing", field="ground")
    if (ruling.ground is DecisionGround.ILLEGAL) != bool(ruling.law.strip()):
        raise InvalidInput("law_missing", field="law")


def write(
    session: Session,
    *,
    subject: Subject,
    person: Person,
    ruling: Ruling,
    before: dict[str, Any],
    appeal_id: UUID | None = None,
    undoes_id: UUID | None = None,
    actor_id: UUID | None = None,
    **details: str | int,
) -> Decision:
    """Write the decision, its statement of reasons where it restricts, and the log's line.

    `before` is what stood before it, for undoing. `actor_id`: in whose request it was written, where
    that is another than who decided it.
    """
    decision = Decision(
        id=uuid4(),
        municipality_id=subject.municipality_id,
        subject=subject.kind,
        subject_id=subject.id,
        story_id=subject.story_id,
        version_id=subject.version_id,
        addressee_id=subject.addressee_id,
        decided_by=person.id,
        action=ruling.action,
        ground=ruling.ground,
        message=ruling.message,
        before=before,
        appeal_id=appeal_id,
        undoes_id=undoes_id,
        decided_at=ruling.decided_at,
    )
    session.add(decision)
    session.flush()
    if ruling.action in RESTRICTIONS and subject.addressee_id is not None:
        session.add(_statement(session, subject, ruling, decision))
    sealing.seal_if_illegal(session, decision, ruling.law.strip())
    audit.record(
        session,
        action=ruling.action,
        subject=subject.kind,
        subject_id=subject.id,
        actor_id=actor_id or person.id,
        municipality_id=subject.municipality_id,
        decision=str(decision.id),
        ground=ruling.ground,
        **details,
    )
    return decision


def _statement(
    session: Session, subject: Subject, ruling: Ruling, decision: Decision
) -> StatementOfReasons:
    return StatementOfReasons(
        decision_id=decision.id,
        municipality_id=subject.municipality_id,
        addressee_id=subject.addressee_id,
        ground=ruling.ground,
        law=ruling.law.strip(),
        is_detected_automatically=subject.is_detected_automatically,
        from_report=_is_reported(session, subject),
        content_on=subject.sent_on or ruling.decided_at.date(),
        parts=list(subject.parts),
        language=subject.language,
    )


def _is_reported(session: Session, subject: Subject) -> bool:
    return bool(session.scalar(select(exists().where(*open_reports(subject)))))


def open_reports(subject: Subject) -> list[Any]:
    """Conditions for reports that wait: of the thing itself, and of a story's pictures."""
    about = Report.subject_id == subject.id
    if subject.kind is SubjectKind.STORY:
        picture = (Report.story_id == subject.id) & (Report.subject == SubjectKind.PICTURE)
        about = or_(about, picture)
    return [about, Report.status == ReportStatus.RECEIVED]


def tell_addressee(
    session: Session,
    *,
    decision: Decision,
    subject: Subject,
    settings: Settings,
    template: str,
    **params: str,
) -> None:
    """Promise the mail to whoever told it, unless they have no account: they read it by their link.

    What a review has put back is told in the review's own answer.
    """
    is_answered = decision.appeal_id is not None and decision.action not in RESTRICTIONS
    if subject.addressee_id is None or subject.is_guest or is_answered:
        return
    mail.promise(
        session,
        recipient_id=subject.addressee_id,
        municipality_id=subject.municipality_id,
        decision_id=decision.id,
        wait_seconds=settings.undo_seconds,
        template=template,
        title=subject.title,
        decision=str(decision.id),
        action=decision.action,
        ground=decision.ground,
        message=decision.message,
        **params,
    )
