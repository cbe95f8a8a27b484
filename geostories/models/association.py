"""Associations: who tells under a name and a badge of their own."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, now, primary_key


class Association(Base):
    """One that the municipality knows."""

    __tablename__ = "association"
    __table_args__ = (UniqueConstraint("municipality_id", "name"),)

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    name: Mapped[str]
    introduction: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[Instant] = mapped_column(default=now)


class AssociationMember(Base):
    """An account that may tell in an association's name."""

    __tablename__ = "association_member"

    association_id: Mapped[UUID] = mapped_column(
        ForeignKey("association.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
