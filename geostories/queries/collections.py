"""Collections and story walks: stories that somebody has gathered, as far as they are published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from geoalchemy2 import functions as geo
from sqlalchemy import Row, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import Collection, CollectionItem, Municipality, Story
from geostories.queries.along import list_along
from geostories.queries.stories import StoryCard, StoryFilter, list_stories, told
from geostories.vocabulary import CollectionKind, CollectionStatus, StoryStatus, Voice

BESIDE_M = 1_000
"""A stop farther from the trail than this does not lie along it."""

ALONG_AT_MOST = 500


@dataclass(frozen=True)
class CollectionInfo:
    """A collection or a walk; `stories` counts those that everybody can see now."""

    id: UUID
    municipality_id: UUID
    municipality: str
    owner_id: UUID
    kind: CollectionKind
    status: CollectionStatus
    voice: Voice
    association_id: UUID | None
    author_label: str
    title: str
    introduction: str
    trail_id: UUID | None
    reason: str
    changed_at: datetime
    stories: int


@dataclass(frozen=True)
class Item:
    """A story in somebody's own collection; `title` is None when nobody can see it any more."""

    story_id: UUID
    note: str
    title: str | None


@dataclass(frozen=True)
class Stop:
    """A story in its place; `leg_m` metres from the one before, along the trail where it goes."""

    card: StoryCard
    body: str
    language: str
    note: str
    leg_m: float | None


_SAME = (
    "id municipality_id owner_id kind status voice association_id author_label title introduction "
    "trail_id reason changed_at"
).split()
_PUBLISHED_ITEM = and_(
    CollectionItem.collection_id == Collection.id,
    Story.id == CollectionItem.story_id,
    Story.status == StoryStatus.PUBLISHED,
)


def _collections() -> Select[Any]:
    return (
        select(
            *(getattr(Collection, name) for name in _SAME),
            Municipality.slug.label("municipality"),
            select(func.count()).where(_PUBLISHED_ITEM).scalar_subquery().label("stories"),
        )
        .join(Municipality, Municipality.id == Collection.municipality_id)
        .order_by(Collection.changed_at.desc(), Collection.id)
    )


def _info(row: Row[Any]) -> CollectionInfo:
    return CollectionInfo(**row._mapping)


def list_collections(
    session: Session, *, municipality_id: UUID, limit: int
) -> list[CollectionInfo]:
    """What everybody sees: published, with a story in it; the newest first."""
    query = _collections().where(
        Collection.municipality_id == municipality_id,
        Collection.status == CollectionStatus.PUBLISHED,
        exists().where(_PUBLISHED_ITEM),
    )
    return [_info(row) for row in session.execute(query.limit(limit))]


def list_by_association(
    session: Session, *, association_id: UUID, limit: int
) -> list[CollectionInfo]:
    """What everybody sees of an association's: published, with a story in it; the newest first."""
    query = _collections().where(
        Collection.association_id == association_id,
        Collection.status == CollectionStatus.PUBLISHED,
        exists().where(_PUBLISHED_ITEM),
    )
    return [_info(row) for row in session.execute(query.limit(limit))]


def list_with_story(session: Session, *, story_id: UUID, limit: int) -> list[CollectionInfo]:
    """The published collections that a story is in."""
    query = (
        _collections()
        .join(CollectionItem, CollectionItem.collection_id == Collection.id)
        .where(CollectionItem.story_id == story_id, Collection.status == CollectionStatus.PUBLISHED)
    )
    return [_info(row) for row in session.execute(query.limit(limit))]


def list_own_collections(session: Session, *, person_id: UUID) -> list[CollectionInfo]:
    """A person's own, the last changed first; in their scope."""
    query = _collections().where(Collection.owner_id == person_id)
    return [_info(row) for row in session.execute(query)]


