"""How often something was tried, per window of time."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant


class RateCount(Base):
    """One bucket (a keyed hash, no address in clear) in one window."""

    __tablename__ = "rate_count"

    bucket: Mapped[bytes] = mapped_column(primary_key=True)
    window_start: Mapped[Instant] = mapped_column(primary_key=True, index=True)
    count: Mapped[int] = mapped_column(default=1)
