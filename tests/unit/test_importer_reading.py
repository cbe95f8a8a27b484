"""Reading layer files: by content, in walls, and every bad file or row with its reason."""

from __future__ import annotations

import json
import math
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, Point, Polygon

from geostories.importers.reading import sandbox
from tests.factories.layer_files import (
    HERE,
    HERE_SWEREF,
    circular_string,
    collection,
    curve_polygon,
    feature,
    named_crs,
    put_shape,
    write_geojson,
    write_geopackage,
)
from tests.factories.read_files import problem, read, refusal, remarks

SWAPPED = HERE[::-1]
BOW_TIE = [[[16.2, 58.9], [16.3, 59.0], [16.3, 58.9], [16.2, 59.0], [16.2, 58.9]]]
OPEN_RING = [[[16.2, 58.9], [16.3, 58.9], [16.3, 59.0], [16.2, 59.0]]]


def test_both_formats_are_told_apart_by_content(tmp_path: Path) -> None:
    text = write_geojson(tmp_path / "a.gpkg", feature())
    package = write_geopackage(tmp_path / "b.gpkg", Point(HERE_SWEREF))
    renamed = package.rename(tmp_path / "b.geojson")
    assert read(text).rows[0].shape == Point(HERE)
    assert read(renamed).name == "places"


def test_sweref_comes_out_in_degrees_at_the_control_point(tmp_path: Path) -> None:
    package = write_geopackage(tmp_path / "a.gpkg", Point(HERE_SWEREF))
    crs = named_crs("urn:ogc:def:crs:EPSG::3006")
    named = write_geojson(tmp_path / "b.geojson", feature(HERE_SWEREF), crs=crs)
    silent = write_geojson(tmp_path / "c.geojson", feature(HERE_SWEREF))
    for layer in (read(package), read(named), read(silent, crs=3006)):
        shape = layer.rows[0].shape
        assert shape is not None
        assert shape.distance(Point(HERE)) < 1e-6  # a tenth of a metre


def test_values_keep_their_types_and_rows_their_order(tmp_path: Path) -> None:
    told = [
        feature(n=2004477, text="å", yes=True, day="1998/10/20"),
        feature(n=None, text=None, yes=None, day="0000/00/00", facts={"a": [1]}),
    ]
    first, second = (
        row.attributes for row in read(write_geojson(tmp_path / "a.geojson", *told), crs=4326).rows
    )
    assert (first["n"], first["text"], first["yes"]) == (2004477, "å", True)
    assert (first["day"], second["day"]) == ("1998/10/20", "0000/00/00")
    assert (second["n"], second["text"], second["yes"]) == (None, None, None)
    assert isinstance(first["n"], int)


