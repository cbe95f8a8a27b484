"""How long something has waited, and when it happened, as one says it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from babel.dates import format_timedelta
from flask_babel import format_date, format_time, get_locale, to_user_timezone
from flask_babel import gettext as _


def short_wait(since: datetime, now: datetime) -> str:
    """`12 min`, `3 tim`, `I går`, `4 dygn`: fits beside a name."""
    days = _days_between(since, now)
    if days == 1 and now - since >= timedelta(hours=12):
        return _("Yesterday")
    short = _span(now - since, "long" if now - since >= timedelta(days=1) else "short")
    return short.replace(" ", "\N{NO-BREAK SPACE}")


def wait(since: datetime, now: datetime) -> str:
    """`12 minuter`, `3 timmar`, `1 dygn`: within a sentence."""
    return _span(now - since, "long")


def hours_long(hours: float) -> str:
    """`3 timmar`, `2 dagar`: a length by itself."""
    return _span(timedelta(hours=hours), "long")


def moment_near(at: datetime, now: datetime) -> str:
    """`I dag 10.12`, `I går 15.40`, `18 maj 09.05`, with the year when it is another."""
    clock = format_time(at, "HH.mm")
    days = _days_between(at, now)
    if days == 0:
        return _("Today %(time)s", time=clock)
    if days == 1:
        return _("Yesterday %(time)s", time=clock)
    same_year = to_user_timezone(at).year == to_user_timezone(now).year
    return f"{format_date(at, 'd MMM' if same_year else 'd MMM y')} {clock}"


NEVER_LARGER = 1_000
"""Babel's threshold for going over to a larger unit: 20 days are not three weeks in a queue."""


def _span(length: timedelta, form: Literal["short", "long"]) -> str:
    minutes = max(int(length.total_seconds()) // 60, 1)
    unit: Literal["minute", "hour", "day"]
    unit, size = (
        ("minute", 1) if minutes < 60 else ("hour", 60) if minutes < 1440 else ("day", 1440)
    )
    return format_timedelta(
        timedelta(minutes=minutes // size * size),
        granularity=unit,
        threshold=NEVER_LARGER,
        format=form,
        locale=get_locale(),
    )


def _days_between(earlier: datetime, later: datetime) -> int:
    return (to_user_timezone(later).date() - to_user_timezone(earlier).date()).days
