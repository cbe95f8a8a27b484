"""What hangs on an official place or on a trail."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

EXACTLY_ONE = "num_nonnulls(place_id, trail_id) = 1"
AT_MOST_ONE = "num_nonnulls(place_id, trail_id) <= 1"


class AboutPlace:
    """Mixin. The table says with a check whether one of the two has to be there."""

    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("official_place.id"), index=True)
    trail_id: Mapped[UUID | None] = mapped_column(ForeignKey("trail.id"), index=True)