def list_for_review(session: Session, *, municipality_id: UUID) -> list[CollectionInfo]:
    """What was ever sent in; in the municipality's scope, where drafts are not seen."""
    query = _collections().where(
        Collection.municipality_id == municipality_id,
        Collection.status != CollectionStatus.DRAFT,
    )
    return [_info(row) for row in session.execute(query)]


def get_own_collection(session: Session, *, collection_id: UUID, person_id: UUID) -> CollectionInfo:
    """A person's own, wherever it stands; raises NotFound."""
    return _one(session, Collection.id == collection_id, Collection.owner_id == person_id)


def get_sent_in(session: Session, *, collection_id: UUID, municipality_id: UUID) -> CollectionInfo:
    """One for the municipality to review; raises NotFound."""
    return _one(
        session,
        Collection.id == collection_id,
        Collection.municipality_id == municipality_id,
        Collection.status != CollectionStatus.DRAFT,
    )


def get_collection(
    session: Session, *, collection_id: UUID, municipality_id: UUID
) -> CollectionInfo:
    """A published one of the municipality; raises NotFound."""
    return _one(
        session,
        Collection.id == collection_id,
        Collection.municipality_id == municipality_id,
        Collection.status == CollectionStatus.PUBLISHED,
    )


def _one(session: Session, *conditions: Any) -> CollectionInfo:
    row = session.execute(_collections().where(*conditions)).one_or_none()
    if row is None:
        raise NotFound("no_gathering")
    return _info(row)


def list_items(session: Session, *, collection_id: UUID) -> list[Item]:
    """Every story that was put in, in order, also those that nobody sees any more."""
    shown = and_(Story.id == CollectionItem.story_id, Story.status == StoryStatus.PUBLISHED)
    rows = session.execute(
        select(CollectionItem.story_id, CollectionItem.note, Story.title)
        .outerjoin(Story, shown)
        .where(CollectionItem.collection_id == collection_id)
        .order_by(CollectionItem.position, CollectionItem.story_id)
    )
    return [Item(*row) for row in rows]


def list_stops(session: Session, *, collection_id: UUID, trail_id: UUID | None) -> list[Stop]:
    """The published stories in order, each with its whole text and the way to it."""
    before = func.lag(Story.public_geom_3006).over(
        order_by=(CollectionItem.position, CollectionItem.story_id)
    )
    rows = session.execute(
        select(
            Story.id,
            told().label("body"),
            Story.language,
            CollectionItem.note,
            geo.ST_Distance(Story.public_geom_3006, before).label("leg_m"),
        )
        .join(CollectionItem, CollectionItem.story_id == Story.id)
        .where(
            CollectionItem.collection_id == collection_id,
            Story.status == StoryStatus.PUBLISHED,
        )
        .order_by(CollectionItem.position, CollectionItem.story_id)
    ).all()
    wanted = StoryFilter(ids=tuple(row.id for row in rows))
    cards = {card.id: card for card in list_stories(session, wanted=wanted, limit=len(rows))}
    stops = [
        Stop(cards[row.id], row.body, row.language, row.note, row.leg_m)
        for row in rows
        if row.id in cards  # one may be withdrawn between the two questions
    ]
    return _along(stops, places_on(session, trail_id)) if trail_id else stops


def places_on(session: Session, trail_id: UUID) -> dict[UUID, float]:
    """How many metres from a trail's start the stories along it lie."""
    found = list_along(
        session,
        trail_id,
        stories_within_m=BESIDE_M,
        places_within_m=0,
        limit=ALONG_AT_MOST,
    )
    return {each.id: each.at_m for each in found if each.noun == "story"}


def _along(stops: list[Stop], at_m: dict[UUID, float]) -> list[Stop]:
    """The same, measured along the trail between stops that lie along it."""
    measured = stops[:1]
    for before, stop in pairwise(stops):
        ends = (before.card.id, stop.card.id)
        is_along = all(end in at_m for end in ends)
        leg_m = abs(at_m[ends[1]] - at_m[ends[0]]) if is_along else stop.leg_m
        measured.append(replace(stop, leg_m=leg_m))
    return measured
