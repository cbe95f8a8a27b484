"""What has waited too long is told to staff once; days without readers are told to tellers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from geostories.config import Settings
from geostories.domain import appeals, waiting
from geostories.domain.permissions import Grant, Person
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput, NotAllowed, NotFound
from geostories.jobs.waiting import alarm_due
from geostories.models import CaseFile, OutgoingMail, StoryVersion
from geostories.queries.waiting import find_closure, find_usual, list_overdue
from geostories.vocabulary import (
    CollectionKind,
    CollectionStatus,
    DecisionAction,
    Role,
    StoryStatus,
)
from tests.db.review.conftest import Town, count
from tests.factories.comments import make_comment
from tests.factories.gatherings import make_collection
from tests.factories.person import make_person
from tests.factories.reports import make_report
from tests.factories.story import Told

SETTINGS = Settings()
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def staff(town: Town) -> set[UUID]:
    """Who may decide, with accounts; an editor may not."""
    with transaction(Scope.operator()) as session:
        made = {
            role: make_person(
                session, f"{role}@katrineholm.example.se", role=role, municipality_id=town.id
            ).id
            for role in (Role.MODERATOR, Role.ADMINISTRATOR, Role.EDITOR)
        }
    return {made[Role.MODERATOR], made[Role.ADMINISTRATOR]}


@pytest.fixture(autouse=True)
def _nothing_told(staff: set[UUID]) -> None:
    """Whatever waits from before has been told of, and its mail is gone."""
    alarm_due(datetime.now(UTC) + 9999 * HOUR, SETTINGS)
    with transaction(Scope.operator()) as session:
        session.execute(delete(OutgoingMail))


def mails() -> list[OutgoingMail]:
    with reading(Scope.operator()) as session:
        query = select(OutgoingMail).where(OutgoingMail.template == "waiting_alarm")
        return list(session.scalars(query))


def after(hours: float) -> int:
    """Let the clock's job run so long from now; answers of how many cases it tells."""
    return alarm_due(datetime.now(UTC) + hours * HOUR, SETTINGS)


def waits(town: Town, kind: str) -> None:
    """Something of each kind that a moderator decides on begins to wait now."""
    if kind == "story":
        town.tell()
        return
    told = town.tell(StoryStatus.PUBLISHED)
    if kind == "new version":
        _write_again(town, told)
    elif kind == "review":
        decision = town.decide(told, DecisionAction.HIDE)
        with transaction(Scope.person(town.teller.id)) as session:
            appeals.ask_as_author(
                session,
                decision_id=decision.id,
                person=town.teller,
                words="Se en gång till.",
                settings=SETTINGS,
            )
    else:
        with transaction(Scope.operator()) as session:
            if kind == "report":
                make_report(session, told.id)
            elif kind == "comment":
                make_comment(session, story_id=told.id, municipality_id=town.id, author=town.teller)
            else:
                make_collection(
                    session,
                    town.id,
                    owner=town.teller,
                    stories=[told.id],
                    kind=CollectionKind.COLLECTION,
                    title="Älgar",
                    status=CollectionStatus.PENDING,
                )


def _write_again(town: Town, told: Told) -> None:
    with transaction(Scope.operator()) as session:
        session.execute(
            update(StoryVersion)
            .where(StoryVersion.id == told.version_id)
            .values(status="pending", number=2)
        )


@pytest.mark.parametrize(
    "kind", ["story", "new version", "report", "comment", "collection", "review"]
)
def test_whatever_waits_alarms_after_two_days_and_once(
    town: Town, staff: set[UUID], kind: str
) -> None:
    waits(town, kind)
    assert after(47.9) == 0
    assert mails() == []
    assert after(48.1) == 1
    assert sorted(mail.recipient_id for mail in mails()) == sorted(staff)
    assert [after(hours) for hours in (48.2, 49, 60, 500)] == [0, 0, 0, 0]
    assert len(mails()) == len(staff)


def test_several_are_one_mail(town: Town) -> None:
    for _ in range(5):
        town.tell()
    assert after(50) == 5
    told = mails()
    assert len(told) == len({mail.recipient_id for mail in told})
    assert int(told[0].params["count"]) >= 5


def test_what_is_decided_in_time_alarms_nobody(town: Town) -> None:
    told = town.tell()
    town.decide(told, DecisionAction.PUBLISH)
    assert after(99) == 0


