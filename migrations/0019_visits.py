"""Visits by the day, and for the day only the salt and the marks they are told apart by."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent / "sql"


def upgrade() -> None:
    _run("visits.sql")


def downgrade() -> None:
    _run("visits_before.sql")


def _run(name: str) -> None:
    op.execute("SELECT set_config('geostories.scope', 'operator', true)")
    op.execute((SQL / name).read_text().replace(":", r"\:"))
