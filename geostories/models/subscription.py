"""Mail that somebody has ordered: what is new of an area, place, theme or teller, or the week's tip."""

from __future__ import annotations

from uuid import UUID

from geoalchemy2 import WKBElement
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from geostories.models.base import Base, Instant, choice, geometry, now, primary_key, sweref
from geostories.vocabulary import FollowedKind


class Subscription(Base):
    """To an account (`user_id`) or an `address` that has confirmed it.

    `geom` (Point, EPSG:4326) and `reach_m` say which area. `token_hash` ends it without signing in.
    """

    __tablename__ = "subscription"
    __table_args__ = (
        Index("ix_subscription_geom_3006", "geom_3006", postgresql_using="gist"),
        Index("ix_subscription_due", "kind", "last_sent_at"),
    )

    id: Mapped[UUID] = primary_key()
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    user_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    address: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="sv")
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    kind: Mapped[FollowedKind] = mapped_column(choice(FollowedKind))
    label: Mapped[str] = mapped_column(default="")
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("official_place.id"))
    trail_id: Mapped[UUID | None] = mapped_column(ForeignKey("trail.id"))
    theme_id: Mapped[UUID | None] = mapped_column(ForeignKey("theme.id"))
    teller_id: Mapped[UUID | None]
    reach_m: Mapped[int] = mapped_column(default=0)
    geom: Mapped[WKBElement | None] = geometry("POINT", nullable=True)
    geom_3006: Mapped[WKBElement | None] = sweref("geom", "POINT")
    created_at: Mapped[Instant] = mapped_column(default=now)
    confirmed_at: Mapped[Instant | None]
    last_sent_at: Mapped[Instant | None]
