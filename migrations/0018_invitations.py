"""Invitations to a role, and roles that reach over some categories and duties only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

LIMITS = ("categories", "duties")
ROLE = sa.Enum(
    "resident",
    "moderator",
    "editor",
    "administrator",
    "operator",
    name="role",
    native_enum=False,
    create_constraint=True,
    length=32,
)
WALL = """
ALTER TABLE invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitation FORCE ROW LEVEL SECURITY;
CREATE POLICY account ON invitation FOR SELECT USING ((SELECT scope_kind()) = 'account');
CREATE POLICY municipality ON invitation
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON invitation
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');
GRANT SELECT, INSERT, UPDATE, DELETE ON invitation TO geostories_app;
"""


def upgrade() -> None:
    for name in LIMITS:
        op.add_column(
            "membership",
            sa.Column(name, postgresql.ARRAY(sa.String()), server_default="{}", nullable=False),
        )
        op.alter_column("membership", name, server_default=None)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", ROLE, nullable=False),
        *(sa.Column(name, postgresql.ARRAY(sa.String()), nullable=False) for name in LIMITS),
        sa.Column("invited_by", sa.Uuid()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_invitation_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_municipality_id"), "invitation", ["municipality_id"])
    op.execute(WALL)


def downgrade() -> None:
    op.drop_table("invitation")
    for name in LIMITS:
        op.drop_column("membership", name)
