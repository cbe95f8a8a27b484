"""What is taken away as illegal is sealed as it stood; opening it is logged, nobody else reads it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from geostories.domain import comments, erasing, photos, sealing
from geostories.domain.permissions import Grant, Person
from geostories.domain.transaction import Scope, transaction
from geostories.errors import InvalidInput, NotAllowed, NotFound
from geostories.queries.sealed import list_sealed
from geostories.vocabulary import (
    CommentStatus,
    DecisionAction,
    DecisionGround,
    Purpose,
    Role,
    StoryStatus,
)
from tests.db.review.conftest import UNDO_IN_TIME, Town, count
from tests.factories.comments import make_comment
from tests.factories.story import make_moderator, make_story

LAW = "16 kap. 8 § brottsbalken"
READ = "SELECT count(*) FROM audit_entry WHERE action = 'read_sealed' AND subject_id = :id"


def seals(town: Town, **of: object) -> list[object]:
    """The ids of the seals on a thing."""
    with transaction(Scope.municipality(town.id)) as session:
        query = text("SELECT id FROM sealed_copy WHERE subject_id = :id")
        return list(session.scalars(query, of))


def open_seal(town: Town, copy: object, person: Person, reference: str = "") -> dict[str, object]:
    with transaction(Scope.municipality(town.id)) as session:
        return sealing.read(
            session,
            copy_id=copy,  # type: ignore[arg-type]
            municipality_id=town.id,
            person=person,
            purpose=Purpose.POLICE,
            reference=reference,
        ).content


@pytest.mark.parametrize(
    ("status", "action", "ground", "sealed"),
    [
        (StoryStatus.PUBLISHED, DecisionAction.HIDE, DecisionGround.ILLEGAL, 1),
        (StoryStatus.PENDING, DecisionAction.REJECT, DecisionGround.ILLEGAL, 1),
        (StoryStatus.PENDING, DecisionAction.REQUEST_CHANGES, DecisionGround.ILLEGAL, 0),
        (StoryStatus.PUBLISHED, DecisionAction.HIDE, DecisionGround.OFFENSIVE, 0),
    ],
)
def test_what_is_illegal_is_sealed_with_reason_and_decider(
    town: Town,
    status: StoryStatus,
    action: DecisionAction,
    ground: DecisionGround,
    sealed: int,
) -> None:
    told = town.tell(status)
    law = LAW if ground is DecisionGround.ILLEGAL else ""
    decision = town.decide(told, action, ground=ground, law=law)
    kept = """SELECT count(*) FROM sealed_copy WHERE subject_id = :id AND reason = :law
              AND sealed_by = :by AND decision_id = :decision"""
    given = {"id": told.id, "law": LAW, "by": town.moderator.id, "decision": decision.id}
    assert count(kept, **given) == sealed


def test_a_comment_is_sealed_as_it_stood(town: Town) -> None:
    published = town.tell(StoryStatus.PUBLISHED)
    with transaction(Scope.operator()) as session:
        made = make_comment(
            session,
            story_id=published.id,
            municipality_id=town.id,
            author=town.teller,
            body="Det olagliga ordet",
            status=CommentStatus.PUBLISHED,
        )
    with transaction(Scope.municipality(town.id)) as session:
        comments.decide(
            session,
            comment_id=made,
            municipality_id=town.id,
            person=town.moderator,
            ruling=comments.Ruling(DecisionAction.HIDE, DecisionGround.ILLEGAL, "Hets.", LAW),
            settings=UNDO_IN_TIME,
        )
    (copy,) = seals(town, id=made)
    assert open_seal(town, copy, make_moderator(town.id, Role.ADMINISTRATOR))["body"] == (
        "Det olagliga ordet"
    )


def test_each_opening_is_logged_and_others_open_nothing(town: Town) -> None:
    told = town.tell(StoryStatus.PUBLISHED)
    town.decide(told, DecisionAction.HIDE, ground=DecisionGround.ILLEGAL, law=LAW)
    (copy,) = seals(town, id=told.id)
    administrator = make_moderator(town.id, Role.ADMINISTRATOR)
    elsewhere = Person(administrator.id, True, "", frozenset({Grant(Role.ADMINISTRATOR, told.id)}))
    tried = [town.moderator, town.teller, Person(administrator.id), elsewhere,
             make_moderator(town.id, Role.EDITOR)]  # fmt: skip
    for person in tried:
        with pytest.raises(NotAllowed):
            open_seal(town, copy, person)
    with pytest.raises(InvalidInput):
        open_seal(town, copy, administrator, reference="Lena Ek har bett om den")
    assert count(READ, id=copy) == 0
    for number in range(1, 6):
        assert open_seal(town, copy, administrator, "5000-K1-26")["title"] == "Älgen vid Sköldinge"
        assert count(READ, id=copy) == number
    with pytest.raises(NotFound):
        open_seal(town, told.id, administrator)
    print(
        f"seals: opened by others {len(tried)}, let in 0; opened 5, logged {count(READ, id=copy)}"
    )


def test_nobody_changes_or_removes_a_seal(town: Town) -> None:
    told = town.tell(StoryStatus.PUBLISHED)
    town.decide(told, DecisionAction.HIDE, ground=DecisionGround.ILLEGAL, law=LAW)
    for change in ("DELETE FROM sealed_copy", "UPDATE sealed_copy SET reason = ''",
                   "TRUNCATE sealed_copy"):  # fmt: skip
        for scope in (Scope.operator(), Scope.municipality(town.id)):
            with pytest.raises(ProgrammingError, match="permission denied"):  # noqa: SIM117
                with transaction(scope) as session:
                    session.execute(text(change))
    for scope in (Scope.public(), Scope.account(), Scope.person(town.teller.id)):
        with transaction(scope) as session:
            assert session.scalar(text("SELECT count(*) FROM sealed_copy")) == 0


def test_it_outlives_the_story_with_its_pictures(town: Town, standing_empty: Flask) -> None:
    store = standing_empty.extensions["files"]
    with transaction(Scope.operator()) as session:
        told = make_story(
            session,
            municipality_id=town.id,
            owner=town.teller,
            status=StoryStatus.PUBLISHED,
            store=store,
        )
    town.decide(told, DecisionAction.HIDE, ground=DecisionGround.ILLEGAL, law=LAW)
    with transaction(Scope.operator()) as session:
        files = erasing.erase(
            session,
            story_id=told.id,
            person=town.teller,
            ledger=standing_empty.extensions["erasure_files"],
        )
    erasing.remove_files(store, files)
    assert told.media_id is not None
    assert files == []
    assert count("SELECT count(*) FROM media WHERE id = :id", id=told.media_id) == 0
    with transaction(Scope.operator()) as session:
        photos.sweep(session, store=store, grace=photos.timedelta(0))
    assert store.has(photos.key(told.media_id, "full"))
    with transaction(Scope.municipality(town.id)) as session:
        listed = list_sealed(session, municipality_id=town.id)
    assert told.id not in {line.id for line in listed}
    assert len(seals(town, id=told.id)) == 1
