"""Marked lines on the ground."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from geoalchemy2 import WKBElement
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import (
    Base,
    Instant,
    choice,
    geometry,
    now,
    primary_key,
    sweref,
    web_mercator,
)
from geostories.vocabulary import Accuracy


class Trail(Base):
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

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    register: Mapped[str]
    register_id: Mapped[str]
    name: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    length_m: Mapped[int | None]
    start_name: Mapped[str] = mapped_column(default="")
    end_name: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str]
    source_url: Mapped[str] = mapped_column(default="")
    licence: Mapped[str]
    fetched_at: Mapped[Instant]
    withdrawn_at: Mapped[Instant | None]
    accuracy: Mapped[Accuracy] = mapped_column(choice(Accuracy), default=Accuracy.EXACT)
    accuracy_m: Mapped[int | None]
    created_at: Mapped[Instant] = mapped_column(default=now)
    start_geom: Mapped[WKBElement | None] = geometry("POINT", nullable=True)
    geom: Mapped[WKBElement | None] = geometry("MULTILINESTRINGZ", nullable=True, dimension=3)
    geom_3857: Mapped[WKBElement | None] = web_mercator("geom", "MULTILINESTRING")
    geom_3006: Mapped[WKBElement | None] = sweref("geom", "MULTILINESTRING")
