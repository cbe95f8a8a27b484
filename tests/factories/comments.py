"""Comments under stories, written and decided on through the same doors as everybody's."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.domain import comments
from geostories.domain.comments import Answer
from geostories.domain.decisions import Ruling
from geostories.domain.permissions import Person
from geostories.vocabulary import RESTRICTIONS, CommentStatus, DecisionAction, DecisionGround
from tests.factories.story import make_moderator

LED_TO = {
    CommentStatus.PENDING: (),
    CommentStatus.PUBLISHED: (DecisionAction.PUBLISH,),
    CommentStatus.REJECTED: (DecisionAction.REJECT,),
    CommentStatus.HIDDEN: (DecisionAction.PUBLISH, DecisionAction.HIDE),
    CommentStatus.WITHDRAWN: (),
}
"""The decisions that bring a comment to where it shall stand."""


def make_comment(
    session: Session,
    *,
    story_id: UUID,
    municipality_id: UUID,
    author: Person,
    body: str = "Jag hörde den från Duveholm samma vinter.",
    name: str = "Sven",
    status: CommentStatus = CommentStatus.PENDING,
) -> UUID:
    """Write a comment and bring it to `status`. In the operator's scope; nothing is committed."""
    comment_id = comments.submit(
        session,
        story_id=story_id,
        person=author,
        submission_key=uuid4(),
        answer=Answer(body, name),
    )
    for action in LED_TO[status]:
        decide_comment(session, comment_id, municipality_id, action)
    if status is CommentStatus.WITHDRAWN:
        comments.withdraw(
            session, comment_id=comment_id, municipality_id=municipality_id, person=author
        )
    session.flush()
    return comment_id


def ruling(action: DecisionAction, message: str = "Därför.") -> Ruling:
    """A decision as moderators make it, with its reason where it restricts."""
    ground = DecisionGround.OTHER if action in RESTRICTIONS else DecisionGround.NONE
    return Ruling(action, ground, message)


def decide_comment(
    session: Session,
    comment_id: UUID,
    municipality_id: UUID,
    action: DecisionAction,
    by: Person | None = None,
) -> None:
    """Decide on it, with a reason where one is needed."""
    comments.decide(
        session,
        comment_id=comment_id,
        municipality_id=municipality_id,
        person=by or make_moderator(municipality_id),
        ruling=ruling(action),
        settings=Settings(undo_seconds=0),
    )
