"""A story: what the public sees of it. Empty of content until published."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from geoalchemy2 import WKBElement
from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import TSVECTOR
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
from geostories.vocabulary import HappenedPrecision, Licence, Precision, StoryStatus, Voice

PUBLISHED = text("status = 'published'")


class Story(Base):
    """The public copy of the approved version, filled at publishing, emptied at hiding.

    `public_geom` (Point, EPSG:4326) is the exact point or its cell's centre; the exact point of a
    blurred story is only in StoryVersion; `public_shape` is the line or area of an exact one.
    `revision` counts publishings, hidings and withdrawals; `changed_at` is when what everybody sees
    last became another. `entered_by` is the employee who wrote it down for the teller. `is_guest`:
    its owner has no account, so that no mail reaches them.
    `is_unlisted`: whoever told it is under 18, and nobody can follow them.
    """

    __tablename__ = "story"
    __table_args__ = (
        CheckConstraint("(status = 'published') = (public_geom IS NOT NULL)", name="public_geom"),
        CheckConstraint("(status = 'published') = (title IS NOT NULL)", name="public_title"),
        CheckConstraint("public_shape IS NULL OR precision = 'exact'", name="public_shape"),
        Index(
            "ix_story_public_geom",
            "public_geom",
            postgresql_using="gist",
            postgresql_where=PUBLISHED,
        ),
        Index(
            "ix_story_public_geom_3857",
            "public_geom_3857",
            postgresql_using="gist",
            postgresql_where=PUBLISHED,
        ),
        Index(
            "ix_story_public_geom_3006",
            "public_geom_3006",
            postgresql_using="gist",
            postgresql_where=PUBLISHED,
        ),
        Index(
            "ix_story_newest", "municipality_id", "published_at", "id", postgresql_where=PUBLISHED
        ),
        Index(
            "ix_story_happened",
            "municipality_id",
            "happened_from",
            "id",
            postgresql_where=PUBLISHED,
        ),
        Index(
            "ix_story_thanks", "municipality_id", "thanks_count", "id", postgresql_where=PUBLISHED
        ),
        Index("ix_story_search", "search", postgresql_using="gin", postgresql_where=PUBLISHED),
        Index("ix_story_owner", "owner_id", "created_at"),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    owner_id: Mapped[UUID]
    status: Mapped[StoryStatus] = mapped_column(choice(StoryStatus), default=StoryStatus.DRAFT)
    revision: Mapped[int] = mapped_column(default=0)
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant] = mapped_column(default=now)
    published_version_id: Mapped[UUID | None]
    published_at: Mapped[Instant | None]
    changed_at: Mapped[Instant | None]
    entered_by: Mapped[UUID | None]
    is_guest: Mapped[bool] = mapped_column(default=False)
    is_unlisted: Mapped[bool] = mapped_column(default=False)
    thanks_count: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)

    title: Mapped[str | None]
    body: Mapped[str | None]
    category: Mapped[str | None] = mapped_column(ForeignKey("category.slug"))
    voice: Mapped[Voice | None] = mapped_column(choice(Voice))
    author_label: Mapped[str | None]
    place_label: Mapped[str | None]
    happened_precision: Mapped[HappenedPrecision | None] = mapped_column(choice(HappenedPrecision))
    happened_from: Mapped[date | None]
    happened_to: Mapped[date | None]
    happened_text: Mapped[str | None]
    language: Mapped[str | None]
    licence: Mapped[Licence | None] = mapped_column(choice(Licence))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("official_place.id"), index=True)
    trail_id: Mapped[UUID | None] = mapped_column(ForeignKey("trail.id"), index=True)
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"), index=True)
    association_id: Mapped[UUID | None] = mapped_column(ForeignKey("association.id"), index=True)
    transcript: Mapped[str | None]
    precision: Mapped[Precision | None] = mapped_column(choice(Precision))
    public_geom: Mapped[WKBElement | None] = geometry("POINT", nullable=True)
    public_shape: Mapped[WKBElement | None] = geometry(nullable=True)
    public_geom_3857: Mapped[WKBElement | None] = web_mercator("public_geom", "POINT")
    public_geom_3006: Mapped[WKBElement | None] = sweref("public_geom", "POINT")
    search: Mapped[str | None] = mapped_column(
        TSVECTOR,
        Computed(
            "setweight(search_vector(coalesce(title, '')), 'A') || "
            "setweight(search_vector(coalesce(place_label, '')), 'B') || "
            "search_vector(coalesce(body, '')) || search_vector(coalesce(transcript, ''))",
            persisted=True,
        ),
    )
