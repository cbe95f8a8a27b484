"""What the list of stories and the map's panel show beside the stories: the filter, and ways out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from geostories import public_id
from geostories.domain.days import today
from geostories.geo.bbox import BBox
from geostories.queries.municipalities import MunicipalityInfo
from geostories.queries.place_names import NamedPoint, search_names
from geostories.queries.search import spelling_near
from geostories.queries.stories import StoryCard, count_stories
from geostories.queries.story_choices import StoryChoices, list_choices
from geostories.queries.story_filter import StoryFilter, StoryOrder
from geostories.web import cards, filters
from geostories.web.pages.place_list import PLACE_WORDS, Chosen, located, without
from geostories.wording import story_filters as saying
from geostories.wording import vocabulary as words
from geostories.wording.place_filters import near
from geostories.wording.telling import language_name

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Args = MultiDict[str, str]
SWEDEN = BBox(10.5, 55.2, 24.3, 69.2)
PLACES_NAMED = 3
AROUND = 0.04
"""Degrees to the west and the east of a place: what one sees of it from close by."""
NOWHERE = {"count": 0}
WIDER = 4
"""So many times the view: the next that one would look at."""
FORM = ("rost", "bild", "ljud", "sprak", "tema", "forening", "fran", "till", *PLACE_WORDS)
"""What the form itself sends; what else the address has goes along hidden."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for; `near_name` is the place found, or "" where none has the name.

    `from_point`: the address itself names the point that the nearest is nearest to.
    """

    wanted: StoryFilter
    near_name: str
    from_point: bool


def ask(session: Session, args: Args, municipality_id: UUID) -> Asked:
    """Read the address, and find the place that it names."""
    args, near_name = located(session, args)
    from_point = filters.point_of(args) is not None
    return Asked(filters.story_filter(args, municipality_id), near_name, from_point)


def cards_of(asked: Asked, found: list[StoryCard], marks: cards.Marks) -> list[dict[str, Any]]:
    """Cards, with the way from the point that is named."""
    made = [cards.of_story(story, marks) for story in found]
    for card, story in zip(made, found, strict=True):
        if asked.from_point and story.distance_m is not None:
            card["distance_text"] = words.distance(story.distance_m)
    return made


def form_of(session: Session, asked: Asked, args: Args, municipality_id: UUID) -> dict[str, Any]:
    """What templates/stories/_filters.html shows; a choice that finds nothing here is not in it."""
    found = list_choices(session, municipality_id=municipality_id)
    shown = asked.wanted.order  # none chosen: the newest, or the nearest where a place is named
    return {
        "groups": [group for group in _groups(found, asked.wanted) if group["choices"]],
        "lists": [group for group in _lists(found, asked.wanted) if len(group["choices"]) > 1],
        "years": _years(found, asked.wanted),
        "orders": [
            {
                "value": value,
                "label": saying.order(order),
                "nature": saying.nature_order(order),
                "checked": order is shown,
            }
            for order in StoryOrder
            for value in ["" if order is StoryOrder.NEWEST and not asked.wanted.near else order]
        ],
        "count": sum(1 for name in FORM if args.get(name)),
    }


def _choice(name: str, value: str, label: str, wanted: bool) -> dict[str, Any]:
    return {"name": name, "value": value, "label": label, "checked": wanted}


def _groups(found: StoryChoices, wanted: StoryFilter) -> Iterator[dict[str, Any]]:
    """Chips: who speaks, of whom one is chosen; and what there is beside the text."""
    voices = [
        _choice("rost", voice.value, saying.voices(voice), wanted.voice is voice)
        for voice in found.voices
    ]
    everybody = _choice("rost", "", _("Everybody"), wanted.voice is None)
    yield {
        "label": _("Who tells"),
        "type": "radio",
        "choices": [everybody, *voices] if len(voices) > 1 else [],
    }
    sound = [_choice("ljud", "1", _("With sound"), wanted.has_sound)] if found.has_sound else []
    yield {
        "label": _("What there is"),
        "type": "checkbox",
        "choices": [_choice("bild", "1", _("With pictures"), wanted.has_picture), *sound],
    }


def _lists(found: StoryChoices, wanted: StoryFilter) -> Iterator[dict[str, Any]]:
    """Choices from a list, the first of which is none."""
    themes = [_choice("tema", slug, title, slug == wanted.theme) for slug, title in found.themes]
    yield _list("tema", _("Collection of stories"), _("All stories"), themes)
    associations = [
        _choice("forening", public_id.encode(each), name, each == wanted.association_id)
        for each, name in found.associations
    ]
    yield _list("forening", _("Association"), _("All stories"), associations)
    languages = [
        _choice("sprak", code, language_name(code), code == wanted.language)
        for code in found.languages
    ]
    yield _list("sprak", _("Language"), _("All languages"), languages if len(languages) > 1 else [])


def _list(name: str, label: str, no_choice: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "choices": [_choice(name, "", no_choice, False), *choices],
    }


def _years(found: StoryChoices, wanted: StoryFilter) -> dict[str, Any] | None:
    """From the oldest story to today, and what is chosen of it; None where no story says when."""
    if found.first_year is None:
        return None
    return {
        "first": found.first_year,
        "last": today().year,
        "since": wanted.since or "",
        "until": wanted.until or "",
    }


def chosen(asked: Asked, args: Args, form: dict[str, Any], kinds: dict[str, str]) -> list[Chosen]:
    """All that narrows the list; `kinds` are the words for categories."""
    wanted = asked.wanted
    found = [
        Chosen(choice["label"], _parts(args, choice["name"]))
        for group in (*form["groups"], *form["lists"])
        for choice in group["choices"]
        if choice["checked"] and choice["value"]
    ]
    if wanted.category:
        label = kinds.get(wanted.category, wanted.category)
        found.insert(0, Chosen(label, _parts(args, "kategori")))
    if wanted.since or wanted.until:
        label = saying.between(wanted.since, wanted.until)
        found.append(Chosen(label, _parts(args, "fran", "till")))
    if wanted.teller:
        label = _("Told by %(name)s", name=wanted.teller)
        found.append(Chosen(label, _parts(args, "berattare")))
    if wanted.within_m:
        label = near(asked.near_name, wanted.within_m)
        found.append(Chosen(label, _parts(args, *PLACE_WORDS)))
    if wanted.q:
        found.append(Chosen(f"”{wanted.q}”", _parts(args, "q")))
    if wanted.bbox:
        found.append(Chosen(_("The map's view"), _parts(args, "bbox")))
    return found


def _parts(args: Args, *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name in names for value in args.getlist(name))


def address(args: Args, slug: str) -> str:
    """The list's address for these choices."""
    given: dict[str, Any] = args.to_dict(flat=False)
    return url_for("stories.index", municipality=slug, **given)


