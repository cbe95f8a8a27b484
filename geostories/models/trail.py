"""Marked lines on the ground."""

from __future__ import annotations

from geoalchemy2 import WKBElement
from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, choice, geometry, search_vector, sweref, web_mercator
from geostories.models.registered import Registered
from geostories.vocabulary import Difficulty, TrailKind


class Trail(Registered, Base):
    """A trail: a line (MultiLineStringZ, EPSG:4326) or, where only that is known, its start.

    `is_example` marks lines drawn for the demo; they say so wherever they are shown.
    Heights in metres and `profile`, [[metres from the start, height], …], are null where no heights
    are known; `heights_source` says from where they are.
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
    kind: Mapped[TrailKind] = mapped_column(choice(TrailKind), default=TrailKind.HIKING)
    marking: Mapped[str] = mapped_column(default="")
    surface: Mapped[str] = mapped_column(default="")
    is_loop: Mapped[bool | None]
    difficulty: Mapped[Difficulty | None] = mapped_column(choice(Difficulty))
    ascent_m: Mapped[int | None]
    descent_m: Mapped[int | None]
    lowest_m: Mapped[int | None]
    highest_m: Mapped[int | None]
    walking_minutes: Mapped[int | None]
    heights_source: Mapped[str] = mapped_column(default="")
    profile: Mapped[list[list[float]] | None] = mapped_column(JSONB(none_as_null=True))
    start_geom: Mapped[WKBElement | None] = geometry("POINT", nullable=True)
    geom: Mapped[WKBElement | None] = geometry("MULTILINESTRINGZ", nullable=True, dimension=3)
    geom_3857: Mapped[WKBElement | None] = web_mercator("geom", "MULTILINESTRING")
    geom_3006: Mapped[WKBElement | None] = sweref("geom", "MULTILINESTRING")
    search: Mapped[str | None] = search_vector("name")
