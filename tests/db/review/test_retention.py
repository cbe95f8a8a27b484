"""Records go under a rule, in its time, with its name in the log; nothing goes without."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from geostories.domain import case_files, retention
from geostories.domain import transaction as binding
from geostories.domain.retention import RuleEntry
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import Conflict, InvalidInput, NotAllowed
from geostories.jobs.retention import dispose_due
from geostories.models import Appeal
from geostories.queries.retention import describe_rules
from geostories.vocabulary import (
    AppealBy,
    CommentStatus,
    DecisionAction,
    DecisionGround,
    RetentionKind,
    Role,
    StoryStatus,
)
from tests.db.review.conftest import Town, count
from tests.factories.comments import make_comment
from tests.factories.records import make_rule
from tests.factories.reports import make_answered_report
from tests.factories.story import make_moderator
from tests.house.tree import ROOT

MONTHS = 24
TABLES = {
    RetentionKind.REPORT: ("report", "decided_at"),
    RetentionKind.CASE_NOTE: ("case_note", "written_at"),
    RetentionKind.COMMENT: ("comment", "created_at"),
    RetentionKind.STORY: ("story", "created_at"),
    RetentionKind.SEALED_COPY: ("sealed_copy", "sealed_at"),
}
LAW = "16 kap. 8 § brottsbalken"


def as_owner(statement: str, **given: object) -> None:
    """What no door can do: let time pass."""
    with binding._database[0].owner_engine.begin() as connection:
        connection.execute(text("SELECT set_config('geostories.scope', 'operator', true)"))
        connection.execute(text(statement), given)


def age(kind: RetentionKind, record: UUID, months: int) -> None:
    """Let a record, and what was decided on it, be so many months and a day old."""
    table, column = TABLES[kind]
    ago = "now() - make_interval(months => :months, days => 1)"
    as_owner(f"UPDATE {table} SET {column} = {ago} WHERE id = :id", id=record, months=months)
    as_owner(
        f"UPDATE decision SET decided_at = {ago} WHERE subject_id = :id", id=record, months=months
    )
    as_owner(
        f"UPDATE story_version SET saved_at = {ago} WHERE story_id = :id", id=record, months=months
    )


def make_record(town: Town, kind: RetentionKind) -> UUID:
    """A record that a rule of its kind could dispose of."""
    if kind is RetentionKind.STORY:
        told = town.tell()
        town.decide(told, DecisionAction.REJECT)
        return told.id
    told = town.tell(StoryStatus.PUBLISHED)
    if kind is RetentionKind.SEALED_COPY:
        town.decide(told, DecisionAction.HIDE, ground=DecisionGround.ILLEGAL, law=LAW)
    with transaction(Scope.operator()) as session:
        if kind is RetentionKind.REPORT:
            return make_answered_report(session, town.id, told.id, "Det är jag.")
        if kind is RetentionKind.COMMENT:
            return make_comment(
                session, story_id=told.id, municipality_id=town.id, author=town.teller,
                status=CommentStatus.REJECTED,
            )  # fmt: skip
        if kind is RetentionKind.CASE_NOTE:
            case_files.write_note(
                session, subject_id=told.id, municipality_id=town.id, person=town.moderator,
                words="Ring hem.",
            )  # fmt: skip
            session.flush()
        column, value = ("subject_id", told.id)
        if kind is RetentionKind.CASE_NOTE:
            query = "SELECT n.id FROM case_note n JOIN case_file c ON c.id = n.case_id WHERE c.subject_id = :id"
        else:
            query = f"SELECT id FROM sealed_copy WHERE {column} = :id"
        return session.scalars(text(query), {"id": value}).one()


def is_there(kind: RetentionKind, record: UUID) -> bool:
    return bool(count(f"SELECT count(*) FROM {TABLES[kind][0]} WHERE id = :id", id=record))


@pytest.fixture
def no_rules() -> None:
    as_owner("DELETE FROM retention_rule")


def put_in_force(town: Town, kind: RetentionKind, months: int = MONTHS) -> UUID:
    with transaction(Scope.operator()) as session:
        return make_rule(
            session, town.id, kind, months, code=f"4.{list(RetentionKind).index(kind)}"
        )


@pytest.mark.usefixtures("no_rules")
@pytest.mark.parametrize("kind", RetentionKind)
def test_it_goes_under_its_rule_in_its_time(
    town: Town, standing_empty: Flask, kind: RetentionKind
) -> None:
    store = standing_empty.extensions["files"]
    old, young = make_record(town, kind), make_record(town, kind)
    age(kind, old, MONTHS)
    age(kind, young, MONTHS - 1)
    dispose_due(store)
    assert is_there(kind, old), "nothing goes without a rule"
    decided = count("SELECT count(*) FROM decision")
    rule = put_in_force(town, kind)
    with reading(Scope.municipality(town.id)) as session:
        (shown,) = describe_rules(session, municipality_id=town.id)
    gone = dispose_due(store)
    assert (is_there(kind, old), is_there(kind, young)) == (False, True)
    assert sum(gone.values()) == shown.due == 1
    logged = """SELECT count(*) FROM audit_entry WHERE action = 'dispose' AND subject = :kind
                AND subject_id = :id AND details->>'rule' = :rule AND details->>'code' <> ''"""
    assert count(logged, kind=kind.value, id=old, rule=str(rule)) == 1
    assert count("SELECT count(*) FROM decision") == decided
    print(f"disposed of under a rule: {kind} 1, logged 1, too early 0")


@pytest.mark.usefixtures("no_rules")
@pytest.mark.parametrize("kind", [RetentionKind.CASE_NOTE, RetentionKind.SEALED_COPY])
def test_what_somebody_waits_for_an_answer_about_stays(
    town: Town, standing_empty: Flask, kind: RetentionKind
) -> None:
    record = make_record(town, kind)
    with transaction(Scope.operator()) as session:
        of_copy = "SELECT decision_id FROM sealed_copy WHERE id = :id"
        of_note = """SELECT d.id FROM decision d JOIN case_file c ON c.subject_id = d.subject_id
                     JOIN case_note n ON n.case_id = c.id WHERE n.id = :id LIMIT 1"""
        query = of_copy if kind is RetentionKind.SEALED_COPY else of_note
        session.add(
            Appeal(
                municipality_id=town.id,
                decision_id=session.scalars(text(query), {"id": record}).one(),
                appellant_id=uuid4(),
                by=AppealBy.AUTHOR,
                text="Läs en gång till.",
            )
        )
    age(kind, record, MONTHS)
    put_in_force(town, kind)
    dispose_due(standing_empty.extensions["files"])
    assert is_there(kind, record)


@pytest.mark.parametrize("table", ["case_file", "case_note"])
def test_the_database_deletes_nothing_without_a_rule(town: Town, table: str) -> None:
    make_record(town, RetentionKind.CASE_NOTE)
    for setting in ("", str(uuid4())):
        with pytest.raises(ProgrammingError, match="by a rule only"):
            try_to_delete(table, setting)
    for kept in ("decision", "statement_of_reasons", "audit_entry", "audit_link", "sealed_copy"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            try_to_delete(kept, "")


def try_to_delete(table: str, rule: str) -> None:
    """Delete all of a table's rows in a rule's name."""
    with transaction(Scope.operator()) as session:
        session.execute(text("SELECT set_config('geostories.rule', :rule, true)"), {"rule": rule})
        session.execute(text(f"DELETE FROM {table}"))


@pytest.mark.usefixtures("no_rules")
def test_a_seal_goes_by_the_rule_of_its_own_town_and_kind(town: Town) -> None:
    record = make_record(town, RetentionKind.SEALED_COPY)
    age(RetentionKind.SEALED_COPY, record, MONTHS)
    wrong = put_in_force(town, RetentionKind.COMMENT)
    right = put_in_force(town, RetentionKind.SEALED_COPY)
    purge = text("SELECT count(*) FROM purge_sealed_copies(:rule, now())")
    early = text("SELECT count(*) FROM purge_sealed_copies(:rule, now() + interval '9 years')")
    young = make_record(town, RetentionKind.SEALED_COPY)
    for scope, rule in (
        (Scope.operator(), wrong),
        (Scope.public(), right),
        (Scope.municipality(uuid4()), right),
        (Scope.person(town.teller.id), right),
    ):
        with transaction(scope) as session:
            assert session.scalar(purge, {"rule": rule}) == 0
    with transaction(Scope.municipality(town.id)) as session:
        assert session.scalar(early, {"rule": right}) == 1
    assert is_there(RetentionKind.SEALED_COPY, young)


@pytest.mark.usefixtures("no_rules")
def test_who_writes_rules_and_what_they_say(town: Town) -> None:
    entry = RuleEntry("4.2", RetentionKind.REPORT, 24, "KUN 2026-09-01 § 12")
    administrator = make_moderator(town.id, Role.ADMINISTRATOR)
    wrong = [
        RuleEntry("4.2", RetentionKind.REPORT, 6, "KUN § 12"),
        RuleEntry("4.2", RetentionKind.REPORT, 24, " "),
        RuleEntry("för att Lena bad om det, så är det bara, ja", RetentionKind.REPORT, 24, "KUN"),
    ]

    def add(person: object, said: RuleEntry) -> None:
        with transaction(Scope.municipality(town.id)) as session:
            retention.add(session, municipality_id=town.id, person=person, entry=said)  # type: ignore[arg-type]

    for person in (town.moderator, town.teller):
        with pytest.raises(NotAllowed):
            add(person, entry)
    for each in wrong:
        with pytest.raises(InvalidInput):
            add(administrator, each)
    add(administrator, entry)
    with pytest.raises(Conflict):
        add(administrator, entry)


def test_every_other_deletion_in_the_code_is_known() -> None:
    """A record of somebody's is deleted by whoever it is about, by a rule, or not at all."""
    records = r"(?:CaseFile|CaseNote|Decision|StatementOfReasons|SealedCopy|AuditEntry|AuditLink)"
    found = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "geostories").rglob("*.py")
        if re.search(rf"\bdelete\({records}\b", file.read_text())
    }
    by_people = {"geostories/domain/erasing.py"}  # what is noted about them, when they erase it
    outside = found - by_people - {"geostories/domain/retention.py"}
    print(f"deletions of records outside the rules: {len(outside)}")
    assert outside == set()
