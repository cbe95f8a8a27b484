"""Mail that somebody has ordered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from geoalchemy2.shape import from_shape
from shapely.geometry import Point
from sqlalchemy.orm import Session

from geostories.domain.subscriptions import token_of
from geostories.domain.tokens import hash_of
from geostories.models import Subscription
from geostories.models.base import now
from geostories.vocabulary import FollowedKind

KEY = "tests-" * 8
"""The secret of the tests' installations."""

ADDRESS_ORDER, ACCOUNT_ORDER = UUID(int=11), UUID(int=13)
"""Of the two towns: one of an address, not confirmed yet, one of user A's account."""


def make_order(
    session: Session,
    municipality_id: UUID,
    *,
    order_id: UUID,
    kind: FollowedKind = FollowedKind.AREA,
    label: str = "Katrineholm",
    user_id: UUID | None = None,
    address: str = "",
    at: tuple[float, float] | None = None,
    confirmed_at: datetime | None = None,
    **more: object,
) -> str:
    """Order mail, an account's confirmed at once; answers the token of its link."""
    token = token_of(order_id, KEY)
    session.add(
        Subscription(
            id=order_id,
            municipality_id=municipality_id,
            user_id=user_id,
            address=address,
            token_hash=hash_of(token),
            kind=kind,
            label=label,
            geom=from_shape(Point(*at), srid=4326) if at else None,
            confirmed_at=confirmed_at or (now() if user_id else None),
            **more,
        )
    )
    return token
