"""What does not hold today: a closed bridge, a fire ban, advice against bathing."""

from __future__ import annotations

from uuid import UUID

from geoalchemy2 import WKBElement
from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.about_place import AT_MOST_ONE, AboutPlace
from geostories.models.base import Base, Instant, choice, geometry, now, primary_key, sweref
from geostories.vocabulary import NoticeKind


class Notice(AboutPlace, Base):
    """Dated, with a reason. It marks what lies within `reach_m` of `geom` (EPSG:4326), the place or
    trail it names, or, with none of these, the whole municipality; from `starts_at` until `ends_at`.

    One that is taken back is marked (`revoked_at`), not deleted.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint(AT_MOST_ONE, name="about_one"),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_start"),
        Index("ix_notice_geom_3006", "geom_3006", postgresql_using="gist"),
        Index("ix_notice_time", "municipality_id", "starts_at", "ends_at"),
    )

    id: Mapped[UUID] = primary_key()
    kind: Mapped[NoticeKind] = mapped_column(choice(NoticeKind))
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    source_url: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant | None]
    revoked_at: Mapped[Instant | None]
    created_at: Mapped[Instant] = mapped_column(default=now)
    created_by: Mapped[UUID | None]
    reach_m: Mapped[int] = mapped_column(default=25)
    geom: Mapped[WKBElement | None] = geometry(nullable=True)
    geom_3006: Mapped[WKBElement | None] = sweref("geom")
