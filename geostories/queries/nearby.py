"""What is around here, across nouns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from geoalchemy2 import functions as geo
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Uuid,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from geostories.geo.srid import SWEREF99_TM, WGS84
from geostories.models import Media, Municipality, OfficialPlace, Story, Trail
from geostories.queries.exactness import is_rough
from geostories.vocabulary import Precision, StoryStatus


@dataclass(frozen=True)
class Nearby:
    """Something near: `noun` is story, place or trail; distance in metres as the crow flies.

    `is_rough`: where it lies is known so roughly that the distance is about right at best.
    """

    noun: str
    id: UUID
    municipality: str
    name: str
    kind: str | None
    length_m: int | None
    photo_id: UUID | None
    is_rough: bool
    distance_m: float


NOUNS = ("story", "place", "trail")


def list_nearby(
    session: Session,
    *,
    lon: float,
    lat: float,
    within_m: int,
    limit: int,
    but: UUID | None = None,
    nouns: Sequence[str] = NOUNS,
    is_rough: bool = False,
) -> list[Nearby]:
    """Stories, places and trails around a point (WGS 84), nearest first, without `but` itself.

    `is_rough`: the point itself is known so roughly that every distance is.
    """
    here = geo.ST_Transform(geo.ST_SetSRID(geo.ST_MakePoint(lon, lat), WGS84), SWEREF99_TM)
    parts = {"story": _stories, "place": _places, "trail": _trails}
    found = union_all(*(parts[noun](here, within_m) for noun in nouns)).subquery()
    query = select(found).where(found.c.id != but) if but else select(found)
    rows = session.execute(query.order_by(found.c.distance_m, found.c.id).limit(limit))
    return [Nearby(**{**row._mapping, "is_rough": is_rough or row.is_rough}) for row in rows]


def _stories(here: ColumnElement[Any], within_m: int) -> Select[Any]:
    cover = (
        select(Media.id)
        .where(Media.story_id == Story.id, Media.public_position.is_not(None))
        .order_by(Media.public_position)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            literal("story").label("noun"),
            Story.id,
            Municipality.slug.label("municipality"),
            Story.title.label("name"),
            Story.category.label("kind"),
            cast(null(), Integer).label("length_m"),
            cover.label("photo_id"),
            (Story.precision == Precision.APPROX_1000).label("is_rough"),
            func.ST_Distance(Story.public_geom_3006, here).label("distance_m"),
        )
        .join(Municipality, Municipality.id == Story.municipality_id)
        .where(
            Story.status == StoryStatus.PUBLISHED,
            geo.ST_DWithin(Story.public_geom_3006, here, within_m),
        )
    )


def _places(here: ColumnElement[Any], within_m: int) -> Select[Any]:
    return (
        select(
            literal("place").label("noun"),
            OfficialPlace.id,
            Municipality.slug.label("municipality"),
            OfficialPlace.name,
            cast(OfficialPlace.kind, String).label("kind"),
            cast(null(), Integer).label("length_m"),
            cast(null(), Uuid).label("photo_id"),
            is_rough(OfficialPlace).label("is_rough"),
            func.ST_Distance(OfficialPlace.geom_3006, here).label("distance_m"),
        )
        .join(Municipality, Municipality.id == OfficialPlace.municipality_id)
        .where(
            OfficialPlace.withdrawn_at.is_(None),
            OfficialPlace.in_force,
            geo.ST_DWithin(OfficialPlace.geom_3006, here, within_m),
        )
    )


def _trails(here: ColumnElement[Any], within_m: int) -> Select[Any]:
    return (
        select(
            literal("trail").label("noun"),
            Trail.id,
            Municipality.slug.label("municipality"),
            Trail.name,
            cast(null(), String).label("kind"),
            Trail.length_m,
            cast(null(), Uuid).label("photo_id"),
            is_rough(Trail).label("is_rough"),
            func.ST_Distance(Trail.geom_3006, here).label("distance_m"),
        )
        .join(Municipality, Municipality.id == Trail.municipality_id)
        .where(Trail.withdrawn_at.is_(None), geo.ST_DWithin(Trail.geom_3006, here, within_m))
    )
