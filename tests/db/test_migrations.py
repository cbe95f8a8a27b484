"""Migrations: they agree with the models, and go down as they go up."""

from __future__ import annotations

import re

import click
import pytest
from flask import Flask
from sqlalchemy import CheckConstraint, Enum, text

from geostories.cli import migrate
from geostories.config import resource
from geostories.models import Base

SCHEMA = {
    "columns": """
        SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull,
               pg_get_expr(adbin, adrelid)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
          AND relkind IN ('r', 'v')""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "policies": "SELECT * FROM pg_policies",
    "security": """
        SELECT relname, relkind, relrowsecurity, relforcerowsecurity FROM pg_class
        WHERE relnamespace = 'public'::regnamespace""",
    "grants": """
        SELECT relname, acl.grantee::regrole::text, acl.privilege_type
        FROM pg_class, aclexplode(relacl) acl
        WHERE relnamespace = 'public'::regnamespace AND acl.grantee <> relowner""",
    "functions": """
        SELECT oid::regprocedure::text, md5(prosrc), provolatile, proparallel, prosecdef,
               proconfig, proacl::text
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
    "leakproof": "SELECT oid::regprocedure::text FROM pg_proc WHERE proleakproof",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(pg_trigger.oid)
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal""",
}


@pytest.fixture(scope="module")
def app(standing_empty: Flask) -> Flask:
    """A migrated database without people's rows."""
    return standing_empty


def picture(app: Flask) -> dict[str, list[str]]:
    """The schema, as comparable lines."""
    with app.extensions["database"].owner_engine.connect() as connection:
        connection.execute(text("SELECT set_config('geostories.scope', 'operator', true)"))
        return {
            what: sorted(str(tuple(row)) for row in connection.execute(text(query)))
            for what, query in SCHEMA.items()
        }


def differences(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    """Lines that only one of two pictures has."""
    return {
        what: sorted(set(one[what]) ^ set(other[what]))
        for what in SCHEMA
        if one[what] != other[what]
    }


def test_models_and_migrations_agree(app: Flask) -> None:
    assert app.extensions["alembic"].compare_metadata() == []


def test_every_check_of_the_models_is_in_the_database(app: Flask) -> None:
    with app.extensions["database"].owner_engine.connect() as connection:
        found = {
            (table, name): definition
            for table, name, definition in connection.execute(
                text(
                    "SELECT relname, conname, pg_get_constraintdef(c.oid) FROM pg_constraint c "
                    "JOIN pg_class ON pg_class.oid = conrelid WHERE contype = 'c'"
                )
            )
        }
    for table in Base.metadata.tables.values():
        for check in table.constraints:
            if isinstance(check, CheckConstraint):
                assert (table.name, str(check.name)) in found
        for column in table.columns:
            if isinstance(column.type, Enum):
                definition = found[table.name, f"ck_{table.name}_{column.type.name}"]
                known = set(re.findall(r"'([\w.]+)'", definition))
                assert known == set(column.type.enums), f"{table.name}.{column.name}"


def test_they_go_down_and_up_again_through_the_same_schemas(app: Flask) -> None:
    alembic = app.extensions["alembic"]
    revisions = [each.revision for each in alembic.log()]
    assert all(picture(app).values())
    on_the_way_down = {}
    for revision in revisions:
        on_the_way_down[revision] = picture(app)
        alembic.downgrade()
    assert list_tables(app) == ["alembic_version"]
    for revision in reversed(revisions):
        alembic.upgrade(revision)
        assert differences(picture(app), on_the_way_down[revision]) == {}, revision


def list_tables(app: Flask) -> list[str]:
    """Tables, views and sequences that no extension brought."""
    query = text(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relkind IN ('r', 'S', 'v', 'm') AND NOT EXISTS (SELECT 1 FROM pg_depend "
        "WHERE objid = pg_class.oid AND deptype = 'e')"
    )
    with app.extensions["database"].owner_engine.connect() as connection:
        return list(connection.scalars(query))


def test_a_second_upgrade_changes_nothing(app: Flask) -> None:
    before = picture(app)
    app.extensions["alembic"].upgrade()
    assert differences(picture(app), before) == {}


def test_they_are_numbered_without_a_gap() -> None:
    files = sorted(file.name for file in resource("migrations").glob("[0-9]*.py"))
    assert [file[:4] for file in files] == [f"{n:04}" for n in range(1, len(files) + 1)]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", file) for file in files)


def test_a_table_in_use_is_one_sentence_and_nothing_is_half_done(app: Flask) -> None:
    alembic, engine = app.extensions["alembic"], app.extensions["database"].owner_engine
    alembic.downgrade("0008")  # what follows changes tables that the site is always using
    before = picture(app)
    with engine.connect() as reader:
        reader.execute(text("LOCK TABLE decision IN ACCESS SHARE MODE"))
        reader.execute(text("LOCK TABLE report IN ROW EXCLUSIVE MODE"))
        with pytest.raises(click.ClickException, match="in use"):
            migrate(app)
    assert differences(picture(app), before) == {}
    migrate(app)
    assert differences(picture(app), before) != {}
