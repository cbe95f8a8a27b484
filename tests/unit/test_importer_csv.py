"""CSV in the national specifications, and the JSON that open-data portals make of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely.geometry import Point

from tests.factories.layer_files import HERE, HERE_SWEREF
from tests.factories.read_files import problem, read, refusal

HEADER = "source,id,name,latitude,longitude,description"
ROW = '0483,djulo,"Djulö, badet",58.996,16.207,"Brygga.\nToalett."'


def table(folder: Path, *lines: str, encoding: str = "utf-8-sig") -> Path:
    file = folder / "badplatser.csv"
    file.write_bytes("\r\n".join(lines).encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
def test_rows_come_with_their_words_and_places(tmp_path: Path, encoding: str) -> None:
    (row,) = read(table(tmp_path, HEADER, ROW, "", encoding=encoding)).rows
    assert row.attributes["name"] == "Djulö, badet"
    assert row.attributes["source"] == "0483"
    assert row.attributes["description"] == "Brygga.\nToalett."
    assert row.shape == Point(HERE)


def test_semicolons_decimal_commas_and_other_names_are_understood(tmp_path: Path) -> None:
    file = table(tmp_path, "Namn;Lat;Lon;", "Badet;58,996;16,207;")
    (row,) = read(file).rows
    assert row.attributes["namn"] == "Badet"
    assert row.shape == Point(HERE)


def test_columns_of_metres_want_their_system(tmp_path: Path) -> None:
    east, north = HERE_SWEREF
    file = table(tmp_path, "name,northing,easting", f"Badet,{north},{east}")
    assert refusal(file).params["guess"] == "EPSG:3006"
    shape = read(file, crs=3006).rows[0].shape
    assert shape is not None
    assert shape.distance(Point(HERE)) < 1e-6


def test_metres_under_the_name_of_degrees_are_caught(tmp_path: Path) -> None:
    east, north = HERE_SWEREF
    file = table(tmp_path, HEADER, f"0483,1,a,{north},{east},")
    assert problem(file) == "import_looks_like 1"
    assert read(file, crs=3006).rows[0].problem is None


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("import_swapped_axes", "0483,2,b,16.207,58.996,"),
        ("import_malformed_geometry", "0483,2,b,norr,söder,"),
        ("import_malformed_geometry", "0483,2,b,58.996,,"),
        ("import_not_finite", "0483,2,b,nan,16.2,"),
        ("import_ragged_row", "0483,2,b,58.996,16.207,a,b"),
        ("import_ragged_row", "0483,2,b"),
        ("import_broken_table", '0483,2,"b"x,58.996,16.207,'),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, code: str, line: str) -> None:
    assert problem(table(tmp_path, HEADER, ROW, line)) == f"{code} 2"


def test_a_row_without_a_position_has_no_shape(tmp_path: Path) -> None:
    first, second = read(table(tmp_path, HEADER, ROW, "0483,2,b,,,")).rows
    assert first.shape is not None
    assert (second.shape, second.problem) == (None, None)


def test_what_is_no_table_of_places_is_refused(tmp_path: Path) -> None:
    assert refusal(table(tmp_path, "a,b", "1,2")).code == "import_unknown_format"
    assert refusal(table(tmp_path, f"{HEADER},NAME", ROW)).code == "import_column_twice"
    assert refusal(table(tmp_path, HEADER, ROW, ROW), import_features=1).code == (
        "import_too_many_features"
    )
    assert refusal(table(tmp_path, HEADER, ROW), layer="a").code == "import_no_such_layer"


def test_rows_of_a_portal_are_the_same_table(tmp_path: Path) -> None:
    row = {"\ufeffid": "djulo", "name": "Djulö", "latitude": "58.996", "longitude": "16.207"}
    file = tmp_path / "rows.json"
    file.write_text(json.dumps({"resultCount": 1, "results": [row]}))
    (found,) = read(file).rows
    assert found.attributes["id"] == "djulo"
    assert found.shape == Point(HERE)
    file.write_text(json.dumps({"results": [{"a": 1}]}))
    assert refusal(file).code == "import_not_a_collection"
