"""Words of *Översikt*: numbers that are told or withheld, and the period before."""

from __future__ import annotations

from datetime import date

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from geostories.domain.small_numbers import Told


def told(number: Told, *, smallest: int) -> int | str:
    """The number, or the words that stand for it."""
    if number.count is not None:
        return number.count
    return _("fewer than %(smallest)s", smallest=smallest) if number.is_few else _("not shown")


def shown(number: int | str) -> str:
    """As people read it: `42 690`."""
    return number if isinstance(number, str) else format_decimal(number)


def week(monday: date) -> str:
    """`v. 14`."""
    return _("w. %(number)s", number=monday.isocalendar().week)


def periods() -> dict[str, str]:
    """The periods that are offered."""
    return {"30": _("30 days"), "90": _("Quarter"), "365": _("Year")}


def _before(period: str) -> str:
    return {
        "30": _("the 30 days before"),
        "90": _("the quarter before"),
        "365": _("the year before"),
    }[period]


def change_in_percent(now: int, before: int, period: str) -> str:
    """`18 % fler än kvartalet före`. `before` is not 0."""
    percent = round((now - before) * 100 / before)
    if percent == 0:
        return _("about as many as %(before)s", before=_before(period))
    if percent > 0:
        return _("%(percent)s %% more than %(before)s", percent=percent, before=_before(period))
    return _("%(percent)s %% fewer than %(before)s", percent=-percent, before=_before(period))


def change(now: int, before: int, period: str) -> str:
    """`61 fler än kvartalet före`."""
    if now == before:
        return _("as many as %(before)s", before=_before(period))
    if now > before:
        return _("%(num)s more than %(before)s", num=now - before, before=_before(period))
    return _("%(num)s fewer than %(before)s", num=before - now, before=_before(period))


def uniques(number: int | str) -> str:
    """`20 114 unika`, the days together."""
    if isinstance(number, str):
        return _("unique by day: %(words)s", words=number)
    return ngettext("%(count)s unique", "%(count)s unique", number, count=shown(number))
