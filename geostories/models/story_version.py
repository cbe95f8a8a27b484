"""What was submitted: text, exact place, photos. Never read by a public door."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from geoalchemy2 import WKBElement
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, geometry, now, primary_key
from geostories.vocabulary import HappenedPrecision, Precision, VersionStatus, Voice


class StoryVersion(Base):
    """One version of a story; unchangeable once submitted, but for its status.

    `geom` is the exact point (EPSG:4326), `public_geom` what others would see.
    `warnings` are hints for the moderator, [{"code": …, …}].
    """

    __tablename__ = "story_version"
    __table_args__ = (
        UniqueConstraint("story_id", "number"),
        UniqueConstraint("owner_id", "submission_key"),
        Index(
            "uq_story_version_draft",
            "story_id",
            unique=True,
            postgresql_where=text("status = 'draft'"),
        ),
        Index(
            "uq_story_version_pending",
            "story_id",
            unique=True,
            postgresql_where=text("status = 'pending'"),
        ),
        Index(
            "ix_story_version_queue",
            "municipality_id",
            "submitted_at",
            postgresql_where=text("status = 'pending'"),
        ),
        CheckConstraint(
            "status = 'draft' OR (geom IS NOT NULL AND public_geom IS NOT NULL AND title <> '' "
            "AND body <> '' AND category IS NOT NULL AND submitted_at IS NOT NULL)",
            name="complete",
        ),
    )

    id: Mapped[UUID] = primary_key()
    story_id: Mapped[UUID] = mapped_column(ForeignKey("story.id"), index=True)
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    owner_id: Mapped[UUID]
    number: Mapped[int]
    status: Mapped[VersionStatus] = mapped_column(
        choice(VersionStatus), default=VersionStatus.DRAFT
    )
    submission_key: Mapped[UUID | None]
    created_at: Mapped[Instant] = mapped_column(default=now)
    saved_at: Mapped[Instant] = mapped_column(default=now)
    submitted_at: Mapped[Instant | None]

    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    category: Mapped[str | None] = mapped_column(ForeignKey("category.slug"))
    voice: Mapped[Voice] = mapped_column(choice(Voice), default=Voice.RESIDENT)
    shows_name: Mapped[bool] = mapped_column(default=True)
    author_label: Mapped[str] = mapped_column(default="")
    place_label: Mapped[str] = mapped_column(default="")
    happened_precision: Mapped[HappenedPrecision | None] = mapped_column(choice(HappenedPrecision))
    happened_from: Mapped[date | None]
    happened_text: Mapped[str] = mapped_column(default="")
    warnings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    precision: Mapped[Precision] = mapped_column(choice(Precision), default=Precision.EXACT)
    geom: Mapped[WKBElement | None] = geometry("POINT", nullable=True)
    public_geom: Mapped[WKBElement | None] = geometry("POINT", nullable=True)
