"""Registers that are fetched by address."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, now, primary_key
from geostories.vocabulary import SourceProtocol


class RegisterSource(Base):
    """Where a municipality's layer comes from. The worker asks when `next_fetch_at` has come.

    `type_name` is the WFS type or OGC API collection; `query` a filter in the protocol's own words.
    `etag` and `last_modified` are what the register answered last, for asking conditionally.
    """

    __tablename__ = "register_source"
    __table_args__ = (UniqueConstraint("municipality_id", "register"),)

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    register: Mapped[str]
    title: Mapped[str]
    protocol: Mapped[SourceProtocol] = mapped_column(choice(SourceProtocol))
    url: Mapped[str]
    type_name: Mapped[str] = mapped_column(default="")
    query: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    crs: Mapped[int | None]
    source: Mapped[str]
    licence: Mapped[str]
    every_hours: Mapped[int] = mapped_column(default=24)
    is_enabled: Mapped[bool] = mapped_column(default=True)
    next_fetch_at: Mapped[Instant] = mapped_column(default=now, index=True)
    fetched_at: Mapped[Instant | None]
    etag: Mapped[str] = mapped_column(default="")
    last_modified: Mapped[str] = mapped_column(default="")
    created_at: Mapped[Instant] = mapped_column(default=now)
