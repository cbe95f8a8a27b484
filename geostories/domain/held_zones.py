"""Zones where stories wait for a closer look. In the municipality's scope; all is logged."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from geoalchemy2.shape import from_shape
from shapely.geometry import MultiPolygon
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.errors import InvalidInput, NotFound, StateError
from geostories.geo.srid import WGS84
from geostories.models import HeldZone, StoryVersion
from geostories.models.base import now
from geostories.queries.held_zones import list_holding


@dataclass(frozen=True)
class Zone:
    """What staff say of it. Without days it holds until somebody removes it."""

    name: str
    reason: str
    shape: MultiPolygon
    starts_on: date | None = None
    ends_on: date | None = None


def add(session: Session, *, zone_id: UUID, municipality_id: UUID, zone: Zone, by: UUID) -> None:
    """Draw a zone: what waits in it, or comes, is held at once.

    One with this id that is there already (the form was sent twice) is changed instead.
    """
    _check(zone)
    known = {"id": zone_id, "municipality_id": municipality_id, "created_by": by}
    query = insert(HeldZone).values(**known, **_columns(zone)).on_conflict_do_nothing()
    added = session.scalar(query.returning(HeldZone))
    if added:
        _record(session, "add_zone", added, by)
    else:
        change(session, zone_id=zone_id, municipality_id=municipality_id, zone=zone, by=by)


def change(session: Session, *, zone_id: UUID, municipality_id: UUID, zone: Zone, by: UUID) -> None:
    """Say or draw it otherwise. Raises StateError for one that was removed."""
    found = _get(session, zone_id, municipality_id)
    _check(zone)
    if found.removed_at is not None:
        raise StateError("zone_removed")
    for name, value in _columns(zone).items():
        setattr(found, name, value)
    _record(session, "change_zone", found, by)
    session.flush()


def remove(session: Session, *, zone_id: UUID, municipality_id: UUID, by: UUID) -> None:
    """Hold nothing in it any more; the zone stays, and can be put back."""
    found = _get(session, zone_id, municipality_id)
    if found.removed_at is not None:
        raise StateError("zone_removed")
    found.removed_at = now()
    _record(session, "remove_zone", found, by)


def put_back(session: Session, *, zone_id: UUID, municipality_id: UUID, by: UUID) -> None:
    """Let a removed zone hold again."""
    found = _get(session, zone_id, municipality_id)
    if found.removed_at is None:
        raise StateError("zone_not_removed")
    found.removed_at = None
    _record(session, "put_zone_back", found, by)


def must_be_seen(session: Session, version: StoryVersion, seen: Collection[UUID]) -> None:
    """Raises InvalidInput when a zone holds a version that whoever publishes it has not ticked."""
    unseen = [z for z in list_holding(session, version_id=version.id) if z.id not in seen]
    if unseen:
        raise InvalidInput("zone_not_seen", field="zones", name=unseen[0].name)


def _get(session: Session, zone_id: UUID, municipality_id: UUID) -> HeldZone:
    found = session.scalar(
        select(HeldZone)
        .where(HeldZone.id == zone_id, HeldZone.municipality_id == municipality_id)
        .with_for_update()
    )
    if found is None:
        raise NotFound("no_zone")
    return found


def _columns(zone: Zone) -> dict[str, object]:
    names = ("name", "reason", "starts_on", "ends_on")
    columns: dict[str, object] = {name: getattr(zone, name) for name in names}
    return columns | {"geom": from_shape(zone.shape, srid=WGS84)}


def _check(zone: Zone) -> None:
    if zone.starts_on and zone.ends_on and zone.ends_on < zone.starts_on:
        raise InvalidInput("ends_before_it_starts", field="ends_on")


def _record(session: Session, action: str, zone: HeldZone, by: UUID) -> None:
    audit.record(
        session,
        action=action,
        subject="held_zone",
        subject_id=zone.id,
        actor_id=by,
        municipality_id=zone.municipality_id,
    )
