"""The weekly mail: the week's tip to everybody who has ordered it and confirmed their address, once."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from geostories.domain import mail
from geostories.domain.days import SWEDEN, this_week
from geostories.models import Subscription
from geostories.queries.tips import tips_of_week
from geostories.vocabulary import FollowedKind

FROM_HOUR = 7
"""On Monday morning, and not in the night before."""


def promise_due(session: Session, *, at: datetime, most: int) -> int:
    """Promise this week's tip to those who have not got it yet; answers to how many, at most `most`.

    In the operator's scope. A municipality without a tip for the week writes to nobody; a tip that
    is chosen later in its week is mailed then.
    """
    monday = this_week(at)
    begins = datetime.combine(monday, time(FROM_HOUR), SWEDEN)
    tips = tips_of_week(session, week=monday)
    if at < begins or not tips:
        return 0
    due = _list_due(session, towns=list(tips), before=begins, limit=most)
    for each in due:
        each.last_sent_at = at
        _promise(session, each, tips[each.municipality_id].id)
    return len(due)


def _list_due(
    session: Session, *, towns: list[UUID], before: datetime, limit: int
) -> list[Subscription]:
    query = (
        select(Subscription)
        .where(
            Subscription.kind == FollowedKind.WEEKLY,
            Subscription.confirmed_at.is_not(None),
            Subscription.municipality_id.in_(towns),
            or_(Subscription.last_sent_at.is_(None), Subscription.last_sent_at < before),
        )
        .order_by(Subscription.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))


def _promise(session: Session, subscription: Subscription, tip_id: UUID) -> None:
    """What it says is written when it is sent: a tip that is gone by then is not mailed."""
    mail.promise(
        session,
        recipient_id=subscription.user_id,
        address="" if subscription.user_id else subscription.address,
        municipality_id=subscription.municipality_id,
        template="weekly_tip",
        tip_id=str(tip_id),
        subscription_id=str(subscription.id),
        language=subscription.language,
    )
