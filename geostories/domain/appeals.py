"""Asking that a decision be looked at again (*omprövning*), and answering.

Free, for as long as settings.appeal_days; by whoever it is about, and by whoever reported. Somebody
else than the first time decides. A reversal puts everything back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain import (
    audit,
    collections,
    comments,
    decisions,
    mail,
    moderation,
    story_changes,
)
from geostories.domain.decisions import Ruling, Subject
from geostories.domain.moderation import Verdict
from geostories.domain.permissions import Person, reviews
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import Appeal, Comment, Decision, Report, Story
from geostories.models.base import now
from geostories.vocabulary import (
    CHANGES,
    RESTRICTIONS,
    AppealBy,
    AppealStatus,
    DecisionAction,
    DecisionGround,
    Duty,
    ReportStatus,
    SubjectKind,
)

if TYPE_CHECKING:
    from geostories.config import Settings

OUTCOMES = {
    DecisionAction.UPHOLD: AppealStatus.UPHELD,
    DecisionAction.REVERSE: AppealStatus.REVERSED,
}
OFFICIAL = frozenset({SubjectKind.PLACE, SubjectKind.TRAIL})
"""Nothing is hidden there: editors correct what is official."""

LEFT_ALONE = frozenset({DecisionAction.DISMISS, DecisionAction.CORRECT})
"""Answers to a report after which what is reported can still be seen."""


def ask_as_author(
    session: Session, *, decision_id: UUID, person: Person, words: str, settings: Settings
) -> UUID:
    """Ask for a review of a decision about what one has told; returns its id. In one's own scope.

    The same decision twice is one review. Raises NotFound for a decision about somebody else,
    StateError when it restricts nothing, was undone, or is too old.
    """
    decision = session.get(Decision, decision_id)
    if decision is None or person.id != decision.addressee_id:
        raise NotFound("no_decision")
    if decision.action not in RESTRICTIONS:
        raise StateError("nothing_to_review")
    return _receive(session, decision, person.id, AppealBy.AUTHOR, None, words, settings)


def ask_as_reporter(session: Session, *, report_id: UUID, words: str, settings: Settings) -> UUID:
    """Ask for a review of the answer to a report; in the scope of its link. Raises as above."""
    report = session.get(Report, report_id)
    if report is None:
        raise NotFound("no_report")
    if report.status is not ReportStatus.DECIDED or report.decision_id is None:
        raise StateError("nothing_to_review")
    decision = session.get(Decision, report.decision_id)
    if decision is None or decision.action not in LEFT_ALONE:
        raise StateError("nothing_to_review")
    by = AppealBy.REPORTER
    return _receive(session, decision, report.reporter_id, by, report.id, words, settings)


def _receive(
    session: Session,
    decision: Decision,
    appellant_id: UUID,
    by: AppealBy,
    report_id: UUID | None,
    words: str,
    settings: Settings,
) -> UUID:
    if not words.strip():
        raise InvalidInput("appeal_words_missing", field="text")
    earlier = session.scalar(
        select(Appeal.id).where(
            Appeal.decision_id == decision.id, Appeal.appellant_id == appellant_id
        )
    )
    if earlier is not None:
        return earlier
    if now() - decision.decided_at > timedelta(days=settings.appeal_days):
        raise StateError("review_too_late", days=settings.appeal_days)
    appeal = Appeal(
        id=uuid4(),
        municipality_id=decision.municipality_id,
        decision_id=decision.id,
        appellant_id=appellant_id,
        report_id=report_id,
        by=by,
        text=words.strip(),
    )
    session.add(appeal)
    if by is AppealBy.AUTHOR:  # the log has no scope of a link: there the row itself tells
        audit.record(
            session,
            action="appeal",
            subject=decision.subject,
            subject_id=decision.subject_id,
            actor_id=appellant_id,
            municipality_id=decision.municipality_id,
            decision=str(decision.id),
        )
    session.flush()
    return appeal.id


def decide(
    session: Session,
    *,
    appeal_id: UUID,
    municipality_id: UUID,
    person: Person,
    ruling: Ruling,
    settings: Settings,
    seen_zones: Collection[UUID] = (),
) -> Decision:
    """Uphold a decision, or reverse it and put back what it took. In the municipality's scope.

    A reversal for a reporter hides what they reported, on the ruling's ground. Raises NotAllowed
    for whoever decided the first time, or whose own it is; Conflict when it is answered already.
    """
    appeal = _lock(session, appeal_id, municipality_id)
    first = session.scalars(select(Decision).where(Decision.id == appeal.decision_id)).one()
    owner_id = _owner_id(session, first)
    is_theirs = reviews(person, municipality_id, duties=frozenset({Duty.APPEALS}))
    if not is_theirs or person.id == owner_id:
        raise NotAllowed("not_your_case")
    if person.id == first.decided_by:
        raise NotAllowed("not_your_own_decision")
    if appeal.status is not AppealStatus.RECEIVED:
        raise Conflict("already_decided")
    if not ruling.message.strip():
        raise InvalidInput("message_missing", field="message")
    appeal.status, appeal.decided_at = OUTCOMES[ruling.action], ruling.decided_at
    if ruling.action is DecisionAction.REVERSE:
        _reverse(session, appeal, first, person, ruling, settings, frozenset(seen_zones))
    answer = decisions.write(
        session,
        subject=_about(first, appeal),
        person=person,
        ruling=ruling,
        before={},
        appeal_id=appeal.id,
    )
    _tell(session, appeal, first, answer)
    return answer


def _lock(session: Session, appeal_id: UUID, municipality_id: UUID) -> Appeal:
    appeal = session.scalar(
        select(Appeal)
        .where(Appeal.id == appeal_id, Appeal.municipality_id == municipality_id)
        .with_for_update()
    )
    if appeal is None:
        raise NotFound("no_case")
    return appeal


def _owner_id(session: Session, first: Decision) -> UUID | None:
    if first.addressee_id or first.subject is not SubjectKind.STORY:
        return first.addressee_id
    return session.scalar(select(Story.owner_id).where(Story.id == first.subject_id))


def _about(first: Decision, appeal: Appeal) -> Subject:
    """The answer goes to whoever asked: an author's is theirs to read, a reporter's by their link."""
    return Subject(
        kind=first.subject,
        id=first.subject_id,
        municipality_id=first.municipality_id,
        story_id=first.story_id,
        version_id=first.version_id,
        addressee_id=appeal.appellant_id if appeal.by is AppealBy.AUTHOR else None,
    )


def _reverse(
    session: Session,
    appeal: Appeal,
    first: Decision,
    person: Person,
    ruling: Ruling,
    settings: Settings,
    seen_zones: frozenset[UUID],
) -> None:
    """Show again what was refused or hidden; for a reporter, hide what was let stand."""
    if first.action in CHANGES:
        story_changes.restore(session, first=first, settings=settings)
        return
    if appeal.by is AppealBy.AUTHOR:
        action = _take_up(session, first)
        ruling = replace(ruling, ground=DecisionGround.NONE, law="")
    else:
        action = None if first.subject in OFFICIAL else DecisionAction.HIDE
    if action is None:
        return
    ruling = replace(ruling, action=action)
    here = first.municipality_id
    match first.subject:
        case SubjectKind.STORY:
            moderation.decide(
                session,
                story_id=first.subject_id,
                person=person,
                verdict=_verdict(session, first, ruling, seen_zones),
                settings=settings,
                appeal_id=appeal.id,
            )
        case SubjectKind.COMMENT:
            comments.decide(
                session,
                comment_id=first.subject_id,
                municipality_id=here,
                person=person,
                ruling=ruling,
                settings=settings,
                appeal_id=appeal.id,
            )
        case _:
            collections.decide(
                session,
                collection_id=first.subject_id,
                municipality_id=here,
                person=person,
                ruling=ruling,
                seen=None,
                settings=settings,
                appeal_id=appeal.id,
            )


def _take_up(session: Session, first: Decision) -> DecisionAction | None:
    """Let a refused thing wait again, so that it can be shown; answers how.

    None when its author has gone on meanwhile: taken it back, or sent in another version.
    """
    if first.subject is SubjectKind.STORY:
        return moderation.take_up(session, first)
    if first.subject is SubjectKind.COMMENT:
        return comments.take_up(session, first)
    return collections.take_up(session, first)


def _verdict(
    session: Session, first: Decision, ruling: Ruling, seen_zones: frozenset[UUID]
) -> Verdict:
    """On the version that was refused, or, where nothing was refused, on the one that is shown."""
    version_id = first.version_id or session.scalar(
        select(Story.published_version_id).where(Story.id == first.subject_id)
    )
    if version_id is None:
        raise Conflict("changed_meanwhile")
    return Verdict(
        ruling.action,
        ruling.ground,
        ruling.message,
        version_id,
        ruling.decided_at,
        seen_zones,
        law=ruling.law,
    )


def _tell(session: Session, appeal: Appeal, first: Decision, answer: Decision) -> None:
    """Mail the answer to the account that asked, or to the address of the report."""
    report = session.get(Report, appeal.report_id) if appeal.report_id else None
    if report is not None and not report.email:
        return
    if report is None and _is_guest(session, first):
        return
    mail.promise(
        session,
        recipient_id=None if report else appeal.appellant_id,
        address=report.email if report else "",
        municipality_id=appeal.municipality_id,
        decision_id=answer.id,
        template="appeal_decided",
        action=answer.action,
        message=answer.message,
        report=str(report.id) if report else "",
        decision="" if report else str(first.id),
    )


def _is_guest(session: Session, first: Decision) -> bool:
    """Whether whoever it is about has no account."""
    of_story = select(Story.is_guest).where(Story.id == first.subject_id)
    of_comment = select(Comment.is_guest).where(Comment.id == first.subject_id)
    return bool(session.scalar(of_story) or session.scalar(of_comment))
