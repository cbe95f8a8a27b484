"""Published stories: one filter for list, map, count and API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import functions as geo
from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.geo.bbox import BBox
from geostories.geo.srid import SWEREF99_TM, WGS84
from geostories.models import Media, Municipality, OfficialPlace, Story, Trail
from geostories.vocabulary import HappenedPrecision, Precision, StoryStatus, Voice

EXCERPT_LENGTH = 200


@dataclass(frozen=True)
class StoryFilter:
    """Which stories are wanted. Without municipality and box: all of the installation."""

    municipality_id: UUID | None = None
    bbox: BBox | None = None
    q: str = ""
    category: str = ""


@dataclass(frozen=True)
class Photo:
    """A photo of a story: its id and what it shows."""

    id: UUID
    alt: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Happened:
    """When it happened, as exactly as the teller knows; `words` where it is free words."""

    precision: HappenedPrecision
    start: date | None
    words: str


@dataclass(frozen=True)
class StoryCard:
    """What a card and a marker show. `lon`, `lat` are the public point in WGS 84 degrees."""

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
    photo: Photo | None


@dataclass(frozen=True)
class StoryPage:
    """A story as its page shows it."""

    card: StoryCard
    body: str
    photos: list[Photo]


_CARD = (
    Story.id,
    Municipality.slug.label("municipality"),
    Story.title,
    func.left(Story.body, EXCERPT_LENGTH).label("excerpt"),
    Story.category,
    Story.voice,
    Story.author_label,
    Story.place_label,
    Story.happened_precision,
    Story.happened_from,
    Story.happened_text,
    Story.precision,
    func.ST_X(Story.public_geom).label("lon"),
    func.ST_Y(Story.public_geom).label("lat"),
    Story.published_at,
    Story.is_example,
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


def _matches(wanted: StoryFilter) -> list[ColumnElement[bool]]:
    """The conditions of a filter, beside being published."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.municipality_id:
        conditions.append(Story.municipality_id == wanted.municipality_id)
    if wanted.bbox:
        box = geo.ST_MakeEnvelope(*wanted.bbox.corners, WGS84)
        conditions.append(geo.ST_Intersects(Story.public_geom, box))
    if wanted.category:
        conditions.append(Story.category == wanted.category)
    if wanted.q:
        conditions.append(_says(wanted.q))
    return conditions


def _says(words: str) -> ColumnElement[bool]:
    """Swedish full text, or the words as they stand in title or place (half-typed ones too)."""
    return or_(
        Story.search.op("@@")(func.websearch_to_tsquery("swedish", words)),
        Story.title.icontains(words, autoescape=True),
        Story.place_label.icontains(words, autoescape=True),
    )


def _card(row: Row[Any]) -> StoryCard:
    r = row._mapping
    happened = r["happened_precision"] and Happened(
        r["happened_precision"], r["happened_from"], r["happened_text"] or ""
    )
    photo = Photo(r["photo_id"], r["photo_alt"] or "") if r["photo_id"] else None
    same = (
        "id municipality title excerpt category voice author_label place_label precision lon lat "
        "published_at is_example"
    ).split()
    return StoryCard(**{name: r[name] for name in same}, happened=happened, photo=photo)


def list_stories(
    session: Session, *, wanted: StoryFilter, limit: int, offset: int = 0
) -> list[StoryCard]:
    """The stories that match, newest first."""
    query = _cards().where(*_matches(wanted)).order_by(Story.published_at.desc(), Story.id)
    return [_card(row) for row in session.execute(query.limit(limit).offset(offset))]


def count_stories(session: Session, *, wanted: StoryFilter) -> int:
    """How many match."""
    query = select(func.count()).where(Story.status == StoryStatus.PUBLISHED, *_matches(wanted))
    return session.scalar(query) or 0


def get_story(session: Session, story_id: UUID) -> StoryPage:
    """A published story with its photos in order; raises NotFound."""
    row = session.execute(
        _cards().add_columns(Story.body).where(Story.id == story_id)
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
        photos=[Photo(m.id, m.public_alt or "", m.width, m.height) for m in photos],
    )


def list_stories_near(
    session: Session, *, noun: str, thing_id: UUID, distance_m: int, limit: int
) -> list[StoryCard]:
    """Published stories within `distance_m` of an official `place` or `trail`, nearest first."""
    ground = _ground(noun, thing_id)
    query = (
        _cards()
        .where(geo.ST_DWithin(Story.public_geom_3006, ground, distance_m))
        .order_by(geo.ST_Distance(Story.public_geom_3006, ground), Story.id)
        .limit(limit)
    )
    return [_card(row) for row in session.execute(query)]


def count_stories_near(session: Session, *, noun: str, thing_id: UUID, distance_m: int) -> int:
    """How many published stories lie so near."""
    query = select(func.count()).where(
        Story.status == StoryStatus.PUBLISHED,
        geo.ST_DWithin(Story.public_geom_3006, _ground(noun, thing_id), distance_m),
    )
    return session.scalar(query) or 0


def _ground(noun: str, thing_id: UUID) -> Any:
    """Its area, its point or its line; of a trail without a line, where it starts (SWEREF 99 TM)."""
    if noun == "place":
        shape: Any = OfficialPlace.geom_3006
        return select(shape).where(OfficialPlace.id == thing_id).scalar_subquery()
    shape = func.coalesce(Trail.geom_3006, geo.ST_Transform(Trail.start_geom, SWEREF99_TM))
    return select(shape).where(Trail.id == thing_id).scalar_subquery()