def links_of(args: Args, found: list[Chosen], slug: str) -> list[dict[str, Any]]:
    """What is chosen, each with the address without it."""
    return [{"label": each.label, "url": address(without(args, each), slug)} for each in found]


def ways_out(
    session: Session, asked: Asked, args: Args, found: list[Chosen], home: MunicipalityInfo
) -> list[dict[str, Any]]:
    """For a list without a hit: another spelling, a wider area, one choice less; what finds most first.

    Each with how many it finds; one that finds none is no way out.
    """

    def way(label: str, left: Args) -> dict[str, Any]:
        wanted = ask(session, left, home.id).wanted
        count = count_stories(session, wanted=wanted)
        return {"label": label, "url": address(left, home.slug), "count": count}

    spelled = (way(label, left) for label, left in _spelled(session, args))
    wider = (way(label, left) for label, left in _wider(asked, args, home))
    first = [next((each for each in ways if each["count"]), NOWHERE) for ways in (spelled, wider)]
    fewer = [
        way(_("Without %(filter)s", filter=each.label), without(args, each))
        for each in found
        if each.parts and each.parts[0][0] not in ("q", "bbox", *PLACE_WORDS)
    ]
    return [each for each in (*first, *sorted(fewer, key=_most)) if each["count"]]


def _most(way: dict[str, Any]) -> int:
    return -int(way["count"])


def _spelled(session: Session, args: Args) -> Iterator[tuple[str, Args]]:
    """The nearest spelling, with all else that is asked for, or alone and everywhere."""
    near_words = spelling_near(session, filters.words_of(args)) if args.get("q") else ""
    if near_words:
        yield f"”{near_words}”", _with(args, q=near_words)
        label = _("“%(words)s” in all of Sweden", words=near_words)
        yield label, _with(MultiDict(), q=near_words, bbox=str(SWEDEN))


def _wider(asked: Asked, args: Args, home: MunicipalityInfo) -> Iterator[tuple[str, Args]]:
    """Areas, each larger than the one before."""
    bbox = asked.wanted.bbox
    if bbox:
        yield _("In a wider area"), _with(args, bbox=str(bbox.grown(WIDER)))
    if bbox or asked.wanted.within_m:
        gone = Chosen("", _parts(args, "bbox", *PLACE_WORDS))
        yield _("In all of %(name)s", name=home.name), without(args, gone)
    yield _("In all of Sweden"), _with(args, bbox=str(SWEDEN))


def _with(args: Args, **changed: str) -> Args:
    made: Args = MultiDict(
        (name, value) for name, value in args.items(multi=True) if name != "sida"
    )
    for name, value in changed.items():
        made[name] = value
    return made


def hidden(args: Args) -> list[tuple[str, str]]:
    """What of the address the form does not send by itself."""
    mine = {*FORM, "q", "ordning", "sida", "vald"}
    return [(name, value) for name, value in args.items() if name not in mine and value]


def places_named(session: Session, asked: Asked, slug: str) -> list[dict[str, Any]]:
    """Places by the name that is searched for, on the map: the stories there may not say it."""
    if not asked.wanted.q:
        return []
    found = search_names(session, words=asked.wanted.q, limit=PLACES_NAMED)
    return [{"name": each.name, "url": _around(each, slug)} for each in found]


def _around(place: NamedPoint, slug: str) -> str:
    box = BBox(
        place.lon - AROUND, place.lat - AROUND / 2, place.lon + AROUND, place.lat + AROUND / 2
    )
    return url_for("map.show", municipality=slug, bbox=str(box))
