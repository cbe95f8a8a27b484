"""Sealed copies and rules of retention."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geostories.models import RetentionRule, SealedCopy
from geostories.vocabulary import RetentionKind, SubjectKind


def make_sealed_copy(session: Session, town: UUID, story_id: UUID, words: str) -> UUID:
    """A copy of a story's words, sealed by somebody; answers its id."""
    copy = SealedCopy(
        id=uuid4(),
        municipality_id=town,
        subject=SubjectKind.STORY,
        subject_id=story_id,
        what="whole",
        content={"title": words, "body": words},
        files=[],
        reason="16 kap. 8 § brottsbalken",
        sealed_by=uuid4(),
    )
    session.add(copy)
    session.flush()
    return copy.id


def make_rule(
    session: Session,
    town: UUID,
    kind: RetentionKind = RetentionKind.COMMENT,
    months: int = 24,
    code: str = "4.2",
) -> UUID:
    """A rule in force; answers its id."""
    rule = RetentionRule(
        id=uuid4(),
        municipality_id=town,
        code=code,
        kind=kind,
        months=months,
        reference="Kulturnämnden 2026-09-01 § 12",
        created_by=uuid4(),
    )
    session.add(rule)
    session.flush()
    return rule.id
