"""Reports, received and answered through the doors that everybody's take."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.domain import moderation, reports
from geostories.domain.decisions import Ruling
from geostories.domain.reports import Notice
from geostories.vocabulary import DecisionAction, ReportGround, SubjectKind
from tests.factories.story import make_moderator


def make_report(
    session: Session,
    subject_id: UUID,
    *,
    kind: SubjectKind = SubjectKind.STORY,
    text: str = "Där står min granne.",
    email: str = "",
    ground: ReportGround = ReportGround.PERSONAL_DATA,
    reporter_id: UUID | None = None,
) -> UUID:
    """A report that waits; in the operator's scope."""
    return reports.receive(
        session,
        kind=kind,
        subject_id=subject_id,
        reporter_id=reporter_id or uuid4(),
        notice=Notice(ground, text, "Lena", email, in_good_faith=True),
    )


def make_answered_report(
    session: Session, municipality_id: UUID, story_id: UUID, text: str
) -> UUID:
    """A report of a story after which that was let stand: a review of it can be asked for."""
    made = make_report(session, story_id, text=text)
    reports.answer(
        session,
        subject=moderation.find_subject(session, story_id=story_id),
        person=make_moderator(municipality_id),
        ruling=Ruling(DecisionAction.DISMISS, message="Den får vara kvar."),
        seen=[made],
        settings=Settings(undo_seconds=0),
    )
    session.flush()
    return made
