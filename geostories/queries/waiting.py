"""How long people wait: what has waited too long, what is usual, and when nobody reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.models import Closure, Decision, Membership, StoryVersion
from geostories.queries.review_queue import QueueItem, list_queue
from geostories.vocabulary import Role

READERS = (Role.MODERATOR, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class UsualWait:
    """Hours from sending in to the first decision: half of all within `median`, nine of ten within `most`."""

    median: float
    most: float
    count: int


@dataclass(frozen=True)
class ClosureInfo:
    """Days without readers, the first and the last among them."""

    id: UUID
    starts_on: date
    ends_on: date


def list_overdue(session: Session, *, municipality_id: UUID, before: datetime) -> list[QueueItem]:
    """What has waited since `before` or longer, of everything that a moderator decides on."""
    queue = list_queue(session, municipality_id=municipality_id)
    return [item for item in queue if item.since <= before]


def list_readers(session: Session, *, municipality_id: UUID) -> list[UUID]:
    """The accounts that may decide; in the operator's scope."""
    query = (
        select(Membership.user_id)
        .where(Membership.municipality_id == municipality_id, Membership.role.in_(READERS))
        .distinct()
        .order_by(Membership.user_id)
    )
    return list(session.scalars(query))


def find_usual(session: Session, *, municipality_id: UUID, since: datetime) -> UsualWait | None:
    """What has been usual since then; None before anything has been decided."""
    waited = (
        select(
            func.extract(
                "epoch", func.min(Decision.decided_at) - func.min(StoryVersion.submitted_at)
            ).label("seconds")
        )
        .join(StoryVersion, StoryVersion.id == Decision.version_id)
        .where(Decision.municipality_id == municipality_id, StoryVersion.submitted_at >= since)
        .group_by(StoryVersion.id)
        .subquery()
    )
    hours = waited.c.seconds / 3600
    median, most, count = session.execute(
        select(
            func.percentile_cont(0.5).within_group(hours),
            func.percentile_cont(0.9).within_group(hours),
            func.count(hours),
        )
    ).one()
    return UsualWait(float(median), float(most), count) if count else None


def list_closures(session: Session, *, municipality_id: UUID, day: date) -> list[ClosureInfo]:
    """Those that are not over, the first one first."""
    query = (
        select(Closure.id, Closure.starts_on, Closure.ends_on)
        .where(Closure.municipality_id == municipality_id, Closure.ends_on >= day)
        .order_by(Closure.starts_on, Closure.ends_on)
    )
    return [ClosureInfo(*row) for row in session.execute(query)]


def find_closure(
    session: Session, *, municipality_id: UUID, day: date, until: date
) -> ClosureInfo | None:
    """The one that holds up what is sent in on a day and would be read by `until`."""
    found = list_closures(session, municipality_id=municipality_id, day=day)
    return next((each for each in found if each.starts_on <= until), None)
