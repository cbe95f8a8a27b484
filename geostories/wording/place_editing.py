"""What editors changed of places, and what a fact says, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from babel.dates import get_day_names, get_month_names
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from geostories.domain.comparison import Segment, compare
from geostories.domain.opening_hours import DAYS
from geostories.domain.place_changes import Change
from geostories.queries.place_content import EditedFact, EditedPicture
from geostories.vocabulary import FactTopic, PlaceKind
from geostories.wording import official
from geostories.wording import vocabulary as words
from geostories.wording.opening_hours import clock
from geostories.wording.places import ACCESS, suits

Units = Mapping[UUID, str]
"""Names of units; one that is no more has none."""


class ChangeLine(NamedTuple):
    """One thing that differs: what it is, and its words before and after."""

    label: str
    before: str
    after: str

    @property
    def segments(self) -> list[Segment]:
        """The later words with what went from the earlier ones."""
        return compare(self.before, self.after)


def group(name: str) -> str:
    """A group of topics, as the editing page heads it."""
    return {
        "facility": _("Facilities"),
        "access": _("Accessibility"),
        "suits": _("Suits"),
        "when": _("When"),
        "reach": _("Getting here"),
        "rules": _("Rules"),
        "about": _("About the place"),
    }[name]


def topic(value: FactTopic) -> str:
    """What a fact is about."""
    return official.topic(value)


def months() -> list[tuple[str, str]]:
    """The months: `01` and its name."""
    names = get_month_names("wide", context="stand-alone", locale=get_locale())
    return [(f"{number:02}", names[number]) for number in range(1, 13)]


def weekdays() -> list[tuple[str, str]]:
    """The days of the week: schema.org's name and a short one of ours."""
    names = get_day_names("abbreviated", context="stand-alone", locale=get_locale())
    return [(day, names[number]) for number, day in enumerate(DAYS)]


def shown_day(text: str) -> str:
    """A typed date in words; what is no date as it was typed."""
    try:
        return longdate(text)
    except ValueError:
        return text


def part(topic: FactTopic, name: str) -> str:
    """What is asked for, beside the field."""
    if topic in (FactTopic.SEASON, FactTopic.ACCESS_BAN):
        return {"start": _("First day"), "end": _("Last day"), "text": _("Where or why")}[name]
    if topic.group == "reach" and name == "metres":
        return _("Metres to walk from there")
    return {
        FactTopic.PATH_WIDTH: _("At its narrowest"),
        FactTopic.SLOPE: _("At its steepest"),
        FactTopic.BENCH_SPACING: _("Farthest between two benches"),
        FactTopic.NEAREST_ACCESSIBLE_TOILET: _("How far away"),
        FactTopic.STEPS: _("How many on the way"),
        FactTopic.LEVEL_ACCESS: _("Can one get in without steps?"),
        FactTopic.SURFACE: _("Gravel, asphalt, boardwalk …"),
        FactTopic.RULE: _("What holds here"),
        FactTopic.INTRODUCTION: _("Introduction"),
        FactTopic.DOCUMENT: {"title": _("Title"), "url": _("Web address")}.get(name, ""),
    }.get(topic, _("How many, where, what kind") if topic.group == "facility" else _("How"))


def answers(topic: FactTopic) -> list[tuple[str, str]]:
    """What can be answered to whether it suits: value and words, the first for not knowing."""
    said = [(answer, suits(topic, answer)) for answer in ("yes", "partly", "no")]
    return [("", _("Not known")), *said]


def say_value(topic: FactTopic, value: Mapping[str, Any]) -> str:
    """What a fact says, on one line."""
    if topic in ACCESS:
        return ACCESS[topic](dict(value))[0]
    if topic.group == "suits":
        return suits(topic, value["answer"])
    if topic is FactTopic.SEASON:
        return _period(value)
    if topic is FactTopic.OPENING_HOURS:
        return "; ".join(map(_hours, value["hours"]))
    if topic is FactTopic.DOCUMENT:
        return f"{value['title']} ({value['url']})"
    if topic is FactTopic.ACCESS_BAN:
        return f"{_period(value)}: {value['text']}"
    text = str(value["text"]) or _("available")
    metres = value.get("metres")
    return text if metres is None else f"{text} ({words.distance(metres)})"


