"""Zones in words."""

from __future__ import annotations

from datetime import date

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from geostories.queries.held_zones import ZoneInfo

HECTARES_PER_KM2 = 100


def period(zone: ZoneInfo) -> str:
    """`från 1 mars 2026`, `1 mars 2026–31 juli 2026`, `tills vidare`."""
    start, end = zone.starts_on, zone.ends_on
    if start and end:
        return _("%(start)s–%(end)s", start=_day(start), end=_day(end))
    if start:
        return _("from %(start)s", start=_day(start))
    if end:
        return _("until %(end)s", end=_day(end))
    return _("until further notice")


def _day(day: date) -> str:
    return format_date(day, "d MMMM yyyy")


def size(zone: ZoneInfo) -> str:
    """`12 ha`, `3,4 km²`."""
    if zone.hectares >= HECTARES_PER_KM2:
        return _("%(number)s km²", number=format_decimal(zone.hectares / HECTARES_PER_KM2, "0.#"))
    return _("%(number)s ha", number=format_decimal(max(zone.hectares, 0.1), "0.#"))


def log_line(action: str, who: str) -> str:
    """What somebody did to a zone."""
    name = who or _("Somebody")
    return {
        "add_zone": _("%(name)s drew the zone", name=name),
        "change_zone": _("%(name)s changed the zone", name=name),
        "remove_zone": _("%(name)s removed the zone", name=name),
        "put_zone_back": _("%(name)s put the zone back", name=name),
    }[action]
