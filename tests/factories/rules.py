"""Rules that hold what is sent in."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geostories.domain import review_rules
from geostories.domain.permissions import Grant, Person
from geostories.vocabulary import Role, RuleKind


def administrator(municipality_id: UUID) -> Person:
    """Somebody who may make rules there."""
    return Person(uuid4(), True, "Kim", frozenset({Grant(Role.ADMINISTRATOR, municipality_id)}))


def make_rule(
    session: Session,
    municipality_id: UUID,
    kind: RuleKind = RuleKind.WORD,
    typed: str = "kanarieord",
    reason: str = "Samma text har kommit trettio gånger.",
) -> UUID:
    """A rule of a town. In the operator's or the municipality's scope."""
    return review_rules.add(
        session,
        municipality_id=municipality_id,
        person=administrator(municipality_id),
        kind=kind,
        typed=typed,
        reason=reason,
    )
