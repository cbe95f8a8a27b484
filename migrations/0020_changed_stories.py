"""How often moderators have changed a version: who decides on it says which state they saw."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "story_version", sa.Column("edition", sa.Integer(), server_default="0", nullable=False)
    )
    op.alter_column("story_version", "edition", server_default=None)


def downgrade() -> None:
    op.drop_column("story_version", "edition")
