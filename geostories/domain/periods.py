"""The periods that figures are shown for: the last days, or a calendar year, in Swedish time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from geostories.domain.days import SWEDEN
from geostories.errors import NotFound

ROLLING = {"30": 30, "90": 90, "365": 365}
FIRST_YEAR = 2000


@dataclass(frozen=True)
class Period:
    """Its name in addresses, its first and its last day, both counted; `year` where it is one."""

    name: str
    first: date
    last: date
    year: int | None = None

    @property
    def since(self) -> datetime:
        """The moment it begins."""
        return datetime.combine(self.first, time(), SWEDEN)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), SWEDEN)


def before(period: Period) -> Period:
    """As many days as it has, up to the day before it begins."""
    days = period.last - period.first + timedelta(days=1)
    return Period(period.name, period.first - days, period.last - days)


def read(name: str, *, today: date) -> Period:
    """`30`, `90` or `365` days up to today, or a year. Raises NotFound for anything else."""
    if name in ROLLING:
        return Period(name, today - timedelta(days=ROLLING[name] - 1), today)
    if name.isascii() and name.isdecimal() and FIRST_YEAR <= int(name) <= today.year:
        year = int(name)
        return Period(name, date(year, 1, 1), min(date(year, 12, 31), today), year)
    raise NotFound("no_page")
