"""Reading when it happened, as exactly as the teller knows."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from geostories.errors import InvalidInput
from geostories.queries.stories import Happened
from geostories.vocabulary import HappenedPrecision

WORDS_LENGTH = 60
_MONTHS = {
    name: number
    for names in (
        "januari februari mars april maj juni juli augusti september oktober november december",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), start=1)
}
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_YEAR = r"(?P<year>\d{4})"
_FORMS = {
    HappenedPrecision.DAY: (
        rf"{_YEAR}-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})",
        rf"(?:den )?(?P<day>\d{{1,2}}) {_MONTH} {_YEAR}",
    ),
    HappenedPrecision.MONTH: (rf"{_YEAR}-(?P<month>\d{{1,2}})", rf"(?:i )?{_MONTH} {_YEAR}"),
    HappenedPrecision.YEAR: (_YEAR,),
    HappenedPrecision.DECADE: (r"(?P<year>\d{3}0)(?:-?tal(?:et)?|s)?",),
}
THIS_CENTURY = 2000
"""Its name is still said of its first ten years."""

_MENTIONED = re.compile(
    r"(?P<early>\b(?:tidigt|tidiga|early)\s+)?(?<!\d)(?P<year>[1-9]\d{3})(?!\d)"
    r"(?P<decade>-?tal(?:et)?|s\b)?",
    re.IGNORECASE,
)


def read_happened(precision: HappenedPrecision, text: str, *, today: date) -> Happened | None:
    """Read a time; empty text is none.

    `1963-02-14` or `14 februari 1963`, `1963-02` or `februari 1963`, `1963`, `1960(-talet)`, or
    free words: those that name years, as `före kriget, 1935-1939`, also say from when to when.
    Raises InvalidInput for what is no date or lies after today.
    """
    text = text.strip()
    if not text:
        return None
    if precision is HappenedPrecision.ABOUT:
        return _read_words(text, today)
    start = _read_start(precision, text)
    if start > today:
        raise InvalidInput("in_the_future", field="happened")
    return Happened(precision, start, "", last_day(precision, start))


def last_day(precision: HappenedPrecision, start: date) -> date:
    """The last day of what begins on a day and is known so exactly."""
    match precision:
        case HappenedPrecision.MONTH:
            return start.replace(day=monthrange(start.year, start.month)[1])
        case HappenedPrecision.YEAR:
            return date(start.year, 12, 31)
        case HappenedPrecision.DECADE:
            return date(start.year + 9, 12, 31)
        case _:
            return start


def _read_start(precision: HappenedPrecision, text: str) -> date:
    for form in _FORMS[precision]:
        if match := re.fullmatch(form, text.lower()):
            said = {"month": "1", "day": "1", **match.groupdict()}
            month = _MONTHS.get(said["month"]) or int(said["month"])
            try:
                return date(int(said["year"]), month, int(said["day"]))
            except ValueError:
                break
    raise InvalidInput(f"bad_{precision}", field="happened")


def _read_words(text: str, today: date) -> Happened:
    if len(text) > WORDS_LENGTH:
        raise InvalidInput("happened_too_long", field="happened", most=WORDS_LENGTH)
    named = [(int(found["year"]), _further_years(found)) for found in _MENTIONED.finditer(text)]
    years = [(year, year + more) for year, more in named if year <= today.year]
    if not years:
        return Happened(HappenedPrecision.ABOUT, None, text)
    start, end = min(first for first, _ in years), max(last for _, last in years)
    return Happened(HappenedPrecision.ABOUT, date(start, 1, 1), text, date(end, 12, 31))


def _further_years(found: re.Match[str]) -> int:
    """How many years after the one named are meant too: ten are 1960-talet, a hundred 1800-talet."""
    year = int(found["year"])
    if not found["decade"] or year % 10:
        return 0
    is_century = year % 100 == 0 and year < THIS_CENTURY and not found["early"]
    return 99 if is_century else 9
