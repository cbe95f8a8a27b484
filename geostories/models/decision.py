"""What moderators decided. Append-only by grant."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import DecisionAction, DecisionGround


class Decision(Base):
    """One decision on one version, with its ground and the message to the author.

    It outlives the story: the ids of one that its teller deleted point at nothing.
    """

    __tablename__ = "decision"

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    story_id: Mapped[UUID] = mapped_column(index=True)
    version_id: Mapped[UUID]
    addressee_id: Mapped[UUID]
    decided_by: Mapped[UUID]
    action: Mapped[DecisionAction] = mapped_column(choice(DecisionAction))
    ground: Mapped[DecisionGround] = mapped_column(choice(DecisionGround))
    message: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[Instant] = mapped_column(default=now)
