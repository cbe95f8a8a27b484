"""Rate limits that survive restarts and are shared by all workers. In the account scope."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geostories.errors import TooMany
from geostories.models import RateCount
from geostories.models.base import now


def count_try(
    session: Session, *, what: str, who: str, most: int, window: timedelta, key: str
) -> None:
    """Count one try of `who` at `what`; raises TooMany past `most` in a window.

    Only a keyed hash of `who` is kept, so that the table holds no addresses.
    """
    counted = count(session, what=what, who=who, window=window, key=key)
    if counted > most:
        seconds = int(window.total_seconds())
        raise TooMany("too_many_tries", retry_after=seconds - int(now().timestamp()) % seconds)


def count(session: Session, *, what: str, who: str, window: timedelta, key: str) -> int:
    """Count one try; answers how many there were in this window, this one among them."""
    bucket = hmac.digest(key.encode(), f"{what}\n{who}".encode(), hashlib.sha256)
    seconds = int(window.total_seconds())
    started = int(now().timestamp()) // seconds * seconds
    window_start = datetime.fromtimestamp(started, UTC)
    counted = session.scalar(
        insert(RateCount)
        .values(bucket=bucket, window_start=window_start, count=1)
        .on_conflict_do_update(
            index_elements=["bucket", "window_start"], set_={"count": RateCount.count + 1}
        )
        .returning(RateCount.count)
    )
    return counted or 0


def sweep(session: Session) -> None:
    """Forget windows of more than a day ago; in the operator's scope."""
    session.execute(delete(RateCount).where(RateCount.window_start < now() - timedelta(days=1)))
