"""How a place or a trail looked before and after an editor's change. Append-only by grant."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.about_place import EXACTLY_ONE, AboutPlace
from geostories.models.base import Base, Instant, now, primary_key


class Revision(AboutPlace, Base):
    """All that an editor can change, as it stood after one saving: undoing saves an older one anew."""

    __tablename__ = "revision"
    __table_args__ = (CheckConstraint(EXACTLY_ONE, name="about_one"),)

    id: Mapped[UUID] = primary_key()
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    actor_id: Mapped[UUID]
    at: Mapped[Instant] = mapped_column(default=now)
