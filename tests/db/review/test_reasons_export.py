"""Statements of reasons in the Commission's format: all are taken, and nobody stands in them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest

from geostories.domain import decisions
from geostories.domain.decisions import Ruling, Subject
from geostories.domain.transaction import Scope, reading, transaction
from geostories.exporters.reasons.rules import MOST_IN_A_CALL, validate_batch
from geostories.exporters.reasons.statements import batches
from geostories.queries.reasons import list_statements
from geostories.vocabulary import (
    RESTRICTIONS,
    STORY_LANGUAGES,
    DecisionAction,
    DecisionGround,
    StoryStatus,
    SubjectKind,
)
from tests.db.review.conftest import Town
from tests.db.review.test_undo import undo

pytestmark = pytest.mark.trust

N = 1000
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
CANARIES = ("Kanariefågelsson", "kanarie@example.se", "19121212-1212", "070-174 06 05")
PARTS = ("text", "image", "audio", "collection")


def decide_at_random(town: Town, rnd: Random) -> UUID:
    """A restriction of any kind, with somebody named wherever a person can write."""
    canary = ", ".join(CANARIES)
    ground = rnd.choice([each for each in DecisionGround if each is not DecisionGround.NONE])
    laws = (f"16 kap. 8 § brottsbalken, {canary}", f"{canary} § 1998:112", canary, "URL § 2")
    subject = Subject(
        kind=rnd.choice(list(SubjectKind)),
        id=uuid4(),
        municipality_id=town.id,
        addressee_id=town.teller.id,
        title=canary,
        sent_on=date(1990, 1, 1) + timedelta(days=rnd.randrange(13_000)),
        parts=tuple(rnd.sample(PARTS, rnd.randint(1, len(PARTS)))),
        language=rnd.choice(STORY_LANGUAGES),
        is_detected_automatically=rnd.random() < 0.3,
    )
    ruling = Ruling(
        rnd.choice(sorted(RESTRICTIONS)),
        ground,
        canary,
        rnd.choice(laws) if ground is DecisionGround.ILLEGAL else "",
        BEGUN + timedelta(minutes=rnd.randrange(500_000)),
    )
    with transaction(Scope.municipality(town.id)) as session:
        return decisions.write(
            session, subject=subject, person=town.moderator, ruling=ruling, before={}
        ).id


def test_all_are_valid_and_nobody_stands_in_them(town: Town) -> None:
    rnd = Random(27)
    made = {str(decide_at_random(town, rnd)) for _ in range(N)}
    with reading(Scope.municipality(town.id)) as session:
        rows = list_statements(
            session, municipality_id=town.id, since=BEGUN, until=BEGUN + timedelta(days=360)
        )
    bodies = list(batches(rows, "https://example.se/katrineholm/om/regler"))
    calls = [json.loads(body)["statements"] for body in bodies]
    faults = [fault for call in calls for fault in validate_batch(call)]
    given = [statement for call in calls for statement in call]
    whole = b"".join(bodies).decode()
    people = [str(each) for each in (town.teller.id, town.moderator.id)]
    seen = [word for word in (*CANARIES, *people) if word in whole]
    print(f"statements exported: {len(given)} of {N}, refused {len(faults)}, canaries {len(seen)}")
    assert {each["puid"] for each in given} == made
    assert max(map(len, calls)) <= MOST_IN_A_CALL
    assert (faults, seen) == ([], [])


def test_what_was_undone_and_other_periods_are_left_out(town: Town) -> None:
    day = datetime.now(UTC)
    taken_back = town.decide(town.tell(StoryStatus.PUBLISHED), DecisionAction.HIDE)
    undo(town, taken_back, town.moderator)
    stands = town.decide(town.tell(StoryStatus.PUBLISHED), DecisionAction.HIDE)
    with reading(Scope.municipality(town.id)) as session:
        found = {
            row.decision_id
            for row in list_statements(
                session, municipality_id=town.id, since=day, until=day + timedelta(hours=1)
            )
        }
        earlier = list_statements(
            session, municipality_id=town.id, since=day - timedelta(seconds=1), until=day
        )
    assert found == {stands.id}
    assert earlier == []
