"""Names on the map: towns, villages, lakes. For searching a place and saying what is near."""

from __future__ import annotations

from uuid import UUID

from geoalchemy2 import WKBElement
from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from geostories.models.base import Base, geometry, primary_key, sweref


class PlaceName(Base):
    """A name and its point (EPSG:4326)."""

    __tablename__ = "place_name"
    __table_args__ = (
        UniqueConstraint("name", "kind", "register_id"),
        Index("ix_place_name_geom_3006", "geom_3006", postgresql_using="gist"),
    )

    id: Mapped[UUID] = primary_key()
    name: Mapped[str]
    kind: Mapped[str]
    register_id: Mapped[str]
    source: Mapped[str]
    geom: Mapped[WKBElement] = geometry("POINT")
    geom_3006: Mapped[WKBElement] = sweref("geom", "POINT")
