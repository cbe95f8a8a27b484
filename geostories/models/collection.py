"""Collections: stories gathered, to read or to walk from one to the next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import CollectionKind, CollectionStatus, Voice


class Collection(Base):
    """By a resident, a school, an association or the municipality.

    A walk follows `trail_id`, or goes straight from stop to stop. `reason`: why it is not shown.
    `rule_hits`: the rules that it met when it was sent in.
    """

    __tablename__ = "collection"
    __table_args__ = (Index("ix_collection_public", "municipality_id", "status"),)

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    owner_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[CollectionKind] = mapped_column(choice(CollectionKind))
    status: Mapped[CollectionStatus] = mapped_column(
        choice(CollectionStatus), default=CollectionStatus.DRAFT
    )
    voice: Mapped[Voice] = mapped_column(choice(Voice), default=Voice.RESIDENT)
    association_id: Mapped[UUID | None] = mapped_column(ForeignKey("association.id"))
    author_label: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    introduction: Mapped[str] = mapped_column(default="")
    trail_id: Mapped[UUID | None] = mapped_column(ForeignKey("trail.id"))
    reason: Mapped[str] = mapped_column(default="")
    rule_hits: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    created_at: Mapped[Instant] = mapped_column(default=now)
    changed_at: Mapped[Instant] = mapped_column(default=now)


class CollectionItem(Base):
    """A story in a collection. One that is withdrawn is passed over."""

    __tablename__ = "collection_item"

    collection_id: Mapped[UUID] = mapped_column(
        ForeignKey("collection.id", ondelete="CASCADE"), primary_key=True
    )
    story_id: Mapped[UUID] = mapped_column(
        ForeignKey("story.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    owner_id: Mapped[UUID] = mapped_column(index=True)
    position: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
