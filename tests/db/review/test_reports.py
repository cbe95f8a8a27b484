"""Reports: any number of them hides nothing, each is kept, and each is answered."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from geostories.domain import moderation, reports
from geostories.domain.decisions import Ruling
from geostories.domain.reports import Notice
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import Conflict, InvalidInput, NotFound
from geostories.models import Unit
from geostories.queries.review_queue import list_queue
from geostories.vocabulary import DecisionAction, ReportGround, StoryStatus, SubjectKind
from tests.db.review.conftest import UNDO_IN_TIME, Town, count
from tests.factories.reports import make_report
from tests.factories.story import Told

AT_ONCE = 200 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 40


def report(told: Told, **changed: object) -> None:
    reporter = uuid4()
    given = {"ground": ReportGround.OFFENSIVE, "text": "Så säger man inte.", **changed}
    with transaction(Scope.person(reporter)) as session:
        reports.receive(
            session,
            kind=SubjectKind.STORY,
            subject_id=told.id,
            reporter_id=reporter,
            notice=Notice(**given),  # type: ignore[arg-type]
        )


def test_many_at_once_are_all_kept_and_hide_nothing(town: Town) -> None:
    told = town.tell(StoryStatus.PUBLISHED)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: report(told), range(AT_ONCE)))
    kept = count("SELECT count(*) FROM report WHERE story_id = :id", id=told.id)
    shown = count("SELECT count(*) FROM story WHERE id = :id AND status = 'published'", id=told.id)
    print(f"reports at once: sent {AT_ONCE}, kept {kept}, hidden by themselves {1 - shown}")
    assert (kept, shown) == (AT_ONCE, 1)
    with reading(Scope.municipality(town.id)) as session:
        rows = list_queue(session, municipality_id=town.id)
    assert [each.is_reported for each in rows if each.subject_id == told.id] == [True]


@pytest.mark.parametrize("puppets", [3, 10, 100])
def test_sock_puppets_hide_nothing_and_fill_one_case(town: Town, puppets: int) -> None:
    told = town.tell(StoryStatus.PUBLISHED)
    for _ in range(puppets):
        report(told)
    hidden = count(
        "SELECT count(*) FROM story WHERE id = :id AND status <> 'published'", id=told.id
    )
    decided = count(
        "SELECT count(*) FROM decision WHERE subject_id = :id AND action <> 'publish'", id=told.id
    )
    with reading(Scope.municipality(town.id)) as session:
        rows = list_queue(session, municipality_id=town.id)
    cases = [each for each in rows if each.subject_id == told.id]
    print(f"sock puppets {puppets}: cases {len(cases)}, auto-hidden {hidden}, decided {decided}")
    assert (len(cases), hidden, decided) == (1, 0, 0)


@pytest.mark.parametrize(
    "changed", [{"name": ""}, {"email": ""}, {"in_good_faith": False}], ids=str
)
def test_who_says_that_it_is_illegal_says_who_they_are(
    town: Town, changed: dict[str, object]
) -> None:
    told = town.tell(StoryStatus.PUBLISHED)
    whole = {"name": "Lena", "email": "lena@example.se", "in_good_faith": True}
    with pytest.raises(InvalidInput):
        report(told, ground=ReportGround.ILLEGAL, **{**whole, **changed})
    report(told, ground=ReportGround.ILLEGAL, **whole)
    report(told, ground=ReportGround.CHILD_ABUSE)
    assert count("SELECT count(*) FROM report WHERE story_id = :id", id=told.id) == 2


def test_what_is_not_shown_cannot_be_reported(town: Town) -> None:
    for status in set(StoryStatus) - {StoryStatus.PUBLISHED}:
        with pytest.raises(NotFound):
            report(town.tell(status))


def test_it_is_passed_on_to_a_unit_and_both_are_told(town: Town) -> None:
    told = town.tell(StoryStatus.PUBLISHED)
    with transaction(Scope.operator()) as session:
        unit = Unit(id=uuid4(), municipality_id=town.id, name="Park", email="park@example.se")
        session.add(unit)
        made = make_report(session, told.id, email="lena@example.se")
    with transaction(Scope.municipality(town.id)) as session:
        reports.answer(
            session,
            subject=moderation.find_subject(session, story_id=told.id),
            person=town.moderator,
            ruling=Ruling(DecisionAction.FORWARD),
            seen=[made],
            settings=UNDO_IN_TIME,
            unit_id=unit.id,
        )
    mails = "SELECT count(*) FROM outgoing_mail WHERE template = :template AND address = :to"
    assert count(mails, template="report_forwarded", to="park@example.se") == 1
    assert count(mails, template="report_decided", to="lena@example.se") == 1
    passed = "SELECT count(*) FROM report WHERE id = :id AND status = 'forwarded'"
    assert count(passed, id=made) == 1
    with pytest.raises(Conflict), transaction(Scope.municipality(town.id)) as session:
        reports.answer(
            session,
            subject=moderation.find_subject(session, story_id=told.id),
            person=town.moderator,
            ruling=Ruling(DecisionAction.DISMISS),
            seen=[made],
            settings=UNDO_IN_TIME,
        )
