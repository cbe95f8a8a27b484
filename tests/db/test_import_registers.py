"""Registers in real tables: whose rows they are, decisions that wait, segments, borders, species."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from geoalchemy2.shape import to_shape
from shapely.geometry import box
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from geostories.domain.transaction import Scope, transaction
from geostories.errors import NotFound
from geostories.importers.report import ImportRefused, Report
from geostories.models import AuditEntry, Municipality, OfficialPlace, SensitiveArea, Trail
from geostories.vocabulary import PlaceKind, TrailKind
from tests.factories.importing import Import, counts
from tests.factories.layer_files import HERE, HERE_SWEREF, PLACE, feature, write_geojson
from tests.factories.municipality import make_municipality
from tests.factories.shapefiles import lay_beside, shapefile
from tests.factories.xml_layers import gpx, points, track

VAXJO = (14.8094, 56.8787)
EAST, NORTH = HERE_SWEREF
GIVEN = {"source": "Naturvårdsverket", "licence": "CC0"}


def nvr(number: int, position: Any = HERE, **said: Any) -> dict[str, Any]:
    """A feature as Naturvårdsregistret writes it."""
    told = {
        "NVRID": str(number),
        "NAMN": f"Reservat {number}",
        "SKYDDSTYP": "Naturreservat",
        "BESLSTATUS": "Gällande",
        "KOMMUN": "Katrineholm",
        "URSBESLDAT": "1998/10/20",
    }
    geometry = {"type": "Point", "coordinates": position}
    return {"type": "Feature", "properties": told | said, "geometry": geometry}


def said_by(report: Report) -> dict[str, Any]:
    """Count (or 0) of each remark by code."""
    return {each.code: each.params.get("count", 0) for each in report.remarks}


def refused(run: Import, file: Path, **order: Any) -> ImportRefused:
    with pytest.raises(ImportRefused) as raised:
        run(file, **order)
    return raised.value


def places(session: Session) -> dict[str, OfficialPlace]:
    session.rollback()
    return {row.register_id: row for row in session.scalars(select(OfficialPlace))}


def test_a_shapefile_becomes_places(tmp_path: Path, run: Import, rows: Session) -> None:
    square = box(EAST, NORTH, EAST + 100, NORTH + 100)
    file = lay_beside(tmp_path, shapefile(square, encoding="latin-1", cpg=None))
    assert counts(run(file, **GIVEN)) == (1, 1, 0, 0, 0, 0)
    assert counts(run(file, **GIVEN)) == (1, 0, 0, 1, 0, 0)
    (row,) = places(rows).values()
    assert (row.name, row.kind) == ("Växjö myr", PlaceKind.NATURE_RESERVE)
    assert row.facts == {"area_ha": 12.5, "protected_since": 1981}
    assert to_shape(row.geom_3006).symmetric_difference(square).area < 0.1


def test_the_same_reserve_with_two_decisions_is_two_rows(
    tmp_path: Path, run: Import, rows: Session
) -> None:
    now, coming = nvr(1), nvr(1, (16.3, 58.9), BESLSTATUS="Beslutad")
    first = write_geojson(tmp_path / "a.geojson", now, coming, nvr(2), nvr(3))
    assert run(first).added == 4
    there = places(rows)
    assert there["1"].in_force
    assert not there["1:beslutad"].in_force
    other = nvr(1, (16.3, 58.9), BESLSTATUS="Beslutat")
    respelled = run(write_geojson(tmp_path / "b.geojson", now, other, nvr(2), nvr(3)))
    assert (respelled.added, respelled.withdrawn) == (0, 0)
    in_law = nvr(1, (16.3, 58.9))
    report = run(write_geojson(tmp_path / "c.geojson", in_law, nvr(2), nvr(3)))
    assert (report.changed, report.withdrawn) == (1, 1)
    assert places(rows)["1"].id == there["1"].id  # stories hang on it
    assert places(rows)["1:beslutad"].withdrawn_at is not None


def test_rows_of_other_municipalities_are_left_out_and_counted(
    tmp_path: Path, run: Import, rows: Session
) -> None:
    told = [
        nvr(1, KOMMUN="Flen, Katrineholm"),
        nvr(2, VAXJO, KOMMUN="Växjö"),
        nvr(3, (0, 0), KOMMUN="Ekerö"),
        nvr(4, KOMMUN="Flen", SKYDDSTYP=""),
        nvr(5, KOMMUN=None),
    ]
    report = run(write_geojson(tmp_path / "a.geojson", *told))
    assert (report.read, report.added, report.elsewhere, report.refused) == (5, 2, 3, 0)
    assert set(places(rows)) == {"1", "5"}


def test_rows_that_lie_outside_are_asked_about(tmp_path: Path, run: Import) -> None:
    ours_by_name = write_geojson(tmp_path / "a.geojson", nvr(1), nvr(2, VAXJO))
    silent = write_geojson(tmp_path / "b.geojson", nvr(1), nvr(2, VAXJO, KOMMUN=""))
    for file in (ours_by_name, silent):
        refusal = refused(run, file)
        assert (refusal.code, refusal.params["row"]) == ("import_outside_municipality", 2)
    theirs = write_geojson(tmp_path / "c.geojson", nvr(1), nvr(2, VAXJO, KOMMUN="Växjö"))
    report = run(theirs, allow_outside=True)
    assert (report.added, report.elsewhere) == (2, 0)


def test_nothing_at_all_stops_and_asks(tmp_path: Path, run: Import) -> None:
    nothing = write_geojson(tmp_path / "a.geojson")
    foreign = write_geojson(tmp_path / "b.geojson", nvr(1, VAXJO, KOMMUN="Växjö"))
    for file in (nothing, foreign):
        assert refused(run, file).code == "import_nothing"
        assert run(file, dry_run=True).reasons[0].code == "import_nothing"
        assert counts(run(file, allow_loss=True))[1:] == (0, 0, 0, 0, 0)


def test_a_loss_that_somebody_allows_is_done(tmp_path: Path, run: Import, rows: Session) -> None:
    run(write_geojson(tmp_path / "a.geojson", *map(nvr, range(1, 11))))
    fewer = write_geojson(tmp_path / "b.geojson", nvr(1), nvr(2, (16.3, 58.9)), nvr(99))
    assert refused(run, fewer).code == "import_shrank"
    preview = run(fewer, dry_run=True)
    assert preview.samples["added"] == ["Reservat 99"]
    assert preview.samples["changed"] == ["Reservat 2"]
    assert len(preview.samples["withdrawn"]) == 8
    report = run(fewer, allow_loss=True)
    assert counts(report) == (3, 1, 1, 1, 8, 0)
    assert report.changes == preview.changes
    assert sum(row.withdrawn_at is not None for row in places(rows).values()) == 8


def test_samples_are_few(tmp_path: Path, run: Import) -> None:
    report = run(write_geojson(tmp_path / "a.geojson", *map(nvr, range(1, 51))), dry_run=True)
    assert len(report.samples["added"]) == 20


def test_a_layer_without_ids_gets_them_of_name_and_position(
    tmp_path: Path, run: Import, rows: Session
) -> None:
    header = "place_id,name,latitude,longitude,description"
    first = [header, ",Djulö,58.996,16.207,Brygga", ",Duveholm,58.98,16.2,", ",Malmen,58.97,16.2,"]
    file = tmp_path / "badplatser.csv"
    file.write_text("\n".join(first), encoding="utf-8-sig")
    order = {"kind": "bathing_place", **GIVEN}
    report = run(file, **order)
    assert report.added == 3
    assert said_by(report) == {"import_ids_made": 3}
    moved = [*first[:2], ",Duveholm,58.98,16.2,Nytt hopptorn", ",Malmen,58.975,16.2,"]
    file.write_text("\n".join(moved), encoding="utf-8-sig")
    assert counts(run(file, **order, allow_loss=True))[1:5] == (1, 1, 1, 1)
    assert {row.name for row in places(rows).values()} == {"Djulö", "Duveholm", "Malmen"}
    half = [header, "7,Djulö,58.996,16.207,", ",Duveholm,58.98,16.2,"]
    file.write_text("\n".join(half), encoding="utf-8-sig")
    assert refused(run, file, **order).code == "import_no_id"


@pytest.mark.parametrize(
    "kind",
    ["bathing_place", "fireplace", "playground", "outdoor_gym", "toilet", "public_art", "sight"],
)
def test_tables_in_the_national_specifications_come_in(
    kind: str, tmp_path: Path, run: Import, rows: Session
) -> None:
    file = tmp_path / "platser.csv"
    header = "source,id,name,latitude,longitude,email,visit_url,wikidata,updated,description"
    ours = "0483,1,Djulö,58.996,16.207,a@example.se,www.example.se/djulo,Q1,2025-05-01,Vid sjön"
    theirs = "0780,2,Evedal,56.92,14.86,,,,2025-05-01,"
    file.write_text("\n".join([header, ours, theirs]), encoding="utf-8-sig")
    report = run(file, kind=kind, **GIVEN)
    assert (report.read, report.added, report.elsewhere) == (2, 1, 1)
    (row,) = places(rows).values()
    assert (row.kind, row.name, row.summary) == (PlaceKind(kind), "Djulö", "Vid sjön")
    assert (row.register_id, row.source_url) == ("1", "https://www.example.se/djulo")
    assert run(file, kind=kind, **GIVEN).unchanged == 1


def test_a_trail_drawn_as_many_rows_is_one(tmp_path: Path, run: Import, rows: Session) -> None:
    def segment(number: int, led: str = "7") -> dict[str, Any]:
        corners = [[16.2 + n / 100, 58.9, 40.0 + n] for n in (number, number + 1)]
        said = {"Led_ID": led, "Lednamn": "Runt sjön", "Typ_av_led": "Skidspår"}
        return {
            "type": "Feature",
            "properties": said,
            "geometry": {"type": "LineString", "coordinates": corners},
        }

    order = {"kind": "trail", **GIVEN}
    file = write_geojson(tmp_path / "a.geojson", *map(segment, range(4)), segment(0, "8"))
    report = run(file, **order)
    assert (report.read, report.added) == (5, 2)
    assert said_by(report) == {"import_segments_joined": 3}
    shuffled = [segment(n) for n in (2, 0, 3, 1)]
    again = run(write_geojson(tmp_path / "b.geojson", *shuffled, segment(0, "8")), **order)
    assert counts(again) == (5, 0, 0, 2, 0, 0)
    trail = rows.scalars(select(Trail).where(Trail.register_id == "7")).one()
    assert trail.geom is not None
    assert len(to_shape(trail.geom).geoms) == 1
    assert trail.kind is TrailKind.SKIING
    assert trail.length_m == pytest.approx(2307, abs=5)


def test_what_an_editor_filled_in_stays_where_the_register_is_silent(
    tmp_path: Path, run: Import, rows: Session, katrineholm: UUID
) -> None:
    line = feature([[*HERE], [16.3, 58.9]], "LineString", kind="hiking")
    file = write_geojson(tmp_path / "a.geojson", line)
    run(file, kind="trail")
    with transaction(Scope.municipality(katrineholm)) as session:
        trail = session.scalars(select(Trail)).one()
        trail.surface, trail.marking = "grus", "blå"
    line["properties"]["marking"] = "orange"
    assert run(write_geojson(file, line), kind="trail").changed == 1
    rows.rollback()
    kept = rows.scalars(select(Trail)).one()
    assert (kept.surface, kept.marking) == ("grus", "orange")


def test_gpx_gives_trails_and_leaves_stubs_out(tmp_path: Path, run: Import, rows: Session) -> None:
    walk = track(points((16.2, 58.9, 40), (16.3, 58.9, 90)), name="Åsstigen")
    file = tmp_path / "spår.gpx"
    file.write_text(gpx('<wpt lat="58.9" lon="16.2"/>', walk, track("", name="Tomt")))
    report = run(file, kind="trail", **GIVEN)
    assert (report.read, report.added) == (2, 1)
    assert said_by(report) == {
        "import_left_aside": 1,
        "import_empty_row": 1,
        "import_ids_made": 2,
    }
    trail = rows.scalars(select(Trail)).one()
    assert (trail.name, trail.lowest_m, trail.highest_m) == ("Åsstigen", 40, 90)


def test_heights_of_places_are_left_out_with_a_remark(tmp_path: Path, run: Import) -> None:
    high, flat = feature((*HERE, 40), register_id="a"), feature(register_id="b")
    report = run(write_geojson(tmp_path / "a.geojson", high, flat))
    assert said_by(report) == {"import_heights_dropped": 1}


def test_sensitive_areas_are_a_layer_of_the_editors(
    tmp_path: Path, run: Import, rows: Session, katrineholm: UUID
) -> None:
    areas = [
        feature([[*HERE], [16.3, 58.9]], "LineString", register_id=n, art="Pilgrimsfalk")
        for n in "abcd"
    ]
    order = {"kind": "sensitive_area", "register": "rovfågel"}
    assert run(write_geojson(tmp_path / "a.geojson", *areas), **order).added == 4
    areas[0]["properties"]["art"] = "Berguv"
    report = run(write_geojson(tmp_path / "b.geojson", *areas[:3]), **order)
    assert counts(report) == (3, 0, 1, 2, 1, 0)
    assert report.samples["withdrawn"] == ["Pilgrimsfalk"]
    assert sorted(rows.scalars(select(SensitiveArea.species))) == [
        "Berguv",
        "Pilgrimsfalk",
        "Pilgrimsfalk",
    ]
    nameless = {**areas[0], "properties": {"id": "x"}}
    file = write_geojson(tmp_path / "c.geojson", nameless)
    assert refused(run, file, **order).code == "import_no_species"


def border(code: str, name: str, corners: tuple[float, float, float, float]) -> dict[str, Any]:
    """A municipality as open data writes it."""
    west, south, east, north = corners
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"kom_namn": name, "id": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


KATRINEHOLM = border("0483", "Katrineholm", (15.8, 58.7, 16.6, 59.3))
VAXJO_BORDER = border("780", "Växjö", (14.4, 56.6, 15.2, 57.3))
BORAS = border("1490", "Borås", (12.6, 57.5, 13.3, 58.0))


def test_borders_bring_municipalities_up_to_date_and_make_those_that_are_missing(
    tmp_path: Path, run: Import, rows: Session, katrineholm: UUID
) -> None:
    twins = [
        border("0305", "Håbo", (17, 59.5, 17.7, 59.7)),
        border("1643", "Habo", (14, 57.8, 14.2, 58)),
    ]
    file = write_geojson(tmp_path / "a.geojson", KATRINEHOLM, VAXJO_BORDER, *twins)
    order = {"kind": "municipality", "municipality_id": None, "scope": Scope.operator()}
    assert counts(run(file, **order)) == (4, 3, 1, 0, 0, 0)
    assert counts(run(file, **order)) == (4, 0, 0, 4, 0, 0)
    there = {row.code: row for row in rows.scalars(select(Municipality))}
    slugs = {row.slug for row in there.values()}
    assert slugs == {"katrineholm", "vaxjo", "habo", "habo-1643"}
    assert there["0483"].id == katrineholm
    assert there["0483"].site_name == "Katrineholm 3.0"
    assert to_shape(there["0483"].geom).bounds == (15.8, 58.7, 16.6, 59.3)
    assert there["0780"].name == "Växjö"
    only_one = write_geojson(tmp_path / "b.geojson", KATRINEHOLM)
    assert run(only_one, **order).withdrawn == 0
    assert len(rows.scalars(select(AuditEntry)).all()) == 3
    with pytest.raises(ProgrammingError, match="row-level security"):
        run(
            write_geojson(
                tmp_path / "c.geojson", border("0481", "Oxelösund", (17, 58.6, 17.2, 58.8))
            ),
            kind="municipality",
            municipality_id=None,
        )


def test_one_municipality_takes_only_its_own_border(
    tmp_path: Path, run: Import, rows: Session
) -> None:
    with transaction(Scope.operator()) as session:
        make_municipality(session, "vaxjo")
    file = write_geojson(tmp_path / "a.geojson", KATRINEHOLM, VAXJO_BORDER, BORAS)
    report = run(file, kind="municipality", scope=Scope.operator())
    assert (report.read, report.changed, report.elsewhere) == (3, 1, 2)
    assert rows.scalars(select(Municipality.code).order_by(Municipality.code)).all() == [
        "0483",
        "0780",
    ]


def test_borders_that_are_none_are_refused(tmp_path: Path, run: Import) -> None:
    order = {"kind": "municipality", "municipality_id": None, "scope": Scope.operator()}
    point = {**KATRINEHOLM, "geometry": {"type": "Point", "coordinates": HERE}}
    codeless = {**KATRINEHOLM, "properties": {"kom_namn": "Katrineholm", "id": "Sörmland"}}
    for bad, code in ((point, "import_wrong_geometry"), (codeless, "import_bad_value")):
        assert refused(run, write_geojson(tmp_path / "a.geojson", bad), **order).code == code
    with pytest.raises(NotFound):
        run(write_geojson(tmp_path / "b.geojson", feature()), municipality_id=None)


def test_a_report_can_be_stored(tmp_path: Path, run: Import) -> None:
    report = run(write_geojson(tmp_path / "a.geojson", feature((*HERE, 1))))
    assert json.loads(json.dumps(report.__dict__, default=lambda each: each.__dict__))["added"] == 1
    assert report.samples["added"] == [PLACE["name"]]
