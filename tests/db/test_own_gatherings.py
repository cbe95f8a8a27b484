"""In a person's scope nothing is published, and nobody puts anything into what others gathered."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import ProgrammingError

from geostories.database import Database
from geostories.domain import stories
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, reading, transaction
from geostories.models import Collection, CollectionItem, Comment, Tip
from geostories.vocabulary import CollectionKind, CollectionStatus, CommentStatus, StoryStatus
from tests.factories.gatherings import make_collection, make_tip
from tests.factories.person import make_person
from tests.factories.story import make_story

REFUSED = "row-level security"


@pytest.fixture
def owner(katrineholm: UUID) -> Person:
    """Who tells and gathers."""
    with transaction(Scope.operator()) as session:
        return make_person(session, "elsa@example.se")


@pytest.fixture
def told(katrineholm: UUID, owner: Person) -> list[UUID]:
    """Two published stories."""
    with transaction(Scope.operator()) as session:
        return [
            make_story(
                session,
                municipality_id=katrineholm,
                owner=owner,
                title=f"Kvarnen {n}",
                status=StoryStatus.PUBLISHED,
            ).id
            for n in range(2)
        ]


@pytest.fixture
def walk(katrineholm: UUID, owner: Person, told: list[UUID]) -> UUID:
    """A published collection of the first of them."""
    with transaction(Scope.operator()) as session:
        return make_collection(
            session,
            katrineholm,
            owner=owner,
            stories=told[:1],
            kind=CollectionKind.COLLECTION,
            status=CollectionStatus.PUBLISHED,
        )


def test_nobody_adds_to_what_somebody_else_published(
    katrineholm: UUID, told: list[UUID], walk: UUID
) -> None:
    stranger = uuid4()
    row = {
        "collection_id": walk,
        "story_id": told[1],
        "municipality_id": katrineholm,
        "position": 9,
    }
    with (
        pytest.raises(ProgrammingError, match=REFUSED),
        transaction(Scope.person(stranger)) as session,
    ):
        session.execute(insert(CollectionItem).values(owner_id=stranger, note="Köp!", **row))


def test_nobody_publishes_their_own_collection(owner: Person, walk: UUID) -> None:
    with transaction(Scope.person(owner.id)) as session:
        session.execute(update(Collection).values(status=CollectionStatus.DRAFT))
    with (
        pytest.raises(ProgrammingError, match=REFUSED),
        transaction(Scope.person(owner.id)) as session,
    ):
        session.execute(update(Collection).values(status=CollectionStatus.PUBLISHED))


def test_nobody_publishes_their_own_comment(
    katrineholm: UUID, owner: Person, told: list[UUID]
) -> None:
    row = {
        "story_id": told[0],
        "municipality_id": katrineholm,
        "author_id": owner.id,
        "body": "Köp!",
    }
    with (
        pytest.raises(ProgrammingError, match=REFUSED),
        transaction(Scope.person(owner.id)) as session,
    ):
        session.execute(
            insert(Comment).values(
                id=uuid4(), submission_key=uuid4(), status=CommentStatus.PUBLISHED, **row
            )
        )


def test_what_is_said_of_a_story_goes_with_it(
    katrineholm: UUID, owner: Person, told: list[UUID], walk: UUID
) -> None:
    with transaction(Scope.operator()) as session:
        make_tip(session, katrineholm, thing=("story", told[0]))
    assert seen() == (1, 1)
    with transaction(Scope.person(owner.id)) as session:
        stories.withdraw(session, story_id=told[0], person=owner)
    assert seen() == (0, 0)


def seen() -> tuple[int, int]:
    """How many tips and places in collections everybody reads."""
    with reading(Scope.public()) as session:
        tips, items = (session.scalars(select(each)).all() for each in (Tip, CollectionItem))
        return len(tips), len(items)


def test_the_words_of_search_are_asked_by_their_index(database: Database) -> None:
    like = "SELECT word FROM search_word WHERE folded LIKE '%kvarnruin'"
    with reading(Scope.public()) as session:
        session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(session.scalars(text(f"EXPLAIN {like}")))
    assert "ix_search_word_folded" in plan
