"""Comments under stories: written by anybody, shown when a moderator has read them, taken back.

How many are shown is kept on the story, in the transaction of the change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geostories.domain import audit, case_files, decisions, reports, review_rules
from geostories.domain.decisions import Ruling, Subject
from geostories.domain.permissions import Permission, Person, duties_of, may, may_decide
from geostories.domain.review_rules import Sender
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import Comment, Decision, Municipality, Story
from geostories.vocabulary import (
    CommentRule,
    CommentStatus,
    DecisionAction,
    Duty,
    StoryStatus,
    SubjectKind,
    Voice,
)

if TYPE_CHECKING:
    from geostories.config import Settings

LEGAL = {
    DecisionAction.PUBLISH: (CommentStatus.PENDING, CommentStatus.PUBLISHED),
    DecisionAction.REJECT: (CommentStatus.PENDING, CommentStatus.REJECTED),
    DecisionAction.HIDE: (CommentStatus.PUBLISHED, CommentStatus.HIDDEN),
    DecisionAction.RESTORE: (CommentStatus.HIDDEN, CommentStatus.PUBLISHED),
}
"""From where to where each decision leads."""

SHOWS = frozenset({DecisionAction.PUBLISH, DecisionAction.RESTORE})
"""These need no reason."""


@dataclass(frozen=True)
class Answer:
    """What somebody writes under a story; without a name it is anonymous."""

    body: str
    name: str = ""
    voice: Voice = Voice.RESIDENT


def submit(
    session: Session,
    *,
    story_id: UUID,
    person: Person,
    submission_key: UUID,
    answer: Answer,
    sender: Sender | None = None,
) -> UUID:
    """Keep a comment for the moderators; returns its id. In the scope of whoever writes.

    The same key again is the same comment. Raises NotFound for a story that is not published,
    StateError where the municipality takes none, Conflict for a key that sent something else.
    """
    municipality_id = _open_for_comments(session, story_id)
    if answer.voice is Voice.MUNICIPALITY and not may(
        person, Permission.SPEAK_FOR_MUNICIPALITY, municipality_id
    ):
        raise NotAllowed("not_the_municipality")
    met = review_rules.find_hits(
        session,
        municipality_id=municipality_id,
        person=person,
        texts=[answer.body, answer.name],
        sender=sender or Sender(),
    )
    comment_id: UUID | None = session.scalar(
        insert(Comment)
        .values(
            id=uuid4(),
            story_id=story_id,
            municipality_id=municipality_id,
            author_id=person.id,
            is_guest=not person.is_signed_in,
            author_label=answer.name,
            voice=answer.voice,
            submission_key=submission_key,
            body=answer.body,
            rule_hits=review_rules.as_hits(met),
        )
        .on_conflict_do_nothing(index_elements=["author_id", "submission_key"])
        .returning(Comment.id)
    )
    if comment_id is None:
        return _earlier(session, story_id, person, submission_key, answer)
    case_files.open_case(
        session,
        municipality_id=municipality_id,
        subject=SubjectKind.COMMENT,
        subject_id=comment_id,
    )
    _record(session, "comment", comment_id, municipality_id, person)
    kept = session.get_one(Comment, comment_id)
    review_rules.hold(session, rules=met, subject=subject_of(session, kept), actor_id=person.id)
    return comment_id


def _open_for_comments(session: Session, story_id: UUID) -> UUID:
    row = session.execute(
        select(Story.municipality_id, Municipality.comment_rule)
        .join(Municipality, Municipality.id == Story.municipality_id)
        .where(Story.id == story_id, Story.status == StoryStatus.PUBLISHED)
    ).one_or_none()
    if row is None:
        raise NotFound("no_story")
    if row.comment_rule is CommentRule.CLOSED:
        raise StateError("comments_closed")
    municipality_id: UUID = row.municipality_id
    return municipality_id


def _earlier(
    session: Session, story_id: UUID, person: Person, submission_key: UUID, answer: Answer
) -> UUID:
    sent = session.scalars(
        select(Comment).where(
            Comment.author_id == person.id, Comment.submission_key == submission_key
        )
    ).one()
    if (sent.story_id, sent.body) != (story_id, answer.body):
        raise Conflict("comment_key_used")
    return sent.id


def withdraw(session: Session, *, comment_id: UUID, municipality_id: UUID, person: Person) -> UUID:
    """Take one's own comment back, for good; returns its story's id.

    In the municipality's scope, which may count; nobody's but the author's.
    """
    comment = _lock(session, comment_id, municipality_id)
    if comment.author_id != person.id:
        raise NotFound("no_comment")
    if comment.status is not CommentStatus.WITHDRAWN:
        comment.status = CommentStatus.WITHDRAWN
        count_anew(session, comment.story_id)
        _record(session, "withdraw", comment_id, municipality_id, person)
    return comment.story_id


def decide(
    session: Session,
    *,
    comment_id: UUID,
    municipality_id: UUID,
    person: Person,
    ruling: Ruling,
    settings: Settings,
    appeal_id: UUID | None = None,
) -> Decision:
    """Carry out what a moderator decided; whoever wrote it with an account gets a mail.

    In the municipality's scope. Raises Conflict when it stands elsewhere by now.
    """
    comment = _lock(session, comment_id, municipality_id)
    duties = duties_of(Duty.COMMENTS, waits=comment.status is CommentStatus.PENDING)
    if not may_decide(
        person, municipality_id=municipality_id, owner_id=comment.author_id, duties=duties
    ):
        raise NotAllowed("not_your_comment")
    if ruling.action not in LEGAL:
        raise StateError("not_for_a_comment")
    before, after = LEGAL[ruling.action]
    if comment.status is not before:
        raise Conflict("already_decided")
    if ruling.action not in SHOWS and not ruling.message.strip():
        raise InvalidInput("comment_reason_missing", field="reason")
    decisions.check(ruling)
    stood = _standing(comment)
    comment.status, comment.reason = after, ruling.message
    comment.decided_at, comment.decided_by = ruling.decided_at, person.id
    count_anew(session, comment.story_id)
    subject = subject_of(session, comment)
    decision = decisions.write(
        session, subject=subject, person=person, ruling=ruling, before=stood, appeal_id=appeal_id
    )
    reports.close(session, subject=subject, decision=decision, settings=settings)
    decisions.tell_addressee(
        session,
        decision=decision,
        subject=subject,
        settings=settings,
        template="comment_decision",
        law=ruling.law,
        story_id=str(comment.story_id),
    )
    return decision


def subject_of(session: Session, comment: Comment) -> Subject:
    """A comment as what a decision is about; it is called by the story it stands under."""
    title = session.scalar(select(Story.title).where(Story.id == comment.story_id))
    return Subject(
        kind=SubjectKind.COMMENT,
        id=comment.id,
        municipality_id=comment.municipality_id,
        story_id=comment.story_id,
        addressee_id=comment.author_id,
        is_guest=comment.is_guest,
        title=title or "",
        sent_on=comment.created_at.date(),
        is_detected_automatically=bool(comment.rule_hits),
    )


def take_up(session: Session, first: Decision) -> DecisionAction | None:
    """Let a refused comment wait again; answers how it is shown, or None if it was taken back."""
    comment = _lock(session, first.subject_id, first.municipality_id)
    if comment.status is CommentStatus.HIDDEN:
        return DecisionAction.RESTORE
    if first.action is DecisionAction.HOLD and comment.status is CommentStatus.PENDING:
        return DecisionAction.PUBLISH
    if comment.status is not CommentStatus.REJECTED:
        return None
    comment.status = CommentStatus.PENDING
    return DecisionAction.PUBLISH


def _standing(comment: Comment) -> dict[str, Any]:
    """Where it stands, for undo."""
    return {
        "status": comment.status.value,
        "reason": comment.reason,
        "decided_at": comment.decided_at.isoformat() if comment.decided_at else "",
        "decided_by": str(comment.decided_by or ""),
    }


def put_back(session: Session, *, decision: Decision) -> None:
    """Let the comment stand as it did before a decision."""
    before = decision.before
    comment = _lock(session, decision.subject_id, decision.municipality_id)
    if comment.status is not LEGAL[decision.action][1]:
        raise Conflict("changed_meanwhile")
    comment.status, comment.reason = CommentStatus(before["status"]), before["reason"]
    at, by = before["decided_at"], before["decided_by"]
    comment.decided_at = datetime.fromisoformat(at) if at else None
    comment.decided_by = UUID(by) if by else None
    count_anew(session, comment.story_id)


def set_rule(session: Session, *, municipality_id: UUID, person: Person, rule: CommentRule) -> None:
    """Say whether a municipality takes comments. In the operator's scope, which may write it."""
    if not may(person, Permission.ADMINISTER, municipality_id):
        raise NotAllowed("not_your_role")
    session.execute(
        update(Municipality).where(Municipality.id == municipality_id).values(comment_rule=rule)
    )
    audit.record(
        session,
        action="comment_rule",
        subject="municipality",
        subject_id=municipality_id,
        actor_id=person.id,
        municipality_id=municipality_id,
        rule=rule,
    )


def _lock(session: Session, comment_id: UUID, municipality_id: UUID) -> Comment:
    """The comment, and before it its story: whoever counts comes one after the other."""
    story_id = session.scalar(
        select(Comment.story_id).where(
            Comment.id == comment_id, Comment.municipality_id == municipality_id
        )
    )
    if story_id is None:
        raise NotFound("no_comment")
    session.execute(select(Story.id).where(Story.id == story_id).with_for_update())
    return session.scalars(select(Comment).where(Comment.id == comment_id).with_for_update()).one()


def count_anew(session: Session, story_id: UUID) -> None:
    """Write on the story how many of its comments are shown."""
    session.flush()
    shown = (
        select(func.count())
        .where(Comment.story_id == story_id, Comment.status == CommentStatus.PUBLISHED)
        .scalar_subquery()
    )
    session.execute(update(Story).where(Story.id == story_id).values(comment_count=shown))


def _record(
    session: Session, action: str, comment_id: UUID, municipality_id: UUID, person: Person
) -> None:
    audit.record(
        session,
        action=action,
        subject="comment",
        subject_id=comment_id,
        actor_id=person.id,
        municipality_id=municipality_id,
    )
