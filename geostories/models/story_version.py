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
from geostories.vocabulary import (
    Byline,
    HappenedPrecision,
    Licence,
    Precision,
    TranscriptBy,
    VersionStatus,
    Voice,
)


class StoryVersion(Base):
    """One version of a story; unchangeable once submitted, but for its status, its byline, the
    spreading permit that a moderator asked for, what one writes down of a recording (then
    `transcript_agreed` waits for the teller's yes), and what is masked or blurred in it (domain/
    story_changes.py: each time `edition` rises, and what stood there is sealed).

    `geom` is the exact point (EPSG:4326), `public_geom` what others would see; `shape` is the line
    or area the story is about, if it is more than a point (`geom` lies on it).
    `warnings` are hints for the moderator, [{"code": …, …}].
    `teller_name` is what the byline is cut from; empty in a draft means the account's own.
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
            "AND (body <> '' OR recording_id IS NOT NULL) AND category IS NOT NULL "
            "AND submitted_at IS NOT NULL)",
            name="complete",
        ),
        CheckConstraint(
            "status <> 'approved' OR recording_id IS NULL OR (transcript <> '' AND transcript_agreed)",
            name="transcribed",
        ),
    )

    id: Mapped[UUID] = primary_key()
    story_id: Mapped[UUID] = mapped_column(ForeignKey("story.id"), index=True)
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    owner_id: Mapped[UUID] = mapped_column(index=True)
    number: Mapped[int]
    edition: Mapped[int] = mapped_column(default=0)
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
    byline: Mapped[Byline] = mapped_column(choice(Byline), default=Byline.NAME)
    teller_name: Mapped[str] = mapped_column(default="")
    author_label: Mapped[str] = mapped_column(default="")
    place_label: Mapped[str] = mapped_column(default="")
    happened_precision: Mapped[HappenedPrecision | None] = mapped_column(choice(HappenedPrecision))
    happened_from: Mapped[date | None]
    happened_to: Mapped[date | None]
    happened_text: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="sv")
    licence: Mapped[Licence] = mapped_column(choice(Licence), default=Licence.ALL_RIGHTS)
    people_agree: Mapped[bool] = mapped_column(default=False)
    spreading_permit: Mapped[str] = mapped_column(default="")
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("official_place.id"))
    trail_id: Mapped[UUID | None] = mapped_column(ForeignKey("trail.id"))
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"))
    association_id: Mapped[UUID | None] = mapped_column(ForeignKey("association.id"))
    recording_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording.id"), index=True)
    transcript: Mapped[str] = mapped_column(default="")
    transcript_by: Mapped[TranscriptBy] = mapped_column(
        choice(TranscriptBy), default=TranscriptBy.TELLER
    )
    transcript_agreed: Mapped[bool] = mapped_column(default=True)
    warnings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    precision: Mapped[Precision] = mapped_column(choice(Precision), default=Precision.EXACT)
    geom: Mapped[WKBElement | None] = geometry("POINT", nullable=True)
    public_geom: Mapped[WKBElement | None] = geometry("POINT", nullable=True)
    shape: Mapped[WKBElement | None] = geometry(nullable=True)
