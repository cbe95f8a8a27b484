"""Rules that hold what is sent in, what met one, and the decisions that follow."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent / "sql"


def upgrade() -> None:
    _run("review_rules.sql")


def downgrade() -> None:
    _run("review_rules_before.sql")


def _run(name: str) -> None:
    op.execute("SELECT set_config('geostories.scope', 'operator', true)")
    op.execute((SQL / name).read_text().replace(":", r"\:"))