def test_what_waits_again_alarms_again(town: Town) -> None:
    told = town.tell()
    assert after(48.1) == 1
    later = datetime.now(UTC) + 60 * HOUR
    with transaction(Scope.operator()) as session:
        session.execute(
            update(StoryVersion)
            .where(StoryVersion.id == told.version_id)
            .values(submitted_at=later)
        )
    assert after(100) == 0
    assert after(108.1) == 1


def test_the_mail_tells_of_no_story_and_nobody(town: Town) -> None:
    town.tell()
    after(50)
    assert all("Älgen" not in str(mail.params) for mail in mails())
    assert all(set(mail.params) == {"count", "hours"} for mail in mails())


def test_the_limit_is_a_setting(town: Town) -> None:
    town.tell()
    at = datetime.now(UTC)
    assert alarm_due(at + 5 * HOUR, Settings(alarm_hours=6)) == 0
    assert alarm_due(at + 7 * HOUR, Settings(alarm_hours=6)) == 1


def test_every_case_that_waits_has_a_number_to_remember_the_alarm_by(town: Town) -> None:
    for kind in ("story", "report", "comment", "collection", "review"):
        waits(town, kind)
    at = datetime.now(UTC) + 50 * HOUR
    with reading(Scope.operator()) as session:
        overdue = list_overdue(session, municipality_id=town.id, before=at)
        numbered = set(session.scalars(select(CaseFile.subject_id)))
    assert {item.subject_id for item in overdue} <= numbered


def test_what_is_usual_is_measured(town: Town) -> None:
    town.decide(town.tell(), DecisionAction.PUBLISH)
    with reading(Scope.municipality(town.id)) as session:
        usual = find_usual(
            session, municipality_id=town.id, since=datetime.now(UTC) - timedelta(days=1)
        )
    assert usual
    assert 0 <= usual.median <= usual.most
    assert usual.count == count(
        "SELECT count(DISTINCT version_id) FROM decision WHERE version_id IS NOT NULL"
    )


def administrator(town: Town) -> Person:
    return Person(town.moderator.id, True, "Amina", frozenset({Grant(Role.ADMINISTRATOR, town.id)}))


def test_a_closure_holds_up_what_would_be_read_in_it(town: Town) -> None:
    weeks = (date(2027, 7, 5), date(2027, 8, 1))
    with transaction(Scope.municipality(town.id)) as session:
        made = waiting.close_office(
            session,
            municipality_id=town.id,
            starts_on=weeks[0],
            ends_on=weeks[1],
            by=administrator(town),
        )

    def seen(day: date, ahead: int = 2) -> bool:
        with reading(Scope.public()) as session:
            until = day + timedelta(days=ahead)
            found = find_closure(session, municipality_id=town.id, day=day, until=until)
        return found is not None

    assert [seen(date(2027, 7, day)) for day in (1, 2, 3, 5, 20)] == [
        False,
        False,
        True,
        True,
        True,
    ]
    assert [seen(date(2027, 8, day)) for day in (1, 2)] == [True, False]
    with transaction(Scope.municipality(town.id)) as session:
        waiting.open_office(
            session, closure_id=made, municipality_id=town.id, by=administrator(town)
        )
    assert not seen(date(2027, 7, 20))
    with pytest.raises(NotFound), transaction(Scope.municipality(town.id)) as session:
        waiting.open_office(
            session, closure_id=made, municipality_id=town.id, by=administrator(town)
        )


@pytest.mark.parametrize(
    ("first", "last"), [(date(2027, 7, 5), date(2027, 7, 4)), (date(2027, 1, 1), date(2028, 6, 1))]
)
def test_days_that_are_no_holiday_are_refused(town: Town, first: date, last: date) -> None:
    with pytest.raises(InvalidInput), transaction(Scope.municipality(town.id)) as session:
        waiting.close_office(
            session,
            municipality_id=town.id,
            starts_on=first,
            ends_on=last,
            by=administrator(town),
        )


def test_a_moderator_closes_nothing(town: Town) -> None:
    with pytest.raises(NotAllowed), transaction(Scope.municipality(town.id)) as session:
        waiting.close_office(
            session,
            municipality_id=town.id,
            starts_on=date(2027, 7, 5),
            ends_on=date(2027, 7, 6),
            by=town.moderator,
        )
