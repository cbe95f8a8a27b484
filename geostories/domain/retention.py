"""Disposal of records (*gallring*): under a rule, each deletion in the log by the rule's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geostories.domain import audit, erasing
from geostories.domain.permissions import Permission, Person, may
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound
from geostories.models import CaseNote, Comment, Report, RetentionRule
from geostories.models.base import now
from geostories.queries.retention import list_due
from geostories.vocabulary import RetentionKind

CODE = re.compile(r"[\w./:-][\w ./:-]{0,39}")
"""The rule's name in the plan: it goes into the log, where no sentences are."""

LEAST_MONTHS = 7
"""A review can be asked for during 183 days."""

AT_ONCE = 200
"""Records in one transaction."""


@dataclass(frozen=True)
class RuleEntry:
    """What an administrator writes down of their municipality's plan."""

    code: str
    kind: RetentionKind
    months: int
    reference: str


def add(session: Session, *, municipality_id: UUID, person: Person, entry: RuleEntry) -> None:
    """Put a rule in force; raises Conflict where one for that kind is. In the municipality's scope."""
    if not may(person, Permission.KEEP_RECORDS, municipality_id):
        raise NotAllowed("not_your_role")
    if entry.months < LEAST_MONTHS:
        raise InvalidInput("rule_too_short", field="months")
    if not CODE.fullmatch(entry.code.strip()):
        raise InvalidInput("rule_code_only_number", field="code")
    if not entry.reference.strip():
        raise InvalidInput("rule_without_decision", field="reference")
    rule = RetentionRule(
        municipality_id=municipality_id,
        code=entry.code.strip(),
        kind=entry.kind,
        months=entry.months,
        reference=entry.reference.strip(),
        created_by=person.id,
    )
    session.add(rule)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict("rule_in_force") from None
    _log(session, "add_rule", rule, person.id)


def end(session: Session, *, rule_id: UUID, municipality_id: UUID, person: Person) -> None:
    """Let a rule hold no longer; it stays written, for what went under it."""
    if not may(person, Permission.KEEP_RECORDS, municipality_id):
        raise NotAllowed("not_your_role")
    rule = session.scalar(
        select(RetentionRule)
        .where(RetentionRule.id == rule_id, RetentionRule.municipality_id == municipality_id)
        .with_for_update()
    )
    if rule is None:
        raise NotFound("no_rule")
    if rule.ended_at is None:
        rule.ended_at = now()
        _log(session, "end_rule", rule, person.id)


def _log(session: Session, action: str, rule: RetentionRule, actor_id: UUID) -> None:
    audit.record(
        session,
        action=action,
        subject="retention_rule",
        subject_id=rule.id,
        actor_id=actor_id,
        municipality_id=rule.municipality_id,
        kind=rule.kind.value,
        months=rule.months,
    )


def dispose(session: Session, *, rule_id: UUID) -> tuple[int, list[UUID]]:
    """Delete what a rule in force has come due for, at most so many at once.

    Answers how many went, and the files to remove once it is committed. In the operator's scope.
    """
    rule = session.scalar(
        select(RetentionRule)
        .where(RetentionRule.id == rule_id, RetentionRule.ended_at.is_(None))
        .with_for_update()
    )
    if rule is None:
        raise NotFound("no_rule")
    session.execute(
        text("SELECT set_config('geostories.rule', :rule, true)"), {"rule": str(rule.id)}
    )
    if rule.kind is RetentionKind.SEALED_COPY:
        return _dispose_of_seals(session, rule), []
    due, files = list_due(session, rule, limit=AT_ONCE), []
    for record in due:
        files += _delete(session, rule.kind, record)
        _log_disposal(session, rule, record)
    return len(due), files


def _delete(session: Session, kind: RetentionKind, record: UUID) -> list[UUID]:
    if kind is RetentionKind.STORY:
        return erasing.remove(session, story_id=record)
    if kind is RetentionKind.REPORT:
        session.execute(delete(Report).where(Report.id == record))
    elif kind is RetentionKind.CASE_NOTE:
        session.execute(delete(CaseNote).where(CaseNote.id == record))
    else:
        session.execute(delete(Comment).where(Comment.id == record))
    return []


def _dispose_of_seals(session: Session, rule: RetentionRule) -> int:
    """The database does it: nobody else may delete them."""
    gone = session.execute(
        text("SELECT id FROM purge_sealed_copies(:rule, :at)"), {"rule": rule.id, "at": now()}
    ).scalars()
    records = list(gone)
    for record in records:
        _log_disposal(session, rule, record)
    return len(records)


def _log_disposal(session: Session, rule: RetentionRule, record: UUID) -> None:
    audit.record(
        session,
        action="dispose",
        subject=rule.kind.value,
        subject_id=record,
        actor_id=None,
        municipality_id=rule.municipality_id,
        rule=str(rule.id),
        code=rule.code,
    )