def test_heights_stay_and_measures_go(tmp_path: Path) -> None:
    east, north = HERE_SWEREF
    line = LineString([(east, north, 40.5), (east + 100, north, 47)])
    measured = shapely.from_wkt(f"LINESTRING ZM ({east} {north} 3 9, {east} {north + 9} 4 9)")
    only_measured = shapely.from_wkt(f"POINT M ({east} {north} 9)")
    file = write_geopackage(tmp_path / "a.gpkg", line, Point(east, north), measured, only_measured)
    shapes = [row.shape for row in read(file).rows]
    heights = [shapely.get_coordinates(shape, include_z=True)[:, 2].tolist() for shape in shapes]
    assert heights[0] == [40.5, 47]
    assert heights[2] == [3, 4]
    assert [bool(shapely.has_m(shape)) for shape in shapes] == [False] * 4
    assert [bool(shapely.has_z(shape)) for shape in shapes] == [True, False, True, False]


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("import_unknown_format", b""),
        ("import_unknown_format", b"name,street\nA,Storgatan\n"),
        ("import_unknown_format", b"HTTP/1.1 200 OK\n\n<html></html>"),
        ("import_not_a_collection", b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n{}"),
        (
            "import_unknown_format",
            b"<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>a</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        ),
        ("import_not_a_collection", b'{"type":"Topology","objects":{}}'),
        ("import_not_a_collection", b'{"type":"Point","coordinates":[16.2,58.9]}'),
        ("import_not_a_collection", b'{"type":"FeatureCollection","features":{}}'),
        ("import_broken_json", json.dumps(collection(feature())).encode()[:-9]),
        ("import_broken_json", b'{"a":' * 100_000),
        ("import_broken_json", b'{"a":' + b"9" * 5_000 + b"}"),
        (
            "import_not_utf8",
            json.dumps(collection(feature(name="#"))).encode().replace(b"#", b"\xe5"),
        ),
        ("import_unreadable", b"SQLite format 3\0" + b"\0" * 5_000),
        ("import_unknown_crs", json.dumps(collection(feature(), crs=named_crs("?"))).encode()),
        (
            "import_unknown_crs",
            json.dumps(collection(feature(), crs=named_crs("EPSG:32632"))).encode(),
        ),
        ("import_unknown_crs", json.dumps(collection(feature(), crs={"type": "link"})).encode()),
        ("import_no_crs", json.dumps(collection(feature(HERE_SWEREF), crs=None)).encode()),
    ],
)
def test_a_file_that_is_something_else_is_refused(
    tmp_path: Path, code: str, content: bytes
) -> None:
    file = tmp_path / "layer.geojson"
    file.write_bytes(content)
    refused = refusal(file)
    assert (refused.code, refused.params["file"]) == (code, "layer.geojson")


def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nothing.gpkg").code == "import_no_file"
    assert refusal(tmp_path).code == "import_no_file"


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "a.geojson", feature())
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert len(read(file).rows) == 1


def test_limits_refuse(tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "a.geojson", feature(), feature())
    package = write_geopackage(tmp_path / "a.gpkg", Point(HERE_SWEREF), Point(HERE_SWEREF))
    assert refusal(file, import_bytes=100).code == "import_too_large"
    for each in (file, package):
        assert refusal(each, import_features=1).code == "import_too_many_features"
        assert refusal(each, import_vertices=1).code == "import_too_many_vertices"
        assert len(read(each, import_features=2, import_vertices=2).rows) == 2


@pytest.mark.parametrize(
    ("code", "position", "crs"),
    [
        ("import_looks_like", HERE_SWEREF, None),
        ("import_looks_like", HERE_SWEREF[::-1], None),
        ("import_looks_like", HERE, 3006),
        ("import_swapped_axes", SWAPPED, None),
        ("import_swapped_axes", HERE_SWEREF[::-1], 3006),
        ("import_outside_sweden", (0, 0), None),
        ("import_outside_sweden", (0, 0), 3006),
        ("import_outside_sweden", (13.4, 52.5), None),
        ("import_not_finite", (math.nan, 58.9), None),
        ("import_not_finite", (16.2, math.inf), None),
        ("import_malformed_geometry", ("16.2", "58.9"), None),
        ("import_malformed_geometry", (16.2, True), None),
        ("import_malformed_geometry", (16.2, None), None),
        ("import_malformed_geometry", (16.2,), None),
        ("import_malformed_geometry", [[16.2, 58.9]], None),
        ("import_malformed_geometry", "16.2 58.9", None),
    ],
)
def test_a_position_that_cannot_be_right_is_named(
    tmp_path: Path, code: str, position: Any, crs: int | None
) -> None:
    assert problem(write_geojson(tmp_path / "a.geojson", feature(position)), crs=crs) == f"{code} 1"


def test_a_number_too_large_for_a_number_is_not_finite(tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "a.geojson", feature((16.2, 12345678)))
    file.write_text(file.read_text().replace("12345678", "1e400"))
    assert problem(file) == "import_not_finite 1"


