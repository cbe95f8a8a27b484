"""Keeping the texts that moderators begin a message with. In the municipality's scope."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.domain.permissions import Permission, Person, may
from geostories.errors import InvalidInput, NotAllowed
from geostories.models import MessageTemplate
from geostories.queries.message_templates import get_template
from geostories.vocabulary import DecisionAction

MOST = 40
"""A list that somebody can look through while deciding."""

FOR = (
    DecisionAction.PUBLISH,
    DecisionAction.REQUEST_CHANGES,
    DecisionAction.REJECT,
    DecisionAction.HIDE,
    DecisionAction.DISMISS,
    DecisionAction.CORRECT,
)
"""The decisions that a text can go with."""


@dataclass(frozen=True)
class Words:
    """What a template says; `action` None: with any decision."""

    title: str
    text: str
    action: DecisionAction | None


def add(session: Session, *, municipality_id: UUID, person: Person, words: Words) -> UUID:
    """Keep another one; raises InvalidInput for a title that is there, or one too many."""
    _must_administer(person, municipality_id)
    _check(session, municipality_id, words)
    here = MessageTemplate.municipality_id == municipality_id
    there = session.scalar(select(func.count()).select_from(MessageTemplate).where(here))
    if (there or 0) >= MOST:
        raise InvalidInput("too_many_templates", field="title", most=MOST)
    template = MessageTemplate(
        id=uuid4(),
        municipality_id=municipality_id,
        title=words.title,
        text=words.text,
        action=words.action,
    )
    session.add(template)
    session.flush()
    _record(session, "add_template", municipality_id, person, template.id)
    return template.id


def change(
    session: Session, *, template_id: UUID, municipality_id: UUID, person: Person, words: Words
) -> None:
    """Write it anew; what was sent with it stays as it was sent."""
    _must_administer(person, municipality_id)
    template = get_template(session, template_id=template_id, municipality_id=municipality_id)
    _check(session, municipality_id, words, but=template_id)
    template.title, template.text, template.action = words.title, words.text, words.action
    _record(session, "change_template", municipality_id, person, template_id)


def remove(session: Session, *, template_id: UUID, municipality_id: UUID, person: Person) -> None:
    """Offer it no more."""
    _must_administer(person, municipality_id)
    template = get_template(session, template_id=template_id, municipality_id=municipality_id)
    session.delete(template)
    _record(session, "remove_template", municipality_id, person, template_id)


def _must_administer(person: Person, municipality_id: UUID) -> None:
    if not may(person, Permission.ADMINISTER, municipality_id):
        raise NotAllowed("not_your_role")


def _check(session: Session, municipality_id: UUID, words: Words, but: UUID | None = None) -> None:
    if words.action is not None and words.action not in FOR:
        raise InvalidInput("not_for_a_story", field="action")
    same = session.scalar(
        select(MessageTemplate.id).where(
            MessageTemplate.municipality_id == municipality_id,
            MessageTemplate.title == words.title,
        )
    )
    if same is not None and same != but:
        raise InvalidInput("template_title_taken", field="title")


def _record(
    session: Session, action: str, municipality_id: UUID, person: Person, template_id: UUID
) -> None:
    audit.record(
        session,
        action=action,
        subject="message_template",
        subject_id=template_id,
        actor_id=person.id,
        municipality_id=municipality_id,
    )
