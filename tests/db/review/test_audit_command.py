"""`geostories audit`: one clear sentence on the first break, and a tail that was cut off."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from geostories.domain import kept_heads
from geostories.domain.transaction import Scope, reading
from geostories.errors import InvalidInput
from geostories.jobs import audit_heads
from geostories.queries.audit_chain import Head, list_heads
from geostories.vocabulary import DecisionAction
from tests.db.review.conftest import Town


def run(app: Flask, *words: str) -> subprocess.CompletedProcess[str]:
    settings = app.config["SETTINGS"]
    told = {
        "GEOSTORIES_HOME": str(settings.home),
        "GEOSTORIES_DATABASE_URL": settings.database_url,
    }
    command = [sys.executable, "-m", "geostories", "audit", *words]
    return subprocess.run(
        command, env=os.environ | told, capture_output=True, text=True, check=False
    )


@pytest.fixture
def tamper(standing_empty: Flask) -> Iterator[object]:
    """Change the log as its owner, whom no grant stops; put back what was there afterwards."""
    engine = standing_empty.extensions["database"].owner_engine
    keep = ("audit_entry", "audit_link")

    def change(statement: str, **values: object) -> None:
        with engine.begin() as connection:
            connection.execute(text("SELECT set_config('geostories.scope', 'operator', true)"))
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(statement), values)

    for table in keep:
        change(f"CREATE TABLE kept_{table} AS TABLE {table}")
    yield change
    for table in reversed(keep):
        change(f"DELETE FROM {table}")
    for table in keep:
        change(f"INSERT INTO {table} SELECT * FROM kept_{table}")
        change(f"DROP TABLE kept_{table}")


def test_a_sound_log_holds_and_leads_to_every_nights_heads(
    standing_empty: Flask, town: Town
) -> None:
    settings = standing_empty.config["SETTINGS"]
    for _night in range(3):
        town.decide(town.tell(), DecisionAction.REJECT)
        audit_heads.keep(settings, at=datetime.now(UTC))
    file = settings.home / "audit-heads"
    kept = kept_heads.read(file.read_text())
    assert [head.position for head in kept if head.chain == town.id] == sorted(
        {head.position for head in kept if head.chain == town.id}
    )
    assert file.stat().st_mode & 0o777 == 0o600
    answer = run(standing_empty, "verify", "--heads", str(file))
    assert answer.returncode == 0, answer.stderr
    assert f"leads to all {len(kept)} kept heads" in answer.stdout
    printed = run(standing_empty, "heads")
    with reading(Scope.operator()) as session:
        assert kept_heads.read(printed.stdout) == list_heads(session)


def test_the_first_break_is_one_sentence_and_an_exit_status(
    standing_empty: Flask, town: Town, tamper: object
) -> None:
    for _ in range(3):
        town.decide(town.tell(), DecisionAction.REJECT)
    tamper(  # type: ignore[operator]
        "UPDATE audit_entry SET actor_id = NULL WHERE id = "
        "(SELECT entry_id FROM audit_link WHERE chain = :chain AND position = 2)",
        chain=town.id,
    )
    answer = run(standing_empty, "verify")
    assert answer.returncode == 1
    assert answer.stdout == ""
    (sentence,) = answer.stderr.strip().splitlines()
    assert f"{town.id} breaks at line 2" in sentence


def test_a_tail_that_was_cut_off_shows_against_kept_heads_alone(
    standing_empty: Flask, town: Town, tamper: object
) -> None:
    town.decide(town.tell(), DecisionAction.REJECT)
    settings = standing_empty.config["SETTINGS"]
    file = settings.home / "elsewhere"
    with reading(Scope.operator()) as session:
        heads = list_heads(session)
    file.write_text(kept_heads.write(heads, at=datetime.now(UTC)))
    (own,) = (head for head in heads if head.chain == town.id)
    of_last = "(SELECT entry_id FROM audit_link WHERE chain = :chain AND position = :position)"
    given = {"chain": town.id, "position": own.position}
    tamper(f"DELETE FROM audit_entry WHERE id = {of_last}", **given)  # type: ignore[operator]
    tamper("DELETE FROM audit_link WHERE chain = :chain AND position = :position", **given)  # type: ignore[operator]
    assert run(standing_empty, "verify").returncode == 0
    answer = run(standing_empty, "verify", "--heads", str(file))
    assert answer.returncode == 1
    assert f"the kept head of line {own.position}" in answer.stderr


def test_a_file_of_other_lines_is_refused() -> None:
    digest = "0" * 64
    for line in ("hello", f"t {'x' * 36} 1 {digest}", f"t {Town.__name__} 1 ab", "t t 0 " + digest):
        with pytest.raises(InvalidInput):
            kept_heads.read(line)
    chain = "00000000-0000-0000-0000-000000000000"
    assert kept_heads.read(f"\nt {chain} 7 {digest}\n") == [Head(UUID(chain), 7, digest)]
