"""The app's role, scopes and row-level security (docs/decisions/0005)."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent / "sql"

TABLES = (
    "audit_entry category decision media membership municipality official_place outgoing_mail "
    "place_name rate_count report role roles_users story story_version trail user user_session "
    "version_photo"
).split()


def upgrade() -> None:
    for name in ("scope", "grants", "policies"):
        op.execute((SQL / f"{name}.sql").read_text())


def downgrade() -> None:
    op.execute("REVOKE ALL ON alembic_version FROM geostories_app")
    op.execute("REVOKE ALL ON SEQUENCE role_id_seq FROM geostories_app")
    for table in TABLES:
        op.execute(f'REVOKE ALL ON "{table}" FROM geostories_app')
        op.execute(f"""
            DO $$ DECLARE policy name; BEGIN
                FOR policy IN SELECT polname FROM pg_policy WHERE polrelid = '"{table}"'::regclass LOOP
                    EXECUTE format('DROP POLICY %I ON "{table}"', policy);
                END LOOP;
            END $$""")
        op.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
    for function in ("scope_kind", "scope_id", "scope_reads_public"):
        op.execute(f"DROP FUNCTION {function}()")
