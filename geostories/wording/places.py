"""What a visitor wants to know of a place or a trail, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _

from geostories.domain.opening_hours import STOCKHOLM
from geostories.queries.access_needs import BENCHES_M, GENTLE_PERCENT, TOILET_M, WIDE_CM
from geostories.queries.places import PlaceInfo
from geostories.queries.trails import TrailInfo
from geostories.queries.visitor_facts import FactInfo
from geostories.vocabulary import FactTopic
from geostories.wording import official, trails
from geostories.wording import vocabulary as words
from geostories.wording.opening_hours import Ban, Opening, ban_of, opening_of

Mark = Literal["ok", "remark", "fact"]
"""A tick, something to think of, or just so."""


@dataclass(frozen=True)
class Line:
    """One fact: what it is (`topic`), the words, and, past its date of check, a sentence on that."""

    topic: str
    title: str
    text: str
    late: str
    mark: Mark = "fact"
    url: str = ""


@dataclass(frozen=True)
class VisitorWords:
    """All that is known, ordered as the page shows it; empty lists where nothing is."""

    introduction: str
    facilities: list[Line]
    suits: list[Line]
    access: list[Line]
    measured: str
    opening: Opening | None
    opening_late: str
    reach: list[Line]
    directions: list[Line]
    bans: list[tuple[Ban, str]]
    rules: list[Line]
    documents: list[Line]
    sources: list[tuple[str, str]]


def of_facts(facts: Sequence[FactInfo], at: datetime) -> VisitorWords:
    """The facts of one place or trail as they stand at a moment (aware)."""
    today = at.astimezone(STOCKHOLM).date()
    groups = {name: [fact for fact in facts if fact.topic.group == name] for name in GROUPS}
    introductions = _of(facts, FactTopic.INTRODUCTION)
    access, measured = _access_of(groups["access"], today)
    return VisitorWords(
        introduction=str(introductions[0].value["text"]) if introductions else "",
        facilities=[_facility(fact, today) for fact in groups["facility"]],
        suits=[_suits(fact, today) for fact in groups["suits"]],
        access=access,
        measured=measured,
        opening=opening_of(facts, at),
        opening_late=next(filter(None, (late(fact, today) for fact in groups["when"])), ""),
        reach=[
            _reach(fact, today) for fact in groups["reach"] if fact.topic != FactTopic.DIRECTIONS
        ],
        directions=[_reach(fact, today) for fact in _of(facts, FactTopic.DIRECTIONS)],
        bans=[
            (ban_of(fact, today), late(fact, today)) for fact in _of(facts, FactTopic.ACCESS_BAN)
        ],
        rules=[_rule(fact, today) for fact in _of(facts, FactTopic.RULE)],
        documents=[_document(fact, today) for fact in _of(facts, FactTopic.DOCUMENT)],
        sources=_sources(facts),
    )


GROUPS = ("facility", "access", "suits", "when", "reach", "rules", "about")


def _of(facts: Sequence[FactInfo], topic: FactTopic) -> list[FactInfo]:
    return [fact for fact in facts if fact.topic is topic]


def late(fact: FactInfo, today: date) -> str:
    """What the visitor is told of a fact that nobody has looked at in time; else ""."""
    if fact.check_by is None or not fact.is_late(today):
        return ""
    return _("This should have been checked in %(month)s.", month=_month(fact.check_by))


def _month(day: date) -> str:
    return format_date(day, "MMMM y")


def _line(fact: FactInfo, today: date, title: str, text: str, mark: Mark = "fact") -> Line:
    return Line(fact.topic.value, title, text, late(fact, today), mark)


def _facility(fact: FactInfo, today: date) -> Line:
    text = ", ".join(filter(None, [str(fact.value.get("text", "")), fact.note]))
    return _line(fact, today, official.topic(fact.topic), text)


def _suits(fact: FactInfo, today: date) -> Line:
    answer = str(fact.value["answer"])
    mark: Mark = "ok" if answer == "yes" else "remark"
    return _line(fact, today, suits(fact.topic, answer), fact.note, mark)


def suits(topic: FactTopic, answer: str) -> str:
    """Whether it suits, as one says it."""
    said = {
        FactTopic.DOG: (_("Dogs are welcome"), _("Dogs on a leash"), _("No dogs")),
        FactTopic.CHILD: (_("Good for children"), _("For older children"), _("Not for children")),
        FactTopic.PRAM: (_("Works with a pram"), _("Partly with a pram"), _("Not with a pram")),
        FactTopic.WHEELCHAIR: (
            _("Works with a wheelchair"),
            _("Partly with a wheelchair"),
            _("Not with a wheelchair"),
        ),
    }[topic]
    return said[("yes", "partly", "no").index(answer)]


def _access_of(facts: Sequence[FactInfo], today: date) -> tuple[list[Line], str]:
    """The lines, and who measured: once below them, or where they are several on each line."""
    said = [_measured(fact) for fact in facts]
    shared = said[0] if len(set(said)) == 1 else ""
    return [
        _access(fact, today, "" if shared else by) for fact, by in zip(facts, said, strict=True)
    ], shared


def _access(fact: FactInfo, today: date, measured: str) -> Line:
    title, fine = ACCESS[fact.topic](fact.value)
    mark: Mark = "fact" if fine is None else "ok" if fine else "remark"
    return _line(fact, today, title, " ".join(filter(None, [fact.note, measured])), mark)


Judged = tuple[str, bool | None]
"""A sentence with its number, and whether it is good news; None: neither."""


def _width(value: dict[str, Any]) -> Judged:
    return _("At least %(cm)s cm wide", cm=value["cm"]), value["cm"] >= WIDE_CM


def _slope(value: dict[str, Any]) -> Judged:
    percent = value["percent"]
    return (
        _("At most %(percent)s %% slope", percent=format_decimal(percent)),
        percent <= GENTLE_PERCENT,
    )


def _surface(value: dict[str, Any]) -> Judged:
    return _("Surface: %(what)s", what=value["text"]), None


def _benches(value: dict[str, Any]) -> Judged:
    metres = value["metres"]
    return _("At most %(metres)s m between benches", metres=metres), metres <= BENCHES_M


def _toilet(value: dict[str, Any]) -> Judged:
    metres = value["metres"]
    if metres == 0:
        return _("Accessible toilet here"), True
    away = words.exact_distance(metres)
    return _("Nearest accessible toilet %(distance)s away", distance=away), metres <= TOILET_M


def _steps(value: dict[str, Any]) -> Judged:
    count = value["count"]
    if count == 0:
        return _("No steps"), True
    return ngettext("%(num)s step", "%(num)s steps", count), False


def _level(value: dict[str, Any]) -> Judged:
    if value["ok"]:
        return _("Reached without steps"), True
    return _("Not reached without steps"), False


ACCESS: dict[FactTopic, Callable[[dict[str, Any]], Judged]] = {
    FactTopic.PATH_WIDTH: _width,
    FactTopic.SLOPE: _slope,
    FactTopic.SURFACE: _surface,
    FactTopic.BENCH_SPACING: _benches,
    FactTopic.NEAREST_ACCESSIBLE_TOILET: _toilet,
    FactTopic.STEPS: _steps,
    FactTopic.LEVEL_ACCESS: _level,
}


def _measured(fact: FactInfo) -> str:
    """Who measured and when; what nobody is named for has its source instead."""
    if fact.measured_by and fact.measured_on:
        month = _month(fact.measured_on)
        return _("Measured by %(who)s in %(month)s", who=fact.measured_by, month=month)
    who = fact.measured_by or fact.source
    return _("According to %(who)s", who=who) if who else ""


def _reach(fact: FactInfo, today: date) -> Line:
    text, metres = str(fact.value["text"]), fact.value.get("metres")
    if metres:
        text = _("%(way)s, then %(distance)s", way=text, distance=words.exact_distance(metres))
    return _line(fact, today, text, fact.note)


def _rule(fact: FactInfo, today: date) -> Line:
    return _line(fact, today, str(fact.value["text"]), fact.note)


def _document(fact: FactInfo, today: date) -> Line:
    value = fact.value
    return Line(fact.topic.value, value["title"], fact.note, late(fact, today), url=value["url"])


def _sources(facts: Sequence[FactInfo]) -> list[tuple[str, str]]:
    said = ((fact.source, fact.source_url) for fact in facts if fact.source)
    return list(dict.fromkeys(said))


def how_sure(thing: PlaceInfo | TrailInfo) -> str:
    """How far off an approximate position may be, in a sentence."""
    if thing.accuracy_m is None:
        return _("The position is an estimate.")
    off = words.distance(thing.accuracy_m)
    if isinstance(thing, TrailInfo):
        return _("Only where it begins is known, and that may be %(distance)s off.", distance=off)
    return _("The position is an estimate, and may be %(distance)s off.", distance=off)


def key_facts(place: PlaceInfo | TrailInfo, trail: TrailInfo | None) -> list[tuple[str, str]]:
    """The row of figures below the title; `trail` is the one that runs here. Only what is known.

    What was made up for an example says nothing of a real place.
    """
    if trail and trail.is_example and not isinstance(place, TrailInfo):
        trail = None
    size = place.facts.get("area_ha") if isinstance(place, PlaceInfo) else None
    since = place.facts.get("protected_since") if isinstance(place, PlaceInfo) else None
    pairs = [
        (_("Size"), words.area(float(size)) if size else ""),
        (_("Protected since"), str(since) if since else ""),
        *(_of_trail(trail) if trail else []),
    ]
    return [(label, value) for label, value in pairs if value]


def _of_trail(trail: TrailInfo) -> list[tuple[str, str]]:
    return [
        (_("Trail"), trail_length(trail)),
        (_("Time"), trails.duration(trail.walking_minutes) if trail.walking_minutes else ""),
        (_("Difficulty"), official.difficulty(trail.difficulty) if trail.difficulty else ""),
        (_("Starts at"), "" if trail.is_loop else trail.start_name),
        (_("Ends at"), "" if trail.is_loop else trail.end_name),
    ]


def trail_length(trail: TrailInfo) -> str:
    """`4,6 km slinga`, `9 km`; "" when nobody knows."""
    if not trail.length_m:
        return ""
    length = words.distance(trail.length_m)
    return _("%(length)s loop", length=length) if trail.is_loop else length
