"""Approximate places: snapped to a cell's centre, never jittered."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from geostories.geo.grid import public_point, to_sweref, to_wgs84
from geostories.vocabulary import CELL_M, RING_RADIUS_M, Precision

BLURRED = [Precision.APPROX_300, Precision.APPROX_1000]
LON, LAT = some.floats(11, 24), some.floats(55.5, 69)


def metres_apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return math.dist(to_sweref(*one), to_sweref(*other))


def test_the_exact_point_stays_where_it_is() -> None:
    assert public_point(16.2072123456, 58.9958712345, Precision.EXACT) == (16.2072123, 58.9958712)


@pytest.mark.parametrize("precision", BLURRED)
@given(lon=LON, lat=LAT)
def test_a_blurred_point_is_a_cell_centre_that_holds_the_truth(
    precision: Precision, lon: float, lat: float
) -> None:
    size = CELL_M[precision]
    shown = to_sweref(*public_point(lon, lat, precision))
    truth = to_sweref(lon, lat)
    for shown_m, true_m in zip(shown, truth, strict=True):
        assert abs((shown_m / size) % 1 - 0.5) * size < 0.05
        assert abs(shown_m - true_m) <= size / 2 + 0.05


@pytest.mark.parametrize("precision", BLURRED)
@given(lon=LON, lat=LAT)
def test_the_ring_on_the_map_holds_the_whole_cell(
    precision: Precision, lon: float, lat: float
) -> None:
    shown = public_point(lon, lat, precision)
    assert metres_apart(shown, (lon, lat)) <= RING_RADIUS_M[precision] + 0.1
    assert CELL_M[precision] * math.sqrt(0.5) <= RING_RADIUS_M[precision]


@pytest.mark.parametrize("precision", BLURRED)
def test_two_hundred_stories_from_one_cell_show_one_and_the_same_point(
    precision: Precision,
) -> None:
    chance = random.Random(1)
    size = CELL_M[precision]
    east, north = 570_000 // size * size, 6_540_000 // size * size
    homes = [
        to_wgs84(east + chance.uniform(0.1, size - 0.1), north + chance.uniform(0.1, size - 0.1))
        for _ in range(200)
    ]
    assert len({public_point(*home, precision) for home in homes}) == 1


@pytest.mark.parametrize("precision", BLURRED)
def test_a_blurred_point_blurred_again_stays(precision: Precision) -> None:
    once = public_point(16.20721, 58.99587, precision)
    assert public_point(*once, precision) == once


def test_neighbouring_cells_have_centres_one_cell_apart() -> None:
    size = CELL_M[Precision.APPROX_300]
    row = [to_wgs84(570_000 + size * n + 1, 6_540_001) for n in range(10)]
    shown = [public_point(*point, Precision.APPROX_300) for point in row]
    assert [round(metres_apart(a, b)) for a, b in pairwise(shown)] == [size] * 9
