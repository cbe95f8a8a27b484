"""Orders of mail about what is new, and what is new for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from geostories.models import Municipality, Story, Subscription
from geostories.queries import feeds
from geostories.queries.feeds import NewStory
from geostories.vocabulary import FollowedKind, StoryStatus

if TYPE_CHECKING:
    from geostories.config import Settings


@dataclass(frozen=True)
class Reach:
    """How near a story is told at a place, and along a trail; metres."""

    place_m: int
    trail_m: int

    @classmethod
    def of(cls, settings: Settings) -> Reach:
        """The same as on the pages of places and trails."""
        return cls(settings.told_here_m, settings.along_trail_m)


@dataclass(frozen=True)
class OrderInfo:
    """What somebody has ordered; an area without a `reach_m` is the whole municipality."""

    id: UUID
    municipality: str
    site_name: str
    kind: FollowedKind
    label: str
    reach_m: int
    is_confirmed: bool


def list_own(session: Session, *, user_id: UUID) -> list[OrderInfo]:
    """An account's orders, the newest first; in its own scope."""
    query = _orders().where(Subscription.user_id == user_id)
    rows = session.execute(query.order_by(Subscription.created_at.desc(), Subscription.id))
    return [OrderInfo(*row) for row in rows]


def find_by_hash(session: Session, token_hash: bytes) -> OrderInfo | None:
    """The order that a link opens, or None; in the account scope."""
    row = session.execute(_orders().where(Subscription.token_hash == token_hash)).one_or_none()
    return OrderInfo(*row) if row else None


def find_order(session: Session, subscription_id: UUID) -> OrderInfo | None:
    """An order that has not ended; in the operator's scope."""
    row = session.execute(_orders().where(Subscription.id == subscription_id)).one_or_none()
    return OrderInfo(*row) if row else None


def _orders() -> Select[UUID, str, str, FollowedKind, str, int, bool]:
    return select(
        Subscription.id,
        Municipality.slug,
        Municipality.site_name,
        Subscription.kind,
        Subscription.label,
        Subscription.reach_m,
        Subscription.confirmed_at.is_not(None),
    ).join(Municipality, Municipality.id == Subscription.municipality_id)


def _wanted(reach: Reach) -> ColumnElement[bool]:
    """What an order is about. By what everybody sees: whether a mail comes tells no exact place."""
    kind = Subscription.kind
    whole = and_(Subscription.geom.is_(None), feeds.in_municipality(Subscription.municipality_id))
    part = feeds.around(Subscription.geom_3006, Subscription.reach_m)
    return or_(
        and_(kind == FollowedKind.AREA, or_(whole, part)),
        and_(kind == FollowedKind.PLACE, feeds.at_place(Subscription.place_id, reach.place_m)),
        and_(kind == FollowedKind.TRAIL, feeds.on_trail(Subscription.trail_id, reach.trail_m)),
        and_(kind == FollowedKind.THEME, feeds.in_theme(Subscription.theme_id)),
        and_(
            kind == FollowedKind.TELLER,
            feeds.by_teller(Subscription.teller_id, Subscription.label),
        ),
    )


def has_news(until: datetime, reach: Reach) -> ColumnElement[bool]:
    """Whether something was published for an order since it was confirmed or last mailed."""
    since = func.coalesce(Subscription.last_sent_at, Subscription.confirmed_at)
    return and_(
        Subscription.confirmed_at.is_not(None),
        exists()
        .where(
            Story.status == StoryStatus.PUBLISHED,
            Story.published_at > since,
            Story.published_at <= until,
            _wanted(reach),
        )
        .correlate(Subscription),
    )


def list_news(
    session: Session,
    *,
    subscription_id: UUID,
    since: datetime,
    until: datetime,
    reach: Reach,
    limit: int,
) -> list[NewStory]:
    """What was published for an order between two moments and can still be read."""
    query = (
        feeds.new_stories()
        .join(Subscription, Subscription.id == subscription_id)
        .where(Story.published_at > since, Story.published_at <= until, _wanted(reach))
        .limit(limit)
    )
    return [feeds.read_new(row) for row in session.execute(query)]
