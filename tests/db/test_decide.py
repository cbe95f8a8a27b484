"""Deciding: which decision is legal when, and what each leaves behind in its transaction."""

from __future__ import annotations

from collections import Counter
from itertools import product
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.database import Database, Scope
from geostories.domain import moderation
from geostories.domain.moderation import Verdict
from geostories.domain.permissions import Grant, Person
from geostories.domain.transaction import reading, transaction
from geostories.errors import GeoStoriesError, InvalidInput, NotFound
from geostories.models import AuditEntry, Decision, Municipality, OutgoingMail, Story
from geostories.vocabulary import DecisionAction, DecisionGround, Role, StoryStatus
from tests.factories.municipality import make_municipality
from tests.factories.person import make_person
from tests.factories.story import Told, decide, make_moderator, make_story, resubmit

pytestmark = pytest.mark.trust

PUBLISH, ASK, REJECT, HIDE, RESTORE = list(DecisionAction)[:5]
NEW_WAITS, OLD_SEEN = "published, a new version waits", "published, the shown version was seen"
NEW_REJECTED, SUPERSEDED = "published, a new version was rejected", "an older version was seen"
STATES = [*StoryStatus, NEW_WAITS, OLD_SEEN, NEW_REJECTED, SUPERSEDED]
LEGAL = {
    *product([StoryStatus.PENDING, NEW_WAITS], [PUBLISH, ASK, REJECT]),
    *product([StoryStatus.PUBLISHED, OLD_SEEN, NEW_REJECTED], [HIDE]),
    (StoryStatus.HIDDEN, RESTORE),
}
ROLES = {
    "visitor": lambda owner, here, there: Person(owner.id),
    "resident": lambda owner, here, there: Person(make_moderator(here).id, True),
    "the owner": lambda owner, here, there: owner,
    "the owner, a moderator": lambda owner, here, there: Person(
        owner.id, True, "", frozenset({Grant(Role.MODERATOR, here)})
    ),
    "moderator": lambda owner, here, there: make_moderator(here),
    "moderator elsewhere": lambda owner, here, there: make_moderator(there),
    "editor": lambda owner, here, there: make_moderator(here, Role.EDITOR),
    "administrator": lambda owner, here, there: make_moderator(here, Role.ADMINISTRATOR),
    "administrator elsewhere": lambda owner, here, there: make_moderator(there, Role.ADMINISTRATOR),
    "moderator signed out": lambda owner, here, there: Person(
        make_moderator(here).id, False, "", make_moderator(here).grants
    ),
}
ALLOWED = {"moderator", "administrator"}


@pytest.fixture(scope="module")
def database(standing_empty: Flask) -> Database:
    """A migrated database for all tests of the module."""
    return standing_empty.extensions["database"]


@pytest.fixture(scope="module")
def towns(database: Database) -> tuple[Municipality, Municipality]:
    """Here and elsewhere."""
    with transaction(Scope.operator()) as session:
        return make_municipality(session), make_municipality(session, "vaxjo")


@pytest.fixture(scope="module")
def owner(towns: tuple[Municipality, Municipality]) -> Person:
    """Who told all the stories."""
    with transaction(Scope.operator()) as session:
        return make_person(session, "goran@example.se")


@pytest.fixture(scope="module")
def stories(towns: tuple[Municipality, Municipality], owner: Person) -> dict[str, Told]:
    """A story in every state, with the version that the moderator has before them."""
    here = towns[0].id
    with transaction(Scope.operator()) as session:

        def tell(status: StoryStatus) -> Told:
            return make_story(session, municipality_id=here, owner=owner, status=status)

        made: dict[str, Told] = {status: tell(status) for status in StoryStatus}
        made[OLD_SEEN] = tell(StoryStatus.PUBLISHED)
        made[NEW_WAITS] = resubmit(session, made[OLD_SEEN], owner, body="Ny text.")
        made[NEW_REJECTED] = tell(StoryStatus.PUBLISHED)
        newer = resubmit(session, made[NEW_REJECTED], owner, body="Ny text.")
        decide(session, newer, make_moderator(here), REJECT)
        made[SUPERSEDED] = tell(StoryStatus.PENDING)
        resubmit(session, made[SUPERSEDED], owner, body="Ny text.")
    return made


def traces(session: Session) -> Counter[str]:
    """How many decisions, log entries, promised mails and jobs there are; as the operator sees."""
    session.flush()
    session.execute(text("SELECT set_config('geostories.scope', 'operator', true)"))
    counted = Counter(
        {
            m.__tablename__: session.scalar(select(func.count()).select_from(m)) or 0
            for m in (Decision, AuditEntry, OutgoingMail)
        }
    )
    counted["job"] = session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) or 0
    return counted


