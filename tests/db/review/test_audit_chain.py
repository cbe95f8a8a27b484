"""The log is a chain: whoever changes, removes or slips in a line breaks it from there on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, text

from geostories.database import Database
from geostories.domain.transaction import Scope, transaction
from geostories.models import AuditEntry
from geostories.queries.audit_chain import find_break
from geostories.vocabulary import DecisionAction
from tests.db.review.conftest import Town

TAMPERED = """
UPDATE audit_entry SET action = 'publish' WHERE id = :middle
UPDATE audit_entry SET actor_id = gen_random_uuid() WHERE id = :middle
UPDATE audit_entry SET actor_id = NULL WHERE id = :middle
UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE id = :middle
UPDATE audit_entry SET at = at - interval '1 day' WHERE id = :first
UPDATE audit_entry SET subject = 'comment' WHERE id = :middle
UPDATE audit_entry SET subject_id = gen_random_uuid() WHERE id = :last
UPDATE audit_entry SET details = '{}' WHERE id = :middle
UPDATE audit_entry SET details = details || '{"ground": "other"}' WHERE id = :middle
UPDATE audit_entry SET municipality_id = NULL WHERE id = :middle
UPDATE audit_link SET digest = digest || '\\x00' WHERE entry_id = :middle
UPDATE audit_link SET digest = sha256('') WHERE entry_id = :last
UPDATE audit_link SET position = position + 1000 WHERE entry_id = :last
UPDATE audit_link SET chain = gen_random_uuid() WHERE entry_id = :middle
DELETE FROM audit_link WHERE entry_id = :middle
DELETE FROM audit_link WHERE entry_id = :last
DELETE FROM audit_link WHERE entry_id = :first
INSERT INTO audit_entry SELECT :fresh, at, municipality_id, actor_id, action, subject, subject_id, details FROM audit_entry WHERE id = :middle
UPDATE audit_link l SET entry_id = :fresh WHERE entry_id = :middle
UPDATE audit_link SET position = CASE entry_id WHEN :middle THEN -1 ELSE -2 END WHERE entry_id IN (:middle, :last)
""".strip().splitlines()


@pytest.fixture
def owner(database: Database) -> Iterator[Connection]:
    """The owner of the tables, whom no grant stops; what it does is rolled back."""
    with database.owner_engine.connect() as connection:
        yield connection
        connection.rollback()


def ids(connection: Connection, chain: UUID) -> list[UUID]:
    query = text("SELECT entry_id FROM audit_link WHERE chain = :chain ORDER BY position")
    return list(connection.scalars(query, {"chain": chain}))


def test_every_entry_has_its_place_and_the_chain_holds(town: Town, owner: Connection) -> None:
    for _ in range(5):
        town.decide(town.tell(), DecisionAction.REJECT)
    owner.execute(text("SELECT set_config('geostories.scope', 'operator', true)"))
    unlinked = owner.scalar(
        text(
            "SELECT count(*) FROM audit_entry e WHERE NOT EXISTS "
            "(SELECT FROM audit_link l WHERE l.entry_id = e.id)"
        )
    )
    assert unlinked == 0
    assert find_break(owner) is None
    assert recomputed(owner, town.id)


def recomputed(connection: Connection, chain: UUID) -> bool:
    """The chain computed anew by other hands: this test's."""
    rows = connection.execute(
        text(
            "SELECT e.*, l.digest, e.details::text AS said FROM audit_link l "
            "JOIN audit_entry e ON e.id = l.entry_id WHERE l.chain = :chain ORDER BY l.position"
        ),
        {"chain": chain},
    ).all()
    previous = b""
    for row in rows:
        fields = [
            json.dumps(str(row.id)),
            json.dumps(row.at.strftime("%Y-%m-%dT%H:%M:%S.%f")),
            json.dumps(str(row.municipality_id)),
            json.dumps(str(row.actor_id)) if row.actor_id else "null",
            json.dumps(row.action),
            json.dumps(row.subject),
            json.dumps(str(row.subject_id)),
            row.said,
        ]
        previous = hashlib.sha256(previous + f"[{', '.join(fields)}]".encode()).digest()
        if previous != row.digest:
            return False
    return bool(rows)


@pytest.mark.parametrize("change", TAMPERED)
def test_every_tampering_is_found(town: Town, owner: Connection, change: str) -> None:
    for _ in range(3):
        town.decide(town.tell(), DecisionAction.REJECT)
    owner.execute(text("SELECT set_config('geostories.scope', 'operator', true)"))
    owner.execute(text("SET LOCAL TIME ZONE 'UTC'"))
    chain = ids(owner, town.id)
    owner.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
    owner.execute(text("ALTER TABLE audit_link DISABLE TRIGGER ALL"))
    assert find_break(owner) is None
    given = {"first": chain[0], "middle": chain[-2], "last": chain[-1], "fresh": uuid4()}
    owner.execute(
        text(change), {name: value for name, value in given.items() if f":{name}" in change}
    )
    assert find_break(owner) is not None


def test_the_app_can_write_lines_and_change_none(town: Town) -> None:
    told = town.tell()
    town.decide(told, DecisionAction.REJECT)
    for table in ("audit_entry", "audit_link", "decision", "statement_of_reasons"):
        for change in (
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
            f"UPDATE {table} SET ctid = ctid",
        ):
            with pytest.raises(Exception, match=r"permission denied|cannot assign|system column"):  # noqa: SIM117
                with transaction(Scope.operator()) as session:
                    session.execute(text(change))
    with transaction(Scope.operator()) as session:
        assert session.query(AuditEntry).count() > 0
