"""Copies of what is kept about a person, and the ledger of what was erased."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent / "sql"


def upgrade() -> None:
    op.execute((SQL / "personal_data.sql").read_text())


def downgrade() -> None:
    op.drop_table("erasure")
    op.drop_table("data_export")
