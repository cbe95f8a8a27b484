"""Today at a place: what other authorities say of weather, fire risk and bathing water."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, primary_key
from geostories.vocabulary import ObservationKind


class Observation(Base):
    """The newest answer of one source for one place, or for the municipality; shown until `valid_until`."""

    __tablename__ = "observation"
    __table_args__ = (
        UniqueConstraint("municipality_id", "place_id", "kind", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("official_place.id"), index=True)
    kind: Mapped[ObservationKind] = mapped_column(choice(ObservationKind))
    value: Mapped[dict[str, Any]] = mapped_column(JSONB)
    source: Mapped[str]
    source_url: Mapped[str] = mapped_column(default="")
    observed_at: Mapped[Instant]
    fetched_at: Mapped[Instant]
    valid_until: Mapped[Instant]
