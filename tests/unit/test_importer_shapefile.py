"""Shapefiles: whole or in parts, in any letters, with dates that no calendar has."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from tests.factories.layer_files import HERE, HERE_SWEREF
from tests.factories.read_files import problem, read, refusal
from tests.factories.shapefiles import (
    COLUMNS,
    ROW,
    Parts,
    dbf,
    lay_beside,
    multipatch,
    shapefile,
    zipped,
)

EAST, NORTH = HERE_SWEREF
SQUARE = box(EAST, NORTH, EAST + 100, NORTH + 100)
HOLED = Polygon(SQUARE.exterior, [box(EAST + 10, NORTH + 10, EAST + 20, NORTH + 20).exterior])
TWO = MultiPolygon([HOLED, box(EAST + 200, NORTH, EAST + 210, NORTH + 10)])


def test_parts_beside_each_other_and_zipped_are_the_same(tmp_path: Path) -> None:
    parts = shapefile(SQUARE, TWO)
    beside = read(lay_beside(tmp_path, parts))
    packed = read(zipped(tmp_path / "a.bin", parts))
    assert beside.name == packed.name == "NR_polygon"
    assert [row.attributes for row in beside.rows] == [row.attributes for row in packed.rows]
    assert [row.shape for row in beside.rows] == [row.shape for row in packed.rows]
    first = packed.rows[0]
    assert first.attributes["NAMN"] == "Växjö myr"
    assert first.attributes["AREA_HA"] == 12.5
    assert first.attributes["URSBESLDAT"] == "19810612"
    assert first.shape is not None
    assert first.shape.distance(Point(HERE)) < 1e-6


def test_holes_and_several_parts_stay(tmp_path: Path) -> None:
    shape = read(zipped(tmp_path / "a.zip", shapefile(TWO))).rows[0].shape
    assert shape is not None
    assert [len(part.interiors) for part in shape.geoms] == [1, 0]


def test_heights_stay_and_measures_go(tmp_path: Path) -> None:
    high = LineString([(EAST, NORTH, 40.5), (EAST + 100, NORTH, 47)])
    flat = LineString([(EAST, NORTH), (EAST + 100, NORTH)])
    meadow = shapely.force_3d(SQUARE, 12.0)
    for folder, parts, heights in (
        ("z", shapefile(high), [40.5, 47]),
        ("m", shapefile(flat, measured=True), None),
        ("p", shapefile(Point(EAST, NORTH), measured=True), None),
        ("q", shapefile(Point(EAST, NORTH, 5)), [5]),
        ("polygon z", shapefile(meadow), [12.0] * 5),
        ("polygon m", shapefile(SQUARE, measured=True), None),
    ):
        (tmp_path / folder).mkdir()
        shape = read(lay_beside(tmp_path / folder, parts)).rows[0].shape
        assert shape is not None
        assert shape.has_z is (heights is not None)
        if heights:
            assert shapely.get_coordinates(shape, include_z=True)[:, 2].tolist() == heights


@pytest.mark.parametrize(
    ("encoding", "cpg"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8", None),
        ("utf-8", "ISO-8859-1"),
        ("latin-1", "ISO-8859-1"),
        ("latin-1", None),
        ("latin-1", "UTF-8"),
        ("cp1252", None),
    ],
)
def test_letters_are_right_whatever_the_cpg_says(
    tmp_path: Path, encoding: str, cpg: str | None
) -> None:
    name = "Växjö – Åsnen" if encoding == "cp1252" else "Växjö Åsnen"
    rows = [("1", name, *ROW[2:])]
    parts = shapefile(SQUARE, rows=rows, encoding=encoding, cpg=cpg)
    assert read(zipped(tmp_path / "a.zip", parts)).rows[0].attributes["NAMN"] == name


def test_a_name_cut_in_the_middle_of_a_letter_loses_only_that(tmp_path: Path) -> None:
    name = "x" * 29 + "å"
    parts = shapefile(SQUARE, rows=[("1", name, *ROW[2:])])
    assert read(zipped(tmp_path / "a.zip", parts)).rows[0].attributes["NAMN"] == "x" * 29


def test_dates_that_no_calendar_has_do_not_stop_the_reading(tmp_path: Path) -> None:
    dates = ["00000000", "0000    ", "        ", "20219931", "19810612"]
    rows = [(str(n), "a", "b", each, "1") for n, each in enumerate(dates)]
    parts = shapefile(*[SQUARE] * len(rows), rows=rows)
    found = read(zipped(tmp_path / "a.zip", parts)).rows
    assert [row.attributes["URSBESLDAT"] or "" for row in found] == [each.strip() for each in dates]


def test_numbers_that_did_not_fit_are_missing(tmp_path: Path) -> None:
    rows = [("1", "a", "b", "", "************"), ("2", "a", "b", "", "")]
    parts = shapefile(SQUARE, SQUARE, rows=rows)
    found = read(zipped(tmp_path / "a.zip", parts)).rows
    assert [row.attributes["AREA_HA"] for row in found] == [None, None]


def test_deleted_rows_are_no_rows(tmp_path: Path) -> None:
    parts = shapefile(SQUARE, TWO, SQUARE)
    parts[".dbf"] = dbf([("1", *ROW[1:]), ("2", *ROW[1:]), ("3", *ROW[1:])], deleted=frozenset({1}))
    found = read(zipped(tmp_path / "a.zip", parts)).rows
    assert [row.attributes["NVRID"] for row in found] == ["1", "3"]


def test_a_row_without_a_shape_has_none(tmp_path: Path) -> None:
    found = read(zipped(tmp_path / "a.zip", shapefile(SQUARE, None))).rows
    assert [row.shape is None for row in found] == [False, True]


def test_the_index_is_never_needed_nor_believed(tmp_path: Path) -> None:
    parts = shapefile(SQUARE, TWO)
    for index in (b"", b"\xff" * 500, parts[".shp"]):
        file = zipped(tmp_path / f"{len(index)}.zip", {**parts, ".shx": index})
        assert len(read(file).rows) == 2


def test_an_archive_of_two_wants_a_choice(tmp_path: Path) -> None:
    file = zipped(tmp_path / "NR.zip", shapefile(SQUARE), "NR/NR_polygon")
    zipped(file, shapefile(Point(EAST, NORTH), Point(EAST, NORTH)), "NR/NR_point")
    assert refusal(file).code == "import_several_layers"
    assert refusal(file).params["layers"] == "NR_polygon, NR_point"
    assert len(read(file, layer="NR_point").rows) == 2
    assert refusal(file, layer="annat").code == "import_no_such_layer"


@pytest.mark.parametrize("missing", [".dbf", ".prj"])
def test_a_missing_part_is_named(tmp_path: Path, missing: str) -> None:
    parts = shapefile(SQUARE)
    del parts[missing]
    refused = refusal(lay_beside(tmp_path, parts))
    assert refused.code == {".dbf": "import_no_dbf", ".prj": "import_no_crs"}[missing]
    if missing == ".prj":
        assert refused.params["guess"] == "EPSG:3006"


def test_rt90_without_a_prj_is_asked_about_and_read_as_told(tmp_path: Path) -> None:
    file = zipped(tmp_path / "a.zip", shapefile(Point(1523098.26, 6541661.49), crs=None))
    assert refusal(file).params["guess"] == "EPSG:3021"
    shape = read(file, crs=3021).rows[0].shape
    assert shape is not None
    assert shape.distance(Point(HERE)) < 1e-6


def test_the_largest_reserve_comes_in_whole(tmp_path: Path) -> None:
    shore = Point(EAST, NORTH).buffer(2_000, quad_segs=3_300)
    parts = shapefile(shore)
    assert len(parts[".shp"]) > 211_000  # the largest record of the national register
    shape = read(zipped(tmp_path / "a.zip", parts)).rows[0].shape
    assert shape is not None
    assert shapely.get_num_coordinates(shape) == shapely.get_num_coordinates(shore)


def test_bodies_are_refused_cleanly(tmp_path: Path) -> None:
    assert refusal(zipped(tmp_path / "a.zip", multipatch())).code == "import_multipatch"


def _damaged(kind: str) -> Parts:
    parts = shapefile(SQUARE, TWO)
    shp, table = bytearray(parts[".shp"]), parts[".dbf"]
    record = 100 + 8  # where the first record's content begins
    match kind:
        case "cut off":
            del shp[-20:]
        case "a count that lies":
            struct.pack_into("<I", shp, record + 40, 2**31)
        case "parts out of order":
            struct.pack_into("<I", shp, record + 44, 99)
        case "a record that never ends":
            struct.pack_into(">I", shp, 104, 2**30)
        case "another kind":
            struct.pack_into("<I", shp, record, 3)
        case "a table cut off":
            table = table[:-60]
        case "a table of a million rows":
            table = table[:4] + struct.pack("<I", 10**6) + table[8:]
        case "a table without columns":
            table = table[:32] + b"\r" + table[33:]
    return {**parts, ".shp": bytes(shp), ".dbf": table}


@pytest.mark.parametrize(
    "kind",
    [
        "cut off",
        "a count that lies",
        "parts out of order",
        "a record that never ends",
        "another kind",
        "a table cut off",
        "a table of a million rows",
        "a table without columns",
    ],
)
def test_what_is_damaged_is_refused(tmp_path: Path, kind: str) -> None:
    assert refusal(zipped(tmp_path / "a.zip", _damaged(kind))).code == "import_unreadable"


def test_parts_of_two_files_are_refused(tmp_path: Path) -> None:
    parts = shapefile(SQUARE, TWO)
    parts[".dbf"] = dbf([ROW], columns=COLUMNS)
    refused = refusal(zipped(tmp_path / "a.zip", parts))
    assert (refused.code, refused.params["shapes"], refused.params["rows"]) == (
        "import_parts_differ",
        2,
        1,
    )


def test_limits_hold_before_anything_is_built(tmp_path: Path) -> None:
    parts = shapefile(SQUARE, TWO)
    file = zipped(tmp_path / "a.zip", parts)
    assert refusal(file, import_vertices=10).code == "import_too_many_vertices"
    assert refusal(file, import_features=1).code == "import_too_many_features"
    assert refusal(lay_beside(tmp_path, parts), import_bytes=500).code == "import_too_large"


def test_a_knot_in_a_boundary_is_named_with_its_row(tmp_path: Path) -> None:
    bow = Polygon([(EAST, NORTH), (EAST + 9, NORTH + 9), (EAST + 9, NORTH), (EAST, NORTH + 9)])
    file = zipped(tmp_path / "a.zip", shapefile(SQUARE, bow))
    assert problem(file) == "import_invalid_geometry 2"


def test_two_shapefiles_in_one_folder_do_not_mix(tmp_path: Path) -> None:
    lay_beside(tmp_path, shapefile(SQUARE, SQUARE), "other")
    one = lay_beside(tmp_path, shapefile(SQUARE), "one")
    assert len(read(one).rows) == 1
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(one, "one.shp")
    assert refusal(tmp_path / "b.zip").code == "import_no_dbf"
