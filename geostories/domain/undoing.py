"""Taking a decision back within seconds, before anybody was told. In the municipality's scope."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from geostories.domain import collections, comments, decisions, moderation, reports, story_changes
from geostories.domain.decisions import Ruling, Subject
from geostories.domain.permissions import Person
from geostories.errors import Conflict, NotFound, StateError
from geostories.models import Decision, OutgoingMail
from geostories.models.base import now
from geostories.vocabulary import CHANGES, DecisionAction, SubjectKind

if TYPE_CHECKING:
    from geostories.config import Settings

ON_THE_WAY = timedelta(seconds=5)
"""Between the last press of the key and this clock: a slow phone's undo still comes in time."""


def undo(
    session: Session,
    *,
    decision_id: UUID,
    municipality_id: UUID,
    person: Person,
    settings: Settings,
) -> UUID:
    """Take one's own decision back, its mails unsent; returns what it was about.

    The decision stays written, and that it was undone is written beside it. Raises StateError when
    a mail has gone or the time is over, Conflict when it was decided on anew.
    """
    decision = session.scalar(
        select(Decision).where(
            Decision.id == decision_id,
            Decision.municipality_id == municipality_id,
            Decision.decided_by == person.id,
            Decision.action != DecisionAction.UNDO,
        )
    )
    if decision is None:
        raise NotFound("no_decision")
    if decision.appeal_id is not None:
        raise StateError("reviews_stand")
    if now() - decision.decided_at > timedelta(seconds=settings.undo_seconds) + ON_THE_WAY:
        raise StateError("undo_too_late")
    _restore(session, decision, settings)
    _must_be_the_last(session, decision)
    _recall_mail(session, decision.id)
    reports.reopen(session, decision_id=decision.id)
    decisions.write(
        session,
        subject=Subject(
            kind=decision.subject,
            id=decision.subject_id,
            municipality_id=municipality_id,
            story_id=decision.story_id,
            version_id=decision.version_id,
        ),
        person=person,
        ruling=Ruling(DecisionAction.UNDO),
        before={},
        undoes_id=decision.id,
    )
    return decision.subject_id


def _restore(session: Session, decision: Decision, settings: Settings) -> None:
    """Lock what it was about, and let that stand as before."""
    if not decision.before:
        return  # it answered reports, and touched nothing else
    match decision.subject:
        case SubjectKind.STORY if decision.action in CHANGES:
            story_changes.put_back(session, decision=decision, settings=settings)
        case SubjectKind.STORY:
            moderation.put_back(session, decision=decision, settings=settings)
        case SubjectKind.COMMENT:
            comments.put_back(session, decision=decision)
        case SubjectKind.COLLECTION:
            collections.put_back(session, decision=decision)


def _must_be_the_last(session: Session, decision: Decision) -> None:
    later = exists().where(
        Decision.subject_id == decision.subject_id,
        Decision.decided_at > decision.decided_at,
    )
    undone = exists().where(Decision.undoes_id == decision.id)
    if session.scalar(select(later)) or session.scalar(select(undone)):
        raise Conflict("already_decided")


def _recall_mail(session: Session, decision_id: UUID) -> None:
    """Take the mails out of the outbox; the worker holds the row of one that it is sending."""
    promised = session.scalar(
        select(func.count())
        .select_from(OutgoingMail)
        .where(OutgoingMail.decision_id == decision_id)
    )
    recalled = session.execute(
        delete(OutgoingMail)
        .where(OutgoingMail.decision_id == decision_id, OutgoingMail.sent_at.is_(None))
        .returning(OutgoingMail.id)
    ).all()
    if len(recalled) != promised:
        raise StateError("undo_too_late")
