"""Where a municipality is reached, beside the address that every page needs."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base


class ContactPoint(Base):
    """One row a municipality; what is empty is not written in the texts."""

    __tablename__ = "contact_point"

    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    phone: Mapped[str] = mapped_column(default="")
    postal_address: Mapped[str] = mapped_column(default="")
    officer_name: Mapped[str] = mapped_column(default="")
    officer_email: Mapped[str] = mapped_column(default="")
