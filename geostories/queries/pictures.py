"""Pictures of official places and trails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from geostories.models import Picture


@dataclass(frozen=True)
class PictureInfo:
    """A picture, what it shows, and who made it; sizes in pixels."""

    id: UUID
    alt: str
    credit: str
    licence: str
    width: int
    height: int


def list_pictures(session: Session, *, noun: str, thing_id: UUID) -> list[PictureInfo]:
    """The pictures of a `place` or `trail` in their order."""
    about = Picture.place_id if noun == "place" else Picture.trail_id
    rows = session.scalars(
        select(Picture)
        .where(about == thing_id, Picture.removed_at.is_(None))
        .order_by(Picture.position, Picture.created_at, Picture.id)
    )
    names = PictureInfo.__dataclass_fields__
    return [PictureInfo(**{name: getattr(row, name) for name in names}) for row in rows]


def first_pictures(session: Session, *, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The first picture's id by the place's or trail's; things without a picture are left out."""
    wanted = list(ids)
    about = func.coalesce(Picture.place_id, Picture.trail_id).label("about")
    rows = session.execute(
        select(about, Picture.id)
        .where(
            or_(Picture.place_id.in_(wanted), Picture.trail_id.in_(wanted)),
            Picture.removed_at.is_(None),
        )
        .ext(distinct_on(about))
        .order_by(about, Picture.position, Picture.created_at, Picture.id)
    )
    return {row.about: row.id for row in rows}
