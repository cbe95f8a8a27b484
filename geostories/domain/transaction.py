"""`with transaction(scope):` the only commit in the house; `with reading(scope):` never commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from geostories.database import Database, Scope

__all__ = ["Scope", "Session", "reading", "transaction", "use"]

_database: list[Database] = []


def use(database: Database) -> None:
    """Name the database that this process works with; create_app does, once."""
    _database[:] = [database]


@contextmanager
def reading(scope: Scope) -> Iterator[Session]:
    """A session to read with; whatever was changed in it is rolled back."""
    with _database[0].session(scope) as session:
        yield session


@contextmanager
def transaction(scope: Scope) -> Iterator[Session]:
    """A session whose changes are committed together, or, on any exception, not at all."""
    with _database[0].session(scope) as session, session.begin():
        yield session
