"""What is gathered in the demonstration: associations, themes, a walk, a collection, tips."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from geostories.config import resource
from geostories.domain import associations, collections, themes, tips
from geostories.domain.associations import AssociationEntry
from geostories.domain.collections import CollectionEntry
from geostories.domain.days import this_week, today
from geostories.domain.decisions import Ruling
from geostories.domain.permissions import Grant, Person
from geostories.domain.themes import ThemeEntry
from geostories.domain.transaction import Scope, transaction
from geostories.models import (
    Association,
    Collection,
    OutgoingMail,
    Story,
    StoryVersion,
    Theme,
    Tip,
    Trail,
)
from geostories.queries.tips import Noun
from geostories.vocabulary import CollectionKind, DecisionAction, Role, ThemeColour, Voice

if TYPE_CHECKING:
    from geostories.demo.load import Cast

OF_RESIDENT = "Exempelbygdens hembygdsförening"
"""The association in whose name the demonstration's resident can tell."""


@dataclass(frozen=True)
class Scene:
    """Where the loading happens: the people, the municipalities, the stories by their key."""

    cast: Cast
    municipalities: dict[str, UUID]
    stories: dict[str, UUID]


def ensure_association(
    session: Session, *, municipality_id: UUID, name: str, members: list[UUID]
) -> UUID:
    """An association of this name with these accounts, entered if it is not there yet."""
    known = session.scalar(
        select(Association.id).where(
            Association.municipality_id == municipality_id, Association.name == name
        )
    )
    found = known or associations.add(
        session,
        municipality_id=municipality_id,
        entry=AssociationEntry(name, "En påhittad förening i demonstrationen."),
        by=members[0],
    )
    for user_id in members:
        associations.add_member(
            session,
            association_id=found,
            municipality_id=municipality_id,
            user_id=user_id,
            by=members[0],
        )
    return found


def load_gatherings(*, cast: Cast, municipalities: dict[str, UUID]) -> None:
    """Enter what is not there yet; the stories are."""
    told = tomllib.loads((resource("data") / "demo" / "gatherings.toml").read_text())
    with transaction(Scope.operator()) as session:
        scene = Scene(cast, municipalities, stories_by_key(session))
        ensure_association(
            session,
            municipality_id=municipalities["katrineholm"],
            name=OF_RESIDENT,
            members=[cast.tellers.id, cast.resident.id],
        )
        for facts in told["theme"]:
            _load_theme(session, facts, scene)
        for facts in told["collection"]:
            _load_collection(session, facts, scene)
        if session.scalar(select(Tip.id).limit(1)) is None:
            for facts in told["tip"]:
                _load_tip(session, facts, scene)


def stories_by_key(session: Session) -> dict[str, UUID]:
    """The example stories that are there, by their key in stories.toml."""
    told = tomllib.loads((resource("data") / "demo" / "stories.toml").read_text())["story"]
    rows = session.execute(select(Story.title, Story.id).where(Story.is_example))
    ids = {row.title: row.id for row in rows}
    return {facts["key"]: ids[facts["title"]] for facts in told if facts["title"] in ids}


def _load_theme(session: Session, facts: dict[str, Any], scene: Scene) -> None:
    town, day = scene.municipalities[facts["municipality"]], today()
    taken = select(Theme.id).where(Theme.municipality_id == town, Theme.title == facts["title"])
    if session.scalar(taken) is not None:
        return
    entry = ThemeEntry(
        title=facts["title"],
        question=facts["question"],
        introduction=facts["introduction"].strip(),
        colour=ThemeColour(facts["colour"]),
        opens_on=day + timedelta(days=facts["opens"]),
        closes_on=day + timedelta(days=facts["closes"]),
        is_published=True,
    )
    theme_id = themes.add(session, municipality_id=town, entry=entry, by=scene.cast.moderator.id)
    ids = [scene.stories[key] for key in facts["stories"]]
    session.execute(update(Story).where(Story.id.in_(ids)).values(theme_id=theme_id))
    session.execute(
        update(StoryVersion).where(StoryVersion.story_id.in_(ids)).values(theme_id=theme_id)
    )


def _load_collection(session: Session, facts: dict[str, Any], scene: Scene) -> None:
    town, voice = scene.municipalities[facts["municipality"]], Voice(facts["voice"])
    taken = select(Collection.id).where(Collection.title == facts["title"])
    if session.scalar(taken) is not None:
        return
    maker = _maker(voice, town, scene.cast)
    association_id = None
    if voice is Voice.ASSOCIATION:
        association_id = ensure_association(
            session, municipality_id=town, name=facts["association"], members=[maker.id]
        )
    entry = CollectionEntry(
        title=facts["title"],
        introduction=facts["introduction"].strip(),
        kind=CollectionKind(facts["kind"]),
        voice=voice,
        association_id=association_id,
        author_label=maker.display_name,
    )
    made = collections.create(session, person=maker, municipality_id=town, entry=entry)
    ids = [scene.stories[key] for key in facts["stories"]]
    for story_id in ids:
        collections.add_story(
            session, collection_id=made, person=maker, story_id=story_id, most=len(ids)
        )
    notes = dict(zip(ids, facts["notes"], strict=False))
    collections.save(session, collection_id=made, person=maker, entry=entry, notes=notes)
    collections.submit(session, collection_id=made, person=maker)
    collections.decide(
        session,
        collection_id=made,
        municipality_id=town,
        person=scene.cast.moderator,
        ruling=Ruling(DecisionAction.PUBLISH),
        seen=session.get_one(Collection, made).changed_at,
        settings=scene.cast.settings,
    )
    session.execute(delete(OutgoingMail).where(OutgoingMail.recipient_id == maker.id))


def _maker(voice: Voice, municipality_id: UUID, cast: Cast) -> Person:
    """The resident; for the municipality somebody who may speak for it and does not decide."""
    if voice is Voice.RESIDENT:
        return cast.resident
    if voice is Voice.ASSOCIATION:
        return cast.tellers
    return Person(cast.tellers.id, True, "", frozenset({Grant(Role.EDITOR, municipality_id)}))


def _load_tip(session: Session, facts: dict[str, Any], scene: Scene) -> None:
    thing: tuple[Noun, UUID]
    if "story" in facts:
        thing = "story", scene.stories[facts["story"]]
    else:
        of_register = select(Trail.id).where(Trail.register_id == facts["trail"])
        thing = "trail", session.scalars(of_register).one()
    tips.choose(
        session,
        municipality_id=scene.municipalities[facts["municipality"]],
        week=this_week() + timedelta(weeks=facts["week"]),
        thing=thing,
        sentence=facts["sentence"],
        by=scene.cast.moderator.id,
    )
