"""What people own is found by their id, and nothing they gather is shown by their own doing."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent / "sql"
INDEXED = {
    "collection_item": ("owner_id",),
    "media": ("owner_id", "public_then_id"),
    "recording": ("owner_id",),
    "story_version": ("owner_id",),
    "thanks": ("person_id",),
    "upload": ("owner_id",),
    "version_photo": ("owner_id", "then_id"),
}
"""A sign-in looks for all that its visitor told; a deleted photo, for those that show it again."""


def upgrade() -> None:
    for table, columns in INDEXED.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.execute((SQL / "own_gatherings.sql").read_text())


def downgrade() -> None:
    op.execute((SQL / "own_gatherings_before.sql").read_text())
    for table, columns in INDEXED.items():
        for column in columns:
            op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
