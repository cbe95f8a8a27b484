"""Texts that moderators begin a message with, in a municipality's own words."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, choice, primary_key
from geostories.vocabulary import DecisionAction


class MessageTemplate(Base):
    """A text under a title; `action` is the decision it goes with, None for any."""

    __tablename__ = "message_template"
    __table_args__ = (UniqueConstraint("municipality_id", "title"),)

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    title: Mapped[str]
    text: Mapped[str]
    action: Mapped[DecisionAction | None] = mapped_column(choice(DecisionAction))
