"""Mail about what is new: the clock's door, and what such a mail tells when it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for

from geostories import public_id
from geostories.domain import subscriptions
from geostories.jobs.batches import in_batches
from geostories.queries.feeds import NewStory
from geostories.queries.subscriptions import Reach, find_order, list_news
from geostories.vocabulary import FollowedKind
from geostories.wording.alerts import what

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from geostories.config import Settings

ORDER = "subscription_id"
"""Name in a mail's params of the order that it goes out for."""

END_URL = "end_url"


def promise_due(at: datetime, settings: Settings) -> int:
    """Promise a mail to all for whom there is news; answers to how many."""
    return in_batches(
        lambda session, most: subscriptions.promise_due(
            session, at=at, most=most, settings=settings
        )
    )


def look_up(
    session: Session, params: Mapping[str, str], settings: Settings
) -> dict[str, Any] | None:
    """What was ordered and where it ends; with the news, for a mail about them.

    None when the order has ended, or when none of the news can be read any more.
    """
    order = find_order(session, UUID(params[ORDER]))
    if order is None:
        return None
    token = subscriptions.token_of(order.id, settings.signing_key())
    found: dict[str, Any] = {
        "what": what(order.kind, order.label, order.reach_m),
        "is_weekly": order.kind is FollowedKind.WEEKLY,
        END_URL: url_for("own_subscriptions.show", nyckel=token, _external=True),
    }
    if "since" not in params:
        return found
    news = list_news(
        session,
        subscription_id=order.id,
        since=datetime.fromisoformat(params["since"]),
        until=datetime.fromisoformat(params["until"]),
        reach=Reach.of(settings),
        limit=settings.alert_stories + 1,
    )
    if not news:
        return None
    told = news[: settings.alert_stories]
    return {**found, "stories": [_line(each) for each in told], "has_more": len(news) > len(told)}


def _line(story: NewStory) -> dict[str, str]:
    """A story in a mail: no more of where it is than its card says."""
    return {
        "title": " ".join(story.title.split()),
        "by": story.author_label,
        "place": story.place_label,
        "url": url_for(
            "stories.show",
            municipality=story.municipality,
            story=public_id.encode(story.id),
            _external=True,
        ),
    }
