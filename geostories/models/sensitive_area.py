"""Where species live that a story must not lead to. Never public, nor its names."""

from __future__ import annotations

from uuid import UUID

from geoalchemy2 import WKBElement
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, geometry, now, primary_key, sweref


class SensitiveArea(Base):
    """An area of a layer that an editor loaded; `species` are the words a story may name them by."""

    __tablename__ = "sensitive_area"
    __table_args__ = (
        UniqueConstraint("municipality_id", "register", "register_id"),
        Index("ix_sensitive_area_geom_3006", "geom_3006", postgresql_using="gist"),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    register: Mapped[str]
    register_id: Mapped[str]
    species: Mapped[str]
    created_at: Mapped[Instant] = mapped_column(default=now)
    geom: Mapped[WKBElement] = geometry()
    geom_3006: Mapped[WKBElement] = sweref("geom")
