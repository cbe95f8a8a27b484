"""How many visited what on a day; for that day only, what visitors are told apart by."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, primary_key


class DaySalt(Base):
    """What the marks of one day are made with; thrown away at midnight. UNLOGGED."""

    __tablename__ = "day_salt"

    day: Mapped[date] = mapped_column(primary_key=True)
    salt: Mapped[bytes]


class VisitorMark(Base):
    """That one browser has opened one page today: a keyed digest, gone with its salt. UNLOGGED."""

    __tablename__ = "visitor_mark"

    day: Mapped[date] = mapped_column(
        ForeignKey("day_salt.day", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[bytes] = mapped_column(primary_key=True)


class VisitCount(Base):
    """One day's visits to one thing, or, where none is named, to a municipality's pages in all."""

    __tablename__ = "visit_count"
    __table_args__ = (
        Index(
            "uq_visit_count_day",
            "municipality_id",
            "day",
            "story_id",
            "place_id",
            "trail_id",
            "theme_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint(
            "num_nonnulls(story_id, place_id, trail_id, theme_id) <= 1", name="about_one"
        ),
        CheckConstraint("uniques >= 0 AND uniques <= visits", name="no_more_uniques"),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    day: Mapped[date]
    story_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("story.id", ondelete="CASCADE"), index=True
    )
    place_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("official_place.id", ondelete="CASCADE")
    )
    trail_id: Mapped[UUID | None] = mapped_column(ForeignKey("trail.id", ondelete="CASCADE"))
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    visits: Mapped[int]
    uniques: Mapped[int]
