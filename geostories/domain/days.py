"""Which day and which week it is where the stories are told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


def today(at: datetime | None = None) -> date:
    """The day in Sweden, now or at the moment `at` (aware)."""
    return (at or datetime.now(UTC)).astimezone(SWEDEN).date()


def monday_of(day: date) -> date:
    """The day its week begins."""
    return day - timedelta(days=day.weekday())


def this_week(at: datetime | None = None) -> date:
    """The Monday of the week, now or at the moment `at`."""
    return monday_of(today(at))
