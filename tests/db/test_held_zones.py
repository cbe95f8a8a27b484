"""Zones: what is told inside waits until a moderator has seen why, and only that."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from geoalchemy2.shape import from_shape
from shapely.geometry import LineString
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.database import Database
from geostories.domain import held_zones, moderation
from geostories.domain.days import today
from geostories.domain.moderation import Verdict
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput, NotFound, StateError
from geostories.geo.grid import to_sweref, to_wgs84
from geostories.geo.srid import WGS84
from geostories.models import AuditEntry, HeldZone, Story, StoryVersion
from geostories.queries.held_zones import get_zone, list_holding, list_zones
from geostories.queries.moderation import get_case
from geostories.queries.review_queue import list_queue
from geostories.vocabulary import DecisionAction, DecisionGround, Precision, StoryStatus
from tests.factories.municipality import make_municipality
from tests.factories.person import make_person
from tests.factories.story import PLACE, Told, decide, make_moderator, make_story
from tests.factories.zones import make_zone, square

HALF_M = 200
POINTS = 500
DAY = timedelta(days=1)


@pytest.fixture
def towns(database: Database) -> tuple[UUID, UUID]:
    """Katrineholm and Växjö."""
    with transaction(Scope.operator()) as session:
        return make_municipality(session).id, make_municipality(session, "vaxjo").id


@pytest.fixture
def owner(towns: object) -> Person:
    """Who tells."""
    with transaction(Scope.operator()) as session:
        return make_person(session, "goran@example.se")


def tell(town: UUID, owner: Person, **more: object) -> Told:
    with transaction(Scope.operator()) as session:
        return make_story(session, municipality_id=town, owner=owner, **more)


def zone_of(town: UUID, **more: object) -> UUID:
    with transaction(Scope.municipality(town)) as session:
        return make_zone(session, town, **more)


def publish(
    town: UUID, told: Told, *seen: UUID, action: DecisionAction = DecisionAction.PUBLISH
) -> None:
    verdict = Verdict(
        action, DecisionGround.NONE, "Nu.", told.version_id, seen_zones=frozenset(seen)
    )
    with transaction(Scope.municipality(town)) as session:
        moderation.decide(
            session,
            story_id=told.id,
            person=make_moderator(town),
            verdict=verdict,
            settings=Settings(),
        )


def status_of(told: Told) -> StoryStatus:
    with reading(Scope.operator()) as session:
        return session.get_one(Story, told.id).status


def test_a_story_in_a_zone_is_published_only_when_the_zone_is_seen(
    towns: tuple[UUID, UUID], owner: Person
) -> None:
    here, _there = towns
    told, zone = tell(here, owner), zone_of(here, name="Vattentäkten")
    with reading(Scope.municipality(here)) as session:
        assert [each.is_held for each in list_queue(session, municipality_id=here)] == [True]
        case = get_case(session, story_id=told.id, municipality_id=here)
    assert [each.name for each in case.zones] == ["Vattentäkten"]
    for seen in ([], [uuid4()]):
        with pytest.raises(InvalidInput, match="zone_not_seen") as refused:
            publish(here, told, *seen)
        assert refused.value.field == "zones"
        assert status_of(told) is StoryStatus.PENDING
    publish(here, told, zone)
    assert status_of(told) is StoryStatus.PUBLISHED


@pytest.mark.parametrize("precision", [Precision.APPROX_300, Precision.APPROX_1000])
def test_the_exact_place_counts_also_of_an_approximate_story(
    towns: tuple[UUID, UUID], owner: Person, precision: Precision
) -> None:
    zone_of(towns[0])
    with pytest.raises(InvalidInput, match="zone_not_seen"):
        publish(towns[0], tell(towns[0], owner, precision=precision))


def test_a_line_that_runs_through_a_zone_is_held(towns: tuple[UUID, UUID], owner: Person) -> None:
    far = (PLACE[0] + 0.05, PLACE[1])
    told, zone = tell(towns[0], owner, at=far), zone_of(towns[0])
    through = LineString([(PLACE[0] - 0.05, PLACE[1]), (PLACE[0] + 0.05, PLACE[1])])
    with transaction(Scope.operator()) as session:
        assert list_holding(session, version_id=told.version_id) == []
        session.execute(
            update(StoryVersion)
            .where(StoryVersion.id == told.version_id)
            .values(shape=from_shape(through, srid=WGS84))
        )
        assert [each.id for each in list_holding(session, version_id=told.version_id)] == [zone]


def test_a_hidden_story_comes_back_only_when_the_zone_is_seen(
    towns: tuple[UUID, UUID], owner: Person
) -> None:
    told = tell(towns[0], owner, status=StoryStatus.HIDDEN)
    zone = zone_of(towns[0])
    with pytest.raises(InvalidInput, match="zone_not_seen"):
        publish(towns[0], told, action=DecisionAction.RESTORE)
    publish(towns[0], told, zone, action=DecisionAction.RESTORE)
    assert status_of(told) is StoryStatus.PUBLISHED


def test_asking_for_changes_and_rejecting_need_no_tick(
    towns: tuple[UUID, UUID], owner: Person
) -> None:
    told = tell(towns[0], owner)
    zone_of(towns[0])
    with transaction(Scope.operator()) as session:
        decide(session, told, make_moderator(towns[0]), DecisionAction.REJECT)
    assert status_of(told) is StoryStatus.REJECTED


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [(0, 0, True), (-5, 5, True), (1, None, False), (None, -1, False), (None, 0, True)],
)
def test_a_zone_holds_between_its_days(
    towns: tuple[UUID, UUID], owner: Person, starts: int | None, ends: int | None, holds: bool
) -> None:
    told = tell(towns[0], owner)
    zone_of(
        towns[0],
        starts_on=None if starts is None else today() + starts * DAY,
        ends_on=None if ends is None else today() + ends * DAY,
    )
    with reading(Scope.municipality(towns[0])) as session:
        assert bool(list_holding(session, version_id=told.version_id)) is holds
        assert list_queue(session, municipality_id=towns[0])[0].is_held is holds


def test_a_removed_zone_holds_nothing_until_it_is_put_back(
    towns: tuple[UUID, UUID], owner: Person
) -> None:
    told, zone = tell(towns[0], owner), zone_of(towns[0])
    by = {"zone_id": zone, "municipality_id": towns[0], "by": owner.id}
    with transaction(Scope.municipality(towns[0])) as session:
        held_zones.remove(session, **by)
        assert list_holding(session, version_id=told.version_id) == []
        with pytest.raises(StateError):
            held_zones.remove(session, **by)
        held_zones.put_back(session, **by)
        assert list_holding(session, version_id=told.version_id)
        with pytest.raises(StateError):
            held_zones.put_back(session, **by)
        session.flush()
        actions = session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject_id == zone).order_by(AuditEntry.at)
        ).all()
    assert actions == ["add_zone", "remove_zone", "put_zone_back"]


def test_another_town_neither_sees_nor_touches_a_zone(
    towns: tuple[UUID, UUID], owner: Person
) -> None:
    here, there = towns
    zone, told = zone_of(here), tell(there, owner)
    said = held_zones.Zone("Stulen", "Stulen", square())
    with transaction(Scope.municipality(there)) as session:
        assert list_zones(session, municipality_id=here) == []
        for town in towns:
            with pytest.raises(NotFound):
                get_zone(session, zone_id=zone, municipality_id=town)
            with pytest.raises(NotFound):
                held_zones.change(
                    session, zone_id=zone, municipality_id=town, zone=said, by=owner.id
                )
        assert list_holding(session, version_id=told.version_id) == []
    for scope in (Scope.public(), Scope.person(owner.id)):
        with reading(scope) as session:
            assert session.scalars(select(HeldZone)).all() == []


def test_held_inside_and_nothing_outside(
    towns: tuple[UUID, UUID], owner: Person, record_property: object
) -> None:
    """Check 12: 500 points inside a zone, 500 from 1 to 50 metres outside."""
    zone_of(towns[0], shape=square(half_m=HALF_M))
    told, chance = tell(towns[0], owner), random.Random(12)
    inside = [chance_point(chance, is_inside=True) for _ in range(POINTS)]
    outside = [chance_point(chance, is_inside=False) for _ in range(POINTS)]
    with transaction(Scope.operator()) as session:
        held = sum(is_held_at(session, told, point) for point in inside)
        wrongly = sum(is_held_at(session, told, point) for point in outside)
    print(f"tried {POINTS} inside: held {held}; tried {POINTS} outside: held {wrongly}")
    assert (held, wrongly) == (POINTS, 0)


def chance_point(chance: random.Random, *, is_inside: bool) -> tuple[float, float]:
    east, north = to_sweref(*PLACE)
    along = chance.uniform(-HALF_M + 1, HALF_M - 1)
    across = chance.uniform(0, HALF_M - 1) if is_inside else HALF_M + chance.uniform(1, 50)
    across *= chance.choice((-1, 1))
    x, y = chance.choice(((along, across), (across, along)))
    return to_wgs84(east + x, north + y)


def is_held_at(session: Session, told: Told, point: tuple[float, float]) -> bool:
    session.execute(
        update(StoryVersion)
        .where(StoryVersion.id == told.version_id)
        .values(geom=f"SRID=4326;POINT({point[0]} {point[1]})")
    )
    return bool(list_holding(session, version_id=told.version_id))