@pytest.mark.parametrize(
    ("code", "bad"),
    [
        ("import_invalid_geometry", feature(BOW_TIE, "Polygon")),
        ("import_invalid_geometry", feature([HERE, HERE], "LineString")),
        ("import_open_ring", feature(OPEN_RING, "Polygon")),
        ("import_malformed_geometry", feature(HERE, "Spiral")),
        ("import_malformed_geometry", {"type": "Feature", "properties": {}, "geometry": 7}),
        (
            "import_unsupported_geometry",
            {"type": "Feature", "geometry": {"type": "GeometryCollection", "geometries": []}},
        ),
        ("import_empty_geometry", feature([], "MultiPolygon")),
    ],
)
def test_a_shape_that_cannot_be_used_is_named_by_its_row(
    tmp_path: Path, code: str, bad: dict[str, Any]
) -> None:
    file = write_geojson(tmp_path / "a.geojson", feature(), bad, feature())
    assert problem(file) == f"{code} 2"


def test_what_gdal_would_drop_in_silence_is_refused(tmp_path: Path) -> None:
    for other in ({**feature(), "type": "Spår"}, 3, None):
        file = write_geojson(tmp_path / "a.geojson", feature(), other)
        assert problem(file) == "import_not_a_feature 2"


def test_bad_shapes_of_a_geopackage_are_named(tmp_path: Path) -> None:
    here = Point(HERE_SWEREF)
    broken = put_shape(
        write_geopackage(tmp_path / "b.gpkg", here, here), b"\x01\x01\x00\x00\x00\x07"
    )
    empty = write_geopackage(tmp_path / "c.gpkg", Point())
    several = write_geopackage(tmp_path / "d.gpkg", GeometryCollection([here]))
    assert problem(broken) == "import_malformed_geometry 1"
    assert problem(put_shape(broken, b"\x01\x63\x00\x00\x00")) == "import_unreadable 0"
    assert problem(empty) == "import_empty_geometry 1"
    assert problem(several) == "import_unsupported_geometry 1"
    (absent,) = read(write_geopackage(tmp_path / "e.gpkg", None)).rows
    assert (absent.shape, absent.problem) == (None, None)


def test_curves_are_straightened_with_a_remark(tmp_path: Path) -> None:
    file = write_geopackage(tmp_path / "a.gpkg", Point(HERE_SWEREF))
    layer = read(put_shape(file, circular_string()))
    (shape,) = (row.shape for row in layer.rows)
    assert remarks(layer) == {"import_curves_straightened": 1}
    assert shape is not None
    assert len(shape.coords) > 100  # half a circle, a corner for each degree


def test_areas_with_curved_shores_are_straightened_too(tmp_path: Path) -> None:
    file = write_geopackage(tmp_path / "a.gpkg", Point(HERE_SWEREF))
    layer = read(put_shape(file, curve_polygon()))
    assert remarks(layer) == {"import_curves_straightened": 1}
    shape = layer.rows[0].shape
    assert isinstance(shape, Polygon)
    assert shape.contains(Point(HERE))


def test_ids_beside_the_properties_are_kept(tmp_path: Path) -> None:
    for ids in ((17, 18), ("led.17", "led.18")):
        told = [{**feature(), "id": each} for each in ids]
        rows = read(write_geojson(tmp_path / "a.geojson", *told)).rows
        assert [row.attributes["id"] for row in rows] == list(ids)
    own = {**feature(id="a-1"), "id": 17}
    assert read(write_geojson(tmp_path / "b.geojson", own)).rows[0].attributes["id"] == "a-1"


def test_trails_in_the_words_of_the_national_specification_are_features(tmp_path: Path) -> None:
    trail = {**feature([HERE, [16.3, 58.9]], "LineString"), "type": "Trail"}
    assert len(read(write_geojson(tmp_path / "a.geojson", trail, feature())).rows) == 2


def test_a_single_feature_is_a_layer_too(tmp_path: Path) -> None:
    file = tmp_path / "a.geojson"
    file.write_text(json.dumps(feature()))
    assert read(file).rows[0].shape == Point(HERE)


def test_the_head_of_a_web_answer_before_the_data_is_passed_over(tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "a.geojson", feature())
    file.write_bytes(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + file.read_bytes()
    )
    layer = read(file)
    assert layer.rows[0].shape == Point(HERE)
    assert remarks(layer) == {"import_http_head": 1}


