"""What other authorities say of today, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _

from geostories.queries.observations import ObservationInfo
from geostories.vocabulary import ObservationKind
from geostories.wording.times import moment_near
from geostories.wording.vocabulary import longdate


@dataclass(frozen=True)
class Line:
    """One line of *Idag*: what, who says so, and when."""

    icon: str
    text: str
    is_warning: bool
    source: str
    source_url: str
    when: str


def lines(said: Iterable[ObservationInfo], now: datetime) -> list[Line]:
    """What is worth saying, warnings first."""
    found = [line for each in said for line in _lines_of(each, now)]
    return sorted(found, key=lambda line: not line.is_warning)


def _lines_of(said: ObservationInfo, now: datetime) -> list[Line]:
    tell = {
        ObservationKind.WEATHER: _weather,
        ObservationKind.FIRE_RISK: _fire_risk,
        ObservationKind.FIRE_BAN: _fire_ban,
        ObservationKind.BATHING_WATER: _bathing,
    }[said.kind]
    when = moment_near(said.observed_at, now)
    return [
        Line(icon, text, is_warning, said.source, said.source_url, when)
        for icon, text, is_warning in tell(said.value, now)
    ]


Said = list[tuple[str, str, bool]]
"""Icon, words, whether it is a warning."""


def _weather(value: dict[str, Any], now: datetime) -> Said:
    """The hour that has begun; nothing once the forecast does not reach this hour."""
    begun = [hour for hour in value["hours"] if datetime.fromisoformat(hour["at"]) <= now]
    if not begun:
        return []
    hour = begun[-1]
    icon, sky = _sky(hour["symbol"])
    parts = [_("%(degrees)s degrees", degrees=round(hour["temperature"])), sky]
    if hour["wind"] is not None:
        parts.append(_("wind %(speed)s m/s", speed=round(hour["wind"])))
    return [(icon, ", ".join(parts), False)]


def _sky(symbol: int) -> tuple[str, str]:
    """SMHI's 27 weather symbols in eight words."""
    for last, icon, words in (
        (2, "sun", _("clear sky")),
        (4, "cloud-sun", _("some clouds")),
        (6, "cloud", _("cloudy")),
        (7, "cloud-fog", _("fog")),
        (10, "cloud-rain", _("rain showers")),
        (11, "cloud-lightning", _("thunder")),
        (14, "cloud-hail", _("sleet")),
        (17, "cloud-snow", _("snow showers")),
        (20, "cloud-rain", _("rain")),
        (21, "cloud-lightning", _("thunder")),
        (24, "cloud-hail", _("sleet")),
    ):
        if symbol <= last:
            return icon, words
    return "cloud-snow", _("snow")


def _fire_risk(value: dict[str, Any], _now: datetime) -> Said:
    levels = [level for level in (value["forest"], value["grass"]) if level]
    if not levels:
        return []
    risk = [
        _("Very low fire risk"),
        _("Low fire risk"),
        _("Moderate fire risk"),
        _("High fire risk"),
        _("Very high fire risk"),
        _("Extreme fire risk"),
    ][max(levels) - 1]
    return [("flame", risk, max(levels) > 3)]


def _fire_ban(value: dict[str, Any], _now: datetime) -> Said:
    if value["is_forbidden"]:
        return [("flame", _("Lighting fires is forbidden"), True)]
    return [("flame-kindling", _("No fire ban"), False)]


def _bathing(value: dict[str, Any], _now: datetime) -> Said:
    said: Said = [
        (
            "waves",
            _(
                "Advice against bathing since %(day)s",
                day=longdate(datetime.fromisoformat(each["since"])),
            ),
            True,
        )
        for each in value["advice"]
    ]
    sample = value["sample"]
    if not sample:
        return said
    day = longdate(datetime.fromisoformat(sample["taken_at"]))
    if sample["is_acceptable"] is not None:
        good = sample["is_acceptable"]
        words = _("Good bathing water on %(day)s", day=day)
        said.append(
            ("waves", words if good else _("Bad bathing water on %(day)s", day=day), not good)
        )
    if sample["has_algae"]:
        said.append(("waves", _("Algal bloom on %(day)s", day=day), True))
    if sample["temperature"] is not None:
        degrees = format_decimal(sample["temperature"])
        words = _("%(degrees)s degrees in the water on %(day)s", degrees=degrees, day=day)
        said.append(("thermometer", words, False))
    return said
