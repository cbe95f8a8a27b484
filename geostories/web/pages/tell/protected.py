"""What holds where a story is told: the rules of reserves, said and never enforced."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from geostories.domain.transaction import Scope, reading
from geostories.queries.place_warnings import AccessBan, ProtectedHere, list_protected_at
from geostories.vocabulary import PlaceKind
from geostories.web import cards
from geostories.web.forms.tell import ChosenPoint
from geostories.wording import vocabulary as words

LEAP_YEAR = 2000


def protected_at(point: ChosenPoint) -> list[dict[str, Any]]:
    """The areas around a point: `lead`, `rules` as one text, `url` of the place's page, `link`."""
    with reading(Scope.public()) as session:
        found = list_protected_at(session, lon=point.lon, lat=point.lat)
    return [_shown(area) for area in found]


def _shown(area: ProtectedHere) -> dict[str, Any]:
    rules = [_sentence(rule) for rule in area.rules] + [_ban(ban) for ban in area.bans]
    return {
        "lead": _lead(area),
        "rules": " ".join(rules) or _("It may have rules of its own."),
        "url": cards.place_url(area.municipality, area.id),
        "link": _("Read more about %(place)s", place=area.name),
    }


def _lead(area: ProtectedHere) -> str:
    kind = words.place_kind(PlaceKind(area.kind)).lower()
    is_said = kind in area.name.casefold()
    name = area.name if is_said else _("%(name)s (%(kind)s)", name=area.name, kind=kind)
    if area.is_certain:
        return _("The place lies in %(area)s.", area=name)
    return _("The place lies in or near %(area)s.", area=name)


def _ban(ban: AccessBan) -> str:
    period = _("%(start)s–%(end)s", start=_day(ban.start), end=_day(ban.end))
    return _("%(period)s: %(rule)s", period=period, rule=_sentence(ban.text))


def _day(month_and_day: str) -> str:
    month, day = month_and_day.split("-")
    return format_date(date(LEAP_YEAR, int(month), int(day)), "d MMMM")


def _sentence(rule: str) -> str:
    text = rule.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
