"""What the list of places and trails shows: the choices with their counts, the cards, the ways out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from geostories.domain.opening_hours import is_open
from geostories.queries import place_list, places, trails
from geostories.queries.access_needs import AccessNeed
from geostories.queries.exactness import ROUGHLY_M, is_known_within
from geostories.queries.municipalities import MunicipalityInfo
from geostories.queries.notices import notices_of_any
from geostories.queries.pictures import first_pictures
from geostories.queries.place_choices import Choices, count_choices
from geostories.queries.place_list import LENGTHS, TIMES, TRAIL, Found, Wanted
from geostories.queries.place_names import search_names
from geostories.queries.places import PlaceInfo
from geostories.queries.trails import TrailInfo
from geostories.vocabulary import Difficulty, PlaceKind
from geostories.web import cards, filters
from geostories.wording import official
from geostories.wording import place_filters as saying
from geostories.wording import vocabulary as words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Args = MultiDict[str, str]
MOST_GIVEN_UP = 6
"""Of more choices than that, only the last are looked at for a way out: each costs three questions."""
PLACE_WORDS = ("nara", "punkt", "inom")
"""The three parts of one choice."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for; `near_name` is the place found, or "" where none has the name."""

    wanted: Wanted
    near_name: str
    open_count: int


def ask(session: Session, args: Args, municipality_id: UUID, at: datetime) -> Asked:
    """Read the address, find the place that it names, and see what is open at the moment."""
    args, near_name = located(session, args)
    wanted = filters.list_filter(args, municipality_id)
    open_now = _open(session, wanted, at)
    if args.get("oppet"):
        wanted = replace(wanted, only=open_now)
    return Asked(wanted, near_name, len(open_now))


def _open(session: Session, wanted: Wanted, at: datetime) -> frozenset[UUID]:
    times = place_list.list_times(session, wanted=wanted)
    return frozenset(thing for said, ids in times if is_open(at, said) for thing in ids)


def located(session: Session, args: Args) -> tuple[Args, str]:
    """The address with the point of the place that it names; a point in it says it better."""
    name = args.get("nara", "").strip()
    if not name or filters.point_of(args):
        return args, name or _("the point you chose")
    found = search_names(session, words=filters.shortened(name), limit=1)
    if not found:
        return args, ""
    return _with(args, "punkt", f"{found[0].lon},{found[0].lat}"), found[0].name


def _with(args: Args, name: str, value: str) -> Args:
    changed = MultiDict(args)
    changed[name] = value
    return changed


def list_cards(
    session: Session, *, wanted: Wanted, limit: int, offset: int, at: datetime
) -> list[dict[str, Any]]:
    """One page of the list as cards, in its order."""
    found = place_list.list_found(session, wanted=wanted, limit=limit, offset=offset)
    ids = [each.id for each in found]
    marks = notices_of_any(session, ids=ids, at=at)
    pictures = first_pictures(session, ids=ids)
    things: list[PlaceInfo | TrailInfo] = [
        *places.list_places_by_id(session, _ids(found, "place")),
        *trails.list_trails_by_id(session, _ids(found, "trail")),
    ]
    by_id = {thing.id: thing for thing in things}
    return [_card(each, by_id[each.id], marks, pictures) for each in found]


def _card(
    found: Found,
    thing: PlaceInfo | TrailInfo,
    marks: cards.Marks,
    pictures: Mapping[UUID, UUID],
) -> dict[str, Any]:
    if isinstance(thing, PlaceInfo):
        card = cards.of_place(thing, marks)
    else:
        card = cards.of_trail(thing, marks)
    if found.distance_m is not None:
        is_known = is_known_within(thing, ROUGHLY_M)
        say = words.distance if is_known else words.rough_distance
        card["distance_text"] = say(found.distance_m)
    if found.id in pictures:
        card["photo_url"] = cards.photo_url(pictures[found.id])
    return card


def _ids(found: Sequence[Found], noun: str) -> list[UUID]:
    return [each.id for each in found if each.noun == noun]


def groups(session: Session, asked: Asked, args: Args) -> list[dict[str, Any]]:
    """The choices, group by group, each with how many it would give; those without a hit left out."""
    found = count_choices(session, wanted=asked.wanted)
    return [group for group in (_group(args, *each) for each in _all(found)) if group["choices"]]


Option = tuple[str, str, int]
"""Value in the address, words, hits."""


