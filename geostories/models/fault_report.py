"""What visitors say is broken at a place."""

from __future__ import annotations

from uuid import UUID

from geoalchemy2 import WKBElement
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.about_place import EXACTLY_ONE, AboutPlace
from geostories.models.base import Base, Instant, choice, geometry, now, primary_key
from geostories.vocabulary import FaultStatus


class FaultReport(AboutPlace, Base):
    """The editors' case. `email` is asked for the answer alone and forgotten once it has been sent."""

    __tablename__ = "fault_report"
    __table_args__ = (CheckConstraint(EXACTLY_ONE, name="about_one"),)

    id: Mapped[UUID] = primary_key()
    reporter_id: Mapped[UUID]
    text: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    status: Mapped[FaultStatus] = mapped_column(choice(FaultStatus), default=FaultStatus.RECEIVED)
    answer: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    created_at: Mapped[Instant] = mapped_column(default=now)
    answered_at: Mapped[Instant | None]
    geom: Mapped[WKBElement | None] = geometry("POINT", nullable=True)
