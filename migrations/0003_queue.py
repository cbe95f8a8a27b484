"""Procrastinate's tables, as the installed library makes them, and the app's right to use them."""

from __future__ import annotations

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
    op.execute("""
        DO $$ DECLARE thing text; BEGIN
            FOR thing IN SELECT quote_ident(relname) FROM pg_class
                         WHERE relname LIKE 'procrastinate%' AND relkind = 'r' LOOP
                EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON ' || thing || ' TO geostories_app';
            END LOOP;
            FOR thing IN SELECT quote_ident(relname) FROM pg_class
                         WHERE relname LIKE 'procrastinate%' AND relkind = 'S' LOOP
                EXECUTE 'GRANT USAGE ON SEQUENCE ' || thing || ' TO geostories_app';
            END LOOP;
        END $$""")


def downgrade() -> None:
    op.execute("""
        DO $$ DECLARE thing text; BEGIN
            DROP TABLE procrastinate_periodic_defers, procrastinate_events, procrastinate_jobs,
                procrastinate_workers CASCADE;
            FOR thing IN SELECT oid::regprocedure FROM pg_proc WHERE proname LIKE 'procrastinate%' LOOP
                EXECUTE 'DROP FUNCTION ' || thing || ' CASCADE';
            END LOOP;
            DROP TYPE procrastinate_job_status, procrastinate_job_event_type,
                procrastinate_job_to_defer_v1 CASCADE;
        END $$""")
