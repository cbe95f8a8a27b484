"""Mail for many, in transactions that are over soon."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from geostories.domain.transaction import Scope, transaction

AT_ONCE = 200
"""In one transaction; the next one takes the next."""


def in_batches(promise: Callable[[Session, int], int]) -> int:
    """Promise, to at most so many at a time, until none waits; answers to how many."""
    promised = 0
    while True:
        with transaction(Scope.operator()) as session:
            count = promise(session, AT_ONCE)
        promised += count
        if count < AT_ONCE:
            return promised
