"""Which stories are wanted, and in what order: one filter for list, map, count, feeds and API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from geoalchemy2 import functions as geo
from sqlalchemy import ColumnElement, exists, func, select

from geostories.geo.bbox import BBox
from geostories.geo.srid import SWEREF99_TM, WGS84
from geostories.models import Media, Recording, Story, Theme
from geostories.queries.search import finds
from geostories.vocabulary import Voice


class StoryOrder(StrEnum):
    """What comes first; NEAREST needs a point, and is NEWEST without one."""

    NEWEST = "newest"
    NEAREST = "nearest"
    OLDEST_EVENT = "oldest_event"
    MOST_THANKED = "most_thanked"


@dataclass(frozen=True)
class StoryFilter:
    """Which stories are wanted. Without municipality and box: all of the installation.

    `since` and `until` are years, the first and the last that it may have happened in; `theme` is a
    slug; `teller` what stands under the story; `near` is lon, lat in WGS 84, and `within_m` ends
    the way from there. `ids`: these alone, as far as they are published.
    """

    municipality_id: UUID | None = None
    bbox: BBox | None = None
    q: str = ""
    category: str = ""
    voice: Voice | None = None
    has_picture: bool = False
    has_sound: bool = False
    language: str = ""
    theme: str = ""
    theme_id: UUID | None = None
    association_id: UUID | None = None
    teller: str = ""
    since: int | None = None
    until: int | None = None
    near: tuple[float, float] | None = None
    within_m: int | None = None
    order: StoryOrder = StoryOrder.NEWEST
    ids: tuple[UUID, ...] | None = None


def matches(wanted: StoryFilter) -> list[ColumnElement[bool]]:
    """The conditions of a filter, beside being published. Only what is public is compared."""
    conditions = [*_where(wanted), *_gathered(wanted), *_told(wanted)]
    if wanted.q:
        conditions.append(finds(Story.search, wanted.q))
    return conditions


def _where(wanted: StoryFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.municipality_id:
        conditions.append(Story.municipality_id == wanted.municipality_id)
    if wanted.bbox:
        box = geo.ST_MakeEnvelope(*wanted.bbox.corners, WGS84)
        conditions.append(geo.ST_Intersects(Story.public_geom, box))
    if wanted.near and wanted.within_m is not None:
        here = on_the_ground(wanted.near)
        conditions.append(geo.ST_DWithin(Story.public_geom_3006, here, wanted.within_m))
    return conditions


def _gathered(wanted: StoryFilter) -> list[ColumnElement[bool]]:
    """Those of a theme, an association, a collection."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.theme:
        slug = select(Theme.id).where(Theme.slug == wanted.theme)
        conditions.append(Story.theme_id.in_(slug))
    if wanted.theme_id:
        conditions.append(Story.theme_id == wanted.theme_id)
    if wanted.association_id:
        conditions.append(Story.association_id == wanted.association_id)
    if wanted.ids is not None:
        conditions.append(Story.id.in_(wanted.ids))
    return conditions


def _told(wanted: StoryFilter) -> list[ColumnElement[bool]]:
    """By whom, how, and of when."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.category:
        conditions.append(Story.category == wanted.category)
    if wanted.voice:
        conditions.append(Story.voice == wanted.voice)
    if wanted.teller:
        conditions.append(Story.author_label == wanted.teller)
    if wanted.language:
        conditions.append(Story.language == wanted.language)
    if wanted.has_picture:
        shown = exists().where(Media.story_id == Story.id, Media.public_position.is_not(None))
        conditions.append(shown)
    if wanted.has_sound:
        conditions.append(exists().where(Recording.story_id == Story.id, Recording.is_public))
    if wanted.since is not None:
        conditions.append(Story.happened_to >= date(wanted.since, 1, 1))
    if wanted.until is not None:
        conditions.append(Story.happened_from <= date(wanted.until, 12, 31))
    return conditions


def order_of(wanted: StoryFilter) -> list[Any]:
    """What to order by; never two stories alike, so that pages neither repeat nor skip."""
    newest = Story.published_at.desc()
    match wanted.order:
        case StoryOrder.NEAREST if wanted.near:
            return [Story.public_geom_3006.op("<->")(on_the_ground(wanted.near)), Story.id]
        case StoryOrder.OLDEST_EVENT:
            return [Story.happened_from.asc().nulls_last(), newest, Story.id]
        case StoryOrder.MOST_THANKED:
            return [Story.thanks_count.desc(), newest, Story.id]
        case _:
            return [newest, Story.id]


def on_the_ground(near: tuple[float, float]) -> ColumnElement[Any]:
    """A point (lon, lat in WGS 84) in SWEREF 99 TM."""
    here: ColumnElement[Any] = geo.ST_Transform(
        func.ST_SetSRID(func.ST_MakePoint(*near), WGS84), SWEREF99_TM
    )
    return here
