"""What is known of today, and what has to be asked anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from geostories.models import Municipality, Observation, OfficialPlace
from geostories.vocabulary import ObservationKind, PlaceKind


@dataclass(frozen=True)
class ObservationInfo:
    """What one source says, not yet past its validity."""

    kind: ObservationKind
    value: dict[str, Any]
    source: str
    source_url: str
    observed_at: datetime


@dataclass(frozen=True)
class Subject:
    """What a source is asked about: a municipality's middle (WGS 84), or a bathing water by HaV's id."""

    kind: ObservationKind
    municipality_id: UUID
    code: str
    place_id: UUID | None
    register_id: str
    lon: float
    lat: float


ASK_AFTER = {
    ObservationKind.WEATHER: timedelta(hours=1),
    ObservationKind.FIRE_RISK: timedelta(hours=3),
    ObservationKind.FIRE_BAN: timedelta(hours=1),
    ObservationKind.BATHING_WATER: timedelta(hours=6),
}
"""How long an answer is left in peace: about as often as each source says something new."""


def list_observations(
    session: Session, *, municipality_id: UUID, place_id: UUID, at: datetime
) -> list[ObservationInfo]:
    """What holds at a place just now, by kind."""
    rows = session.scalars(
        select(Observation)
        .where(
            Observation.municipality_id == municipality_id,
            or_(Observation.place_id.is_(None), Observation.place_id == place_id),
            Observation.valid_until > at,
        )
        .order_by(Observation.kind)
    )
    return [
        ObservationInfo(row.kind, row.value, row.source, row.source_url, row.observed_at)
        for row in rows
    ]


def list_due(session: Session, *, at: datetime) -> list[Subject]:
    """All that has not been answered for a while; in the operator's scope."""
    answered = {
        (row.kind, row.municipality_id, row.place_id): row.fetched_at
        for row in session.execute(
            select(
                Observation.kind,
                Observation.municipality_id,
                Observation.place_id,
                Observation.fetched_at,
            )
        )
    }
    return [
        subject
        for subject in [*_of_municipalities(session), *_of_bathing_places(session)]
        if _is_due(
            answered.get((subject.kind, subject.municipality_id, subject.place_id)),
            ASK_AFTER[subject.kind],
            at,
        )
    ]


def _is_due(answered_at: datetime | None, after: timedelta, at: datetime) -> bool:
    return answered_at is None or answered_at + after <= at


def _of_municipalities(session: Session) -> list[Subject]:
    middle = func.ST_PointOnSurface(Municipality.geom)
    rows = session.execute(
        select(Municipality.id, Municipality.code, func.ST_X(middle), func.ST_Y(middle))
    ).all()
    kinds = (ObservationKind.WEATHER, ObservationKind.FIRE_RISK, ObservationKind.FIRE_BAN)
    return [
        Subject(kind, municipality_id, code, None, "", lon, lat)
        for municipality_id, code, lon, lat in rows
        for kind in kinds
    ]


def _of_bathing_places(session: Session) -> list[Subject]:
    point = func.ST_PointOnSurface(OfficialPlace.geom)
    rows = session.execute(
        select(
            OfficialPlace.municipality_id,
            Municipality.code,
            OfficialPlace.id,
            OfficialPlace.register_id,
            func.ST_X(point),
            func.ST_Y(point),
        )
        .join(Municipality, Municipality.id == OfficialPlace.municipality_id)
        .where(
            OfficialPlace.kind == PlaceKind.BATHING_PLACE,
            OfficialPlace.withdrawn_at.is_(None),
            OfficialPlace.register_id.regexp_match("^SE[A-Z0-9]{4}[0-9]{12}$"),
        )
    )
    return [Subject(ObservationKind.BATHING_WATER, *row) for row in rows]
