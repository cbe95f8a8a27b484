"""Row-level security, read from the catalogue: no table, view or function steps around it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, text

from geostories.database import APP_ROLE, Database
from geostories.models import Base

pytestmark = pytest.mark.trust

OURS = """
    n.nspname = 'public' AND NOT EXISTS (
        SELECT 1 FROM pg_depend d WHERE d.objid = {oid} AND d.deptype = 'e')
"""
"""In our schema, and not brought along by an extension (PostGIS has views of its own)."""

WITHOUT_ROWS_OF_PEOPLE = frozenset({"alembic_version"})
EVERYBODYS = {("search_word", "reads")}
"""Words of published stories, and how many they stand in: a condition would keep their index unused."""
QUEUE = "procrastinate_"
"""The job queue holds ids of outbox rows, no words and nobody's rows; the worker must see all."""


@pytest.fixture(scope="module")
def database(standing_empty: Flask) -> Database:
    """A migrated database without a row in it."""
    return standing_empty.extensions["database"]


@pytest.fixture
def catalogue(database: Database) -> Iterator[Connection]:
    """The catalogue, as the owner reads it."""
    with database.owner_engine.connect() as connection:
        yield connection


def rows(connection: Connection, query: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(text(query))]


def list_tables(connection: Connection) -> list[tuple[str, bool, bool]]:
    """Name, whether row-level security is enabled, and whether it is forced on the owner."""
    found = rows(
        connection,
        f"""SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'f') AND {OURS.format(oid="c.oid")}""",
    )
    return [row for row in found if not str(row[0]).startswith(QUEUE)]  # type: ignore[misc]


def test_every_table_forces_it(catalogue: Connection) -> None:
    tables = list_tables(catalogue)
    open_ones = {name for name, enabled, forced in tables if not (enabled and forced)}
    print(f"tables: tried {len(tables)}, open {len(open_ones - WITHOUT_ROWS_OF_PEOPLE)}")
    assert open_ones == WITHOUT_ROWS_OF_PEOPLE
    assert {name for name, *_ in tables} >= set(Base.metadata.tables)


def test_every_table_has_a_policy_that_checks_what_it_reads_and_writes(
    catalogue: Connection,
) -> None:
    policies = rows(
        catalogue,
        """SELECT c.relname, p.polname, p.polcmd, p.polqual IS NOT NULL, p.polwithcheck IS NOT NULL,
                  p.polpermissive
           FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid""",
    )
    assert {policy[0] for policy in policies} == set(Base.metadata.tables)
    for table, name, command, using, check, _ in policies:
        command = command.decode() if isinstance(command, bytes) else command
        assert using or command == "a", f"{name} on {table} reads without a condition"
        assert check or command in "rd", f"{name} on {table} writes without a condition"


def test_every_condition_asks_for_the_scope(catalogue: Connection) -> None:
    conditions = rows(
        catalogue,
        "SELECT tablename, policyname, coalesce(qual, ''), coalesce(with_check, '') FROM pg_policies "
        "WHERE schemaname = 'public'",
    )
    assert conditions
    assert {row[:2] for row in conditions} > EVERYBODYS
    for table, name, *sides in (row for row in conditions if row[:2] not in EVERYBODYS):
        for side in filter(None, sides):
            assert "scope_" in str(side), f"{name} on {table} does not ask for the scope"


def test_the_role_of_the_app_has_no_power_over_the_house(catalogue: Connection) -> None:
    powers = rows(
        catalogue,
        f"""SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin
            FROM pg_roles WHERE rolname = '{APP_ROLE}'""",
    )
    assert powers == [(False,) * 6]
    assert not rows(
        catalogue,
        f"""SELECT relname FROM pg_class WHERE relowner = '{APP_ROLE}'::regrole
            UNION SELECT proname FROM pg_proc WHERE proowner = '{APP_ROLE}'::regrole
            UNION SELECT nspname FROM pg_namespace WHERE nspowner = '{APP_ROLE}'::regrole
            UNION SELECT roleid::regrole::name FROM pg_auth_members WHERE member = '{APP_ROLE}'::regrole""",
    )
    assert not rows(
        catalogue,
        f"""SELECT c.relname, acl.privilege_type
            FROM pg_class c, aclexplode(c.relacl) acl
            WHERE acl.grantee IN ('{APP_ROLE}'::regrole, 0)
              AND acl.privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER')""",
    )
    assert rows(catalogue, f"SELECT has_schema_privilege('{APP_ROLE}', 'public', 'CREATE')") == [
        (False,)
    ]


def test_the_pool_works_in_that_role(database: Database) -> None:
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT current_user")) == APP_ROLE


def test_no_view_reads_with_its_owners_eyes(catalogue: Connection) -> None:
    views = rows(
        catalogue,
        f"""SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE {OURS.format(oid="c.oid")} AND (
                c.relkind = 'm'
                OR c.relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false))""",
    )
    assert views == []


def test_no_function_runs_as_its_owner_wherever_the_caller_points(catalogue: Connection) -> None:
    functions = rows(
        catalogue,
        f"""SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE {OURS.format(oid="p.oid")} AND p.prosecdef
              AND NOT EXISTS (SELECT 1 FROM unnest(p.proconfig) s WHERE s LIKE 'search_path=%')""",
    )
    assert functions == []


def test_the_functions_of_the_scope_hold_their_search_path(catalogue: Connection) -> None:
    functions = rows(
        catalogue,
        """SELECT proname, proconfig FROM pg_proc
           WHERE proname LIKE 'scope\\_%' AND pronamespace = 'public'::regnamespace""",
    )
    assert len(functions) == 3
    assert all(config == ["search_path=pg_catalog"] for _, config in functions)
