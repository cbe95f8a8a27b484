"""Consent from 13 years with a guardian below; accounts that nobody uses."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent / "sql"


def upgrade() -> None:
    op.execute((SQL / "minors.sql").read_text())


def downgrade() -> None:
    op.drop_column("story", "is_unlisted")
    op.drop_table("account_use")
    op.drop_table("minor")
