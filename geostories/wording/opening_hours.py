"""When a place is open and when nobody may go in, in words: `Öppet nu, till 16`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from babel.dates import get_day_names
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from geostories.domain.opening_hours import (
    DAYS,
    MIDNIGHT,
    STOCKHOLM,
    Hours,
    Period,
    Standing,
    is_exception,
    period_of,
    standing,
)
from geostories.queries.visitor_facts import FactInfo
from geostories.vocabulary import FactTopic


@dataclass(frozen=True)
class Opening:
    """`headline` is what counts now; `week` pairs of days and hours; exceptions still to come."""

    headline: str
    is_open: bool
    week: list[tuple[str, str]]
    exceptions: list[tuple[str, str]]
    season: str
    notes: list[str]


@dataclass(frozen=True)
class Ban:
    """Yearly days without access: where or why, and when."""

    text: str
    when: str
    in_force: bool


def opening_of(facts: Sequence[FactInfo], at: datetime) -> Opening | None:
    """What hours and season say of a moment (aware); None where nothing is known of either."""
    by_topic = {fact.topic: fact for fact in facts}
    hours_fact = by_topic.get(FactTopic.OPENING_HOURS)
    season_fact = by_topic.get(FactTopic.SEASON)
    if hours_fact is None and season_fact is None:
        return None
    hours = hours_fact.value["hours"] if hours_fact else []
    season = (season_fact.value["start"], season_fact.value["end"]) if season_fact else None
    now = at.astimezone(STOCKHOLM)
    found = standing(at, hours=hours, season=season)
    return Opening(
        headline=_headline(found, now, by_the_clock=bool(hours)),
        is_open=found.is_open,
        week=_week([each for each in hours if not is_exception(each)]),
        exceptions=_exceptions(hours, now.date()),
        season=_season(season, now.date()) if season else "",
        notes=[fact.note for fact in (hours_fact, season_fact) if fact and fact.note],
    )


def _headline(found: Standing, now: datetime, *, by_the_clock: bool) -> str:
    if found.is_open and found.until is None:
        return _("Open around the clock")
    if found.is_open and found.until:
        if by_the_clock:
            return _("Open now, until %(time)s", time=_moment(found.until, now))
        last = found.until.date() - timedelta(days=1)
        return _("Open for the season, until %(day)s", day=_day(last, now.date()))
    closed = _("Closed now") if found.in_season else _("Closed for the season")
    if found.until is None:
        return closed
    if not found.in_season:
        when = _day(found.until.date(), now.date())
    else:
        when = _moment(found.until, now)
    return _("%(closed)s, opens %(when)s", closed=closed, when=when)


def _moment(moment: datetime, now: datetime) -> str:
    """`16`, `i morgon 9`, `lördag 10`, `3 mars 9`: as near as it is."""
    away = (moment.date() - now.date()).days
    if away == 0:
        return clock(moment.strftime("%H:%M"))
    if away == 1:
        day = _("tomorrow")
    elif away < 7:
        day = format_date(moment.date(), "EEEE")
    else:
        day = _day(moment.date(), now.date())
    return f"{day} {clock(moment.strftime('%H:%M'))}"


def clock(text: str) -> str:
    """`9` for 09:00, `9.30` for 09:30, `24` for the end of the day."""
    hour, minute = ("24", "00") if text == MIDNIGHT else text.split(":")
    return f"{int(hour)}.{minute}" if minute != "00" else str(int(hour))


def _day(day: date, today: date) -> str:
    return format_date(day, "d MMMM" if day.year == today.year else "d MMMM y")


def _week(hours: Sequence[Hours]) -> list[tuple[str, str]]:
    """Days with the same hours after each other are one row; closed days are said."""
    if not hours:
        return []
    by_day = [_of_day(hours, day) for day in DAYS]
    names = get_day_names("wide", locale=get_locale())
    rows = []
    for said, group in groupby(range(len(DAYS)), key=lambda number: by_day[number]):
        days = list(group)
        first, last = names[days[0]], names[days[-1]]
        rows.append((first if len(days) == 1 else f"{first}–{last}", said))
    return rows


def _of_day(hours: Sequence[Hours], day: str) -> str:
    said = sorted(
        (each["opens"], each["closes"])
        for each in hours
        if each.get("opens") and day in (each.get("dayOfWeek") or DAYS)
    )
    return ", ".join(_span(*each) for each in said) or _("closed")


def _span(opens: str, closes: str) -> str:
    if opens == "00:00" and closes == MIDNIGHT:
        return _("around the clock")
    return f"{clock(opens)}–{clock(closes)}"


def _exceptions(hours: Sequence[Hours], today: date) -> list[tuple[str, str]]:
    coming = [
        each
        for each in hours
        if is_exception(each) and date.fromisoformat(each["validThrough"]) >= today
    ]
    return [
        (
            _dates(each, today),
            _span(each["opens"], each["closes"]) if each.get("opens") else _("closed"),
        )
        for each in sorted(coming, key=lambda each: str(each["validFrom"]))
    ]


def _dates(hours: Mapping[str, Any], today: date) -> str:
    first, last = (date.fromisoformat(hours[name]) for name in ("validFrom", "validThrough"))
    if first == last:
        return _day(first, today)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last, today)}"
    return f"{_day(first, today)}–{_day(last, today)}"


def _season(season: tuple[str, str], today: date) -> str:
    return _("Season: %(period)s", period=yearly(period_of(*season, today)))


def yearly(period: Period) -> str:
    """`1 mars–15 augusti`, every year the same."""
    return f"{format_date(period.first, 'd MMMM')}–{format_date(period.last, 'd MMMM')}"


def ban_of(fact: FactInfo, today: date) -> Ban:
    """A yearly access ban as it stands today."""
    period = period_of(fact.value["start"], fact.value["end"], today)
    in_force = period.holds(today)
    if in_force:
        when = _("In force now, until %(day)s", day=_day(period.last, today))
    else:
        when = _("Every year %(period)s", period=yearly(period))
    return Ban(str(fact.value["text"]), when, in_force)
