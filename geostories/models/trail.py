"""Marked lines on the ground."""

from __future__ import annotations

from geoalchemy2 import WKBElement
from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, geometry, sweref, web_mercator
from geostories.models.registered import Registered


class Trail(Registered, Base):
    """A trail: a line (MultiLineStringZ, EPSG:4326) or, where only that is known, its start.

    `is_example` marks lines drawn for the demo; they say so wherever they are shown.
    """

    __tablename__ = "trail"
    __table_args__ = (
        UniqueConstraint("municipality_id", "register", "register_id"),
        Index("ix_trail_geom", "geom", postgresql_using="gist"),
        Index("ix_trail_geom_3857", "geom_3857", postgresql_using="gist"),
        Index("ix_trail_geom_3006", "geom_3006", postgresql_using="gist"),
        Index("ix_trail_start_geom", "start_geom", postgresql_using="gist"),
    )

    length_m: Mapped[int | None]
    start_name: Mapped[str] = mapped_column(default="")
    end_name: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    start_geom: Mapped[WKBElement | None] = geometry("POINT", nullable=True)
    geom: Mapped[WKBElement | None] = geometry("MULTILINESTRINGZ", nullable=True, dimension=3)
    geom_3857: Mapped[WKBElement | None] = web_mercator("geom", "MULTILINESTRING")
    geom_3006: Mapped[WKBElement | None] = sweref("geom", "MULTILINESTRING")
