"""*Tack* counts readers, not clicks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from geostories.database import Database
from geostories.domain import drafts, thanks
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import NotFound
from geostories.models import Story, Thanks
from geostories.vocabulary import StoryStatus
from tests.factories.municipality import make_municipality
from tests.factories.person import make_person
from tests.factories.story import make_story

READERS, CLICKS, AT_ONCE = 12, 5, 6


@pytest.fixture
def town(database: Database) -> UUID:
    with transaction(Scope.operator()) as session:
        return make_municipality(session).id


@pytest.fixture
def teller(town: UUID) -> Person:
    with transaction(Scope.operator()) as session:
        return make_person(session, "teller@example.se")


@pytest.fixture
def story(town: UUID, teller: Person) -> UUID:
    """A published story."""
    with transaction(Scope.operator()) as session:
        return make_story(
            session, municipality_id=town, owner=teller, status=StoryStatus.PUBLISHED
        ).id


def give(story: UUID, town: UUID, person: Person) -> None:
    with transaction(Scope.municipality(town)) as session:
        thanks.give(session, story_id=story, municipality_id=town, person=person)


def take_back(story: UUID, town: UUID, person: Person) -> None:
    with transaction(Scope.municipality(town)) as session:
        thanks.take_back(session, story_id=story, municipality_id=town, person=person)


def counts(story: UUID) -> tuple[int, int]:
    """What the story says, and how many rows there are."""
    with reading(Scope.operator()) as session:
        rows = session.scalar(select(func.count()).where(Thanks.story_id == story))
        return session.get_one(Story, story).thanks_count, rows or 0


def test_each_reader_counts_once(story: UUID, town: UUID) -> None:
    readers = [Person(uuid4()) for _ in range(READERS)]
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        list(pool.map(lambda reader: give(story, town, reader), readers * CLICKS))
    print(f"clicks {READERS * CLICKS}, readers {READERS}, counted {counts(story)[0]}")
    assert counts(story) == (READERS, READERS)
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        list(pool.map(lambda reader: take_back(story, town, reader), readers[:4] * CLICKS))
    assert counts(story) == (READERS - 4, READERS - 4)


def test_nobody_thanks_themselves(story: UUID, town: UUID, teller: Person) -> None:
    give(story, town, teller)
    assert counts(story) == (0, 0)


def test_another_town_cannot_count(story: UUID, town: UUID) -> None:
    with pytest.raises(NotFound):
        give(story, uuid4(), Person(uuid4()))


def test_who_thanked_is_nobodys_to_read(story: UUID, town: UUID) -> None:
    give(story, town, Person(uuid4()))
    for scope in (Scope.public(), Scope.person(uuid4()), Scope.account()):
        with reading(scope) as session:
            assert session.scalar(select(func.count()).select_from(Thanks)) == 0


def test_signing_in_does_not_count_twice(story: UUID, town: UUID) -> None:
    visitor, other = Person(uuid4()), Person(uuid4())
    with transaction(Scope.operator()) as session:
        account = make_person(session, "reader@example.se")
    for person in (visitor, account, other):
        give(story, town, person)
    assert counts(story) == (3, 3)
    with transaction(Scope.operator()) as session:
        drafts.claim(session, visitor_id=visitor.id, user_id=account.id)
    assert counts(story) == (2, 2)
