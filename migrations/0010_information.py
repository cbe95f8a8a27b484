"""The texts about the site, edited by administrators, and where a municipality is reached."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent / "sql"


def upgrade() -> None:
    op.execute((SQL / "information.sql").read_text())


def downgrade() -> None:
    op.drop_table("contact_point")
    op.drop_table("page_text")
