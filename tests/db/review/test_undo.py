"""A decision is taken back while its mails wait: everything stands as before, and that is written."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from geostories.config import Settings
from geostories.domain import stories, undoing
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.errors import Conflict, NotFound, StateError
from geostories.models import Decision
from geostories.vocabulary import DecisionAction, StoryStatus
from tests.db.review.conftest import UNDO_IN_TIME, Town, count
from tests.factories.reports import make_report
from tests.factories.story import Told

ON = [
    (StoryStatus.PENDING, DecisionAction.PUBLISH),
    (StoryStatus.PENDING, DecisionAction.REQUEST_CHANGES),
    (StoryStatus.PENDING, DecisionAction.REJECT),
    (StoryStatus.PUBLISHED, DecisionAction.HIDE),
    (StoryStatus.HIDDEN, DecisionAction.RESTORE),
]
STANDS = """
    SELECT jsonb_build_object('story', to_jsonb(s) - '{revision,changed_at}'::text[],
        'versions', (SELECT jsonb_agg(to_jsonb(v) ORDER BY number) FROM story_version v
                     WHERE v.story_id = s.id),
        'photos', (SELECT jsonb_agg(to_jsonb(m) ORDER BY id) FROM media m WHERE m.story_id = s.id),
        'reports', (SELECT jsonb_agg(to_jsonb(r) ORDER BY id) FROM report r WHERE r.story_id = s.id))
    FROM story s WHERE s.id = :id
"""


def standing(told: Told) -> object:
    with transaction(Scope.operator()) as session:
        return session.scalar(text(STANDS), {"id": told.id})


def undo(town: Town, decision: Decision, by: Person, settings: Settings = UNDO_IN_TIME) -> None:
    with transaction(Scope.municipality(town.id)) as session:
        undoing.undo(
            session,
            decision_id=decision.id,
            municipality_id=town.id,
            person=by,
            settings=settings,
        )


@pytest.mark.parametrize(("status", "action"), ON)
def test_all_stands_as_before_and_nobody_gets_mail(
    town: Town, status: StoryStatus, action: DecisionAction
) -> None:
    told = town.tell(status)
    if status is StoryStatus.PUBLISHED:
        with transaction(Scope.operator()) as session:
            make_report(session, told.id, email="lena@example.se")
    before = standing(told)
    decision = town.decide(told, action)
    assert standing(told) != before
    undo(town, decision, town.moderator)
    assert standing(told) == before
    mails = "SELECT count(*) FROM outgoing_mail WHERE decision_id = :id"
    assert count(mails, id=decision.id) == 0
    assert count("SELECT count(*) FROM decision WHERE undoes_id = :id", id=decision.id) == 1
    logged = "SELECT count(*) FROM audit_entry WHERE action = 'undo' AND subject_id = :id"
    assert count(logged, id=told.id) == 1


def test_only_ones_own_once_and_in_time(town: Town) -> None:
    told = town.tell()
    decision = town.decide(told, DecisionAction.REJECT)
    with pytest.raises(NotFound):
        undo(town, decision, town.colleague)
    with pytest.raises(StateError):
        undo(town, decision, town.moderator, Settings(undo_seconds=-60))
    undo(town, decision, town.moderator)
    with pytest.raises(Conflict):
        undo(town, decision, town.moderator)


def test_a_mail_that_has_gone_is_too_late(town: Town) -> None:
    told = town.tell()
    decision = town.decide(told, DecisionAction.REJECT)
    with transaction(Scope.operator()) as session:
        sent = text("UPDATE outgoing_mail SET sent_at = now() WHERE decision_id = :id")
        session.execute(sent, {"id": decision.id})
    before = standing(told)
    with pytest.raises(StateError):
        undo(town, decision, town.moderator)
    assert standing(told) == before


def test_what_its_teller_took_back_meanwhile_stays_taken_back(town: Town) -> None:
    told = town.tell()
    decision = town.decide(told, DecisionAction.PUBLISH)
    with transaction(Scope.person(town.teller.id)) as session:
        stories.withdraw(session, story_id=told.id, person=town.teller)
    with pytest.raises(Conflict):
        undo(town, decision, town.moderator)
    gone = "SELECT count(*) FROM story WHERE id = :id AND status = 'withdrawn'"
    assert count(gone, id=told.id) == 1
