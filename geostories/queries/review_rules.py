"""Rules that hold what is sent in, and what they are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from geostories.models import Collection, Comment, ReviewRule, StoryVersion, TellerLink, User
from geostories.vocabulary import CollectionStatus, RuleKind

RULE_HIT = "rule_hit"
"""Code of the mark that something met a rule when it was sent in."""

_RULES_OF = text("SELECT * FROM review_rules_of(:here)")


@dataclass(frozen=True)
class RuleInfo:
    """A rule; `reason` is told to whoever is held by a blocked address."""

    id: UUID
    kind: RuleKind
    value: str
    reason: str
    created_by: UUID
    created_at: datetime


@dataclass(frozen=True)
class Account:
    """What of an account rules look at."""

    email: str
    created_at: datetime


def list_rules_of(session: Session, *, municipality_id: UUID) -> list[RuleInfo]:
    """The rules that hold now, in any scope: for comparing with, never for showing."""
    query = select(ReviewRule).from_statement(_RULES_OF.bindparams(here=municipality_id))
    return [_info(row) for row in session.scalars(query)]


def list_rules(session: Session, *, municipality_id: UUID) -> list[RuleInfo]:
    """The rules that hold now, by kind and value; in the municipality's scope."""
    query = (
        select(ReviewRule)
        .where(ReviewRule.municipality_id == municipality_id, ReviewRule.removed_at.is_(None))
        .order_by(ReviewRule.kind, ReviewRule.value)
    )
    return [_info(row) for row in session.scalars(query)]


def list_met(session: Session, hits: Iterable[Mapping[str, Any]]) -> list[RuleInfo]:
    """The rules that were met, removed ones too; in the municipality's scope."""
    ids = [UUID(each["rule"]) for each in hits if each["code"] == RULE_HIT]
    query = select(ReviewRule).where(ReviewRule.id.in_(ids)).order_by(ReviewRule.kind)
    return [_info(row) for row in session.scalars(query)] if ids else []


def _info(row: ReviewRule) -> RuleInfo:
    names = RuleInfo.__dataclass_fields__
    return RuleInfo(**{name: getattr(row, name) for name in names})


def find_account(session: Session, *, person_id: UUID) -> Account | None:
    """Whose account it is; in their own scope."""
    row = session.execute(
        select(User.email, User.create_datetime).where(User.id == person_id)
    ).one_or_none()
    return Account(row[0], row[1].replace(tzinfo=UTC)) if row else None


def list_addresses(session: Session, *, person_id: UUID) -> list[str]:
    """The addresses that a person without an account has given; in their own scope."""
    query = select(TellerLink.address).where(
        TellerLink.person_id == person_id, TellerLink.address != ""
    )
    return list(session.scalars(query))


def count_sent(session: Session, *, person_id: UUID, since: datetime) -> int:
    """How many stories, comments and collections a person has sent in; in their own scope."""
    counts = (
        select(func.count())
        .select_from(StoryVersion)
        .where(StoryVersion.owner_id == person_id, StoryVersion.submitted_at > since),
        select(func.count())
        .select_from(Comment)
        .where(Comment.author_id == person_id, Comment.created_at > since),
        select(func.count())
        .select_from(Collection)
        .where(
            Collection.owner_id == person_id,
            Collection.changed_at > since,
            Collection.status != CollectionStatus.DRAFT,
        ),
    )
    return sum(session.scalar(each) or 0 for each in counts)
