"""Who in the municipality is in charge of what."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, primary_key


class Unit(Base):
    """A unit with a mailbox of its own, no person's. Faults at its places are mailed to it."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("municipality_id", "name"),)

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    name: Mapped[str]
    email: Mapped[str]
