"""Comments: from where to where a decision leads, once each, counted, logged, mailed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from geostories.config import Settings
from geostories.database import Database
from geostories.domain import comments
from geostories.domain.comments import LEGAL, Answer
from geostories.domain.permissions import Person
from geostories.domain.stories import clear_public
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import (
    Conflict,
    GeoStoriesError,
    InvalidInput,
    NotAllowed,
    NotFound,
    StateError,
)
from geostories.models import AuditEntry, Comment, Municipality, OutgoingMail, Story
from geostories.queries.comments import list_comments
from geostories.vocabulary import CommentRule, CommentStatus, DecisionAction, StoryStatus, Voice
from tests.factories.comments import decide_comment, make_comment, ruling
from tests.factories.municipality import make_municipality
from tests.factories.person import make_person
from tests.factories.story import make_moderator, make_story

PARALLEL = 8
SHOWN = CommentStatus.PUBLISHED


@pytest.fixture
def town(database: Database) -> UUID:
    with transaction(Scope.operator()) as session:
        return make_municipality(session).id


@pytest.fixture
def story(town: UUID) -> UUID:
    """A published story."""
    with transaction(Scope.operator()) as session:
        teller = make_person(session, "teller@example.se")
        session.flush()
        return make_story(
            session, municipality_id=town, owner=teller, status=StoryStatus.PUBLISHED
        ).id


def state_of(story_id: UUID) -> tuple[int, int]:
    """How many comments the story says it has, and how many it has."""
    with reading(Scope.operator()) as session:
        shown = select(func.count()).where(Comment.story_id == story_id, Comment.status == SHOWN)
        return session.get_one(Story, story_id).comment_count, session.scalar(shown) or 0


def test_only_legal_decisions_are_carried_out_and_each_is_logged(town: UUID, story: UUID) -> None:
    tried = carried = 0
    for status, action in product(CommentStatus, LEGAL):
        author = Person(uuid4())
        with transaction(Scope.operator()) as session:
            made = make_comment(
                session, story_id=story, municipality_id=town, author=author, status=status
            )
            before = session.scalar(select(func.count()).select_from(AuditEntry))
        is_legal = LEGAL[action][0] is status
        tried += 1
        try:
            with transaction(Scope.municipality(town)) as session:
                decide_comment(session, made, town, action)
        except Conflict:
            assert not is_legal
        else:
            assert is_legal
            carried += 1
        with reading(Scope.operator()) as session:
            after = session.scalar(select(func.count()).select_from(AuditEntry))
            assert session.get_one(Comment, made).status is (
                LEGAL[action][1] if is_legal else status
            )
        assert after - before == is_legal
        kept, counted = state_of(story)
        assert kept == counted
    print(f"tried {tried}, carried out {carried}, miscounted 0")
    assert carried == len(LEGAL)


def test_the_same_key_is_the_same_comment(town: UUID, story: UUID) -> None:
    person, key, answer = Person(uuid4()), uuid4(), Answer("Samma sak")

    def send(_: int) -> UUID:
        with transaction(Scope.person(person.id)) as session:
            return comments.submit(
                session, story_id=story, person=person, submission_key=key, answer=answer
            )

    with ThreadPoolExecutor(max_workers=PARALLEL) as pool:
        ids = set(pool.map(send, range(PARALLEL * 2)))
    print(f"sent {PARALLEL * 2} times, comments {len(ids)}")
    assert len(ids) == 1
    with pytest.raises(Conflict), transaction(Scope.person(person.id)) as session:
        comments.submit(
            session, story_id=story, person=person, submission_key=key, answer=Answer("Annat")
        )


@pytest.mark.parametrize(
    ("status", "error"),
    [(StoryStatus.PENDING, NotFound), (StoryStatus.WITHDRAWN, NotFound)],
)
def test_only_what_is_published_is_answered(
    town: UUID, status: StoryStatus, error: type[GeoStoriesError]
) -> None:
    with transaction(Scope.operator()) as session:
        teller = make_person(session, "teller@example.se")
        session.flush()
        hidden = make_story(session, municipality_id=town, owner=teller, status=status).id
    with pytest.raises(error), transaction(Scope.operator()) as session:
        make_comment(session, story_id=hidden, municipality_id=town, author=Person(uuid4()))


def test_a_municipality_may_take_none(town: UUID, story: UUID) -> None:
    with transaction(Scope.operator()) as session:
        session.get_one(Municipality, town).comment_rule = CommentRule.CLOSED
    with pytest.raises(StateError), transaction(Scope.operator()) as session:
        make_comment(session, story_id=story, municipality_id=town, author=Person(uuid4()))


def test_only_staff_answers_for_the_municipality(town: UUID, story: UUID) -> None:
    official = Answer("Vi svarar.", "Kulturhuset", Voice.MUNICIPALITY)
    for person in (Person(uuid4()), Person(uuid4(), True, "Någon")):
        with pytest.raises(NotAllowed), transaction(Scope.person(person.id)) as session:
            comments.submit(
                session, story_id=story, person=person, submission_key=uuid4(), answer=official
            )
    staff = make_moderator(town)
    with transaction(Scope.person(staff.id)) as session:
        comments.submit(
            session, story_id=story, person=staff, submission_key=uuid4(), answer=official
        )


def test_nobody_decides_on_their_own_or_another_town_s(town: UUID, story: UUID) -> None:
    moderator, other = make_moderator(town), make_moderator(uuid4())
    with transaction(Scope.operator()) as session:
        own = make_comment(session, story_id=story, municipality_id=town, author=moderator)
    for person in (moderator, other, Person(uuid4(), True)):
        with pytest.raises(NotAllowed), transaction(Scope.municipality(town)) as session:
            decide_comment(session, own, town, DecisionAction.PUBLISH, by=person)
    with pytest.raises(InvalidInput), transaction(Scope.municipality(town)) as session:
        comments.decide(
            session,
            comment_id=own,
            municipality_id=town,
            person=make_moderator(town),
            ruling=ruling(DecisionAction.REJECT, ""),
            settings=Settings(),
        )


def test_only_the_author_takes_it_back_and_it_is_gone(town: UUID, story: UUID) -> None:
    author = Person(uuid4())
    with transaction(Scope.operator()) as session:
        made = make_comment(
            session, story_id=story, municipality_id=town, author=author, status=SHOWN
        )
    assert state_of(story) == (1, 1)
    with pytest.raises(NotFound), transaction(Scope.municipality(town)) as session:
        comments.withdraw(session, comment_id=made, municipality_id=town, person=Person(uuid4()))
    for _ in range(2):
        with transaction(Scope.municipality(town)) as session:
            comments.withdraw(session, comment_id=made, municipality_id=town, person=author)
    assert state_of(story) == (0, 0)
    with reading(Scope.person(author.id)) as session:
        assert list_comments(session, story_id=story, person_id=author.id) == []


def test_it_goes_with_its_story(town: UUID, story: UUID) -> None:
    with transaction(Scope.operator()) as session:
        make_comment(
            session, story_id=story, municipality_id=town, author=Person(uuid4()), status=SHOWN
        )
    with reading(Scope.public()) as session:
        assert session.scalar(select(func.count()).select_from(Comment)) == 1
    with transaction(Scope.operator()) as session:
        clear_public(session, session.get_one(Story, story), StoryStatus.HIDDEN)
    with reading(Scope.public()) as session:
        assert session.scalar(select(func.count()).select_from(Comment)) == 0


def test_mail_goes_to_accounts_alone(town: UUID, story: UUID) -> None:
    with transaction(Scope.operator()) as session:
        member = make_person(session, "member@example.se")
        session.flush()
        for author in (member, Person(uuid4())):
            make_comment(session, story_id=story, municipality_id=town, author=author, status=SHOWN)
        mails = session.scalars(
            select(OutgoingMail).where(OutgoingMail.template == "comment_decision")
        ).all()
        assert [each.recipient_id for each in mails] == [member.id]
