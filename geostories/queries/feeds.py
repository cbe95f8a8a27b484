"""What is new, the newest first: for feeds, and for the mail about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import functions as geo
from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from geostories.geo.srid import SWEREF99_TM, WGS84
from geostories.models import Municipality, OfficialPlace, Story, Subscription, Trail
from geostories.queries.stories import EXCERPT_LENGTH, told
from geostories.vocabulary import Precision, StoryStatus, Voice


@dataclass(frozen=True)
class NewStory:
    """A published story as it stands in a feed or a mail: where it is, in the public's words.

    `point`: longitude and latitude of an exact story, None of one whose place is approximate.
    """

    id: UUID
    municipality: str
    title: str
    excerpt: str
    voice: Voice
    author_label: str
    place_label: str
    language: str
    published_at: datetime
    changed_at: datetime
    point: tuple[float, float] | None


@dataclass(frozen=True)
class Teller:
    """Somebody who shows a name: who it is, and the name."""

    id: UUID
    label: str


Value = Any
"""A value, or a column that holds it: the same condition serves one feed and all subscriptions."""


def around(geom_3006: Value, reach_m: Value) -> ColumnElement[bool]:
    """Told within so many metres of a point (SWEREF 99 TM): measured from what everybody sees."""
    return geo.ST_DWithin(Story.public_geom_3006, geom_3006, reach_m)


def at_place(place_id: Value, within_m: int) -> ColumnElement[bool]:
    """Told of an official place, or so near it."""
    ground = select(OfficialPlace.geom_3006).where(OfficialPlace.id == place_id)
    return or_(Story.place_id == place_id, around(_one_of(ground), within_m))


def on_trail(trail_id: Value, within_m: int) -> ColumnElement[bool]:
    """Told of a trail, or so near it."""
    start = geo.ST_Transform(Trail.start_geom, SWEREF99_TM)
    line = select(func.coalesce(Trail.geom_3006, start)).where(Trail.id == trail_id)
    return or_(Story.trail_id == trail_id, around(_one_of(line), within_m))


def _one_of(ground: Select[Any]) -> ScalarSelect[Any]:
    """Its one value; a column of an order is that of the order that is asked about."""
    return ground.correlate(Subscription).scalar_subquery()


def by_teller(teller_id: Value, label: Value) -> ColumnElement[bool]:
    """Told by somebody under this name: what they tell under another, or none, stays apart."""
    return and_(
        Story.owner_id == teller_id,
        Story.author_label == label,
        Story.author_label != "",
        Story.voice == Voice.RESIDENT,
        ~Story.is_unlisted,
    )


def around_point(lon: float, lat: float, reach_m: int) -> ColumnElement[bool]:
    """Told within so many metres of a point in degrees (WGS 84)."""
    point = geo.ST_SetSRID(geo.ST_MakePoint(lon, lat), WGS84)
    return around(geo.ST_Transform(point, SWEREF99_TM), reach_m)


def in_municipality(municipality_id: Value) -> ColumnElement[bool]:
    """Told in a municipality."""
    told_here: ColumnElement[bool] = Story.municipality_id == municipality_id
    return told_here


def in_theme(theme_id: Value) -> ColumnElement[bool]:
    """Told for a theme."""
    told_for: ColumnElement[bool] = Story.theme_id == theme_id
    return told_for


def with_voice(voice: Voice) -> ColumnElement[bool]:
    """Told by residents, associations, or the municipality."""
    return Story.voice == voice


def list_new(session: Session, *matches: ColumnElement[bool], limit: int) -> list[NewStory]:
    """The newest published stories that match."""
    query = new_stories().where(*matches).limit(limit)
    return [read_new(row) for row in session.execute(query)]


def new_stories() -> Select[Any]:
    """Published stories with what `read_new` reads, the newest first."""
    return (
        select(
            Story.id,
            Municipality.slug.label("municipality"),
            Story.title,
            func.left(told(), EXCERPT_LENGTH).label("excerpt"),
            Story.voice,
            Story.author_label,
            Story.place_label,
            Story.language,
            Story.published_at,
            func.coalesce(Story.changed_at, Story.published_at).label("changed_at"),
            Story.precision,
            func.ST_X(Story.public_geom).label("lon"),
            func.ST_Y(Story.public_geom).label("lat"),
        )
        .join(Municipality, Municipality.id == Story.municipality_id)
        .where(Story.status == StoryStatus.PUBLISHED)
        .order_by(Story.published_at.desc(), Story.id)
    )


def read_new(row: Row[Any]) -> NewStory:
    """One of `new_stories`."""
    same = ("id municipality title excerpt voice author_label published_at changed_at").split()
    r = row._mapping
    return NewStory(
        **{name: r[name] for name in same},
        place_label=r["place_label"] or "",
        language=r["language"] or "sv",
        point=(r["lon"], r["lat"]) if r["precision"] is Precision.EXACT else None,
    )


def find_teller(session: Session, story_id: UUID) -> Teller | None:
    """Who told a published story, if they show a name under it and speak for themselves."""
    row = session.execute(
        select(Story.owner_id, Story.author_label).where(
            Story.id == story_id,
            Story.status == StoryStatus.PUBLISHED,
            Story.voice == Voice.RESIDENT,
            Story.author_label != "",
            ~Story.is_unlisted,
        )
    ).one_or_none()
    return Teller(row.owner_id, row.author_label) if row else None
