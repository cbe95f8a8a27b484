"""Whether the database can be worked with."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from geostories.domain.transaction import Scope, reading


def newest_revision(migrations: str) -> str:
    """The number of the last migration there is."""
    return max(file.name[:4] for file in Path(migrations).glob("[0-9]*.py"))


def find_trouble(migrations: str) -> str:
    """`database` when it does not answer, `migrations` when they lag behind, else nothing."""
    try:
        with reading(Scope.public()) as session:
            applied = session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return "database"
    return "" if applied == newest_revision(migrations) else "migrations"
