"""What was decided and done stays written: the app may add to the log and nothing else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from geostories.database import APP_ROLE, Database, Scope
from geostories.domain.transaction import reading, transaction
from geostories.models import AuditEntry, Decision, Municipality
from geostories.vocabulary import StoryStatus
from tests.factories.municipality import make_municipality
from tests.factories.person import make_person
from tests.factories.story import make_story

pytestmark = pytest.mark.trust

APPEND_ONLY = ["decision", "audit_entry", "revision"]
CHANGES = {
    "UPDATE": "UPDATE {table} SET id = id",
    "DELETE": "DELETE FROM {table}",
    "TRUNCATE": "TRUNCATE {table}",
    "lock": "SELECT * FROM {table} FOR UPDATE",
    "rewrite": "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET id = excluded.id",
    "disable": "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    "rule": "CREATE RULE forget AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "drop": "DROP TABLE {table}",
}


@pytest.fixture(scope="module")
def database(standing_empty: Flask) -> Database:
    """A migrated database for all tests of the module."""
    return standing_empty.extensions["database"]


@pytest.fixture(scope="module")
def town(database: Database) -> Municipality:
    """A municipality with one story that was decided on."""
    with transaction(Scope.operator()) as session:
        made = make_municipality(session)
        owner = make_person(session, "a@example.se")
        make_story(session, owner=owner, municipality_id=made.id, status=StoryStatus.HIDDEN)
    return made


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", CHANGES)
def test_the_app_cannot_change_what_is_written(
    town: Municipality, database: Database, table: str, change: str
) -> None:
    for scope in (Scope.operator(), Scope.municipality(town.id)):
        with (
            database.session(scope) as session,
            pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        ):
            session.execute(text(CHANGES[change].format(table=table)))
    with database.owner_engine.connect() as connection:
        held = connection.scalars(
            text(
                "SELECT privilege_type FROM information_schema.role_table_grants "
                "WHERE grantee = :role AND table_name = :table"
            ),
            {"role": APP_ROLE, "table": table},
        )
        assert set(held) == {"SELECT", "INSERT"}


def test_every_change_of_state_is_in_the_log(town: Municipality) -> None:
    with reading(Scope.municipality(town.id)) as session:
        entries = session.scalars(select(AuditEntry.action).order_by(AuditEntry.at)).all()
        decisions = session.scalars(select(Decision.action).order_by(Decision.decided_at)).all()
    assert entries == ["submit", "publish", "hide"]
    assert decisions == ["publish", "hide"]


def test_a_person_writes_in_the_log_only_as_themselves(town: Municipality) -> None:
    with reading(Scope.operator()) as session:
        entry = session.scalars(select(AuditEntry)).first()
        assert entry is not None
        assert entry.actor_id is not None
        somebody = entry.actor_id
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction(Scope.person(town.id)) as session,
    ):
        session.add(
            AuditEntry(
                municipality_id=town.id,
                actor_id=somebody,
                action="submit",
                subject="story",
                subject_id=town.id,
                details={},
            )
        )
