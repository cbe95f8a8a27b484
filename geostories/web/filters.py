"""Filters live in the address: one reading of it for map, list and API."""

from __future__ import annotations

from uuid import UUID

from werkzeug.datastructures import MultiDict

from geostories.geo.bbox import BBox
from geostories.queries.places import PlaceFilter
from geostories.queries.stories import StoryFilter
from geostories.queries.trails import TrailFilter
from geostories.web.guards import settings


def bbox_of(args: MultiDict[str, str]) -> BBox | None:
    """The box asked for, if any; raises InvalidInput."""
    text = args.get("bbox", "").strip()
    return BBox.parse(text) if text else None


def words_of(args: MultiDict[str, str]) -> str:
    """The words searched for, cut where a search ends and a letter begins."""
    return args.get("q", "").strip().replace("\x00", "")[: settings().query_length]


def story_filter(args: MultiDict[str, str], municipality_id: UUID | None) -> StoryFilter:
    """Which stories the address asks for: in the box across borders, else the municipality's."""
    bbox = bbox_of(args)
    return StoryFilter(
        municipality_id=None if bbox else municipality_id,
        bbox=bbox,
        q=words_of(args),
        category=args.get("kategori", args.get("category", "")),
    )


def place_filter(args: MultiDict[str, str], municipality_id: UUID | None) -> PlaceFilter:
    """Which official places the address asks for."""
    bbox = bbox_of(args)
    return PlaceFilter(
        municipality_id=None if bbox else municipality_id,
        bbox=bbox,
        q=words_of(args),
        kind=args.get("slag", args.get("kind", "")),
    )


def trail_filter(args: MultiDict[str, str], municipality_id: UUID | None) -> TrailFilter:
    """Which trails the address asks for."""
    bbox = bbox_of(args)
    return TrailFilter(
        municipality_id=None if bbox else municipality_id, bbox=bbox, q=words_of(args)
    )


def page_of(args: MultiDict[str, str]) -> int:
    """Which page of a list, from 1."""
    return min(max(args.get("sida", 1, type=int), 1), 10_000)
