"""Two at once: one decides and the other is told; nothing that was not seen is published."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from geostories.database import Database, Scope
from geostories.domain import drafts
from geostories.domain.permissions import Person
from geostories.domain.transaction import reading, transaction
from geostories.errors import Conflict
from geostories.models import AuditEntry, Decision, Media, Municipality, OutgoingMail, Story
from geostories.vocabulary import DecisionAction, StoryStatus
from tests.factories.municipality import make_municipality
from tests.factories.person import make_person
from tests.factories.story import Told, decide, make_moderator, make_story, write
from tests.factories.story import submit as submit_story

pytestmark = pytest.mark.trust

RACES = 500 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 50
SEEN, UNSEEN = "Det här lästes.", "Det här har ingen läst."


@pytest.fixture(scope="module")
def database(standing_empty: Flask) -> Database:
    """A migrated database for all races."""
    return standing_empty.extensions["database"]


@pytest.fixture(scope="module")
def town(database: Database) -> Municipality:
    """Where the stories lie."""
    with transaction(Scope.operator()) as session:
        return make_municipality(session)


@pytest.fixture(scope="module")
def owner(town: Municipality) -> Person:
    """Who tells them."""
    with transaction(Scope.operator()) as session:
        return make_person(session, "goran@example.se")


def tell(town: Municipality, owner: Person) -> Told:
    with transaction(Scope.operator()) as session:
        return make_story(session, municipality_id=town.id, owner=owner, body=SEEN)


def at_once(*acts: Callable[[], None]) -> list[str]:
    """Run all at the same moment; `won` or the code of the conflict, in their order."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], None]) -> str:
        barrier.wait()
        try:
            act()
        except Conflict as conflict:
            return conflict.code
        return "won"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def decider(town: Municipality, told: Told, action: DecisionAction) -> Callable[[], None]:
    """A moderator who decides on the version they have before them."""

    def act() -> None:
        with transaction(Scope.municipality(town.id)) as session:
            decide(session, told, make_moderator(town.id), action)

    return act


def count_traces(story_id: UUID) -> tuple[int, int, int]:
    """Decisions, log entries of them, mails."""
    conditions = (
        (Decision, Decision.story_id == story_id),
        (AuditEntry, (AuditEntry.subject_id == story_id) & (AuditEntry.action != "submit")),
        (OutgoingMail, OutgoingMail.params["story_id"].astext == str(story_id)),
    )
    with reading(Scope.operator()) as session:
        decisions, entries, mails = (
            session.scalar(select(func.count()).select_from(model).where(condition)) or 0
            for model, condition in conditions
        )
    return decisions, entries, mails


def test_of_two_moderators_one_decides_and_the_other_is_told(
    town: Municipality, owner: Person
) -> None:
    random, outcomes = Random(23), Counter[str]()
    actions = [DecisionAction.PUBLISH, DecisionAction.REQUEST_CHANGES, DecisionAction.REJECT]
    for _ in range(RACES):
        told = tell(town, owner)
        acts = [decider(town, told, random.choice(actions)) for _ in range(2)]
        outcome = at_once(*acts)
        outcomes.update(outcome)
        assert outcome.count("won") == 1, outcome
        assert count_traces(told.id) == (1, 1, 1)
    print(f"races {RACES}: {dict(outcomes)}")


def author(told: Told, owner: Person, *, is_written: bool) -> tuple[Callable[[], None], UUID]:
    """The author sends in another text with another photo; answers the photo's id too."""
    media_id = uuid4()

    def change() -> None:
        with transaction(Scope.person(owner.id)) as session:
            drafts.reopen(session, story_id=told.id)
            session.flush()
            write(session, told.id, title=UNSEEN, body=UNSEEN)
            drafts.add_photo(
                session, story_id=told.id, media_id=media_id, width=1, height=1, size=1, most=10
            )
            session.flush()
            said = drafts.PhotoWords(media_id, UNSEEN)
            drafts.describe_photos(session, story_id=told.id, photos=[said])

    def submit() -> None:
        if not is_written:
            change()
        with transaction(Scope.person(owner.id)) as session:
            submit_story(session, told.id, owner)

    if is_written:
        change()
    return submit, media_id


def test_what_the_moderator_did_not_see_is_never_published(
    town: Municipality, owner: Person
) -> None:
    outcomes = Counter[str]()
    for race in range(RACES):
        told = tell(town, owner)
        submit, media_id = author(told, owner, is_written=race % 2 == 0)
        publishing = decider(town, told, DecisionAction.PUBLISH)
        if race % 5:
            publish, _ = at_once(publishing, submit)
        else:  # the shorter of two usually wins: here the author does
            submit()
            (publish,) = at_once(publishing)
        outcomes[publish] += 1
        with reading(Scope.operator()) as session:
            story = session.get_one(Story, told.id)
            photo = session.get_one(Media, media_id)
            shown = (story.status, story.body, story.published_version_id)
        assert photo.public_position is None
        if publish == "won":
            assert shown == (StoryStatus.PUBLISHED, SEEN, told.version_id)
        else:
            assert shown == (StoryStatus.PENDING, None, None)
    print(f"races {RACES}: {dict(outcomes)}, unseen published 0")
