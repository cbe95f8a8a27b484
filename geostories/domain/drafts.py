"""Telling, step by step: the server keeps the draft. In the scope of the person who tells."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from geoalchemy2 import WKBElement
from geoalchemy2.shape import from_shape
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from geostories.domain import thanks
from geostories.errors import InvalidInput, NotFound, StateError
from geostories.geo.grid import public_point
from geostories.geo.srid import WGS84
from geostories.models import (
    Collection,
    CollectionItem,
    Comment,
    Media,
    Recording,
    Story,
    StoryVersion,
    TellerLink,
    Upload,
    User,
    VersionPhoto,
)
from geostories.models.base import now
from geostories.queries.belonging import Belonging
from geostories.queries.own_stories import TOLD_AERIAL, marks_of
from geostories.queries.stories import Happened
from geostories.vocabulary import Byline, Licence, Precision, StoryStatus, VersionStatus, Voice

EDITABLE = frozenset({StoryStatus.PENDING, StoryStatus.PUBLISHED, StoryStatus.CHANGES_REQUESTED})


@dataclass(frozen=True)
class Words:
    """What the second step asks for."""

    title: str
    body: str
    category: str
    happened: Happened | None


@dataclass(frozen=True)
class Terms:
    """What the third step asks for: under which name, in whose voice, on which terms.

    `name` is empty where the account's own is meant. `people_agree`: somebody can be recognised in
    the pictures, and has said yes. `is_aerial`: a picture was taken from the air; then
    `spreading_permit` says by which permit it may be shown, or why none is needed.
    """

    byline: Byline
    voice: Voice
    name: str = ""
    language: str = "sv"
    licence: Licence = Licence.ALL_RIGHTS
    people_agree: bool = False
    association_id: UUID | None = None
    is_aerial: bool = False
    spreading_permit: str = ""


def point(lon: float, lat: float) -> WKBElement:
    """A point in WGS 84 as the database takes it."""
    return from_shape(Point(lon, lat), srid=WGS84)


def start(session: Session, *, person_id: UUID, municipality_id: UUID) -> UUID:
    """Begin a story; returns its id."""
    story = Story(id=uuid4(), owner_id=person_id, municipality_id=municipality_id)
    session.add(story)
    session.flush()
    session.add(
        StoryVersion(
            id=uuid4(),
            story_id=story.id,
            owner_id=person_id,
            municipality_id=municipality_id,
            number=1,
        )
    )
    return story.id


def get_draft_row(session: Session, *, story_id: UUID) -> StoryVersion:
    """The draft version, locked; raises NotFound when there is none in this scope."""
    draft = session.scalar(
        select(StoryVersion)
        .where(StoryVersion.story_id == story_id, StoryVersion.status == VersionStatus.DRAFT)
        .with_for_update()
    )
    if draft is None:
        raise NotFound("no_draft")
    return draft


def save_place(
    session: Session,
    *,
    story_id: UUID,
    lon: float,
    lat: float,
    precision: Precision,
    place_label: str,
    municipality_id: UUID,
    shape: BaseGeometry | None = None,
    belongs: Belonging | None = None,
) -> None:
    """Keep the exact point and, apart from it, the one others will see.

    `shape` is the line or area (WGS 84) that the point stands for, if there is more than a point.
    """
    draft = get_draft_row(session, story_id=story_id)
    draft.geom = point(lon, lat)
    draft.shape = None if shape is None else from_shape(shape, srid=WGS84)
    draft.public_geom = point(*public_point(lon, lat, precision))
    draft.precision = precision
    draft.place_label = place_label
    draft.place_id = belongs.id if belongs and belongs.noun == "place" else None
    draft.trail_id = belongs.id if belongs and belongs.noun == "trail" else None
    draft.saved_at = now()
    if draft.municipality_id != municipality_id:
        _move(session, story_id=story_id, municipality_id=municipality_id)


def _move(session: Session, *, story_id: UUID, municipality_id: UUID) -> None:
    """Hand a story that was never submitted to the municipality its place lies in."""
    story = session.get_one(Story, story_id)
    if story.status is not StoryStatus.DRAFT:
        raise InvalidInput("other_municipality", field="coordinates")
    story.municipality_id = municipality_id
    for model in (StoryVersion, Media, VersionPhoto, Recording):
        session.execute(
            update(model).where(model.story_id == story_id).values(municipality_id=municipality_id)
        )


def save_words(session: Session, *, story_id: UUID, words: Words) -> None:
    """Keep title, text, category and time."""
    draft = get_draft_row(session, story_id=story_id)
    draft.title, draft.body = words.title, words.body
    draft.category = words.category or None
    draft.happened_precision = words.happened.precision if words.happened else None
    draft.happened_from = words.happened.start if words.happened else None
    draft.happened_to = words.happened.end if words.happened else None
    draft.happened_text = words.happened.words if words.happened else ""
    draft.saved_at = now()


def save_terms(session: Session, *, story_id: UUID, terms: Terms) -> None:
    """Keep whose name stands under the story, and what others may do with it."""
    draft = get_draft_row(session, story_id=story_id)
    draft.byline, draft.voice, draft.teller_name = terms.byline, terms.voice, terms.name
    draft.language, draft.licence = terms.language, terms.licence
    draft.people_agree, draft.association_id = terms.people_agree, terms.association_id
    draft.spreading_permit = terms.spreading_permit
    mark(draft, TOLD_AERIAL, is_so=terms.is_aerial)
    draft.saved_at = now()


def mark(draft: StoryVersion, code: str, *, is_so: bool) -> None:
    """Write a mark of the telling down, or take it away."""
    others = [each for each in draft.warnings or [] if each["code"] != code]
    draft.warnings = [*others, {"code": code}] if is_so else others


def add_photo(
    session: Session,
    *,
    story_id: UUID,
    media_id: UUID,
    width: int,
    height: int,
    size: int,
    most: int,
    is_aerial: bool = False,
) -> None:
    """Give the draft a photo that is stored already; at most `most` of them."""
    draft = get_draft_row(session, story_id=story_id)
    count = session.scalar(
        select(func.count()).select_from(VersionPhoto).where(VersionPhoto.version_id == draft.id)
    )
    if (count or 0) >= most:
        raise InvalidInput("too_many_photos", field="photos", most=most)
    owned = {
        "story_id": story_id,
        "municipality_id": draft.municipality_id,
        "owner_id": draft.owner_id,
    }
    session.add(
        Media(id=media_id, width=width, height=height, bytes=size, is_aerial=is_aerial, **owned)
    )
    session.flush()
    last = session.scalar(
        select(func.max(VersionPhoto.position)).where(VersionPhoto.version_id == draft.id)
    )
    position = 0 if last is None else last + 1
    session.add(VersionPhoto(version_id=draft.id, media_id=media_id, position=position, **owned))
    draft.saved_at = now()


@dataclass(frozen=True)
class PhotoWords:
    """What is said of a photo; `then_id` is the older one of the same view (*då och nu*)."""

    media_id: UUID
    alt: str
    credit: str = ""
    then_id: UUID | None = None


def describe_photos(session: Session, *, story_id: UUID, photos: Sequence[PhotoWords]) -> None:
    """Keep what is said of the photos, and the order in which it is said.

    Photos that are not the draft's are left alone; those that nothing is said of come last.
    """
    draft = get_draft_row(session, story_id=story_id)
    rows = session.scalars(
        select(VersionPhoto)
        .where(VersionPhoto.version_id == draft.id)
        .order_by(VersionPhoto.position)
    )
    there = {row.media_id: row for row in rows}
    said = {each.media_id: each for each in photos if each.media_id in there}
    for position, media_id in enumerate([*said, *(each for each in there if each not in said)]):
        there[media_id].position = position
    for media_id, each in said.items():
        row = there[media_id]
        row.alt, row.credit = each.alt, each.credit
        is_pair = each.then_id in there and each.then_id != media_id
        row.then_id = each.then_id if is_pair else None


def remove_photo(session: Session, *, story_id: UUID, media_id: UUID) -> None:
    """Take a photo out of the draft. The file goes with the sweeper once no version shows it."""
    draft = get_draft_row(session, story_id=story_id)
    photo = session.get(VersionPhoto, (draft.id, media_id))
    if photo is None:
        raise NotFound("no_photo")
    session.execute(
        update(VersionPhoto)
        .where(VersionPhoto.version_id == draft.id, VersionPhoto.then_id == media_id)
        .values(then_id=None)
    )
    session.delete(photo)


def discard(session: Session, *, story_id: UUID) -> None:
    """Throw the draft away, and with it a story that was never sent in.

    Photos that no version shows any more go with the sweeper.
    """
    draft = get_draft_row(session, story_id=story_id)
    story = session.get_one(Story, story_id)
    session.delete(draft)
    session.flush()
    if story.status is StoryStatus.DRAFT:
        for model in (Media, Recording):
            session.execute(delete(model).where(model.story_id == story_id))
        session.delete(story)


def sweep_abandoned(session: Session, *, age: timedelta) -> int:
    """Throw away visitors' drafts that nobody can come back to: their session has run out.

    Answers how many. In the operator's scope; drafts of an account or behind a link stay.
    """
    abandoned = session.scalars(
        select(StoryVersion.story_id)
        .join(Story, Story.id == StoryVersion.story_id)
        .where(
            Story.status == StoryStatus.DRAFT,
            StoryVersion.saved_at < now() - age,
            ~exists().where(User.id == StoryVersion.owner_id),
            ~exists().where(TellerLink.person_id == StoryVersion.owner_id),
        )
    ).all()
    count = 0
    for story_id in abandoned:
        with suppress(NotFound):  # sent in meanwhile
            discard(session, story_id=story_id)
            count += 1
    return count


def reopen(session: Session, *, story_id: UUID) -> None:
    """Open a draft of the next version from the newest one; the old one stays as it stands."""
    story = session.scalar(select(Story).where(Story.id == story_id).with_for_update())
    if story is None:
        raise NotFound("no_story")
    newest = session.scalars(
        select(StoryVersion)
        .where(StoryVersion.story_id == story_id)
        .order_by(StoryVersion.number.desc())
    ).first()
    if newest is None or newest.status is VersionStatus.DRAFT:
        return
    if story.status not in EDITABLE:
        raise StateError("not_editable")
    draft = _copy(newest)
    session.add(draft)
    session.flush()
    for photo in session.scalars(select(VersionPhoto).where(VersionPhoto.version_id == newest.id)):
        session.add(
            VersionPhoto(
                version_id=draft.id,
                media_id=photo.media_id,
                story_id=photo.story_id,
                municipality_id=photo.municipality_id,
                owner_id=photo.owner_id,
                position=photo.position,
                alt=photo.alt,
                credit=photo.credit,
                then_id=photo.then_id,
            )
        )


def _copy(version: StoryVersion) -> StoryVersion:
    same = (
        "story_id municipality_id owner_id title body category voice byline teller_name "
        "place_label happened_precision happened_from happened_to happened_text precision geom "
        "public_geom shape language licence people_agree spreading_permit place_id trail_id "
        "theme_id association_id recording_id transcript transcript_by transcript_agreed"
    )
    return StoryVersion(
        id=uuid4(),
        number=version.number + 1,
        warnings=marks_of(version),
        **{name: getattr(version, name) for name in same.split()},
    )


OF_STORY = (StoryVersion, Media, VersionPhoto, Recording, Upload)
"""What belongs to a story, and with it to its owner."""


def claim(session: Session, *, visitor_id: UUID, user_id: UUID) -> None:
    """Give all that a visitor told to the account they signed in with; in the operator's scope."""
    for model in (*OF_STORY, Collection, CollectionItem):
        session.execute(update(model).where(model.owner_id == visitor_id).values(owner_id=user_id))
    session.execute(
        update(Story).where(Story.owner_id == visitor_id).values(owner_id=user_id, is_guest=False)
    )
    session.execute(
        update(Comment)
        .where(Comment.author_id == visitor_id)
        .values(author_id=user_id, is_guest=False)
    )
    thanks.claim(session, visitor_id=visitor_id, user_id=user_id)


def hand_over(session: Session, *, story_id: UUID, owner_id: UUID) -> None:
    """Give one story to somebody who has no account yet; in the operator's scope."""
    for model in OF_STORY:
        session.execute(update(model).where(model.story_id == story_id).values(owner_id=owner_id))
    session.execute(
        update(Story).where(Story.id == story_id).values(owner_id=owner_id, is_guest=True)
    )
