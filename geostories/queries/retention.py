"""What a rule would dispose of: old enough, decided, and nobody waiting for an answer about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from geostories.models import (
    Appeal,
    CaseFile,
    CaseNote,
    Comment,
    Decision,
    Report,
    RetentionRule,
    SealedCopy,
    Story,
    StoryVersion,
    User,
)
from geostories.vocabulary import (
    AppealStatus,
    CommentStatus,
    ReportStatus,
    RetentionKind,
    StoryStatus,
)


@dataclass(frozen=True)
class RuleInfo:
    """A rule, and how many records it would dispose of now."""

    id: UUID
    code: str
    kind: RetentionKind
    months: int
    reference: str
    created_by: str
    created_at: datetime
    ended_at: datetime | None
    due: int


def list_rules(
    session: Session, *, municipality_id: UUID | None = None, only_in_force: bool = False
) -> list[RetentionRule]:
    """Those in force first, then the newest. Without municipality, in the operator's scope, all."""
    query = select(RetentionRule).order_by(
        RetentionRule.ended_at.isnot(None), RetentionRule.created_at.desc(), RetentionRule.id
    )
    if municipality_id is not None:
        query = query.where(RetentionRule.municipality_id == municipality_id)
    if only_in_force:
        query = query.where(RetentionRule.ended_at.is_(None))
    return list(session.scalars(query))


def describe_rules(session: Session, *, municipality_id: UUID) -> list[RuleInfo]:
    """All of a municipality's rules with what each would take now."""
    rules = list_rules(session, municipality_id=municipality_id)
    names = dict(
        session.execute(
            select(User.id, User.display_name).where(User.id.in_({r.created_by for r in rules}))
        ).all()
    )
    return [
        RuleInfo(
            id=rule.id,
            code=rule.code,
            kind=rule.kind,
            months=rule.months,
            reference=rule.reference,
            created_by=names.get(rule.created_by) or "",
            created_at=rule.created_at,
            ended_at=rule.ended_at,
            due=count_due(session, rule) if rule.ended_at is None else 0,
        )
        for rule in rules
    ]


def count_due(session: Session, rule: RetentionRule) -> int:
    """How many records a rule would dispose of now."""
    due = _due(rule).with_only_columns(func.count()).order_by(None)
    return session.scalar(due) or 0


def list_due(session: Session, rule: RetentionRule, *, limit: int) -> list[UUID]:
    """Which, the oldest first."""
    return list(session.scalars(_due(rule).limit(limit)))


def _due(rule: RetentionRule) -> Select[Any]:
    before = func.now() - func.make_interval(0, rule.months)
    return QUERIES[rule.kind](before).where(_own(rule))


def _own(rule: RetentionRule) -> ColumnElement[bool]:
    column = {
        RetentionKind.REPORT: Report.municipality_id,
        RetentionKind.CASE_NOTE: CaseNote.municipality_id,
        RetentionKind.COMMENT: Comment.municipality_id,
        RetentionKind.STORY: Story.municipality_id,
        RetentionKind.SEALED_COPY: SealedCopy.municipality_id,
    }[rule.kind]
    return column == rule.municipality_id


def _is_open(thing: Any) -> ColumnElement[bool]:
    """Whether a report or a review of a thing waits for its answer."""
    reported = exists().where(
        or_(Report.subject_id == thing, Report.story_id == thing),
        Report.status == ReportStatus.RECEIVED,
    )
    reviewed = exists().where(
        Appeal.decision_id == Decision.id,
        Appeal.status == AppealStatus.RECEIVED,
        Decision.subject_id == thing,
    )
    return or_(reported, reviewed)


def _decided_after(thing: Any, moment: Any) -> ColumnElement[bool]:
    return exists().where(Decision.subject_id == thing, Decision.decided_at >= moment)


def _reports(before: Any) -> Select[Any]:
    asked = exists().where(Appeal.report_id == Report.id)
    return (
        select(Report.id)
        .where(Report.status != ReportStatus.RECEIVED, Report.decided_at < before, ~asked)
        .order_by(Report.decided_at)
    )


def _notes(before: Any) -> Select[Any]:
    thing = (
        select(CaseFile.subject_id)
        .where(CaseFile.id == CaseNote.case_id)
        .correlate(CaseNote)
        .scalar_subquery()
    )
    return (
        select(CaseNote.id)
        .where(CaseNote.written_at < before, ~_is_open(thing))
        .order_by(CaseNote.written_at)
    )


def _comments(before: Any) -> Select[Any]:
    over = (CommentStatus.REJECTED, CommentStatus.HIDDEN, CommentStatus.WITHDRAWN)
    return (
        select(Comment.id)
        .where(
            Comment.status.in_(over),
            Comment.created_at < before,
            ~_decided_after(Comment.id, before),
            ~_is_open(Comment.id),
        )
        .order_by(Comment.created_at)
    )


def _stories(before: Any) -> Select[Any]:
    """Those that were refused and that nobody has ever seen, or reported."""
    newer = exists().where(StoryVersion.story_id == Story.id, StoryVersion.saved_at >= before)
    return (
        select(Story.id)
        .where(
            Story.status == StoryStatus.REJECTED,
            Story.published_version_id.is_(None),
            Story.created_at < before,
            ~newer,
            ~_decided_after(Story.id, before),
            ~exists().where(Report.story_id == Story.id),
            ~_is_open(Story.id),
        )
        .order_by(Story.created_at)
    )


def _copies(before: Any) -> Select[Any]:
    asked = exists().where(
        Appeal.decision_id == SealedCopy.decision_id, Appeal.status == AppealStatus.RECEIVED
    )
    return (
        select(SealedCopy.id)
        .where(SealedCopy.sealed_at < before, ~asked)
        .order_by(SealedCopy.sealed_at)
    )


QUERIES: dict[RetentionKind, Callable[[Any], Select[Any]]] = {
    RetentionKind.REPORT: _reports,
    RetentionKind.CASE_NOTE: _notes,
    RetentionKind.COMMENT: _comments,
    RetentionKind.STORY: _stories,
    RetentionKind.SEALED_COPY: _copies,
}
