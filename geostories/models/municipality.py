"""The tenant."""

from __future__ import annotations

from uuid import UUID

from geoalchemy2 import WKBElement
from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, geometry, now, primary_key, sweref
from geostories.vocabulary import CommentRule


class Municipality(Base):
    """A municipality: its words for itself and its border (MultiPolygon, EPSG:4326)."""

    __tablename__ = "municipality"
    __table_args__ = (
        Index("ix_municipality_geom", "geom", postgresql_using="gist"),
        Index("ix_municipality_geom_3006", "geom_3006", postgresql_using="gist"),
    )

    id: Mapped[UUID] = primary_key()
    slug: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    site_name: Mapped[str]
    contact_email: Mapped[str]
    contact_url: Mapped[str]
    review_days: Mapped[int] = mapped_column(default=2)
    comment_rule: Mapped[CommentRule] = mapped_column(
        choice(CommentRule), default=CommentRule.REVIEWED
    )
    created_at: Mapped[Instant] = mapped_column(default=now)
    geom: Mapped[WKBElement] = geometry("MULTIPOLYGON")
    geom_3006: Mapped[WKBElement] = sweref("geom", "MULTIPOLYGON")
