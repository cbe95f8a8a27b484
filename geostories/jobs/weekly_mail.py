"""The clock's door to the weekly mail."""

from __future__ import annotations

from datetime import datetime

from geostories.domain import weekly_mail
from geostories.domain.transaction import Scope, transaction

AT_ONCE = 200
"""In one transaction; the next one takes the next."""


def promise_due(at: datetime) -> int:
    """Promise the week's tip to all who wait for it; answers to how many."""
    promised = 0
    while True:
        with transaction(Scope.operator()) as session:
            count = weekly_mail.promise_due(session, at=at, most=AT_ONCE)
        promised += count
        if count < AT_ONCE:
            return promised
