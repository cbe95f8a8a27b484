"""Second factors: apps that make codes, passkeys, recovery codes; and which accounts are examples."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS = sa.Enum(
    "app", "passkey", name="factorkind", native_enum=False, create_constraint=True, length=32
)
WHOLE = (
    "(kind = 'app' AND secret IS NOT NULL AND credential_id IS NULL)"
    " OR (kind = 'passkey' AND secret IS NULL AND credential_id IS NOT NULL"
    " AND public_key IS NOT NULL)"
)
WALL = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY account ON {table}
    USING ((SELECT scope_kind()) IN ('account', 'operator'))
    WITH CHECK ((SELECT scope_kind()) IN ('account', 'operator'));
CREATE POLICY person ON {table} FOR SELECT
    USING ((SELECT scope_kind()) = 'person' AND user_id = (SELECT scope_id()));
GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO geostories_app;
"""


def upgrade() -> None:
    op.add_column(
        "user", sa.Column("is_example", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.alter_column("user", "is_example", server_default=None)
    op.create_table(
        "second_factor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary()),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary()),
        sa.Column("public_key", sa.LargeBinary()),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(WHOLE, name=op.f("ck_second_factor_whole")),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_second_factor_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_second_factor_credential_id")),
    )
    op.create_index(op.f("ix_second_factor_user_id"), "second_factor", ["user_id"])
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_recovery_code_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"])
    for table in ("second_factor", "recovery_code"):
        op.execute(WALL.format(table=table))


def downgrade() -> None:
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
    op.drop_column("user", "is_example")
