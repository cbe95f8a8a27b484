"""Zones drawn by staff: a story told inside one is held for a closer look. Never public."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from geoalchemy2 import WKBElement
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, geometry, now, primary_key, sweref


class HeldZone(Base):
    """`reason` is for the moderator: why stories from here wait.

    It holds from `starts_on` until and including `ends_on`, where they are said; one that was
    removed stays for its history, and can be put back.
    """

    __tablename__ = "held_zone"
    __table_args__ = (Index("ix_held_zone_geom_3006", "geom_3006", postgresql_using="gist"),)

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    name: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    created_by: Mapped[UUID | None]
    created_at: Mapped[Instant] = mapped_column(default=now)
    removed_at: Mapped[Instant | None]
    geom: Mapped[WKBElement] = geometry("MULTIPOLYGON")
    geom_3006: Mapped[WKBElement] = sweref("geom", "MULTIPOLYGON")
