"""Official points and areas, as their register has them."""

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
from geostories.vocabulary import Accuracy, PlaceKind


class OfficialPlace(Base):
    """A reserve, bathing place, shelter, sight …; `geom` of any kind in EPSG:4326."""

    __tablename__ = "official_place"
    __table_args__ = (
        UniqueConstraint("municipality_id", "register", "register_id"),
        Index("ix_official_place_geom", "geom", postgresql_using="gist"),
        Index("ix_official_place_geom_3857", "geom_3857", postgresql_using="gist"),
        Index("ix_official_place_geom_3006", "geom_3006", postgresql_using="gist"),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    register: Mapped[str]
    register_id: Mapped[str]
    kind: Mapped[PlaceKind] = mapped_column(choice(PlaceKind))
    name: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    source: Mapped[str]
    source_url: Mapped[str] = mapped_column(default="")
    licence: Mapped[str]
    fetched_at: Mapped[Instant]
    withdrawn_at: Mapped[Instant | None]
    accuracy: Mapped[Accuracy] = mapped_column(choice(Accuracy), default=Accuracy.EXACT)
    accuracy_m: Mapped[int | None]
    created_at: Mapped[Instant] = mapped_column(default=now)
    geom: Mapped[WKBElement] = geometry()
    geom_3857: Mapped[WKBElement] = web_mercator("geom")
    geom_3006: Mapped[WKBElement] = sweref("geom")
