"""The clock's door to the weekly mail."""

from __future__ import annotations

from datetime import datetime

from geostories.domain import weekly_mail
from geostories.jobs.batches import in_batches


def promise_due(at: datetime) -> int:
    """Promise the week's tip to all who wait for it; answers to how many."""
    return in_batches(lambda session, most: weekly_mail.promise_due(session, at=at, most=most))
