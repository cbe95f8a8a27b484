"""Asking other authorities of today, so that no visitor's browser has to."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from geostories.domain import observations
from geostories.domain.transaction import Scope, reading, transaction
from geostories.integrations.fetching import FetchFailed, FetchRefused, fetch
from geostories.integrations.today import hav_bathing, msb_fire_ban, smhi_fire_risk, smhi_weather
from geostories.integrations.today.reading import Reading, UnknownShape
from geostories.queries.observations import Subject, list_due
from geostories.vocabulary import ObservationKind

if TYPE_CHECKING:
    from geostories.config import Settings

logger = logging.getLogger(__name__)
SWEDEN = ZoneInfo("Europe/Stockholm")
MOST_BYTES = 2_000_000
"""Ten days of weather are some 100 kB."""


class NoAnswer(Exception):
    """The source said something else than 200."""


def observe(settings: Settings, *, at: datetime) -> int:
    """Ask about everything that is due; answers how many answers were kept.

    A source that is away, or says something strange, leaves what was known until it is too old.
    """
    if not settings.observations:
        return 0
    with reading(Scope.operator()) as session:
        due = list_due(session, at=at)
    kept = 0
    for subject in due:
        try:
            said = _ask(subject, settings, at.astimezone(SWEDEN))
        except (FetchFailed, FetchRefused, NoAnswer, UnknownShape) as error:
            logger.warning("No %s: %s", subject.kind.value, type(error).__name__)
            continue
        with transaction(Scope.operator()) as session:
            observations.keep(
                session,
                said,
                municipality_id=subject.municipality_id,
                place_id=subject.place_id,
                fetched_at=at,
            )
        kept += 1
    return kept


def _ask(subject: Subject, settings: Settings, at: datetime) -> Reading:
    lon, lat = subject.lon, subject.lat
    match subject.kind:
        case ObservationKind.WEATHER:
            body = _get(smhi_weather.address(settings.smhi_url, lon, lat), settings)
            return smhi_weather.read(body, at=at)
        case ObservationKind.FIRE_RISK:
            body = _get(smhi_fire_risk.address(settings.smhi_url, lon, lat), settings)
            return smhi_fire_risk.read(body, at=at)
        case ObservationKind.FIRE_BAN:
            body = _get(msb_fire_ban.address(settings.msb_url, lon, lat), settings)
            return msb_fire_ban.read(body, code=subject.code, at=at)
        case ObservationKind.BATHING_WATER:
            water_id = subject.register_id
            both = [
                _get(each, settings) for each in hav_bathing.addresses(settings.hav_url, water_id)
            ]
            return hav_bathing.read(*both, water_id=water_id, at=at)


def _get(url: str, settings: Settings) -> bytes:
    answer = fetch(
        url, settings=settings, most_bytes=MOST_BYTES, seconds=settings.observation_seconds
    )
    if answer.status != 200:
        raise NoAnswer(answer.status)
    return answer.body
