"""Themes, associations, collections and tips to test with, made through their own verbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.domain import associations, collections, drafts, themes, tips
from geostories.domain.associations import AssociationEntry
from geostories.domain.collections import CollectionEntry
from geostories.domain.days import this_week, today
from geostories.domain.permissions import Person
from geostories.domain.themes import ThemeEntry
from geostories.domain.transaction import Scope, transaction
from geostories.models import Collection
from geostories.queries.tips import Noun
from geostories.vocabulary import (
    CollectionKind,
    CollectionStatus,
    DecisionAction,
    Precision,
    StoryStatus,
    ThemeColour,
)
from tests.factories.comments import ruling
from tests.factories.story import PLACE, make_moderator, make_story, write

if TYPE_CHECKING:
    from geostories.integrations.files import FileStore
    from geostories.queries.municipalities import MunicipalityInfo

DESK = "/katrineholm/redaktion"
DAY = timedelta(days=1)
EAST = 1 / 57_000
"""Degrees of longitude that are about one metre in Katrineholm."""
LED_TO: dict[CollectionStatus, tuple[DecisionAction, ...]] = {
    CollectionStatus.PENDING: (),
    CollectionStatus.PUBLISHED: (DecisionAction.PUBLISH,),
    CollectionStatus.REJECTED: (DecisionAction.REJECT,),
    CollectionStatus.HIDDEN: (DecisionAction.PUBLISH, DecisionAction.HIDE),
}
"""The decisions that bring a collection that was sent in to where it shall stand."""


@dataclass(frozen=True)
class Town:
    """A municipality, another one, and two people."""

    id: UUID
    there: UUID
    teller: Person
    other: Person


def begin_for(session: Session, town: Town, *, theme_id: UUID | None = None) -> UUID:
    """A draft with place and words, told for a theme."""
    story_id = drafts.start(session, person_id=town.teller.id, municipality_id=town.id)
    drafts.save_place(
        session,
        story_id=story_id,
        lon=PLACE[0],
        lat=PLACE[1],
        precision=Precision.EXACT,
        place_label="Dammen",
        municipality_id=town.id,
    )
    write(session, story_id, title="Kvarnhjulet", body="Det stod stilla.")
    themes.choose(session, story_id=story_id, theme_id=theme_id, today=today())
    session.flush()
    return story_id


def make_stop(
    session: Session,
    municipality_id: UUID,
    owner: Person,
    title: str,
    *,
    east_m: int = 0,
    store: FileStore | None = None,
) -> UUID:
    """A published story, so many metres east of the station; with picture and sound if stored."""
    return make_story(
        session,
        municipality_id=municipality_id,
        owner=owner,
        status=StoryStatus.PUBLISHED,
        title=title,
        body=f"Allt om {title}.",
        at=(PLACE[0] + east_m * EAST, PLACE[1]),
        store=store,
    ).id


def publish_stop(municipality: MunicipalityInfo, owner: Person, title: str, **given: Any) -> UUID:
    """The same, committed."""
    with transaction(Scope.operator()) as session:
        return make_stop(session, municipality.id, owner, title, **given)


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
            ruling=ruling(action),
            seen=session.get_one(Collection, made).changed_at,
            settings=Settings(undo_seconds=0),
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
