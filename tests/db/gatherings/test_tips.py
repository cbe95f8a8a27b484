"""Tips of the week: seen in their week, gone with their thing, and mailed to who asked for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from shapely.geometry import Point
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from geostories.domain import stories, tips, weekly_mail
from geostories.domain.days import SWEDEN, monday_of, this_week, today
from geostories.errors import InvalidInput, NotFound
from geostories.models import OutgoingMail, Subscription
from geostories.queries.tips import find_tip, latest_tips, tips_of_week
from geostories.vocabulary import FollowedKind
from tests.factories.gatherings import Town, make_stop, make_tip
from tests.factories.nature import make_place
from tests.factories.notices import make_trail
from tests.factories.story import PLACE, make_story

pytestmark = pytest.mark.trust


def test_a_tip_is_seen_in_its_week_and_gone_with_its_thing(session: Session, town: Town) -> None:
    story_id = make_stop(session, town.id, town.teller, "Stopp 1")
    tip_id = make_tip(session, town.id, thing=("story", story_id))
    make_tip(session, town.id, thing=("story", story_id), weeks=1)
    week = this_week()
    listed = latest_tips(session, municipality_id=town.id, week=week, limit=9)
    assert [(each.id, each.name) for each in listed] == [(tip_id, "Stopp 1")]
    assert tips_of_week(session, week=week)[town.id].id == tip_id
    stories.withdraw(session, story_id=story_id, person=town.teller)
    session.flush()
    assert latest_tips(session, municipality_id=town.id, week=week, limit=9) == []
    assert town.id not in tips_of_week(session, week=week)
    assert find_tip(session, tip_id) is None


def test_places_and_trails_are_tipped_as_long_as_they_are_shown(
    session: Session, town: Town
) -> None:
    place_id = make_place(session, town.id, name="Tornet", shape=Point(*PLACE))
    trail_id = make_trail(session, town.id, name="Leden", points=[PLACE, (16.3, 59.0)])
    for noun, thing_id, table in (
        ("place", place_id, "official_place"),
        ("trail", trail_id, "trail"),
    ):
        tip_id = make_tip(session, town.id, thing=(noun, thing_id))  # type: ignore[arg-type]
        found = find_tip(session, tip_id)
        assert found
        assert (found.noun, found.thing_id, found.municipality) == (noun, thing_id, "katrineholm")
        session.execute(text(f"UPDATE {table} SET withdrawn_at = now()"))
        assert find_tip(session, tip_id) is None
        with pytest.raises(InvalidInput):
            make_tip(session, town.id, thing=(noun, thing_id))  # type: ignore[arg-type]


def test_a_week_has_one_tip(session: Session, town: Town) -> None:
    first, second = (make_stop(session, town.id, town.teller, f"Stopp {n}") for n in (1, 2))
    tip_id = make_tip(session, town.id, thing=("story", first))
    assert make_tip(session, town.id, thing=("story", second)) == tip_id
    found = find_tip(session, tip_id)
    assert found
    assert found.thing_id == second
    tips.remove(session, tip_id=tip_id, municipality_id=town.id, by=uuid4())
    assert find_tip(session, tip_id) is None
    with pytest.raises(NotFound):
        tips.remove(session, tip_id=tip_id, municipality_id=town.id, by=uuid4())


def test_a_story_that_waits_is_not_tipped_about(session: Session, town: Town) -> None:
    waiting = make_story(session, municipality_id=town.id, owner=town.teller).id
    with pytest.raises(InvalidInput):
        make_tip(session, town.id, thing=("story", waiting))


def subscribe(session: Session, town_id: UUID, address: str, *, is_confirmed: bool = True) -> UUID:
    row = Subscription(
        id=uuid4(),
        municipality_id=town_id,
        address=address,
        token_hash=uuid4().bytes,
        kind=FollowedKind.WEEKLY,
        confirmed_at=datetime.now(UTC) - timedelta(days=30) if is_confirmed else None,
    )
    session.add(row)
    session.flush()
    return row.id


def monday(hour: int, days: int = 0) -> datetime:
    day = monday_of(today()) + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=SWEDEN)


def promised(session: Session) -> list[str]:
    query = select(OutgoingMail.address).where(OutgoingMail.template == "weekly_tip")
    return sorted(session.scalars(query))


def test_everybody_who_confirmed_gets_the_tip_once_and_nobody_else(
    session: Session, town: Town
) -> None:
    make_tip(session, town.id, thing=("story", make_stop(session, town.id, town.teller, "Stopp 1")))
    for number in range(3):
        subscribe(session, town.id, f"{number}@example.se")
    subscribe(session, town.id, "nej@example.se", is_confirmed=False)
    subscribe(session, town.there, "utan-tips@example.se")
    promise = weekly_mail.promise_due
    assert promise(session, at=monday(6), most=99) == 0
    assert promise(session, at=monday(8), most=2) == 2
    assert promise(session, at=monday(8), most=2) == 1
    for at in (monday(9), monday(12, days=3), monday(23, days=6)):
        assert promise(session, at=at, most=99) == 0
    assert promised(session) == ["0@example.se", "1@example.se", "2@example.se"]
    assert promise(session, at=monday(8, days=7), most=99) == 0  # no tip for that week yet
    print("weekly mail: subscribed 5, confirmed with a tip 3, promised 3, twice 0")


def test_a_tip_chosen_on_a_wednesday_goes_out_then(session: Session, town: Town) -> None:
    subscribe(session, town.id, "onsdag@example.se")
    assert weekly_mail.promise_due(session, at=monday(8), most=99) == 0
    make_tip(session, town.id, thing=("story", make_stop(session, town.id, town.teller, "Stopp 1")))
    assert weekly_mail.promise_due(session, at=monday(10, days=2), most=99) == 1
