"""One entry marks every place, trail and story it concerns, from its first moment to its last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from shapely.geometry import Point
from sqlalchemy import select

from geostories.database import Database, Scope
from geostories.domain import notices
from geostories.domain.notices import Entry, Where
from geostories.domain.transaction import reading, transaction
from geostories.errors import InvalidInput, NotFound, StateError
from geostories.geo.grid import public_point
from geostories.models import AuditEntry, Notice
from geostories.queries.notices import (
    NOUNS,
    NoticeInfo,
    get_notice,
    list_marked,
    notices_of,
    notices_of_any,
)
from geostories.vocabulary import NoticeKind, PlaceKind, Precision, StoryStatus
from tests.factories.municipality import make_municipality
from tests.factories.nature import circle, make_place, moved
from tests.factories.notices import BRIDGE, MARGIN_M, make_notice, make_trail
from tests.factories.person import make_person
from tests.factories.story import make_story

pytestmark = pytest.mark.trust

AWAY = moved(BRIDGE, east=3_000)
ELSEWHERE = (14.80906, 56.87767)
EDITOR = uuid4()


@dataclass(frozen=True)
class World:
    """Two municipalities, and everything in them by name."""

    here: UUID
    there: UUID
    ids: dict[str, UUID]

    def names(self, marked: set[UUID]) -> set[str]:
        return {name for name, thing in self.ids.items() if thing in marked}


@pytest.fixture(scope="module")
def database(standing_empty: Flask) -> Database:
    """A migrated database for all tests of the module."""
    return standing_empty.extensions["database"]


@pytest.fixture(scope="module")
def world(database: Database) -> World:
    """Things at the bridge, things away from it, things in another municipality."""
    assert database
    with transaction(Scope.operator()) as session:
        here, there = (make_municipality(session, slug).id for slug in ("katrineholm", "vaxjo"))
        owner = make_person(session, "berattare@example.se")

        def story(at: tuple[float, float], town: UUID, precision: Precision) -> UUID:
            return make_story(
                session,
                owner=owner,
                municipality_id=town,
                status=StoryStatus.PUBLISHED,
                at=at,
                precision=precision,
            ).id

        ids = {
            "trail over the bridge": make_trail(
                session, here, name="Slingan", points=[moved(BRIDGE, east=-900), BRIDGE, AWAY]
            ),
            "trail away": make_trail(
                session, here, name="Åsleden", points=[AWAY, moved(AWAY, north=500)]
            ),
            "trail without a line": make_trail(session, here, name="Okända leden"),
            "reserve round the bridge": make_place(
                session, here, name="Reservatet", shape=circle(BRIDGE, 600)
            ),
            "reserve away": make_place(session, here, name="Urskogen", shape=circle(AWAY, 300)),
            "bathing place at the bridge": make_place(
                session,
                here,
                name="Badet",
                shape=Point(moved(BRIDGE, north=15)),
                kind=PlaceKind.BATHING_PLACE,
            ),
            "bathing place away": make_place(
                session, here, name="Stranden", shape=Point(AWAY), kind=PlaceKind.BATHING_PLACE
            ),
            "story at the bridge": story(moved(BRIDGE, north=-10), here, Precision.EXACT),
            "story that shows its cell alone": story(BRIDGE, here, Precision.APPROX_300),
            "story away": story(AWAY, here, Precision.EXACT),
            "trail of others": make_trail(
                session, there, name="Rundan", points=[ELSEWHERE, moved(ELSEWHERE, east=100)]
            ),
            "place of others": make_place(
                session, there, name="Lunden", shape=circle(ELSEWHERE, 100)
            ),
            "story of others": story(ELSEWHERE, there, Precision.EXACT),
        }
    return World(here, there, ids)


@pytest.fixture(autouse=True)
def _no_notices(world: World) -> Iterator[None]:
    """Every test begins without notices."""
    assert world
    yield
    with transaction(Scope.operator()) as session:
        for notice in session.scalars(select(Notice)):
            session.delete(notice)


def marked_at(world: World, at: datetime | None = None) -> set[str]:
    """What anybody sees marked at a moment."""
    with reading(Scope.public()) as session:
        found = notices_of_any(session, ids=world.ids.values(), at=at or datetime.now(UTC))
    return world.names(set(found))


def enter(world: World, where: Where, **words: object) -> UUID:
    with transaction(Scope.municipality(world.here)) as session:
        return make_notice(session, world.here, where=where, **words)  # type: ignore[arg-type]


AT_THE_BRIDGE = {
    "trail over the bridge",
    "reserve round the bridge",
    "bathing place at the bridge",
    "story at the bridge",
}
OF_OTHERS = {"trail of others", "place of others", "story of others"}


def test_a_closed_bridge_marks_what_lies_there_and_nothing_else(world: World) -> None:
    enter(world, Where(point=BRIDGE, reach_m=25))
    marked = marked_at(world)
    print(f"marked {len(marked)} of {len(world.ids)}, wrongly {len(marked - AT_THE_BRIDGE)}")
    assert marked == AT_THE_BRIDGE


def test_a_story_is_marked_by_where_everybody_sees_it(world: World) -> None:
    shown = public_point(*BRIDGE, Precision.APPROX_300)
    assert Point(shown).distance(Point(BRIDGE)) > 0
    enter(world, Where(point=BRIDGE, reach_m=5))
    assert "story that shows its cell alone" not in marked_at(world)
    enter(world, Where(point=shown, reach_m=5))
    assert "story that shows its cell alone" in marked_at(world)


def test_a_fire_ban_marks_all_of_its_municipality(world: World) -> None:
    enter(world, Where(), kind=NoticeKind.FIRE_BAN, title="Eldningsförbud")
    assert marked_at(world) == set(world.ids) - OF_OTHERS


def test_advice_for_the_whole_municipality_is_about_bathing_places(world: World) -> None:
    enter(world, Where(), kind=NoticeKind.BATHING_ADVICE, title="Algblomning")
    assert marked_at(world) == {"bathing place at the bridge", "bathing place away"}


def test_a_named_place_is_marked_with_what_lies_in_it(world: World) -> None:
    enter(world, Where(place_id=world.ids["reserve away"], reach_m=0))
    assert marked_at(world) == {
        "reserve away",
        "trail over the bridge",  # it ends there
        "trail away",
        "bathing place away",
        "story away",
    }


def test_a_trail_of_which_only_the_name_is_known_is_marked_alone(world: World) -> None:
    enter(world, Where(trail_id=world.ids["trail without a line"]))
    assert marked_at(world) == {"trail without a line"}


def test_it_marks_from_its_first_moment_to_its_last(world: World) -> None:
    start = datetime.now(UTC) + timedelta(hours=1)
    enter(world, Where(point=BRIDGE), starts_at=start, lasts=timedelta(days=2))
    end, moment = start + timedelta(days=2), timedelta(microseconds=1)
    assert marked_at(world, start - moment) == set()
    assert marked_at(world, start) == AT_THE_BRIDGE
    assert marked_at(world, end - moment) == AT_THE_BRIDGE
    assert marked_at(world, end) == set()


def test_without_an_end_it_marks_until_it_is_taken_back(world: World) -> None:
    notice_id = enter(world, Where(point=BRIDGE), lasts=None)
    later = datetime.now(UTC) + timedelta(days=4_000)
    assert marked_at(world, later) == AT_THE_BRIDGE
    with transaction(Scope.municipality(world.here)) as session:
        notices.revoke(session, notice_id=notice_id, municipality_id=world.here, by=EDITOR)
    assert marked_at(world, later) == marked_at(world) == set()


@pytest.mark.parametrize(
    "where", [Where(point=BRIDGE, reach_m=30), Where(), Where(point=AWAY, reach_m=5_000)], ids=str
)
def test_the_preview_names_what_is_marked_then(world: World, where: Where) -> None:
    notice_id = enter(world, where)
    now = datetime.now(UTC)
    with reading(Scope.municipality(world.here)) as session:
        named = list_marked(session, notice_id=notice_id).names
        found = {
            noun: notices_of(session, noun=noun, ids=world.ids.values(), at=now) for noun in NOUNS
        }
    assert {noun: len(names) for noun, names in named.items()} == {
        noun: len(marks) for noun, marks in found.items()
    }
    assert sum(map(len, named.values())) >= 4


def test_the_most_urgent_comes_first(world: World) -> None:
    enter(world, Where(point=BRIDGE), kind=NoticeKind.NEWS, title="Ny skylt")
    enter(world, Where(point=BRIDGE))
    enter(world, Where(), kind=NoticeKind.FIRE_BAN)
    trail = world.ids["trail over the bridge"]
    now = datetime.now(UTC)
    with reading(Scope.public()) as session:
        found = notices_of(session, noun="trail", ids=[trail], at=now)[trail]
    order = [NoticeKind.FIRE_BAN, NoticeKind.CLOSURE, NoticeKind.NEWS]
    assert [notice.kind for notice in found] == order


START = datetime(2099, 6, 1, tzinfo=UTC)


def entry(where: Where, ends_at: datetime | None = None) -> Entry:
    return Entry(NoticeKind.CLOSURE, "Avstängt", START, ends_at, where)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (entry(Where(), START), "ends_before_it_starts"),
        (entry(Where(), START - timedelta(days=1)), "ends_before_it_starts"),
        (entry(Where(), datetime(2020, 1, 1, tzinfo=UTC)), "notice_is_over"),
        (entry(Where(point=ELSEWHERE)), "outside_this_municipality"),
        (entry(Where(point=(18.07, 59.33))), "outside_this_municipality"),
    ],
)
def test_what_cannot_be_is_refused(world: World, wrong: Entry, code: str) -> None:
    with (
        pytest.raises(InvalidInput, match=code),
        transaction(Scope.municipality(world.here)) as session,
    ):
        notices.add(
            session,
            notice_id=uuid4(),
            municipality_id=world.here,
            entry=wrong,
            by=EDITOR,
            margin_m=MARGIN_M,
        )
    with reading(Scope.operator()) as session:
        assert session.scalars(select(Notice)).all() == []


def test_nobody_marks_what_is_anothers(world: World) -> None:
    notice_id = enter(world, Where())
    with transaction(Scope.municipality(world.there)) as session:
        for town in (world.here, world.there):
            wanted = {"notice_id": notice_id, "municipality_id": town, "by": EDITOR}
            with pytest.raises(NotFound):
                notices.revoke(session, **wanted)
            with pytest.raises(NotFound):
                notices.change(session, **wanted, entry=entry(Where()), margin_m=MARGIN_M)
    for where in (
        Where(place_id=world.ids["place of others"]),
        Where(trail_id=world.ids["trail of others"]),
    ):
        with pytest.raises(NotFound), transaction(Scope.municipality(world.here)) as session:
            make_notice(session, world.here, where=where)
    assert marked_at(world) & OF_OTHERS == set()


def test_every_change_is_in_the_log_once(world: World) -> None:
    notice_id = enter(world, Where())
    with transaction(Scope.municipality(world.here)) as session:
        wanted = {"notice_id": notice_id, "municipality_id": world.here, "by": EDITOR}
        moved_on = entry(Where(point=BRIDGE))
        notices.change(session, **wanted, entry=moved_on, margin_m=MARGIN_M)
        notices.revoke(session, **wanted)
    with pytest.raises(StateError), transaction(Scope.municipality(world.here)) as session:
        notices.revoke(session, **wanted)
    with reading(Scope.municipality(world.here)) as session:
        actions = session.scalars(
            select(AuditEntry.action)
            .where(AuditEntry.subject_id == notice_id)
            .order_by(AuditEntry.at)
        ).all()
        found: NoticeInfo = get_notice(
            session, notice_id=notice_id, municipality_id=world.here, at=START
        )
    assert actions == ["add_notice", "change_notice", "revoke_notice"]
    assert (found.starts_at, found.is_active, found.is_over) == (START, False, True)
    assert (round(found.lon or 0, 5), round(found.lat or 0, 5)) == BRIDGE
