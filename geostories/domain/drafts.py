"""Telling, step by step: the server keeps the draft. In the scope of the person who tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from geoalchemy2 import WKBElement
from geoalchemy2.shape import from_shape
from shapely.geometry import Point
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from geostories.errors import InvalidInput, NotFound, StateError
from geostories.geo.grid import public_point
from geostories.geo.srid import WGS84
from geostories.models import Media, Story, StoryVersion, User, VersionPhoto
from geostories.models.base import now
from geostories.queries.stories import Happened
from geostories.vocabulary import Precision, StoryStatus, VersionStatus, Voice

EDITABLE = frozenset({StoryStatus.PENDING, StoryStatus.PUBLISHED, StoryStatus.CHANGES_REQUESTED})


@dataclass(frozen=True)
class Words:
    """What the second step asks for."""

    title: str
    body: str
    category: str
    happened: Happened | None


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
) -> None:
    """Keep the exact point and, apart from it, the one others will see."""
    draft = get_draft_row(session, story_id=story_id)
    draft.geom = point(lon, lat)
    draft.public_geom = point(*public_point(lon, lat, precision))
    draft.precision = precision
    draft.place_label = place_label
    draft.saved_at = now()
    if draft.municipality_id != municipality_id:
        _move(session, story_id=story_id, municipality_id=municipality_id)


def _move(session: Session, *, story_id: UUID, municipality_id: UUID) -> None:
    """Hand a story that was never submitted to the municipality its place lies in."""
    story = session.get_one(Story, story_id)
    if story.status is not StoryStatus.DRAFT:
        raise InvalidInput("other_municipality", field="coordinates")
    story.municipality_id = municipality_id
    for model in (StoryVersion, Media, VersionPhoto):
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
    draft.happened_text = words.happened.words if words.happened else ""
    draft.saved_at = now()


def save_voice(session: Session, *, story_id: UUID, shows_name: bool, voice: Voice) -> None:
    """Keep whose name stands under the story."""
    draft = get_draft_row(session, story_id=story_id)
    draft.shows_name, draft.voice = shows_name, voice
    draft.saved_at = now()


def add_photo(
    session: Session,
    *,
    story_id: UUID,
    media_id: UUID,
    width: int,
    height: int,
    size: int,
    most: int,
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
    session.add(Media(id=media_id, width=width, height=height, bytes=size, **owned))
    session.flush()
    last = session.scalar(
        select(func.max(VersionPhoto.position)).where(VersionPhoto.version_id == draft.id)
    )
    position = 0 if last is None else last + 1
    session.add(VersionPhoto(version_id=draft.id, media_id=media_id, position=position, **owned))
    draft.saved_at = now()


def describe_photos(session: Session, *, story_id: UUID, alts: dict[UUID, str]) -> None:
    """Keep the descriptions; photos that are not the draft's are left alone."""
    draft = get_draft_row(session, story_id=story_id)
    for media_id, alt in alts.items():
        session.execute(
            update(VersionPhoto)
            .where(VersionPhoto.version_id == draft.id, VersionPhoto.media_id == media_id)
            .values(alt=alt)
        )


def remove_photo(session: Session, *, story_id: UUID, media_id: UUID) -> None:
    """Take a photo out of the draft. The file goes with the sweeper once no version shows it."""
    draft = get_draft_row(session, story_id=story_id)
    photo = session.get(VersionPhoto, (draft.id, media_id))
    if photo is None:
        raise NotFound("no_photo")
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
        session.execute(delete(Media).where(Media.story_id == story_id))
        session.delete(story)


def sweep_abandoned(session: Session, *, age: timedelta) -> int:
    """Throw away visitors' drafts that nobody can come back to: their session has run out.

    Answers how many. In the operator's scope; an account's drafts stay.
    """
    abandoned = session.scalars(
        select(StoryVersion.story_id)
        .join(Story, Story.id == StoryVersion.story_id)
        .where(
            Story.status == StoryStatus.DRAFT,
            StoryVersion.saved_at < now() - age,
            ~exists().where(User.id == StoryVersion.owner_id),
        )
    ).all()
    for story_id in abandoned:
        discard(session, story_id=story_id)
    return len(abandoned)


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
            )
        )


def _copy(version: StoryVersion) -> StoryVersion:
    same = (
        "story_id municipality_id owner_id title body category voice shows_name place_label "
        "happened_precision happened_from happened_text precision geom public_geom"
    )
    return StoryVersion(
        id=uuid4(),
        number=version.number + 1,
        **{name: getattr(version, name) for name in same.split()},
    )


def claim(session: Session, *, visitor_id: UUID, user_id: UUID) -> None:
    """Give a visitor's drafts to the account they signed in with; in the operator's scope."""
    for model in (Story, StoryVersion, Media, VersionPhoto):
        session.execute(update(model).where(model.owner_id == visitor_id).values(owner_id=user_id))