def _all(found: Choices) -> Iterator[tuple[str, str, list[Option]]]:
    """Name in the address, words, options."""
    yield "slag", _("Kind of place"), _kinds(found.kinds)
    yield (
        "finns",
        _("What there is"),
        [
            (topic.partition(".")[2], official.topic(topic), found.topics.get(topic, 0))
            for topic in filters.FACILITIES
        ],
    )
    yield (
        "tillganglighet",
        _("Accessibility"),
        [(need.value, saying.access_need(need), found.needs.get(need, 0)) for need in AccessNeed],
    )
    yield (
        "passar",
        _("Suits"),
        [
            (topic.partition(".")[2], saying.fits(topic), found.topics.get(topic, 0))
            for topic in filters.FITTING
        ],
    )
    yield "langd", _("Length"), [(k, saying.length(k), found.lengths.get(k, 0)) for k in LENGTHS]
    yield "tid", _("Time"), [(k, saying.time(k), found.times.get(k, 0)) for k in TIMES]
    yield (
        "svarighet",
        _("Difficulty"),
        [(k.value, official.difficulty(k), found.difficulties.get(k, 0)) for k in Difficulty],
    )


def _kinds(counts: Mapping[str, int]) -> list[Option]:
    named = [(kind.value, words.place_kind(kind), counts.get(kind, 0)) for kind in PlaceKind]
    return [(TRAIL, _("Trail"), counts.get(TRAIL, 0)), *named]


def _group(args: Args, name: str, label: str, options: list[Option]) -> dict[str, Any]:
    chosen = set(args.getlist(name))
    choices = [
        {"value": value, "label": said, "count": count, "checked": value in chosen}
        for value, said, count in options
        if count or value in chosen
    ]
    return {"name": name, "label": label, "choices": choices}


@dataclass(frozen=True)
class Chosen:
    """Something that narrows the list: what it is called, and its parts of the address."""

    label: str
    parts: tuple[tuple[str, str], ...]


def chosen(asked: Asked, args: Args, shown: list[dict[str, Any]]) -> list[Chosen]:
    """All that narrows the list, in the form's order."""
    found = [
        Chosen(choice["label"], ((group["name"], choice["value"]),))
        for group in shown
        for choice in group["choices"]
        if choice["checked"]
    ]
    if args.get("oppet"):
        found.append(Chosen(_("Open now"), _parts(args, "oppet")))
    if asked.wanted.near:
        label = saying.near(asked.near_name, asked.wanted.within_m)
        found.append(Chosen(label, _parts(args, *PLACE_WORDS)))
    if asked.wanted.q:
        found.append(Chosen(f"”{asked.wanted.q}”", _parts(args, "q")))
    if asked.wanted.bbox:
        found.append(Chosen(_("The map's view"), _parts(args, "bbox")))
    return found


def _parts(args: Args, *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name in names for value in args.getlist(name))


def without(args: Args, *gone: Chosen) -> Args:
    """The address without these, on its first page."""
    parts = {part for each in gone for part in each.parts}
    kept = ((n, v) for n, v in args.items(multi=True) if v and (n, v) not in parts and n != "sida")
    return MultiDict(kept)


def address(args: Args, slug: str) -> str:
    """The list's address for these choices."""
    given: dict[str, Any] = args.to_dict(flat=False)
    return url_for("places.index", municipality=slug, **given)


def to_map(found: list[Chosen], slug: str) -> tuple[str, list[str]]:
    """The map's address with the choices that it takes too (words, view, one kind); those left out."""
    kinds = sum(name == "slag" for each in found for name, _value in each.parts)
    taken = {"q", "bbox", "slag"} if kinds == 1 else {"q", "bbox"}
    given: dict[str, Any] = dict(part for each in found for part in each.parts if part[0] in taken)
    left = [each.label for each in found if each.parts[0][0] not in taken]
    return url_for("map.show", municipality=slug, visa="natur", **given), left


def ways_out(
    session: Session, args: Args, found: list[Chosen], municipality: MunicipalityInfo, at: datetime
) -> list[dict[str, Any]]:
    """For a list without a hit: what giving up one choice would give, the most hits first.

    Where one is not enough, the choices that alone give the fewest are given up together.
    """
    widest = filters.list_filter(without(args, *found), municipality.id)
    open_now = _open(session, widest, at) if args.get("oppet") else None
    found = found[-MOST_GIVEN_UP:]

    def way(*gone: Chosen) -> dict[str, Any]:
        left = without(args, *gone)
        wanted = filters.list_filter(located(session, left)[0], municipality.id)
        wanted = replace(wanted, only=open_now if left.get("oppet") else None)
        return {
            "label": ", ".join(each.label for each in gone),
            "url": address(left, municipality.slug),
            "count": place_list.count_found(session, wanted=wanted),
        }

    ways = [made for each in found if (made := way(each))["count"]]
    if ways:
        return sorted(ways, key=lambda made: -made["count"])
    alone = {each: way(*(other for other in found if other is not each))["count"] for each in found}
    scarce = sorted(found, key=lambda each: alone[each])
    together = (way(*scarce[:number]) for number in range(2, len(scarce)))
    return [made for made in together if made["count"]][:1]
