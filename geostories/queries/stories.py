"""Published stories: one filter for list, map, count and API."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import functions as geo
from sqlalchemy import JSON, ColumnElement, Row, Select, cast, func, or_, select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.geo.srid import SWEREF99_TM
from geostories.models import Media, Municipality, OfficialPlace, Recording, Story, Trail
from geostories.queries.recordings import Sound, list_public_sounds
from geostories.queries.search import Part, excerpt_of, hits_of
from geostories.queries.story_filter import StoryFilter as StoryFilter
from geostories.queries.story_filter import matches, on_the_ground, order_of
from geostories.vocabulary import HappenedPrecision, Licence, Precision, StoryStatus, Voice

EXCERPT_LENGTH = 200


@dataclass(frozen=True)
class Photo:
    """A photo of a story: what it shows, whose it is, and the older one of the same view.

    `is_aerial` is known of a version's photos only.
    """

    id: UUID
    alt: str
    width: int = 0
    height: int = 0
    has_avif: bool = False
    credit: str = ""
    then_id: UUID | None = None
    is_aerial: bool = False


@dataclass(frozen=True)
class Happened:
    """When it happened, as exactly as the teller knows; `words` where it is free words."""

    precision: HappenedPrecision
    start: date | None
    words: str
    end: date | None = None


@dataclass(frozen=True)
class StoryCard:
    """What a card and a marker show. `lon`, `lat` are the public point in WGS 84 degrees.

    `shape` is the line or area that an exact story is about beside its point, GeoJSON in WGS 84.
    `found` is the part of the text that a search hit; `distance_m` is from the point that was named.
    `sound_seconds` is how long somebody speaks, if they do; then the excerpt may be of what they say.
    """

    id: UUID
    municipality: str
    title: str
    excerpt: str
    category: str
    voice: Voice
    author_label: str
    place_label: str
    happened: Happened | None
    precision: Precision
    lon: float
    lat: float
    published_at: datetime
    is_example: bool
    language: str
    thanks_count: int
    sound_seconds: float | None
    photo: Photo | None
    shape: dict[str, Any] | None = None
    found: tuple[Part, ...] = ()
    distance_m: float | None = None


@dataclass(frozen=True)
class StoryPage:
    """A story as its page shows it."""

    card: StoryCard
    body: str
    photos: list[Photo]
    licence: Licence
    changed_at: datetime
    owner_id: UUID
    sound: Sound | None


def told() -> ColumnElement[str]:
    """What a published story says: its text, or what is said in it where there is none."""
    return func.coalesce(func.nullif(Story.body, ""), Story.transcript, "")


_CARD = (
    Story.id,
    Municipality.slug.label("municipality"),
    Story.title,
    func.left(told(), EXCERPT_LENGTH).label("excerpt"),
    Story.category,
    Story.voice,
    Story.author_label,
    Story.place_label,
    Story.happened_precision,
    Story.happened_from,
    Story.happened_to,
    Story.happened_text,
    Story.precision,
    func.ST_X(Story.public_geom).label("lon"),
    func.ST_Y(Story.public_geom).label("lat"),
    cast(func.ST_AsGeoJSON(Story.public_shape, 6), JSON).label("shape"),
    Story.published_at,
    Story.is_example,
    func.coalesce(Story.language, "sv").label("language"),
    Story.thanks_count,
    select(Recording.seconds)
    .where(Recording.story_id == Story.id, Recording.is_public)
    .correlate(Story)
    .scalar_subquery()
    .label("sound_seconds"),
)


def _cards() -> Select[Any]:
    cover = (
        select(Media.id, Media.public_alt)
        .where(Media.story_id == Story.id, Media.public_position.is_not(None))
        .order_by(Media.public_position)
        .limit(1)
        .lateral("cover")
    )
    query = select(*_CARD, cover.c.id.label("photo_id"), cover.c.public_alt.label("photo_alt"))
    return (
        query.join(Municipality, Municipality.id == Story.municipality_id)
        .outerjoin(cover, cover.c.id.is_not(None))
        .where(Story.status == StoryStatus.PUBLISHED)
    )


def _card(row: Row[Any]) -> StoryCard:
    r = row._mapping
    happened = r["happened_precision"] and Happened(
        r["happened_precision"], r["happened_from"], r["happened_text"] or "", r["happened_to"]
    )
    photo = Photo(r["photo_id"], r["photo_alt"] or "") if r["photo_id"] else None
    same = (
        "id municipality title excerpt category voice author_label place_label precision lon lat shape "
        "published_at is_example language thanks_count sound_seconds"
    ).split()
    return StoryCard(**{name: r[name] for name in same}, happened=happened, photo=photo)


def list_stories(
    session: Session, *, wanted: StoryFilter, limit: int, offset: int = 0
) -> list[StoryCard]:
    """The stories that match, in the order that is wanted."""
    query = _cards().where(*matches(wanted)).order_by(*order_of(wanted))
    if wanted.near:
        distance = geo.ST_Distance(Story.public_geom_3006, on_the_ground(wanted.near))
        query = query.add_columns(distance.label("distance_m"))
    if wanted.q:
        query = query.add_columns(Story.body, Story.transcript)
    rows = session.execute(query.limit(limit).offset(offset)).all()
    hits = hits_of(session, wanted.q) if wanted.q and rows else frozenset()
    return [_found(row, hits) for row in rows]


def _found(row: Row[Any], hits: frozenset[str]) -> StoryCard:
    """A card with what the search adds to it."""
    r = row._mapping
    found = excerpt_of(f"{r['body']}\n{r['transcript'] or ''}", hits) if hits else []
    return replace(_card(row), found=tuple(found), distance_m=r.get("distance_m"))


def count_stories(session: Session, *, wanted: StoryFilter) -> int:
    """How many match."""
    query = select(func.count()).where(Story.status == StoryStatus.PUBLISHED, *matches(wanted))
    return session.scalar(query) or 0


def find_story(session: Session, story_id: UUID) -> StoryCard | None:
    """A published story, if there is one of that id."""
    row = session.execute(_cards().where(Story.id == story_id)).one_or_none()
    return _card(row) if row else None


def get_story(session: Session, story_id: UUID) -> StoryPage:
    """A published story with its photos in order; raises NotFound."""
    row = session.execute(
        _cards()
        .add_columns(Story.body, Story.licence, Story.changed_at, Story.owner_id)
        .where(Story.id == story_id)
    ).one_or_none()
    if row is None:
        raise NotFound("no_story")
    photos = session.scalars(
        select(Media)
        .where(Media.story_id == story_id, Media.public_position.is_not(None))
        .order_by(Media.public_position)
    )
    return StoryPage(
        card=_card(row),
        body=row._mapping["body"],
        photos=[_photo(media) for media in photos],
        licence=row._mapping["licence"] or Licence.ALL_RIGHTS,
        changed_at=row._mapping["changed_at"] or row._mapping["published_at"],
        owner_id=row._mapping["owner_id"],
        sound=list_public_sounds(session, [story_id]).get(story_id),
    )


def _photo(media: Media) -> Photo:
    return Photo(
        media.id,
        media.public_alt or "",
        media.width,
        media.height,
        media.has_avif,
        media.public_credit or "",
        media.public_then_id,
    )


def list_stories_near(
    session: Session, *, noun: str, thing_id: UUID, distance_m: int, limit: int
) -> list[StoryCard]:
    """Published stories of an official `place` or `trail`: those that belong to it come first.

    Then those within `distance_m` of it, nearest first.
    """
    ground = _ground(noun, thing_id)
    query = (
        _cards()
        .where(_is_told_at(noun, thing_id, distance_m))
        .order_by(
            _belongs(noun, thing_id).desc(),
            geo.ST_Distance(Story.public_geom_3006, ground),
            Story.id,
        )
        .limit(limit)
    )
    return [_card(row) for row in session.execute(query)]


def count_stories_near(session: Session, *, noun: str, thing_id: UUID, distance_m: int) -> int:
    """How many published stories belong to it or lie so near."""
    query = select(func.count()).where(
        Story.status == StoryStatus.PUBLISHED, _is_told_at(noun, thing_id, distance_m)
    )
    return session.scalar(query) or 0


def _is_told_at(noun: str, thing_id: UUID, distance_m: int) -> ColumnElement[bool]:
    near = geo.ST_DWithin(Story.public_geom_3006, _ground(noun, thing_id), distance_m)
    return or_(_belongs(noun, thing_id), near)


def _belongs(noun: str, thing_id: UUID) -> ColumnElement[bool]:
    """Whether whoever told it said that it belongs there."""
    column: Any = Story.place_id if noun == "place" else Story.trail_id
    return func.coalesce(column == thing_id, False)


def _ground(noun: str, thing_id: UUID) -> Any:
    """Its area, its point or its line; of a trail without a line, where it starts (SWEREF 99 TM)."""
    if noun == "place":
        shape: Any = OfficialPlace.geom_3006
        return select(shape).where(OfficialPlace.id == thing_id).scalar_subquery()
    shape = func.coalesce(Trail.geom_3006, geo.ST_Transform(Trail.start_geom, SWEREF99_TM))
    return select(shape).where(Trail.id == thing_id).scalar_subquery()
