"""Reviews of decisions: by teller and reporter, decided by another, and a reversal restores all."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from geostories.config import Settings
from geostories.domain import appeals
from geostories.domain.decisions import Ruling
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import Appeal, Decision
from geostories.vocabulary import DecisionAction, DecisionGround, StoryStatus
from tests.db.review.conftest import UNDO_IN_TIME, Town, count
from tests.db.review.test_undo import standing
from tests.factories.reports import make_answered_report

WORDS = "Grannen har läst och sagt ja."
DAYS = Settings().appeal_days


def ask(town: Town, decision: Decision, by: Person | None = None) -> UUID:
    person = by or town.teller
    with transaction(Scope.person(person.id)) as session:
        return appeals.ask_as_author(
            session, decision_id=decision.id, person=person, words=WORDS, settings=UNDO_IN_TIME
        )


def answer(
    town: Town,
    appeal_id: UUID,
    action: DecisionAction,
    by: Person | None = None,
    ground: DecisionGround = DecisionGround.NONE,
) -> None:
    with transaction(Scope.municipality(town.id)) as session:
        appeals.decide(
            session,
            appeal_id=appeal_id,
            municipality_id=town.id,
            person=by or town.colleague,
            ruling=Ruling(action, ground, "Vi har läst en gång till."),
            settings=UNDO_IN_TIME,
        )


@pytest.mark.parametrize(
    ("status", "action"),
    [
        (StoryStatus.PENDING, DecisionAction.REJECT),
        (StoryStatus.PENDING, DecisionAction.REQUEST_CHANGES),
        (StoryStatus.PUBLISHED, DecisionAction.HIDE),
    ],
)
def test_a_reversal_puts_everything_back(
    town: Town, status: StoryStatus, action: DecisionAction
) -> None:
    told = town.tell(status)
    before = standing(told)
    decision = town.decide(told, action)
    made = ask(town, decision)
    answer(town, made, DecisionAction.REVERSE)
    shown = "SELECT count(*) FROM story WHERE id = :id AND status = 'published'"
    assert count(shown, id=told.id) == 1
    pictures = "SELECT count(*) FROM media WHERE story_id = :id AND public_position IS NOT NULL"
    told_with = "SELECT count(*) FROM version_photo WHERE version_id = :id"
    assert count(pictures, id=told.id) == count(told_with, id=told.version_id)
    if status is StoryStatus.PUBLISHED:
        assert standing(told) == before
    reversed_ = "SELECT count(*) FROM appeal WHERE id = :id AND status = 'reversed'"
    assert count(reversed_, id=made) == 1
    mails = "SELECT count(*) FROM outgoing_mail WHERE template = 'appeal_decided'"
    assert count(f"{mails} AND params->>'decision' = :id", id=str(decision.id)) == 1


def test_whoever_decided_first_and_whose_it_is_do_not_decide_again(town: Town) -> None:
    decision = town.decide(town.tell(), DecisionAction.REJECT)
    made = ask(town, decision)
    own = Person(town.teller.id, True, "", town.colleague.grants)
    tried = [town.moderator, own, Person(town.colleague.id), Person(town.colleague.id, True)]
    for person in tried:
        for action in appeals.OUTCOMES:
            with pytest.raises(NotAllowed):
                answer(town, made, action, by=person)
    print(f"reviews: tried {2 * len(tried)}, allowed 0")
    answer(town, made, DecisionAction.UPHOLD)
    with pytest.raises(Conflict):
        answer(town, made, DecisionAction.REVERSE)


def test_it_is_open_for_six_months_and_once(town: Town) -> None:
    decision = town.decide(town.tell(), DecisionAction.REJECT)
    for days, late in ((DAYS - 1, False), (DAYS + 1, True)):
        with transaction(Scope.operator()) as session:
            session.connection().exec_driver_sql("RESET ROLE")
            at = decision.decided_at - timedelta(days=days)
            session.execute(
                update(Decision).where(Decision.id == decision.id).values(decided_at=at)
            )
        if not late:
            made = ask(town, decision)
            assert ask(town, decision) == made
            forget(made)
        else:
            with pytest.raises(StateError):
                ask(town, decision)
    assert DAYS >= 183


def forget(appeal_id: UUID) -> None:
    """As if nobody had asked."""
    with transaction(Scope.operator()) as session:
        session.execute(delete(Appeal).where(Appeal.id == appeal_id))


def test_nobody_asks_for_others_or_without_a_reason(town: Town) -> None:
    decision = town.decide(town.tell(), DecisionAction.REJECT)
    with pytest.raises(NotFound):
        ask(town, decision, by=Person(town.colleague.id, True))
    with pytest.raises(InvalidInput), transaction(Scope.person(town.teller.id)) as session:
        appeals.ask_as_author(
            session,
            decision_id=decision.id,
            person=town.teller,
            words="  ",
            settings=UNDO_IN_TIME,
        )
    published = town.decide(town.tell(), DecisionAction.PUBLISH)
    with pytest.raises(StateError):
        ask(town, published)


def test_a_reporter_asks_too_and_a_reversal_hides_with_reasons(town: Town) -> None:
    told = town.tell(StoryStatus.PUBLISHED)
    with transaction(Scope.operator()) as session:
        report = make_answered_report(session, town.id, told.id, "Det är jag på bilden.")
    with transaction(Scope.link(report)) as session:
        made = appeals.ask_as_reporter(
            session, report_id=report, words=WORDS, settings=UNDO_IN_TIME
        )
    with pytest.raises(InvalidInput):
        answer(town, made, DecisionAction.REVERSE)
    answer(town, made, DecisionAction.REVERSE, ground=DecisionGround.IMAGE_RIGHTS)
    hidden = "SELECT count(*) FROM story WHERE id = :id AND status = 'hidden'"
    assert count(hidden, id=told.id) == 1
    reasons = "SELECT count(*) FROM statement_of_reasons s JOIN decision d ON d.id = s.decision_id"
    assert count(f"{reasons} WHERE d.subject_id = :id", id=told.id) == 1
