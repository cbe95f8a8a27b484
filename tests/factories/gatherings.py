"""Themes, associations, collections and tips to test with, made through their own verbs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geostories.domain import associations, collections, themes, tips
from geostories.domain.associations import AssociationEntry
from geostories.domain.collections import CollectionAction, CollectionEntry
from geostories.domain.days import this_week, today
from geostories.domain.permissions import Person
from geostories.domain.themes import ThemeEntry
from geostories.queries.tips import Noun
from geostories.vocabulary import CollectionKind, CollectionStatus, ThemeColour
from tests.factories.story import make_moderator

DAY = timedelta(days=1)
LED_TO: dict[CollectionStatus, tuple[CollectionAction, ...]] = {
    CollectionStatus.PENDING: (),
    CollectionStatus.PUBLISHED: (CollectionAction.PUBLISH,),
    CollectionStatus.REJECTED: (CollectionAction.REJECT,),
    CollectionStatus.HIDDEN: (CollectionAction.PUBLISH, CollectionAction.HIDE),
}
"""The decisions that bring a collection that was sent in to where it shall stand."""


def make_theme(
    session: Session,
    municipality_id: UUID,
    *,
    title: str = "Kvarnen vid dammen",
    opens_on: date | None = None,
    closes_on: date | None = None,
    is_published: bool = True,
) -> UUID:
    """Enter a theme that is open since yesterday, unless it is said otherwise."""
    entry = ThemeEntry(
        title=title,
        question=f"Vem minns {title}?",
        introduction="",
        colour=ThemeColour.LAKE,
        opens_on=opens_on or today() - DAY,
        closes_on=closes_on,
        is_published=is_published,
    )
    return themes.add(session, municipality_id=municipality_id, entry=entry, by=uuid4())


def close_theme(session: Session, theme_id: UUID, municipality_id: UUID) -> None:
    """Let yesterday have been its last day."""
    entry = ThemeEntry(
        title="Stängd",
        question="Vem minns?",
        introduction="",
        colour=ThemeColour.LAKE,
        opens_on=today() - 9 * DAY,
        closes_on=today() - DAY,
        is_published=True,
    )
    themes.change(
        session, theme_id=theme_id, municipality_id=municipality_id, entry=entry, by=uuid4()
    )


def make_association(
    session: Session, municipality_id: UUID, *members: UUID, name: str = "Dammens vänner"
) -> UUID:
    """Enter an association with these accounts as members."""
    made = associations.add(
        session, municipality_id=municipality_id, entry=AssociationEntry(name), by=uuid4()
    )
    for user_id in members:
        associations.add_member(
            session,
            association_id=made,
            municipality_id=municipality_id,
            user_id=user_id,
            by=uuid4(),
        )
    return made


def make_collection(
    session: Session,
    municipality_id: UUID,
    *,
    owner: Person,
    stories: Sequence[UUID],
    status: CollectionStatus = CollectionStatus.PUBLISHED,
    title: str = "Från bro till bro",
    kind: CollectionKind = CollectionKind.WALK,
    **entry: Any,
) -> UUID:
    """Make a collection of these stories and bring it to `status`. In the operator's scope."""
    made = collections.create(
        session,
        person=owner,
        municipality_id=municipality_id,
        entry=CollectionEntry(title, kind=kind, **entry),
    )
    for story_id in stories:
        collections.add_story(
            session, collection_id=made, person=owner, story_id=story_id, most=len(stories)
        )
    if status is CollectionStatus.DRAFT:
        return made
    collections.submit(session, collection_id=made, person=owner)
    for action in LED_TO[status]:
        collections.decide(
            session,
            collection_id=made,
            municipality_id=municipality_id,
            person=make_moderator(municipality_id),
            action=action,
            reason="Därför.",
        )
    session.flush()
    return made


def make_tip(
    session: Session, municipality_id: UUID, *, thing: tuple[Noun, UUID], weeks: int = 0
) -> UUID:
    """Tip about a thing this week, or so many weeks from now."""
    return tips.choose(
        session,
        municipality_id=municipality_id,
        week=this_week() + timedelta(weeks=weeks),
        thing=thing,
        sentence="Gå dit medan dimman ligger kvar.",
        by=uuid4(),
    )
