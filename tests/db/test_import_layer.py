"""Importing layers into real tables: added, changed, withdrawn, back again, or nothing at all."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from geoalchemy2.shape import to_shape
from shapely.geometry import LineString, Point, box
from sqlalchemy import func, select
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from geostories.domain.transaction import Scope, transaction
from geostories.errors import NotFound
from geostories.importers.report import ImportRefused, Report
from geostories.models import AuditEntry, OfficialPlace, PlaceName, Trail
from geostories.vocabulary import PlaceKind
from tests.factories.importing import Import, counts
from tests.factories.layer_files import (
    HERE,
    HERE_SWEREF,
    PLACE,
    feature,
    write_geojson,
    write_geopackage,
)
from tests.factories.municipality import make_municipality

VAXJO = (14.8094, 56.8787)


def numbered(count: int, *, first: int = 1, **properties: Any) -> list[dict[str, Any]]:
    """Features with the ids a-1, a-2 and so on."""
    ids = range(first, first + count)
    return [feature(register_id=f"a-{number}", **properties) for number in ids]


def how_many(session: Session, model: Any = OfficialPlace) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0


def place(session: Session, register_id: str) -> OfficialPlace:
    session.rollback()
    return session.scalars(
        select(OfficialPlace).where(OfficialPlace.register_id == register_id)
    ).one()


def test_places_are_written_as_the_file_has_them(
    tmp_path: Path, run: Import, rows: Session
) -> None:
    told: dict[str, Any] = {
        "fetched_on": ["2026-01-31"],
        "area_ha": [12.5],
        "kind": ["nature_reserve"],
    }
    file = write_geopackage(tmp_path / "a.gpkg", Point(HERE_SWEREF), **told)
    assert counts(run(file)) == (1, 1, 0, 0, 0, 0)
    row = place(rows, "a-1")
    assert (row.name, row.kind) == (PLACE["name"], PlaceKind.NATURE_RESERVE)
    assert row.facts == {"area_ha": 12.5}
    assert row.fetched_at == datetime(2026, 1, 31, tzinfo=UTC)
    assert to_shape(row.geom).distance(Point(HERE)) < 1e-6
    assert to_shape(row.geom_3006).distance(Point(HERE_SWEREF)) < 0.1


def test_the_same_file_again_changes_nothing(tmp_path: Path, run: Import, rows: Session) -> None:
    file = write_geopackage(tmp_path / "a.gpkg", box(569000, 6540000, 570000, 6541000))
    run(file)
    first = place(rows, "a-1").fetched_at
    assert counts(run(file)) == (1, 0, 0, 1, 0, 0)
    assert place(rows, "a-1").fetched_at > first  # it was asked again, and says the same


def test_both_formats_and_systems_give_the_same_place(tmp_path: Path, run: Import) -> None:
    run(write_geojson(tmp_path / "a.geojson", feature(HERE_SWEREF)), crs=3006)
    assert counts(run(write_geopackage(tmp_path / "b.gpkg", Point(HERE_SWEREF))))[3] == 1


def test_an_update_adds_changes_withdraws_and_brings_back(
    tmp_path: Path, run: Import, rows: Session
) -> None:
    run(write_geojson(tmp_path / "v1.geojson", *numbered(10)))
    kept = place(rows, "a-1").id
    moved = feature((16.3, 58.9), register_id="a-2")
    renamed = feature(register_id="a-3", name="Nytt namn")
    second = [*numbered(1), moved, renamed, *numbered(8, first=4)]
    del second[-2]  # a-10 is withdrawn, a-11 is new
    assert counts(run(write_geojson(tmp_path / "v2.geojson", *second))) == (10, 1, 2, 7, 1, 0)
    assert place(rows, "a-1").id == kept
    assert to_shape(place(rows, "a-2").geom) == Point(16.3, 58.9)
    assert place(rows, "a-3").name == "Nytt namn"
    assert place(rows, "a-10").withdrawn_at is not None
    again = run(write_geojson(tmp_path / "v3.geojson", *numbered(11)))
    assert counts(again) == (11, 0, 3, 8, 0, 0)
    assert place(rows, "a-10").withdrawn_at is None


def test_registers_and_municipalities_do_not_meet(
    tmp_path: Path, run: Import, rows: Session
) -> None:
    with transaction(Scope.operator()) as session:
        vaxjo = make_municipality(session, "vaxjo").id
    here = write_geojson(tmp_path / "a.geojson", *numbered(3))
    there = write_geojson(tmp_path / "b.geojson", feature(VAXJO, register_id="a-1"))
    run(here)
    assert run(here, register="another").added == 3
    assert run(here, register="").added == 3  # its name is the file's
    assert run(there, municipality_id=vaxjo, scope=Scope.municipality(vaxjo)).added == 1
    assert how_many(rows) == 10
    with pytest.raises(ProgrammingError, match="row-level security"):
        run(there, municipality_id=vaxjo, register="not-ours")


def test_trails_come_with_a_line_or_without(tmp_path: Path, run: Import, rows: Session) -> None:
    line = feature([[*HERE, 40.0], [16.3, 58.9, 62.5]], "LineString", register_id="line")
    start = feature(None, register_id="start", start_lon=16.3, start_lat=58.9, length_km=4.5)
    bare = feature(None, register_id="bare", is_example=True)
    file = write_geojson(tmp_path / "a.geojson", line, start, bare)
    assert run(file, kind="trail").added == 3
    assert counts(run(file, kind="trail")) == (3, 0, 0, 3, 0, 0)
    trails = {row.register_id: row for row in rows.scalars(select(Trail))}
    assert trails["line"].geom is not None
    assert trails["start"].start_geom is not None
    assert to_shape(trails["line"].geom).geoms[0] == LineString([(*HERE, 40), (16.3, 58.9, 62.5)])
    assert trails["start"].geom is None
    assert to_shape(trails["start"].start_geom) == Point(16.3, 58.9)
    assert trails["start"].length_m == 4500
    assert trails["bare"].is_example
    assert not trails["line"].is_example


def test_names_are_the_operators_and_go_when_the_register_lets_go(
    tmp_path: Path, run: Import, rows: Session, katrineholm: UUID
) -> None:
    order = {"kind": "place_name", "scope": Scope.operator()}
    far_away = feature(VAXJO, register_id="a-9", kind="town", name="Växjö")
    names = numbered(4, kind="village")
    assert run(write_geojson(tmp_path / "a.geojson", *names, far_away), **order).added == 5
    names[0]["properties"]["name"] = "Valla"
    report = run(write_geojson(tmp_path / "b.geojson", *names), **order)
    assert counts(report) == (4, 0, 1, 3, 1, 0)
    assert how_many(rows, PlaceName) == 4
    with pytest.raises(ProgrammingError, match="row-level security"):
        run(write_geojson(tmp_path / "c.geojson", *names), kind="place_name", register="another")


def test_one_bad_row_and_nothing_is_imported(tmp_path: Path, run: Import, rows: Session) -> None:
    run(write_geojson(tmp_path / "a.geojson", *numbered(3)))
    bad = [
        feature(register_id="a-4", name=""),
        feature([[[16, 58], [17, 59], [17, 58], [16, 59], [16, 58]]], "Polygon", register_id="a-5"),
        feature(VAXJO, register_id="a-6"),
        feature(register_id="a-2"),
    ]
    file = write_geojson(tmp_path / "b.geojson", *numbered(3, name="Nytt"), *bad)
    with pytest.raises(ImportRefused) as refused:
        run(file)
    assert refused.value.code == "import_no_name"
    assert refused.value.params == {"file": "b.geojson", "layer": "", "row": 4, "more": 3}
    assert refused.value.report
    assert counts(refused.value.report) == (7, 0, 0, 0, 0, 4)
    assert [(each.code, each.params["row"]) for each in refused.value.report.reasons] == [
        ("import_no_name", 4),
        ("import_invalid_geometry", 5),
        ("import_outside_municipality", 6),
        ("import_same_id", 7),
    ]
    assert how_many(rows) == 3
    assert place(rows, "a-1").name == PLACE["name"]
    assert counts(run(file, dry_run=True)) == (7, 0, 0, 0, 0, 4)


def test_a_file_in_the_wrong_system_is_refused_whole(tmp_path: Path, run: Import) -> None:
    for position, code in (
        (HERE_SWEREF, "import_looks_like"),
        (HERE[::-1], "import_swapped_axes"),
    ):
        with pytest.raises(ImportRefused) as refused:
            run(write_geojson(tmp_path / "a.geojson", feature(position)))
        assert refused.value.code == code


def test_an_import_that_loses_much_stops_and_changes_nothing(
    tmp_path: Path, run: Import, rows: Session
) -> None:
    run(write_geojson(tmp_path / "a.geojson", *numbered(10)))
    few = write_geojson(tmp_path / "b.geojson", *numbered(6))
    none = write_geojson(tmp_path / "c.geojson")
    others = write_geojson(tmp_path / "d.geojson", *numbered(10, first=50))
    for file, lost in ((few, 4), (none, 10), (others, 10)):
        with pytest.raises(ImportRefused) as refused:
            run(file)
        assert refused.value.code == "import_shrank"
        assert refused.value.params["withdrawn"] == lost
        assert run(file, dry_run=True).reasons[0].code == "import_shrank"
    assert how_many(rows) == 10
    assert place(rows, "a-10").withdrawn_at is None
    assert run(write_geojson(tmp_path / "e.geojson", *numbered(8))).withdrawn == 2


def test_a_dry_run_tells_and_leaves_no_trace(tmp_path: Path, run: Import, rows: Session) -> None:
    run(write_geojson(tmp_path / "a.geojson", *numbered(10)))
    update = [*numbered(8, name="Nytt"), *numbered(1, first=20)]
    report = run(write_geojson(tmp_path / "b.geojson", *update), dry_run=True)
    assert counts(report) == (9, 1, 8, 0, 2, 0)
    assert how_many(rows) == 10
    assert how_many(rows, AuditEntry) == 1
    assert place(rows, "a-1").name == PLACE["name"]


def test_an_import_is_noted_in_the_log(
    tmp_path: Path, run: Import, rows: Session, katrineholm: UUID
) -> None:
    run(write_geojson(tmp_path / "a.geojson", *numbered(2)))
    (entry,) = rows.scalars(select(AuditEntry)).all()
    assert (entry.action, entry.subject_id) == ("import_layer", katrineholm)
    assert entry.details["table"] == "official_place"
    assert entry.details["register"] == "test"
    assert (entry.details["read"], entry.details["added"]) == (2, 2)


def test_progress_is_told(tmp_path: Path, run: Import) -> None:
    told: list[tuple[int, int]] = []
    file = write_geojson(tmp_path / "a.geojson", *numbered(450))
    run(file, progress=lambda done, of: told.append((done, of)))
    assert told == [(200, 450), (400, 450), (450, 450)]


def test_two_imports_of_a_layer_wait_for_each_other(
    tmp_path: Path, run: Import, rows: Session
) -> None:
    file = write_geojson(tmp_path / "a.geojson", *numbered(40))
    reports: list[Report] = []
    both = [threading.Thread(target=lambda: reports.append(run(file))) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted((each.added, each.unchanged) for each in reports) == [(0, 40), (40, 0)]
    assert how_many(rows) == 40


def test_unknown_kinds_and_municipalities_are_refused(tmp_path: Path, run: Import) -> None:
    file = write_geojson(tmp_path / "a.geojson", feature())
    with pytest.raises(ImportRefused) as refused:
        run(file, kind="volcano")
    assert refused.value.code == "import_unknown_kind"
    with pytest.raises(NotFound):
        run(file, municipality_id=uuid4(), scope=Scope.operator())
