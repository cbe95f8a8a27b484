"""What is mended with a remark, and what is not mended at all."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import Polygon, shape

from geostories.importers.reading import mending
from tests.factories.layer_files import HERE, feature, write_geojson
from tests.factories.read_files import problem, read, remarks

SQUARE = [[16.2, 58.9], [16.3, 58.9], [16.3, 59.0], [16.2, 59.0], [16.2, 58.9]]
KNOT = [*SQUARE[:3], [16.2, 59.0], [16.2001, 58.9], [16.2, 58.9001], SQUARE[0]]
"""The square with its last corner tied into a knot of a few metres."""


def layer(folder: Path, coordinates: Any, kind: str = "Polygon", **members: Any) -> Path:
    return write_geojson(folder / "a.geojson", feature(coordinates, kind), **members)


def test_corners_that_stand_twice_are_left_out(tmp_path: Path) -> None:
    found = read(layer(tmp_path, [[SQUARE[0], *SQUARE]]))
    assert found.rows[0].shape == Polygon(SQUARE)
    assert remarks(found) == {"import_repeated_corners": 1}


def test_needless_decimals_are_rounded(tmp_path: Path) -> None:
    found = read(layer(tmp_path, [HERE[0] + 1e-12, HERE[1]], "Point"))
    assert found.rows[0].shape == shapely.Point(HERE)
    assert remarks(found) == {"import_rounded": 1}
    assert remarks(read(layer(tmp_path, HERE, "Point"))) == {}


def test_measures_beside_the_position_are_left_out(tmp_path: Path) -> None:
    found = read(layer(tmp_path, [*HERE, 40, 1000], "Point"))
    assert found.rows[0].shape == shapely.Point(*HERE, 40)
    assert remarks(found) == {"import_numbers_dropped": 1}


def test_a_box_that_lies_is_not_used(tmp_path: Path) -> None:
    right, wrong = [16.2, 58.9, 16.3, 59.0], [58.9, 16.2, 59.0, 16.3]
    assert remarks(read(layer(tmp_path, [SQUARE], bbox=right))) == {}
    found = read(layer(tmp_path, [SQUARE], bbox=wrong))
    assert found.rows[0].shape == Polygon(SQUARE)
    assert remarks(found) == {"import_box_ignored": 1}


def test_a_knot_is_untied(tmp_path: Path) -> None:
    found = read(layer(tmp_path, [KNOT]))
    mended = found.rows[0].shape
    assert remarks(found)["import_crossings_mended"] == 1
    assert mended is not None
    assert mended.is_valid
    assert mended.symmetric_difference(Polygon(SQUARE)).area < 1e-3 * Polygon(SQUARE).area


@pytest.mark.parametrize(
    "coordinates",
    [
        [[SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]],  # a bow tie
        [SQUARE, [[16.25, 58.95], [16.35, 58.95], [16.25, 58.99], [16.25, 58.95]]],  # hole outside
        [[SQUARE[0], SQUARE[1], SQUARE[0], SQUARE[0]]],  # no area
    ],
)
def test_what_could_be_meant_otherwise_is_not_mended(tmp_path: Path, coordinates: Any) -> None:
    assert problem(layer(tmp_path, coordinates)) == "import_invalid_geometry 1"


def test_a_star_is_given_up_at_once() -> None:
    corners = 20_001
    steps = [math.tau * (number * (corners // 2)) / corners for number in range(corners)]
    star = Polygon([(16.2 + 0.1 * math.cos(step), 58.9 + 0.1 * math.sin(step)) for step in steps])
    begun = time.monotonic()
    assert mending.mend(star) is None
    taken = time.monotonic() - begun
    print(f"a star of {corners} corners given up after {taken:.1f} s")
    assert taken < 5


def test_two_parts_that_overlap_are_not_guessed_at() -> None:
    overlapping = shape({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]})
    assert mending.mend(overlapping) is None