def test_a_geopackage_of_several_layers_wants_a_choice(tmp_path: Path) -> None:
    file = write_geopackage(tmp_path / "a.gpkg", Point(HERE_SWEREF), layer='led "1"')
    write_geopackage(file, Point(HERE_SWEREF), Point(HERE_SWEREF), layer="platser")
    assert refusal(file).code == "import_several_layers"
    assert refusal(file).params["layers"] == 'led "1", platser'
    assert refusal(file, layer="annat").code == "import_no_such_layer"
    assert len(read(file, layer="platser").rows) == 2
    assert read(file, layer='led "1"').name == 'led "1"'


def test_a_geopackage_without_shapes_or_cut_in_half_is_refused(tmp_path: Path) -> None:
    table = write_geopackage(tmp_path / "a.gpkg", Point(HERE_SWEREF))
    connection = sqlite3.connect(table)
    connection.execute("DELETE FROM gpkg_geometry_columns")
    connection.execute("UPDATE gpkg_contents SET data_type = 'attributes'")
    connection.commit()
    connection.close()
    assert refusal(table).code == "import_no_layer"
    half = write_geopackage(tmp_path / "b.gpkg", *[Point(HERE_SWEREF)] * 500)
    half.write_bytes(half.read_bytes()[: half.stat().st_size // 2])
    assert refusal(half).code == "import_unreadable"


def test_a_star_that_would_freeze_a_mending_is_refused_at_once(tmp_path: Path) -> None:
    corners = 801
    steps = [math.tau * (number * (corners // 2)) / corners for number in range(corners)]
    star = [[16.2 + 0.1 * math.cos(step), 58.9 + 0.1 * math.sin(step)] for step in steps]
    file = write_geojson(tmp_path / "a.geojson", feature([[*star, star[0]]], "Polygon"))
    start = time.monotonic()
    assert problem(file) == "import_invalid_geometry 1"
    assert time.monotonic() - start < 5


def test_reading_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    pipe = tmp_path / "endless.geojson"
    os.mkfifo(pipe)
    keeps_it_open = os.open(pipe, os.O_RDWR)
    start = time.monotonic()
    assert refusal(pipe, import_seconds=1).code == "import_too_slow"
    assert time.monotonic() - start < 5
    os.close(keeps_it_open)


def test_every_driver_but_ours_is_skipped() -> None:
    question = "import pyogrio; print(','.join(sorted(pyogrio.list_drivers())))"
    outside = {name: value for name, value in os.environ.items() if "GDAL" not in name}
    drivers = [
        set(_python(question, environment).strip().split(","))
        for environment in (outside, sandbox.environment())
    ]
    assert drivers[0] == set(sandbox.SKIPPED_DRIVERS.split(",")) | sandbox.ALLOWED_DRIVERS
    assert drivers[1] == sandbox.ALLOWED_DRIVERS


def test_the_reading_process_reaches_no_address_and_no_file(canary: tuple[str, list[str]]) -> None:
    address, asked = canary
    text = collection(feature(), crs={"type": "link", "properties": {"href": address}})
    tried = """
import socket, sys
from pyogrio import raw
from geostories.importers.reading import sandbox
sandbox.limit_use(seconds=20, written_bytes=1000)
raw.read(b'{"type":"FeatureCollection","features":[]}')
sandbox.open_nothing_more()
for attempt in (lambda: open("/etc/hostname"), socket.socket, lambda: raw.read(sys.argv[1].encode())):
    try:
        attempt()
        print("done")
    except Exception as error:
        print(type(error).__name__)
"""
    answers = _python(tried, sandbox.environment(), json.dumps(text)).split()
    assert answers[:2] == ["OSError", "OSError"]
    assert asked == []


def test_the_reading_process_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOSTORIES_SECRET_KEY", "hidden")
    monkeypatch.setenv("PGPASSWORD", "hidden")
    monkeypatch.setenv("GDAL_DRIVER_PATH", "/tmp")
    assert "hidden" not in sandbox.environment().values()
    assert sandbox.environment()["GDAL_DRIVER_PATH"] == "disable"


def _python(program: str, environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
