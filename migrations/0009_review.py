"""Review in full: cases with numbers, statements of reasons, reviews of decisions, a chained log."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent / "sql"


def upgrade() -> None:
    _run("review.sql")


def downgrade() -> None:
    _run("review_before.sql")


def _run(name: str) -> None:
    op.execute("SELECT set_config('geostories.scope', 'operator', true)")
    op.execute((SQL / name).read_text().replace(":", r"\:"))
