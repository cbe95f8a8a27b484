"""What every row of an official register carries: where it comes from and how sure its place is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Instant, choice, now, primary_key
from geostories.vocabulary import Accuracy


class Registered:
    """Mixin. `register` names the data set, `register_id` the row in it; withdrawn rows stay."""

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    register: Mapped[str]
    register_id: Mapped[str]
    name: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    source: Mapped[str]
    source_url: Mapped[str] = mapped_column(default="")
    licence: Mapped[str]
    fetched_at: Mapped[Instant]
    withdrawn_at: Mapped[Instant | None]
    accuracy: Mapped[Accuracy] = mapped_column(choice(Accuracy), default=Accuracy.EXACT)
    accuracy_m: Mapped[int | None]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    created_at: Mapped[Instant] = mapped_column(default=now)
