"""Saying that a place is not as usual: from when, until when, where. In the municipality's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2.shape import from_shape
from shapely import geometry
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.errors import InvalidInput, NotFound, StateError
from geostories.geo.srid import WGS84
from geostories.models import Notice, OfficialPlace, Trail
from geostories.models.base import now
from geostories.queries.municipalities import find_for_point
from geostories.vocabulary import NoticeKind

Point = tuple[float, float]
"""Longitude and latitude, WGS 84."""


@dataclass(frozen=True)
class Where:
    """A place, a trail, or a point; with none of them the whole municipality. `reach_m` around it."""

    place_id: UUID | None = None
    trail_id: UUID | None = None
    point: Point | None = None
    reach_m: int = 25


@dataclass(frozen=True)
class Entry:
    """What the editor says. Without `ends_at` it holds until somebody takes it back."""

    kind: NoticeKind
    title: str
    starts_at: datetime
    ends_at: datetime | None
    where: Where
    text: str = ""
    reason: str = ""
    source_url: str = ""


def add(
    session: Session,
    *,
    notice_id: UUID,
    municipality_id: UUID,
    entry: Entry,
    by: UUID,
    margin_m: int,
) -> None:
    """Enter a notice, which marks from `starts_at` on; a point may lie `margin_m` over the border.

    One with this id that is there already (the form was sent twice) is changed instead. Raises
    InvalidInput for dates in the wrong order or past, or a point somewhere else, and NotFound for
    another municipality's place.
    """
    if entry.ends_at is not None and entry.ends_at <= now():
        raise InvalidInput("notice_is_over", field="ends_on")
    _check(session, municipality_id, entry, margin_m)
    known = {"id": notice_id, "municipality_id": municipality_id, "created_by": by}
    query = insert(Notice).values(**known, **_columns(entry)).on_conflict_do_nothing()
    notice = session.scalar(query.returning(Notice))
    if notice:
        _record(session, "add_notice", notice, by)
    else:
        change(
            session,
            notice_id=notice_id,
            municipality_id=municipality_id,
            entry=entry,
            by=by,
            margin_m=margin_m,
        )


def change(
    session: Session,
    *,
    notice_id: UUID,
    municipality_id: UUID,
    entry: Entry,
    by: UUID,
    margin_m: int,
) -> None:
    """Say it otherwise; raises as `add` does, and StateError for one that was taken back."""
    notice = _get(session, notice_id, municipality_id)
    _check(session, municipality_id, entry, margin_m)
    for name, value in _columns(entry).items():
        setattr(notice, name, value)
    _record(session, "change_notice", notice, by)
    session.flush()


def revoke(session: Session, *, notice_id: UUID, municipality_id: UUID, by: UUID) -> None:
    """Take it back: it marks nothing from now on. Raises StateError when that was done already."""
    notice = _get(session, notice_id, municipality_id)
    notice.revoked_at = now()
    _record(session, "revoke_notice", notice, by)


def _get(session: Session, notice_id: UUID, municipality_id: UUID) -> Notice:
    notice = session.scalar(
        select(Notice)
        .where(Notice.id == notice_id, Notice.municipality_id == municipality_id)
        .with_for_update()
    )
    if notice is None:
        raise NotFound("no_notice")
    if notice.revoked_at is not None:
        raise StateError("notice_taken_back")
    return notice


def _columns(entry: Entry) -> dict[str, Any]:
    names = ("kind", "title", "text", "reason", "source_url", "starts_at", "ends_at")
    where, point = entry.where, entry.where.point
    return {
        **{name: getattr(entry, name) for name in names},
        "place_id": where.place_id,
        "trail_id": where.trail_id,
        "reach_m": where.reach_m,
        "geom": from_shape(geometry.Point(point), srid=WGS84) if point else None,
    }


def _check(session: Session, municipality_id: UUID, entry: Entry, margin_m: int) -> None:
    if entry.ends_at is not None and entry.ends_at <= entry.starts_at:
        raise InvalidInput("ends_before_it_starts", field="ends_on")
    where = entry.where
    for model, thing_id in ((OfficialPlace, where.place_id), (Trail, where.trail_id)):
        known = select(model.id).where(
            model.id == thing_id, model.municipality_id == municipality_id
        )
        if thing_id is not None and session.scalar(known) is None:
            raise NotFound("no_place")
    if where.point is not None:
        lon, lat = where.point
        found = find_for_point(session, lon=lon, lat=lat, margin_m=margin_m)
        if found != municipality_id:
            raise InvalidInput("outside_this_municipality", field="coordinates")


def _record(session: Session, action: str, notice: Notice, by: UUID) -> None:
    audit.record(
        session,
        action=action,
        subject="notice",
        subject_id=notice.id,
        actor_id=by,
        municipality_id=notice.municipality_id,
        kind=notice.kind,
    )
