"""Which place or trail a story belongs to, as its teller says, and the line or area it is about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from geoalchemy2 import functions as geo
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from geostories.models import Municipality, OfficialPlace, Story, Trail
from geostories.queries.nearby import list_nearby

DECIMALS = 6


@dataclass(frozen=True)
class Belonging:
    """A place or a trail (`noun`). One that `is_withdrawn` still says so on its page."""

    noun: str
    id: UUID
    municipality: str
    name: str
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Ground:
    """What a published story is about beside its point; `shape` is GeoJSON, WGS 84."""

    shape: dict[str, Any] | None
    belongs: Belonging | None


def list_belongings(
    session: Session, *, lon: float, lat: float, within_m: int, limit: int
) -> list[Belonging]:
    """Places and trails that a story told at a point (WGS 84) may belong to, nearest first."""
    rows = list_nearby(
        session, lon=lon, lat=lat, within_m=within_m, limit=limit, nouns=("place", "trail")
    )
    return [Belonging(row.noun, row.id, row.municipality, row.name) for row in rows]


def find_belonging(session: Session, thing_id: UUID | None) -> Belonging | None:
    """The place or trail with this id, withdrawn ones too, or None."""
    if thing_id is None:
        return None
    for noun, model in (("place", OfficialPlace), ("trail", Trail)):
        row = session.execute(
            select(model.id, Municipality.slug, model.name, model.withdrawn_at)
            .join(Municipality, Municipality.id == model.municipality_id)
            .where(model.id == thing_id)
        ).one_or_none()
        if row:
            return Belonging(noun, row[0], row[1], row[2], is_withdrawn=row[3] is not None)
    return None


def get_ground(session: Session, story_id: UUID) -> Ground:
    """Of a published story; of any other there is nothing to tell."""
    home = aliased(Municipality)
    row = session.execute(
        select(
            geo.ST_AsGeoJSON(Story.public_shape, DECIMALS),
            OfficialPlace.id,
            Trail.id,
            home.slug,
            func.coalesce(OfficialPlace.name, Trail.name),
            func.coalesce(OfficialPlace.withdrawn_at, Trail.withdrawn_at),
        )
        .outerjoin(OfficialPlace, OfficialPlace.id == Story.place_id)
        .outerjoin(Trail, Trail.id == Story.trail_id)
        .outerjoin(
            home,
            or_(home.id == OfficialPlace.municipality_id, home.id == Trail.municipality_id),
        )
        .where(Story.id == story_id)
    ).one_or_none()
    if row is None:
        return Ground(None, None)
    shape, place_id, trail_id, town, name, withdrawn_at = row
    belongs = None
    if place_id or trail_id:
        noun = "place" if place_id else "trail"
        is_withdrawn = withdrawn_at is not None
        belongs = Belonging(noun, place_id or trail_id, town, name, is_withdrawn)
    return Ground(json.loads(shape) if shape else None, belongs)