def traces_now() -> Counter[str]:
    with reading(Scope.operator()) as session:
        return traces(session)


def try_to_decide(
    database: Database, scope: Scope, told: Told, person: Person, action: DecisionAction
) -> Counter[str] | None:
    """What a decision leaves in its transaction, which is then rolled back; None if refused."""
    before = traces_now()
    with database.session(scope) as session:
        try:
            decide(session, told, person, action)
        except GeoStoriesError:
            return None
        return traces(session) - before


@pytest.mark.parametrize("state", STATES)
def test_only_the_legal_decisions_are_taken_and_each_leaves_one_of_each_trace(
    state: str,
    database: Database,
    towns: tuple[Municipality, Municipality],
    owner: Person,
    stories: dict[str, Told],
) -> None:
    here, there = towns
    untouched, tried, taken = traces_now(), 0, 0
    for action, (role, make) in product(DecisionAction, ROLES.items()):
        person = make(owner, here.id, there.id)
        left = try_to_decide(database, Scope.municipality(here.id), stories[state], person, action)
        tried += 1
        taken += left is not None
        assert (left is not None) is ((state, action) in LEGAL and role in ALLOWED), (role, action)
        if left is not None:
            assert left == {"decision": 1, "audit_entry": 1, "outgoing_mail": 1, "job": 1}
    print(f"{state}: tried {tried}, taken {taken}")
    assert traces_now() == untouched, "what is rolled back leaves nothing"


@pytest.mark.parametrize("action", DecisionAction)
@pytest.mark.parametrize("state", STATES)
def test_nobody_decides_out_of_another_municipalitys_scope(
    state: str,
    action: DecisionAction,
    database: Database,
    towns: tuple[Municipality, Municipality],
    stories: dict[str, Told],
) -> None:
    here, there = towns
    scope = Scope.municipality(there.id)
    person = make_moderator(here.id)
    assert try_to_decide(database, scope, stories[state], person, action) is None


def test_without_its_mail_there_is_no_decision(towns: tuple[Municipality, Municipality]) -> None:
    here, nobody = towns[0].id, Person(uuid4(), True, "Utan konto")
    with transaction(Scope.operator()) as session:
        told = make_story(session, municipality_id=here, owner=nobody)
    before = traces_now()
    with pytest.raises(IntegrityError), transaction(Scope.municipality(here)) as session:
        decide(session, told, make_moderator(here), PUBLISH)
    assert traces_now() == before
    with reading(Scope.municipality(here)) as session:
        story = session.get_one(Story, told.id)
        assert (story.status, story.title) == (StoryStatus.PENDING, None)


@pytest.mark.parametrize("action", [ASK, REJECT])
def test_a_refusal_without_a_word_to_the_author_is_not_taken(
    action: DecisionAction, towns: tuple[Municipality, Municipality], stories: dict[str, Told]
) -> None:
    here, told = towns[0].id, stories[StoryStatus.PENDING]
    verdict = Verdict(action, DecisionGround.OTHER, "  ", told.version_id)
    with (
        pytest.raises(InvalidInput, match="message_missing"),
        transaction(Scope.municipality(here)) as session,
    ):
        moderation.decide(
            session,
            story_id=told.id,
            person=make_moderator(here),
            verdict=verdict,
            settings=Settings(),
        )


def test_a_version_of_another_story_is_not_decided_on(
    towns: tuple[Municipality, Municipality], stories: dict[str, Told]
) -> None:
    here = towns[0].id
    other = stories[NEW_WAITS].version_id
    mixed = Told(stories[StoryStatus.PENDING].id, other)
    with pytest.raises(NotFound), transaction(Scope.municipality(here)) as session:
        decide(session, mixed, make_moderator(here), PUBLISH)


def test_the_mail_names_the_story_and_never_the_moderator(
    towns: tuple[Municipality, Municipality], owner: Person
) -> None:
    here = towns[0].id
    judge = make_moderator(here)
    with transaction(Scope.operator()) as session:
        told = make_story(session, municipality_id=here, owner=owner, title="Bara här")
        decide(session, told, judge, PUBLISH)
        mail = session.scalars(
            select(OutgoingMail).where(OutgoingMail.params["story_id"].astext == str(told.id))
        ).one()
    assert mail.params["title"] == "Bara här"
    assert judge.display_name not in str(mail.params)
    assert str(judge.id) not in str(mail.params)
