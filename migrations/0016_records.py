"""Public records: sealed copies of what was illegal, and rules for what may be disposed of when."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent / "sql"


def upgrade() -> None:
    op.execute((SQL / "records.sql").read_text().replace(":", r"\:"))


def downgrade() -> None:
    op.execute((SQL / "records_before.sql").read_text())
