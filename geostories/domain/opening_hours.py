"""Whether a place is open at a moment, and when a yearly period runs. Pure; times are Sweden's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from geostories.vocabulary import FactTopic

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""As schema.org names them; Monday is day 0."""

LOOK_AHEAD_DAYS = 366
"""A place that opens for one season opens within a year."""

ALWAYS_AFTER_DAYS = 8
"""Open without a break for more than a week: no time of closing is worth a word."""

MIDNIGHT = "23:59"
"""How the end of the day is written: the minute belongs to it."""

Hours = Mapping[str, Any]
"""One OpeningHoursSpecification of schema.org: dayOfWeek, opens, closes, validFrom, validThrough."""


@dataclass(frozen=True)
class Period:
    """A yearly period as it runs now, or next. Both days belong to it."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Standing:
    """Open or not, and until when; moments in Swedish time.

    `until` is when it closes (open) or opens (closed); None: not within reach, or never.
    """

    is_open: bool
    until: datetime | None
    in_season: bool = True


Span = tuple[datetime, datetime]


def period_of(start: str, end: str, on: date) -> Period:
    """The run of `start`–`end` (`MM-DD`, over New Year where end comes first) that holds or follows.

    29 February is 28 February in years without it. Raises ValueError for what is no day.
    """
    for year in (on.year - 1, on.year, on.year + 1):
        first = _day(year, start)
        last = _day(year if end >= start else year + 1, end)
        if last >= on:
            return Period(first, last)
    raise ValueError(start)  # pragma: no cover - one of three years always ends later


def _day(year: int, month_day: str) -> date:
    if month_day == "02-29" and not _is_leap(year):
        month_day = "02-28"
    return date.fromisoformat(f"{year:04}-{month_day}")


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def standing(
    at: datetime, *, hours: Sequence[Hours] = (), season: tuple[str, str] | None = None
) -> Standing:
    """How it stands at a moment (aware). Without hours it is open all day in its season.

    Hours with validFrom or validThrough are exceptions: on the days they are for they stand
    instead of the others, outside the season too. Hours without opens say closed.
    """
    now = at.astimezone(STOCKHOLM)
    today = now.date()
    spans = _joined(_spans(hours, season, today - timedelta(days=1), days=LOOK_AHEAD_DAYS + 1))
    in_season = season is None or period_of(*season, today).holds(today)
    for opens, closes in spans:
        if closes <= now:
            continue
        if opens > now:
            return Standing(False, opens, in_season)
        lasts = closes - now > timedelta(days=ALWAYS_AFTER_DAYS) and season is None
        return Standing(True, None if lasts else closes, True)
    return Standing(False, None, in_season)


def is_open(at: datetime, said: Iterable[tuple[FactTopic, Mapping[str, Any]]]) -> bool:
    """Whether hours, season and access bans together say that a place is open at a moment (aware).

    Of a place without hours and season nobody knows: that is no.
    """
    by_topic: dict[FactTopic, list[Mapping[str, Any]]] = {}
    for topic, value in said:
        by_topic.setdefault(topic, []).append(value)
    today = at.astimezone(STOCKHOLM).date()
    bans = by_topic.pop(FactTopic.ACCESS_BAN, [])
    if not by_topic or any(period_of(ban["start"], ban["end"], today).holds(today) for ban in bans):
        return False
    hours = by_topic.get(FactTopic.OPENING_HOURS, [{"hours": []}])[0]["hours"]
    seasons = by_topic.get(FactTopic.SEASON, [])
    season = (seasons[0]["start"], seasons[0]["end"]) if seasons else None
    now = at.astimezone(STOCKHOLM)
    since_yesterday = _spans(hours, season, today - timedelta(days=1), days=2)
    return any(opens <= now < closes for opens, closes in since_yesterday)


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """Spans that touch made one."""
    current: Span | None = None
    for span in spans:
        if current and span[0] <= current[1]:
            current = (current[0], max(current[1], span[1]))
            continue
        if current:
            yield current
        current = span
    if current:
        yield current


def _spans(
    hours: Sequence[Hours], season: tuple[str, str] | None, first: date, *, days: int
) -> Iterator[Span]:
    for number in range(days):
        day = first + timedelta(days=number)
        spans = (_span(each, day) for each in hours_on(day, hours=hours, season=season))
        yield from sorted(span for span in spans if span)


def hours_on(
    day: date, *, hours: Sequence[Hours], season: tuple[str, str] | None = None
) -> list[Hours]:
    """The hours that rule on a day; none at all: closed."""
    named = [each for each in hours if _is_for(each, day)]
    exceptions = [each for each in named if is_exception(each)]
    if exceptions:
        return exceptions
    if season and not period_of(*season, day).holds(day):
        return []
    return named if hours else [{"opens": "00:00", "closes": MIDNIGHT}]


def is_exception(hours: Hours) -> bool:
    """Whether they are for certain dates only."""
    return bool(hours.get("validFrom") or hours.get("validThrough"))


def _is_for(hours: Hours, day: date) -> bool:
    first, last = hours.get("validFrom"), hours.get("validThrough")
    if first and day < date.fromisoformat(first):
        return False
    if last and day > date.fromisoformat(last):
        return False
    days = hours.get("dayOfWeek")
    return not days or DAYS[day.weekday()] in days


def _span(hours: Hours, day: date) -> Span | None:
    """From when to when, past midnight where it closes before it opens; None: closed that day."""
    opens, closes = hours.get("opens"), hours.get("closes")
    if not opens or not closes or (opens == closes == "00:00"):
        return None
    start = datetime.combine(day, time.fromisoformat(opens), STOCKHOLM)
    if closes == MIDNIGHT:
        return start, datetime.combine(day + timedelta(days=1), time.min, STOCKHOLM)
    shut = time.fromisoformat(closes)
    last = day if closes > opens else day + timedelta(days=1)
    return start, datetime.combine(last, shut, STOCKHOLM)