def _period(value: Mapping[str, Any]) -> str:
    return f"{day_of_year(value['start'])}–{day_of_year(value['end'])}"


def day_of_year(text: str) -> str:
    """`15 augusti` for 08-15."""
    return format_date(date.fromisoformat(f"2000-{text}"), "d MMMM")


def _hours(each: Mapping[str, Any]) -> str:
    names = get_day_names("abbreviated", locale=get_locale())
    days = [names[DAYS.index(day)] for day in each.get("dayOfWeek", [])]
    dates = [longdate(each[name]) for name in ("validFrom", "validThrough") if each.get(name)]
    when = "–".join(dict.fromkeys(dates))
    opens, closes = each.get("opens"), each.get("closes")
    span = f"{clock(opens)}–{clock(closes)}" if opens and closes else _("closed")
    return " ".join(filter(None, [when, ", ".join(days), span]))


def longdate(text: str) -> str:
    """`14 februari 2026` for 2026-02-14."""
    return words.longdate(date.fromisoformat(text))


def changes(found: Iterable[Change], units: Units) -> list[ChangeLine]:
    """What differs, a line each."""
    lines: list[ChangeLine] = []
    for change in found:
        lines += _lines(change, units)
    return lines


def _lines(change: Change, units: Units) -> list[ChangeLine]:
    before, after = change.before, change.after
    if isinstance(before or after, EditedFact):
        label = official.topic((after or before).topic)
        return _pairs(label, _said(before, units), _said(after, units))
    if isinstance(before or after, EditedPicture):
        return _pairs(_("Picture"), _described(before), _described(after))
    heading, kind = _PLAIN[change.key]
    return [ChangeLine(heading(), _plain(kind, before, units), _plain(kind, after, units))]


def _pairs(label: str, before: dict[str, str], after: dict[str, str]) -> list[ChangeLine]:
    """One line for what came or went, else one for each aspect that is another."""
    if not before or not after:
        return [ChangeLine(label, before.get("", ""), after.get("", ""))]
    return [
        ChangeLine(" · ".join(filter(None, [label, aspect])), before[aspect], after[aspect])
        for aspect in before
        if before[aspect] != after[aspect]
    ]


def _said(fact: EditedFact | None, units: Units) -> dict[str, str]:
    if fact is None:
        return {}
    return {
        "": say_value(fact.topic, fact.value),
        _("remark"): fact.note,
        _("source"): " ".join(filter(None, [fact.source, fact.source_url])),
        _("in charge"): unit_name(fact.unit_id, units),
        _("measured"): _measured(fact),
        _("to be checked by"): words.longdate(fact.check_by) if fact.check_by else "",
    }


def _measured(fact: EditedFact) -> str:
    on = words.longdate(fact.measured_on) if fact.measured_on else ""
    return " ".join(filter(None, [fact.measured_by, on]))


def _described(picture: EditedPicture | None) -> dict[str, str]:
    if picture is None:
        return {}
    return {"": picture.alt, _("photographer"): picture.credit, _("licence"): picture.licence}


def unit_name(unit_id: UUID | None, units: Units) -> str:
    """The name of a unit; one that is no more says so."""
    return units.get(unit_id, _("a unit that is no more")) if unit_id else ""


_PLAIN = {
    "unit_id": (lambda: _("Unit in charge"), "unit"),
    "is_withdrawn": (lambda: _("Shown"), "withdrawn"),
    "own.kind": (lambda: _("Kind"), "kind"),
    "own.name": (lambda: _("Name"), "text"),
    "own.summary": (lambda: _("In short"), "text"),
    "own.point": (lambda: _("Position"), "point"),
    "own.is_approximate": (lambda: _("Precision"), "precision"),
}


def _plain(kind: str, value: Any, units: Units) -> str:
    if value is None:
        return ""
    match kind:
        case "unit":
            return unit_name(value, units)
        case "withdrawn":
            return _("withdrawn") if value else _("on the map")
        case "kind":
            return words.place_kind(PlaceKind(value))
        case "point":
            return f"{value[1]:.5f}, {value[0]:.5f}"
        case "precision":
            return _("approximate") if value else _("exact")
    return str(value)
