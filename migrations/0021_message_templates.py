"""Texts that moderators begin a message with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ACTIONS = (
    "publish request_changes reject hide restore dismiss correct forward uphold reverse undo hold "
    "mask redact blur move"
).split()
WALL = """
ALTER TABLE message_template ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_template FORCE ROW LEVEL SECURITY;
CREATE POLICY municipality ON message_template
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON message_template
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');
GRANT SELECT, INSERT, UPDATE, DELETE ON message_template TO geostories_app;
"""


def upgrade() -> None:
    action = sa.Enum(
        *ACTIONS, name="decisionaction", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        "message_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("action", action),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_message_template_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_template")),
        sa.UniqueConstraint(
            "municipality_id", "title", name=op.f("uq_message_template_municipality_id_title")
        ),
    )
    op.execute(WALL)


def downgrade() -> None:
    op.drop_table("message_template")
