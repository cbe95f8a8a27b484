"""Rules that hold what is sent in until somebody has read it, and never let it drop.

They are asked as it is sent in, in the scope of whoever sends; administrators write them in the
municipality's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain import audit, decisions, mail, rule_matching
from geostories.domain.decisions import Ruling, Subject
from geostories.domain.permissions import Permission, Person, may
from geostories.domain.rule_matching import Rule, Sent
from geostories.errors import InvalidInput, NotAllowed, NotFound
from geostories.models import ReviewRule
from geostories.models.base import now
from geostories.queries.review_rules import (
    RULE_HIT,
    RuleInfo,
    count_sent,
    find_account,
    list_addresses,
    list_rules_of,
)
from geostories.vocabulary import COUNTING_RULES, DecisionAction, DecisionGround, RuleKind

FIRST_DAY = timedelta(days=1)

Hits = list[dict[str, Any]]
"""As a version, a comment and a collection keep them: the rule's id and kind, not what it found."""


@dataclass(frozen=True)
class Sender:
    """What is known of who sends beside their account: an address they gave, and how many came from
    their network within a day, this one among them.
    """

    address: str = ""
    from_network: int = 0


def find_hits(
    session: Session,
    *,
    municipality_id: UUID,
    person: Person,
    texts: Sequence[str],
    sender: Sender,
) -> list[RuleInfo]:
    """The rules that hold what a person sends in. A visitor without an account is always new."""
    rules = list_rules_of(session, municipality_id=municipality_id)
    if not rules:
        return []
    sent = _sent(session, municipality_id, person, texts, sender)
    return [each for each in rules if rule_matching.meets(Rule(each.kind, each.value), sent)]


def _sent(
    session: Session,
    municipality_id: UUID,
    person: Person,
    texts: Sequence[str],
    sender: Sender,
) -> Sent:
    account = find_account(session, person_id=person.id) if person.is_signed_in else None
    is_staff = may(person, Permission.SPEAK_FOR_MUNICIPALITY, municipality_id)
    is_new = account is None or account.created_at > now() - FIRST_DAY
    own = count_sent(session, person_id=person.id, since=now() - FIRST_DAY) + 1
    addresses = [sender.address, *list_addresses(session, person_id=person.id)]
    return Sent(
        texts=[each for each in texts if each],
        addresses=[each for each in (account.email if account else "", *addresses) if each],
        is_new=is_new and not is_staff,
        today=own if account else max(own, sender.from_network),
    )


def as_hits(rules: Sequence[RuleInfo]) -> Hits:
    """What is kept with what was sent in."""
    return [{"code": RULE_HIT, "rule": str(each.id), "kind": each.kind.value} for each in rules]


def hold(session: Session, *, rules: Sequence[RuleInfo], subject: Subject, actor_id: UUID) -> None:
    """Write down that what comes from a blocked address waits, with the reason, and tell them.

    Decided by whoever blocked it, so that somebody else answers when a review is asked for.
    """
    blocking = next((each for each in rules if each.kind is RuleKind.ADDRESS), None)
    if blocking is None or subject.addressee_id is None:
        return
    ruling = Ruling(DecisionAction.HOLD, DecisionGround.OTHER, blocking.reason)
    decision = decisions.write(
        session,
        subject=subject,
        person=Person(blocking.created_by),
        ruling=ruling,
        before={},
        actor_id=actor_id,
    )
    if not subject.is_guest:
        mail.promise(
            session,
            recipient_id=subject.addressee_id,
            municipality_id=subject.municipality_id,
            decision_id=decision.id,
            template="held",
            title=subject.title,
            decision=str(decision.id),
            ground=ruling.ground,
            message=ruling.message,
        )


def add(
    session: Session,
    *,
    municipality_id: UUID,
    person: Person,
    kind: RuleKind,
    typed: str,
    reason: str = "",
) -> UUID:
    """Make a rule; the same again is the one there is. A number takes the place of the last one.

    Raises InvalidInput for what no rule can look for, and for an address blocked without a reason.
    """
    _may(person, municipality_id)
    value = rule_matching.read_value(kind, typed)
    if kind is RuleKind.ADDRESS and not reason.strip():
        raise InvalidInput("rule_reason_missing", field="reason")
    for old in session.scalars(_standing(municipality_id).where(ReviewRule.kind == kind)):
        if old.value == value:
            same: UUID = old.id
            return same
        if kind in COUNTING_RULES:
            _remove(session, old, person)
    session.flush()
    rule = ReviewRule(
        municipality_id=municipality_id,
        kind=kind,
        value=value,
        reason=reason.strip(),
        created_by=person.id,
    )
    session.add(rule)
    session.flush()
    _record(session, "add_rule", rule, person)
    return rule.id


def remove(session: Session, *, rule_id: UUID, municipality_id: UUID, person: Person) -> None:
    """Hold nothing by it any more; what it has held already waits on."""
    _may(person, municipality_id)
    rule = session.scalar(_standing(municipality_id).where(ReviewRule.id == rule_id))
    if rule is None:
        raise NotFound("no_review_rule")
    _remove(session, rule, person)


def _standing(municipality_id: UUID) -> Any:
    return (
        select(ReviewRule)
        .where(ReviewRule.municipality_id == municipality_id, ReviewRule.removed_at.is_(None))
        .with_for_update()
    )


def _remove(session: Session, rule: ReviewRule, person: Person) -> None:
    rule.removed_at = now()
    _record(session, "remove_rule", rule, person)


def _may(person: Person, municipality_id: UUID) -> None:
    if not may(person, Permission.ADMINISTER, municipality_id):
        raise NotAllowed("not_your_role")


def _record(session: Session, action: str, rule: ReviewRule, person: Person) -> None:
    audit.record(
        session,
        action=action,
        subject="review_rule",
        subject_id=rule.id,
        actor_id=person.id,
        municipality_id=rule.municipality_id,
        kind=rule.kind,
    )
