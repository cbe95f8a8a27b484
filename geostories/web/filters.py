"""Filters live in the address: one reading of it for map, list and API."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from werkzeug.datastructures import MultiDict

from geostories import public_id
from geostories.geo.bbox import BBox
from geostories.geo.coordinates import in_sweden
from geostories.queries.access_needs import AccessNeed
from geostories.queries.place_list import LENGTHS, TIMES, TRAIL, Wanted
from geostories.queries.places import PlaceFilter
from geostories.queries.story_filter import StoryFilter, StoryOrder
from geostories.queries.trails import TrailFilter
from geostories.vocabulary import STORY_LANGUAGES, Difficulty, FactTopic, PlaceKind, Voice
from geostories.web.guards import settings

Choice = TypeVar("Choice", bound=str)
FACILITIES = tuple(topic for topic in FactTopic if topic.group == "facility")
FITTING = tuple(topic for topic in FactTopic if topic.group == "suits")
Member = TypeVar("Member", bound=StrEnum)
YES = ("1", "true")
DISTANCES_KM = ("1", "5", "10", "25")


def bbox_of(args: MultiDict[str, str]) -> BBox | None:
    """The box asked for, if any; raises InvalidInput."""
    text = args.get("bbox", "").strip()
    return BBox.parse(text) if text else None


def words_of(args: MultiDict[str, str]) -> str:
    """The words searched for."""
    return shortened(args.get("q", ""))


def shortened(words: str) -> str:
    """Words cut where a search ends and a letter begins."""
    return words.strip().replace("\x00", "")[: settings().query_length]


STORY_NAMES = {
    "kategori": "category",
    "rost": "voice",
    "bild": "picture",
    "ljud": "sound",
    "sprak": "language",
    "tema": "theme",
    "forening": "association",
    "berattare": "teller",
    "fran": "from",
    "till": "until",
    "punkt": "near",
    "inom": "within",
    "ordning": "sort",
}
"""What narrows or orders stories: the word in a page's address, and the API's."""


def story_filter(args: MultiDict[str, str], municipality_id: UUID | None) -> StoryFilter:
    """Which stories the address asks for, in the page's words or the API's.

    A box, and a way around a point, cross borders; else the municipality's. A point that is named
    puts the nearest first, unless another order is. What is no choice is passed over.
    """
    given = {name: args.get(page, args.get(name, "")) for page, name in STORY_NAMES.items()}
    bbox, near = bbox_of(args), _point(given["near"])
    order = _one_of(StoryOrder, given["sort"])
    order = order or (StoryOrder.NEAREST if near else StoryOrder.NEWEST)
    within_m = _metres(given["within"]) if near else None
    if bbox and order is StoryOrder.NEAREST:
        near = near or bbox.centre
    return StoryFilter(
        municipality_id=None if bbox or within_m else municipality_id,
        bbox=bbox,
        q=words_of(args),
        category=given["category"],
        voice=_one_of(Voice, given["voice"]),
        has_picture=given["picture"] in YES,
        has_sound=given["sound"] in YES,
        language=given["language"] if given["language"] in STORY_LANGUAGES else "",
        theme=given["theme"],
        association_id=public_id.decode(given["association"]),
        teller=shortened(given["teller"]),
        since=_year(given["from"]),
        until=_year(given["until"]),
        near=near,
        within_m=within_m,
        order=order,
    )


def _one_of(choices: type[Member], given: str) -> Member | None:
    return choices(given) if given in set(choices) else None


def _year(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) and int(text) else None


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


def list_filter(args: MultiDict[str, str], municipality_id: UUID | None) -> Wanted:
    """Which places and trails the list is asked for; what is no choice is passed over.

    A box, and a way around a point, cross borders.
    """
    bbox, near = bbox_of(args), point_of(args)
    within_m = within_of(args) if near else None
    return Wanted(
        municipality_id=None if bbox or within_m else municipality_id,
        bbox=bbox,
        q=words_of(args),
        kinds=_chosen(args, "slag", (*PlaceKind, TRAIL)),
        facilities=_chosen(args, "finns", FACILITIES),
        suits=_chosen(args, "passar", FITTING),
        access=_chosen(args, "tillganglighet", tuple(AccessNeed)),
        lengths=_chosen(args, "langd", tuple(LENGTHS)),
        times=_chosen(args, "tid", tuple(TIMES)),
        difficulties=_chosen(args, "svarighet", tuple(Difficulty)),
        near=near,
        within_m=within_m,
    )


def _chosen(
    args: MultiDict[str, str], name: str, choices: tuple[Choice, ...]
) -> tuple[Choice, ...]:
    """The choices that are named, each once; FactTopics by the part after the dot."""
    named = set(args.getlist(name))
    return tuple(each for each in choices if each.rpartition(".")[2] in named)


def within_of(args: MultiDict[str, str]) -> int | None:
    """How far away at most, in metres."""
    return _metres(args.get("inom", ""))


def _metres(text: str) -> int | None:
    return int(text) * 1_000 if text in DISTANCES_KM else None


def point_of(args: MultiDict[str, str]) -> tuple[float, float] | None:
    """The point to be near to, `lon,lat` in degrees; None without one, or one far from Sweden."""
    return _point(args.get("punkt", ""))


def _point(text: str) -> tuple[float, float] | None:
    lon, _, lat = text.partition(",")
    try:
        point = float(lon), float(lat)
    except ValueError:
        return None
    return point if in_sweden(*point) else None


def page_of(args: MultiDict[str, str]) -> int:
    """Which page of a list, from 1."""
    return min(max(args.get("sida", 1, type=int), 1), 10_000)
