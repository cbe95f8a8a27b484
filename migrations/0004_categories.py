"""The seven categories every municipality begins with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CATEGORIES = (
    ("hidden_gem", "Smultronställe", "Hidden gem", "Smultronställen", "Hidden gems", "cherry"),
    ("memory", "Minne", "Memory", "Minnen", "Memories", "heart"),
    ("history", "Historia", "History", "Historia", "History", "hourglass"),
    ("wildlife", "Naturmöte", "Wildlife encounter", "Naturmöten", "Wildlife encounters", "bird"),
    ("legend", "Sägen", "Legend", "Sägner", "Legends", "moon-star"),
    ("coffee", "Mat och fika", "Food and coffee", "Mat och fika", "Food and coffee", "coffee"),
    ("railway", "Järnväg", "Railway", "Järnväg", "Railway", "train-front"),
)


def upgrade() -> None:
    columns = ("slug", "name_sv", "name_en", "plural_sv", "plural_en", "icon")
    category = sa.table("category", sa.column("position"), *map(sa.column, columns))
    rows = [dict(zip(columns, row, strict=True)) for row in CATEGORIES]
    op.bulk_insert(category, [{"position": n, **row} for n, row in enumerate(rows, start=1)])


def downgrade() -> None:
    op.execute("DELETE FROM category")
