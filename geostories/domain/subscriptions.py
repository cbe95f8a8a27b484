"""Mail about what is new: ordered, confirmed, ended, and promised at most once a day.

An order's link is made of its id and the installation's secret: it stands in every mail, and the
database alone ends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from geoalchemy2 import functions as geo
from geoalchemy2.shape import from_shape
from shapely import geometry
from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.orm import Session

from geostories.domain import mail, tokens
from geostories.domain.tokens import hash_of
from geostories.errors import NotFound
from geostories.geo.srid import WGS84
from geostories.models import StoryVersion, Subscription
from geostories.models.base import now
from geostories.queries.subscriptions import Reach, has_news
from geostories.vocabulary import FollowedKind

if TYPE_CHECKING:
    from geostories.config import Settings

A_DAY = timedelta(days=1)
SETTLING = timedelta(seconds=15)
"""A story is dated before it is committed; none that is on its way is passed over."""

DECIMALS = 3
"""Of a followed point's degrees, some hundred metres: it may be somebody's home."""


@dataclass(frozen=True)
class Followed:
    """What somebody wants to hear of. An area without a `point` (WGS 84) is the municipality.

    A teller is known by id and by the name under the stories, the `label`: told under another
    name, or none, they are not the same to anybody outside.
    """

    kind: FollowedKind
    label: str
    place_id: UUID | None = None
    trail_id: UUID | None = None
    theme_id: UUID | None = None
    teller_id: UUID | None = None
    point: tuple[float, float] | None = None
    reach_m: int = 0


def token_of(subscription_id: UUID, key: str) -> str:
    """What opens an order, in 43 characters."""
    return tokens.token_of("subscription", subscription_id.bytes, key)


def order_to_account(
    session: Session,
    *,
    user_id: UUID,
    municipality_id: UUID,
    followed: Followed,
    language: str,
    key: str,
) -> None:
    """Order mail to an account, which has confirmed its address; in its own scope."""
    order = _ensure(session, followed, key, municipality_id=municipality_id, user_id=user_id)
    order.language = language
    order.confirmed_at = order.confirmed_at or now()


def order_to_address(
    session: Session,
    *,
    address: str,
    municipality_id: UUID,
    followed: Followed,
    language: str,
    key: str,
) -> None:
    """Have a link mailed that confirms the order, or ends the one there is; in the account scope."""
    order = _ensure(session, followed, key, municipality_id=municipality_id, address=address)
    order.language = language
    session.flush()
    mail.promise(
        session,
        address=address,
        template="alert_ordered",
        municipality_id=municipality_id,
        subscription_id=str(order.id),
        language=language,
    )


def _ensure(
    session: Session,
    followed: Followed,
    key: str,
    *,
    municipality_id: UUID,
    user_id: UUID | None = None,
    address: str = "",
) -> Subscription:
    """The order for this, made if there is none: asked for twice, it is mailed once."""
    same = {
        name: getattr(followed, name)
        for name in "kind label place_id trail_id theme_id teller_id reach_m".split()
    } | {"municipality_id": municipality_id, "user_id": user_id, "address": address}
    point = _rounded(followed.point)
    query = select(Subscription).filter_by(**same)
    if point is not None:
        query = query.where(geo.ST_Equals(Subscription.geom, from_shape(point, srid=WGS84)))
    order = session.scalars(query.limit(1)).first()
    if order is None:
        new_id = uuid4()
        order = Subscription(id=new_id, token_hash=hash_of(token_of(new_id, key)), **same)
        order.geom = from_shape(point, srid=WGS84) if point is not None else None
        session.add(order)
    return order


def _rounded(point: tuple[float, float] | None) -> geometry.Point | None:
    return geometry.Point(*(round(degrees, DECIMALS) for degrees in point)) if point else None


def confirm(session: Session, token: str) -> None:
    """Say that the address wants it; raises NotFound when there is no such order (any more)."""
    order = session.scalar(select(Subscription).where(Subscription.token_hash == hash_of(token)))
    if order is None:
        raise NotFound("alert_over")
    order.confirmed_at = order.confirmed_at or now()


def end(session: Session, token: str) -> None:
    """Forget an order, and with it the address; raises NotFound. In the account scope."""
    gone = session.scalar(
        delete(Subscription)
        .where(Subscription.token_hash == hash_of(token))
        .returning(Subscription.id)
    )
    if gone is None:
        raise NotFound("alert_over")


def end_own(session: Session, *, subscription_id: UUID, user_id: UUID) -> None:
    """Forget an account's own order; raises NotFound. In its own scope."""
    gone = session.scalar(
        delete(Subscription)
        .where(Subscription.id == subscription_id, Subscription.user_id == user_id)
        .returning(Subscription.id)
    )
    if gone is None:
        raise NotFound("alert_over")


def promise_due(session: Session, *, at: datetime, most: int, settings: Settings) -> int:
    """Promise a mail to those for whom there is news; answers to how many, at most `most`.

    In the operator's scope. What the mail tells is looked up when it is sent.
    """
    until = at - SETTLING
    due = session.scalars(
        select(Subscription)
        .where(
            or_(
                Subscription.last_sent_at.is_(None),
                Subscription.last_sent_at <= until - A_DAY,
            ),
            has_news(until, Reach.of(settings)),
        )
        .order_by(Subscription.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=Subscription)
    ).all()
    for each in due:
        _promise(session, each, since=each.last_sent_at or each.confirmed_at or until, until=until)
    return len(due)


def _promise(session: Session, order: Subscription, *, since: datetime, until: datetime) -> None:
    order.last_sent_at = until
    mail.promise(
        session,
        recipient_id=order.user_id,
        address="" if order.user_id else order.address,
        municipality_id=order.municipality_id,
        template="alert",
        subscription_id=str(order.id),
        since=since.isoformat(),
        until=until.isoformat(),
        language=order.language,
    )


def forget_old_names(session: Session, *, teller_id: UUID) -> None:
    """Forget who follows a teller by a name that stands under nothing of theirs any more.

    In the operator's scope: those who follow are nobody's to read.
    """
    stands = exists().where(
        StoryVersion.owner_id == teller_id, StoryVersion.author_label == Subscription.label
    )
    session.execute(delete(Subscription).where(Subscription.teller_id == teller_id, ~stands))


def sweep(session: Session, *, age: timedelta) -> None:
    """Forget orders that nobody has confirmed for so long; in the operator's scope."""
    session.execute(
        delete(Subscription).where(
            Subscription.confirmed_at.is_(None), func.now() - Subscription.created_at > age
        )
    )
