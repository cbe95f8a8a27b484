"""What lies along a trail, its measures as imports leave them, and heights from a height file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from geoalchemy2.shape import from_shape
from shapely.geometry import LineString, MultiLineString, Point, box
from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.database import Database
from geostories.domain import trail_measures
from geostories.domain.layer_imports import Order
from geostories.domain.members import create_user
from geostories.domain.permissions import Person
from geostories.domain.trail_heights import give_heights
from geostories.domain.transaction import Scope, reading, transaction
from geostories.geo.grid import to_wgs84
from geostories.geo.height_grid import HeightGrid
from geostories.importers.layers import import_layer
from geostories.models import AuditEntry, OfficialPlace, Trail
from geostories.queries.along import list_along, list_passing
from geostories.queries.profiles import find_profile
from geostories.vocabulary import Accuracy, Difficulty, PlaceKind, Precision, StoryStatus
from tests.factories.layer_files import feature, write_geojson
from tests.factories.municipality import make_municipality
from tests.factories.story import make_story

EAST, NORTH = 569_350, 6_540_232
FETCHED = datetime(2026, 1, 2, tzinfo=UTC)
OFFICIAL = {"register": "test", "source": "Kommunen", "licence": "CC0", "fetched_at": FETCHED}


def at(x: float, y: float) -> tuple[float, float]:
    """Metres east and north of Katrineholm as degrees."""
    return to_wgs84(EAST + x, NORTH + y)


def line(*points: tuple[float, float], height: float = 0) -> LineString:
    return LineString([(*at(*point), height) for point in points])


TWO_PARTS = MultiLineString([line((0, 0), (0, 1_000)), line((0, 1_600), (0, 2_600))])
"""A kilometre to the north, a gap of 600 m, and another kilometre."""


@pytest.fixture
def town(database: Database) -> UUID:
    with transaction(Scope.operator()) as session:
        return make_municipality(session).id


@pytest.fixture
def trail(town: UUID) -> UUID:
    return add_trail(town, TWO_PARTS)


def add_trail(town: UUID, shape: MultiLineString, **columns: Any) -> UUID:
    said = {"register_id": "led-1", "name": "Slingan", "length_m": 2_000, **OFFICIAL, **columns}
    with transaction(Scope.operator()) as session:
        row = Trail(municipality_id=town, geom=from_shape(shape, srid=4326), **said)
        trail_measures.take_line(row, shape)
        trail_measures.judge(row)
        session.add(row)
        session.flush()
        return row.id


def add_place(town: UUID, name: str, x: float, y: float, **columns: Any) -> UUID:
    said = {"kind": PlaceKind.LEAN_TO, "geom": from_shape(Point(at(x, y)), srid=4326), **columns}
    with transaction(Scope.operator()) as session:
        row = OfficialPlace(municipality_id=town, register_id=name, name=name, **OFFICIAL, **said)
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture
def teller(town: UUID) -> Person:
    with transaction(Scope.operator()) as session:
        user = create_user(session, email="b@example.se", display_name="Berit", password_hash=None)
    return Person(user, True, "Berit")


def tell(town: UUID, teller: Person, title: str, x: float, y: float, **how: Any) -> UUID:
    said = {"status": StoryStatus.PUBLISHED, **how}
    with transaction(Scope.operator()) as session:
        told = make_story(
            session, municipality_id=town, owner=teller, title=title, at=at(x, y), **said
        )
        return told.id


@pytest.fixture
def public(database: Database) -> Iterator[Session]:
    with reading(Scope.public()) as session:
        yield session


def along(session: Session, trail_id: UUID) -> list[tuple[str, str, int, int]]:
    found = list_along(session, trail_id, stories_within_m=500, places_within_m=250, limit=60)
    return [(each.noun, each.name, round(each.at_m), round(each.aside_m)) for each in found]


def test_places_and_stories_stand_where_one_passes_them(town, trail, teller, public):
    add_place(town, "Vindskydd", 40, 300)
    tell(town, teller, "Farfars hemliga fiskeplats", -100, 1_900)
    add_place(town, "Start", 0, -20)
    assert along(public, trail) == [
        ("place", "Start", 0, 20),
        ("place", "Vindskydd", 300, 40),
        ("story", "Farfars hemliga fiskeplats", 1_300, 100),
    ]


def test_what_lies_in_the_gap_belongs_to_the_nearer_end(town, trail, public):
    add_place(town, "Före", 0, 1_200)
    add_place(town, "Efter", 0, 1_400)
    found = sorted(along(public, trail))
    assert found == [("place", "Efter", 1_000, 200), ("place", "Före", 1_000, 200)]


def test_only_what_is_near_and_surely_there_is_named(town, trail, teller, public):
    add_place(town, "För långt", 300, 300)
    add_place(town, "Borttagen", 0, 400, withdrawn_at=FETCHED)
    add_place(town, "Beslutad", 0, 400, in_force=False)
    add_place(town, "Var som helst", 0, 400, accuracy=Accuracy.APPROXIMATE, accuracy_m=2_000)
    add_place(town, "Okänt", 0, 400, accuracy=Accuracy.APPROXIMATE)
    add_place(town, "Reservat", 0, 400, kind=PlaceKind.NATURE_RESERVE)
    add_place(town, "Omkring", 0, 400, accuracy=Accuracy.APPROXIMATE, accuracy_m=200)
    tell(town, teller, "Någonstans", 0, 500, precision=Precision.APPROX_1000)
    tell(town, teller, "Väntar", 0, 500, status=StoryStatus.PENDING)
    tell(town, teller, "Dold", 0, 500, status=StoryStatus.HIDDEN)
    found = list_along(public, trail, stories_within_m=500, places_within_m=250, limit=60)
    assert [(each.name, each.is_approximate) for each in found] == [("Omkring", True)]


def test_an_approximate_story_stands_at_its_public_point(town, trail, teller, public):
    """The exact place would give away on which side of the path a family lives."""
    tell(town, teller, "Hemma", 30, 510, precision=Precision.APPROX_300)
    [found] = list_along(public, trail, stories_within_m=500, places_within_m=250, limit=60)
    assert found.is_approximate
    east, north = EAST + 30, NORTH + 510
    centre = (north // 400 + 0.5) * 400 - NORTH
    assert found.at_m == pytest.approx(min(max(centre, 0), 1_000), abs=1)
    assert found.aside_m == pytest.approx(abs((east // 400 + 0.5) * 400 - EAST), abs=2)


def test_a_loop_passes_its_start_first(town, public):
    loop = MultiLineString([line((0, 0), (0, 500), (500, 500), (500, 0), (0, 0))])
    trail = add_trail(town, loop)
    add_place(town, "Start", 0, 0)
    add_place(town, "Hörnet", 500, 500)
    assert along(public, trail) == [("place", "Start", 0, 0), ("place", "Hörnet", 1_000, 0)]


def test_what_is_passed_twice_is_named_once(town, public):
    there_and_back = MultiLineString([line((0, 0), (0, 900), (6, 900), (6, 0))])
    trail = add_trail(town, there_and_back)
    add_place(town, "Källan", 1, 400)
    assert along(public, trail) == [("place", "Källan", 400, 1)]
    assert find_profile(public, trail).returns


def test_an_area_stands_where_the_trail_is_nearest_to_it(town, trail, public):
    area = box(*at(100, 600), *at(200, 700))
    add_place(town, "Badet", 0, 0, geom=from_shape(area, srid=4326), kind=PlaceKind.BATHING_PLACE)
    [(_, _, metres, aside)] = along(public, trail)
    assert 590 <= metres <= 710
    assert aside == pytest.approx(100, abs=2)


def test_the_trails_that_pass_a_story(town, trail, teller, public):
    far = add_trail(town, MultiLineString([line((300, 0), (300, 5_000))]), register_id="led-2")
    add_trail(town, TWO_PARTS, register_id="led-3", withdrawn_at=FETCHED)
    here = tell(town, teller, "Här", 50, 1_700)
    passing = list_passing(public, here, within_m=500, limit=5)
    assert [(each.id, round(each.at_m)) for each in passing] == [(trail, 1_100), (far, 1_700)]
    hidden = tell(town, teller, "Dold", 50, 1_700, status=StoryStatus.HIDDEN)
    rough = tell(town, teller, "Ungefär", 50, 1_700, precision=Precision.APPROX_1000)
    for other in (hidden, rough):
        assert list_passing(public, other, within_m=500, limit=5) == []


@pytest.fixture
def imported(town: UUID, tmp_path: Any) -> Any:
    """Import trails; answers the report and the first trail."""

    def run(*rows: dict[str, Any]) -> Any:
        file = write_geojson(tmp_path / "leder.geojson", *rows)
        with transaction(Scope.municipality(town)) as session:
            report = import_layer(
                session,
                file=file,
                municipality_id=town,
                order=Order(register="leder", kind="trail"),
                settings=Settings(),
            )
        with reading(Scope.public()) as session:
            return report, session.scalars(select(Trail).order_by(Trail.register_id)).first()

    return run


def drawn(shape: MultiLineString, **properties: Any) -> dict[str, Any]:
    corners = [[list(corner) for corner in part.coords] for part in shape.geoms]
    return feature(corners, "MultiLineString", **properties)


def hill() -> MultiLineString:
    """Two kilometres up 60 m and down again, in two parts drawn backwards and out of order."""
    corners = [(*at(0, y), 40 + 60 * (1 - abs(y - 1_000) / 1_000)) for y in range(0, 2_001, 50)]
    return MultiLineString([LineString(corners[20:]), LineString(corners[20::-1])])


def test_an_import_measures_the_line(imported):
    _, trail = imported(drawn(hill(), start_lon=at(0, 0)[0], start_lat=at(0, 0)[1]))
    assert (trail.length_m, trail.is_loop) == (pytest.approx(2_000, abs=2), False)
    assert (trail.lowest_m, trail.highest_m) == (
        pytest.approx(40, abs=2),
        pytest.approx(100, abs=3),
    )
    assert (trail.ascent_m, trail.descent_m) == (pytest.approx(60, abs=3), pytest.approx(60, abs=3))
    assert (trail.walking_minutes, trail.difficulty) == (40, Difficulty.EASY)
    assert trail.heights_source == "Länsstyrelsen"
    assert trail.profile[0][1] < trail.profile[len(trail.profile) // 2][1] > trail.profile[-1][1]


def test_the_length_that_the_register_says_stands(imported):
    _, trail = imported(drawn(hill(), length_km=7.4))
    assert (trail.length_m, trail.difficulty) == (7_400, Difficulty.MEDIUM)
    assert trail.profile[-1][0] == pytest.approx(2_000, abs=2)


def test_importing_the_same_again_changes_nothing(imported):
    rows = (drawn(hill()), drawn(TWO_PARTS, register_id="a-2"))
    imported(*rows)
    report, trail = imported(*rows)
    assert (report.unchanged, report.changed) == (2, 0)
    assert trail.ascent_m == pytest.approx(60, abs=3)


def slope() -> HeightGrid:
    """Rises 2 m in 100 m to the north from 50 m, over some kilometres round Katrineholm."""
    north = np.arange(200)[::-1, None] * 25.0 + 12.5
    return HeightGrid(
        EAST - 2_000, NORTH - 1_000, 25, np.repeat(50 + (north - 1_000) * 0.02, 160, axis=1)
    )


def test_a_height_file_gives_heights_that_an_import_keeps(town, imported):
    flat = drawn(MultiLineString([line((0, 0), (0, 2_000))]))
    away = drawn(MultiLineString([line((9_000, 0), (9_000, 500))]), register_id="b", name="Borta")
    _, trail = imported(flat, away)
    assert (trail.profile, trail.difficulty, trail.walking_minutes) == (None, None, 30)
    with transaction(Scope.municipality(town)) as session:
        given, outside = give_heights(session, municipality_id=town, grid=slope(), source="LM")
        assert (given, outside) == (["Jättens handfat"], ["Borta"])
        assert session.scalar(select(AuditEntry).where(AuditEntry.action == "give_heights"))
    report, trail = imported(flat, away)
    assert report.unchanged == 2
    assert (trail.ascent_m, trail.descent_m) == (pytest.approx(40, abs=2), 0)
    assert (trail.heights_source, trail.difficulty) == ("LM", Difficulty.EASY)
    _, trail = imported({**flat, "properties": {**flat["properties"], "name": "Ny"}}, away)
    assert (trail.name, trail.heights_source) == ("Ny", "LM")
    _, trail = imported(drawn(MultiLineString([line((5, 0), (5, 2_000))])), away)
    assert (trail.profile, trail.heights_source) == (None, "")
