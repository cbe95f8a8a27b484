"""Municipalities: by address, by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from geoalchemy2 import WKBElement
from geoalchemy2 import functions as geo
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.geo.bbox import BBox
from geostories.geo.srid import SWEREF99_TM, WGS84
from geostories.models import Municipality

SLIP_M2 = 5_000_000
"""Borders drawn coarsely lie across each other in slivers; a parish is no sliver."""


@dataclass(frozen=True)
class MunicipalityInfo:
    """What pages need of a municipality; `extent` is its border's box in degrees."""

    id: UUID
    slug: str
    code: str
    name: str
    site_name: str
    contact_email: str
    contact_url: str
    review_days: int
    extent: BBox


def _query() -> Select[Any]:
    box = func.Box2D(Municipality.geom)
    return select(
        Municipality, func.ST_XMin(box), func.ST_YMin(box), func.ST_XMax(box), func.ST_YMax(box)
    )


def _info(row: Any) -> MunicipalityInfo:
    m, *corners = tuple(row)
    return MunicipalityInfo(
        id=m.id,
        slug=m.slug,
        code=m.code,
        name=m.name,
        site_name=m.site_name,
        contact_email=m.contact_email,
        contact_url=m.contact_url,
        review_days=m.review_days,
        extent=BBox(*corners),
    )


def list_municipalities(session: Session) -> list[MunicipalityInfo]:
    """All, by name."""
    return [_info(row) for row in session.execute(_query().order_by(Municipality.name))]


def get_municipality(session: Session, slug: str) -> MunicipalityInfo:
    """The one with this word in its addresses; raises NotFound."""
    row = session.execute(_query().where(Municipality.slug == slug)).one_or_none()
    if row is None:
        raise NotFound("no_municipality")
    return _info(row)


def get_slug(session: Session, municipality_id: UUID) -> str:
    """Its word in addresses."""
    return session.scalars(
        select(Municipality.slug).where(Municipality.id == municipality_id)
    ).one()


def find_overlapping(session: Session, *, border: WKBElement) -> str | None:
    """The name of a municipality on whose ground a border lies, slips of drawing apart."""
    shared = geo.ST_Area(
        geo.ST_Intersection(Municipality.geom_3006, geo.ST_Transform(border, SWEREF99_TM))
    )
    return session.scalar(
        select(Municipality.name)
        .where(geo.ST_Intersects(Municipality.geom, border), shared > SLIP_M2)
        .order_by(shared.desc())
        .limit(1)
    )


def is_administered(session: Session, municipality_id: UUID) -> bool:
    """Whether somebody administers it; not who."""
    return bool(session.scalar(select(func.is_administered(municipality_id))))


def find_for_point(session: Session, *, lon: float, lat: float, margin_m: int) -> UUID | None:
    """The id of the municipality a point (WGS 84) lies in, else the nearest within `margin_m`."""
    point = geo.ST_Transform(geo.ST_SetSRID(geo.ST_MakePoint(lon, lat), WGS84), SWEREF99_TM)
    return session.scalar(
        select(Municipality.id)
        .where(geo.ST_DWithin(Municipality.geom_3006, point, margin_m))
        .order_by(geo.ST_Distance(Municipality.geom_3006, point))
        .limit(1)
    )
