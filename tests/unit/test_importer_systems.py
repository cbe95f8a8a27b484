"""Reference systems: every one that Swedish files come in, missing ones and ones that lie."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from pyproj import CRS, Geod
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geostories.importers.reading import reference_systems
from tests.factories.layer_files import (
    HERE,
    HERE_SWEREF,
    feature,
    named_crs,
    write_geojson,
    write_geopackage,
)
from tests.factories.read_files import problem, read, refusal, remarks

VAXJO = (14.8094, 56.8787)
KATRINEHOLM_BOX = (15.7, 58.7, 16.7, 59.3)
CONTROL_POINTS = [
    (3006, (569350.57, 6540232.76), HERE),
    (3010, (133157.82, 6542260.42), HERE),
    (3021, (1523098.26, 6541661.49), HERE),
    (3857, (1804154.99, 8179522.38), HERE),
    (4326, HERE, HERE),
    (3006, (488383.82, 6303899.68), VAXJO),
    (3009, (138379.17, 6306422.25), VAXJO),
    (3021, (1439285.37, 6306216.52), VAXJO),
    (3006, (569013, 6530217), (16.198004, 58.906126)),
]
"""System, numbers (east first), and where that is."""

GLOBE = Geod(ellps="WGS84")


def metres(shape: BaseGeometry | None, place: tuple[float, float]) -> float:
    assert isinstance(shape, Point)
    return float(GLOBE.inv(shape.x, shape.y, *place)[2])


@pytest.mark.parametrize(("system", "numbers", "place"), CONTROL_POINTS)
def test_control_points_are_met(
    tmp_path: Path, system: int, numbers: tuple[float, float], place: tuple[float, float]
) -> None:
    crs = named_crs(f"urn:ogc:def:crs:EPSG::{system}")
    worst = metres(
        read(write_geojson(tmp_path / "a.geojson", feature(numbers), crs=crs)).rows[0].shape, place
    )
    print(f"EPSG:{system} control point met within {worst:.3f} m")
    assert worst < 0.1


def test_every_way_to_say_the_system_is_the_same(tmp_path: Path) -> None:
    numbers = (133157.82, 6542260.42)
    package = write_geopackage(tmp_path / "a.gpkg", Point(numbers), crs="EPSG:3010")
    silent = write_geojson(tmp_path / "b.geojson", feature(numbers))
    for layer in (read(package), read(silent, crs=3010)):
        assert metres(layer.rows[0].shape, HERE) < 0.1


def test_every_zone_has_its_meridian_where_its_name_says() -> None:
    assert len(reference_systems.ZONES) == 12
    for zone in reference_systems.ZONES:
        _, degrees, minutes = CRS.from_epsg(zone).name.split()
        on_the_meridian = shapely.points([[150_000.0, 6_540_000.0]])
        (point,) = reference_systems.to_wgs84(on_the_meridian, zone)
        assert point.x == pytest.approx(int(degrees) + int(minutes) / 60, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("EPSG:3010", 3010),
        ("urn:ogc:def:crs:EPSG:6.9:3010", 3010),
        ("urn:x-ogc:def:crs:EPSG:3006", 3006),
        ("http://www.opengis.net/def/crs/EPSG/0/3006", 3006),
        ("http://www.opengis.net/gml/srs/epsg.xml#3006", 3006),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        ("EPSG:5845", 3006),
        ("EPSG:4619", 4326),
        ("EPSG:2400", 3021),
        ("EPSG:32633", reference_systems.UNKNOWN),
        ("EPSG:999999", reference_systems.UNKNOWN),
        ("SWEREF", reference_systems.UNKNOWN),
        ("", None),
    ],
)
def test_systems_are_known_by_their_names(name: str, found: int | None) -> None:
    assert reference_systems.epsg(name) == found


@pytest.mark.parametrize("form", ["WKT1_ESRI", "WKT1_GDAL", "WKT2_2019"])
def test_systems_are_known_by_their_text(form: str) -> None:
    for system in reference_systems.SUPPORTED:
        assert reference_systems.epsg(CRS.from_epsg(system).to_wkt(form)) == system
    assert reference_systems.epsg(CRS.from_epsg(32633).to_wkt(form)) == reference_systems.UNKNOWN


@pytest.mark.parametrize(
    ("numbers", "guess", "near"),
    [
        (HERE_SWEREF, "EPSG:3006", "EPSG:3006"),
        ((1523098.26, 6541661.49), "EPSG:3021", "EPSG:3021"),
        ((1804154.99, 8179522.38), "EPSG:3857", "EPSG:3857"),
        ((133157.82, 6542260.42), "EPSG:3007–3018", "EPSG:3010"),
        (HERE, "EPSG:4326", "EPSG:4326"),
        ((5, 5), "", ""),
    ],
)
def test_a_file_that_says_no_system_is_asked_about(
    tmp_path: Path, numbers: tuple[float, float], guess: str, near: str
) -> None:
    file = write_geojson(tmp_path / "a.geojson", feature(numbers), crs=None)
    refused = refusal(file)
    assert (refused.code, refused.params["guess"]) == ("import_no_crs", guess)
    assert refusal(file, near=KATRINEHOLM_BOX).params["guess"] == near


def test_what_was_chosen_and_what_the_file_says_must_agree(tmp_path: Path) -> None:
    named = write_geopackage(tmp_path / "a.gpkg", Point(HERE_SWEREF))
    assert refusal(named, crs=4326).code == "import_crs_conflict"
    assert refusal(named, crs=32633).code == "import_unknown_crs"


@pytest.mark.parametrize("srs_id", [-1, 0])
def test_a_geopackage_of_an_undefined_system_is_asked_about(tmp_path: Path, srs_id: int) -> None:
    nameless = write_geopackage(tmp_path / "b.gpkg", Point(HERE_SWEREF), srs_id=srs_id)
    assert refusal(nameless).params["guess"] == "EPSG:3006"
    assert read(nameless, crs=3006).rows[0].problem is None


def test_a_lie_is_caught_and_can_be_overruled(tmp_path: Path) -> None:
    rt90 = write_geopackage(tmp_path / "a.gpkg", Point(1523098.26, 6541661.49), crs="EPSG:3006")
    assert problem(rt90) == "import_looks_like 1"
    assert read(rt90).rows[0].problem.params["guess"] == "EPSG:3021"  # type: ignore[union-attr]
    overruled = read(rt90, crs=3021)
    assert metres(overruled.rows[0].shape, HERE) < 0.1
    assert remarks(overruled) == {"import_crs_overruled": 1}


def test_a_wrong_zone_can_be_overruled_where_it_is_known_to_be_wrong(tmp_path: Path) -> None:
    numbers = Point(133157.82, 6542260.42)  # zone 16 30
    lie = write_geopackage(tmp_path / "a.gpkg", numbers, crs="EPSG:3009")
    assert metres(read(lie).rows[0].shape, HERE) == pytest.approx(86_000, abs=1_000)
    assert refusal(lie, crs=3010).code == "import_crs_conflict"
    assert metres(read(lie, crs=3010, near=KATRINEHOLM_BOX).rows[0].shape, HERE) < 0.1
    truth = write_geopackage(tmp_path / "b.gpkg", numbers, crs="EPSG:3010")
    assert refusal(truth, crs=3009, near=KATRINEHOLM_BOX).code == "import_crs_conflict"


@pytest.mark.parametrize("system", [3006, 3010, 3021, 3857, 4326])
def test_swapped_axes_are_seen_in_every_system(tmp_path: Path, system: int) -> None:
    numbers = next(point for code, point, _ in CONTROL_POINTS if code == system)
    file = write_geojson(tmp_path / "a.geojson", feature(numbers[::-1]))
    if system == 3857:  # x and y overlap nothing else, so it cannot be seen which is which
        assert problem(file, crs=system).startswith("import_")
    else:
        assert problem(file, crs=system) == "import_swapped_axes 1"


def test_a_zone_that_would_put_it_abroad_is_refused(tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "a.geojson", feature((-300_000, 6_500_000)))
    assert problem(file, crs=3007) == "import_outside_sweden 1"
