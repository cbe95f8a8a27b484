"""Public records: everything on a matter or a person is found, masked words are nowhere in it."""

from __future__ import annotations

import os
import time
import unicodedata
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from geostories.domain import case_files, giving_out, masking
from geostories.domain import transaction as binding
from geostories.domain.masking import GROUNDS, Mask
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput, NotAllowed, NotFound
from geostories.queries.record_search import CaseHit, list_people, search_cases
from geostories.vocabulary import DecisionAction, Purpose, Role, StoryStatus
from geostories.wording.extract import write_extract
from tests.db.review.conftest import Town, count
from tests.factories.comments import make_comment
from tests.factories.reports import make_report
from tests.factories.story import make_moderator

pytestmark = pytest.mark.trust

ROWS = 100_000 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 10_000
SECONDS = 5
NAME = "Göran Kanariefågelsson"
GROUND = GROUNDS[0]


def find(town: Town, words: str) -> list[CaseHit]:
    with reading(Scope.account()) as session:
        people = list_people(session, words=words)
    with reading(Scope.municipality(town.id)) as session:
        return search_cases(session, municipality_id=town.id, words=words, people=people)


def make_matter(town: Town) -> set[UUID]:
    """A name in a report, a comment, a note and a decision; answers the things they are about."""
    told = [town.tell(StoryStatus.PUBLISHED) for _ in range(3)]
    with transaction(Scope.operator()) as session:
        make_report(session, told[0].id, email="kanarie@example.se")
        session.execute(
            text("UPDATE report SET name = :name WHERE story_id = :id"),
            {"name": NAME, "id": told[0].id},
        )
        made = make_comment(
            session,
            story_id=told[1].id,
            municipality_id=town.id,
            author=town.colleague,
            body=f"Det sade {NAME.upper()} också.",
        )
    with transaction(Scope.municipality(town.id)) as session:
        case_files.write_note(
            session,
            subject_id=told[2].id,
            municipality_id=town.id,
            person=town.moderator,
            words="Göran\nKanariefågelsson har ringt om den här.",
        )
    return {told[0].id, told[2].id, made}


def test_everything_on_a_person_is_found_and_masked(town: Town, standing_empty: Flask) -> None:
    things = make_matter(town)
    by_name = {hit.subject_id for hit in find(town, "kanariefågelsson")}
    by_mail = {hit.subject_id for hit in find(town, "kanarie@example.se")}
    assert by_name >= things
    assert len(by_mail) == 1
    hits = [hit for hit in find(town, "kanariefågelsson") if hit.subject_id in things]
    assert [h.subject_id for h in find(town, hits[0].number)] == [hits[0].subject_id]
    masks = [Mask(NAME, GROUND), Mask("kanarie@example.se", GROUND)]
    administrator = make_moderator(town.id, Role.ADMINISTRATOR)
    with transaction(Scope.municipality(town.id)) as session:
        cases = giving_out.take_out(
            session,
            case_ids=[hit.id for hit in hits],
            municipality_id=town.id,
            person=administrator,
            purpose=Purpose.PUBLIC_RECORDS,
            reference="KS-2026/44",
        )
    with standing_empty.test_request_context():
        whole = write_extract(cases, giver="Katrineholm", at=cases[0].opened_at)
    written = masking.mask_text(whole, masks)
    assert "kanariefågelsson" in whole.casefold()
    left = [
        word for word in ("kanariefågelsson", "kanarie@example.se") if word in written.casefold()
    ]
    print(f"extract: {len(hits)} cases, masked phrases left {len(left)}")
    assert left == []
    assert masking.is_masked(written, masks)
    assert f"[████ {GROUND}]" in written
    logged = "SELECT count(*) FROM audit_entry WHERE action = 'give_out' AND actor_id = :id"
    assert count(logged, id=administrator.id) == len(hits)


@pytest.mark.parametrize(
    "words",
    [
        NAME,
        NAME.lower(),
        NAME.upper(),
        unicodedata.normalize("NFD", NAME),
        "Göran\n  Kanariefågelsson",
        "Göran\u00a0Kanariefågelsson",
        "Göran Kanarie\u00adfågelsson",
        "Gö\u200bran Kanariefågelsson",
        f"({NAME}s)",
    ],
)
def test_a_name_is_masked_however_it_is_written(words: str) -> None:
    masked = masking.mask_text(f"Där bodde {words} då.", [Mask(NAME, GROUND)])
    assert "fågelsson" not in unicodedata.normalize("NFC", masked.casefold())
    assert "Där bodde" in masked


def test_a_longer_phrase_goes_before_a_part_of_it() -> None:
    masks = [Mask("Göran", GROUND), Mask("Göran Ek", GROUND)]
    assert "Ek" not in masking.mask_text("Hos Göran Ek.", masks)


@pytest.mark.parametrize("mask", [Mask("a", GROUND), Mask(" ", GROUND), Mask("Lena", "Ja"),
                                  Mask("kap", GROUND)])  # fmt: skip
def test_a_mask_that_hides_nothing_or_everything_is_refused(mask: Mask) -> None:
    with pytest.raises(InvalidInput):
        masking.check([mask])


def test_only_the_records_role_takes_out_and_only_here(town: Town) -> None:
    told = town.tell()
    town.decide(told, DecisionAction.REJECT)
    (hit,) = [each for each in find(town, "Sköldinge") if each.subject_id == told.id]

    def take(person: Person, here: UUID) -> None:
        with transaction(Scope.municipality(here)) as session:
            giving_out.take_out(
                session, case_ids=[hit.id], municipality_id=here, person=person,
                purpose=Purpose.POLICE,
            )  # fmt: skip

    for person in (town.moderator, town.teller):
        with pytest.raises(NotAllowed):
            take(person, town.id)
    with pytest.raises(NotFound):
        take(make_moderator(told.id, Role.ADMINISTRATOR), told.id)


MANY = """
    WITH made AS (
        INSERT INTO story (id, municipality_id, owner_id, status, revision, is_example, created_at,
                           is_guest, is_unlisted, thanks_count, comment_count)
        SELECT gen_random_uuid(), municipality_id, owner_id, status, 0, false, created_at,
               is_guest, is_unlisted, 0, 0
        FROM story, generate_series(1, :rows) WHERE id = :told RETURNING id
    ), cases AS (
        INSERT INTO case_file (id, municipality_id, year, number, subject, subject_id, opened_at)
        SELECT gen_random_uuid(), :here, 1999, row_number() OVER (), 'story', id, now() FROM made
    )
    INSERT INTO story_version
    SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'story_id', m.id,
        'submission_key', null, 'body', repeat('Vid sjön stod en gammal lada. ', 20)))).*
    FROM made m, (SELECT v FROM story_version v WHERE v.id = :like) AS one (v)
"""


def test_the_search_is_quick_among_many(town: Town) -> None:
    like = town.tell()
    with binding._database[0].owner_engine.begin() as connection:
        connection.execute(text("SELECT set_config('geostories.scope', 'operator', true)"))
        given = {"here": town.id, "rows": ROWS, "told": like.id, "like": like.version_id}
        connection.execute(text(MANY), given)
        connection.execute(text("ANALYZE story_version, case_file, story"))
    make_matter(town)
    begun = time.monotonic()
    found = find(town, "kanariefågelsson")
    took = time.monotonic() - begun
    print(f"public records: one person among {ROWS} cases in {took:.2f} s, at most {SECONDS}")
    assert len(found) >= 3
    assert took < SECONDS
