"""Zones where stories are held, and what lies in them; asked in the municipality's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import functions as geo
from geoalchemy2.shape import to_shape
from shapely.geometry import MultiPolygon
from sqlalchemy import ColumnElement, Date, cast, func, or_, select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.geo.srid import SWEREF99_TM
from geostories.models import HeldZone, StoryVersion
from geostories.vocabulary import VersionStatus

M2_PER_HECTARE = 10_000
OUR_TIME = "Europe/Stockholm"


@dataclass(frozen=True)
class ZoneInfo:
    """A zone. `shape` in WGS 84; `waiting`: how many stories wait in it now."""

    id: UUID
    name: str
    reason: str
    starts_on: date | None
    ends_on: date | None
    removed_at: datetime | None
    hectares: float
    shape: MultiPolygon
    waiting: int = 0

    def holds_on(self, day: date) -> bool:
        """Whether stories are held in it on a day."""
        begun = self.starts_on is None or self.starts_on <= day
        return self.removed_at is None and begun and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        """Whether its last day has passed."""
        return self.ends_on is not None and self.ends_on < day


@dataclass(frozen=True)
class HeldBy:
    """A zone that a version lies in, as a moderator is told of it."""

    id: UUID
    name: str
    reason: str


def holds() -> ColumnElement[bool]:
    """Whether stories are held in a zone today."""
    day = cast(func.timezone(OUR_TIME, func.now()), Date)
    return (
        HeldZone.removed_at.is_(None)
        & or_(HeldZone.starts_on.is_(None), HeldZone.starts_on <= day)
        & or_(HeldZone.ends_on.is_(None), HeldZone.ends_on >= day)
    )


def lies_in() -> ColumnElement[bool]:
    """Whether a version's exact point, or any of its line or area, lies in a zone."""
    told: Any = geo.ST_Transform(func.coalesce(StoryVersion.shape, StoryVersion.geom), SWEREF99_TM)
    return (HeldZone.municipality_id == StoryVersion.municipality_id) & geo.ST_Intersects(
        HeldZone.geom_3006, told
    )


def list_holding(session: Session, *, version_id: UUID) -> list[HeldBy]:
    """The zones that hold a version today, by name."""
    rows = session.execute(
        select(HeldZone.id, HeldZone.name, HeldZone.reason)
        .join(StoryVersion, lies_in())
        .where(StoryVersion.id == version_id, holds())
        .order_by(HeldZone.name, HeldZone.id)
    )
    return [HeldBy(*row) for row in rows]


def is_held() -> ColumnElement[bool]:
    """For a query of versions: whether a zone holds them today."""
    found = select(HeldZone.id).where(lies_in(), holds()).correlate(StoryVersion)
    return found.exists()


def list_zones(session: Session, *, municipality_id: UUID) -> list[ZoneInfo]:
    """All zones of a municipality, by name, removed ones too."""
    rows = session.execute(
        _zones().where(HeldZone.municipality_id == municipality_id).order_by(HeldZone.name)
    )
    return [_info(row) for row in rows]


def get_zone(session: Session, *, zone_id: UUID, municipality_id: UUID) -> ZoneInfo:
    """One zone; raises NotFound outside the municipality."""
    row = session.execute(
        _zones().where(HeldZone.id == zone_id, HeldZone.municipality_id == municipality_id)
    ).one_or_none()
    if row is None:
        raise NotFound("no_zone")
    return _info(row)


def _zones() -> Any:
    waiting = (
        select(func.count())
        .select_from(StoryVersion)
        .where(StoryVersion.status == VersionStatus.PENDING, lies_in())
        .correlate(HeldZone)
        .scalar_subquery()
    )
    return select(HeldZone, func.ST_Area(HeldZone.geom_3006), waiting)


def _info(row: Any) -> ZoneInfo:
    zone, area, waiting = row
    same = "id name reason starts_on ends_on removed_at".split()
    return ZoneInfo(
        **{name: getattr(zone, name) for name in same},
        hectares=area / M2_PER_HECTARE,
        shape=to_shape(zone.geom),
        waiting=waiting,
    )
