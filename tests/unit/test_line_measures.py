"""What a line tells: its order, its length, whether it is a loop, and its heights without noise."""

import os
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as some
from shapely.geometry import LineString, MultiLineString, Point

from geostories.geo.grid import to_wgs84
from geostories.geo.height_curve import steepest_percent
from geostories.geo.line_measures import length_m, measure
from geostories.geo.line_order import in_order

EAST, NORTH = 569_350, 6_540_232
"""Katrineholm in SWEREF 99 TM."""


def line(*points, heights=None):
    """A line of metres east and north of Katrineholm, in degrees."""
    corners = [to_wgs84(EAST + x, NORTH + y) for x, y in points]
    if heights is not None:
        corners = [(*corner, height) for corner, height in zip(corners, heights, strict=True)]
    return LineString(corners)


def several(*lines):
    return MultiLineString(lines)


def straight(heights, step=20):
    """A line to the north with a height every `step` metres."""
    return several(line(*((0, index * step) for index in range(len(heights))), heights=heights))


def test_stages_in_any_order_and_direction_are_one_walk():
    stages = [line((0, 0), (0, 500)), line((0, 1500), (0, 1000)), line((0, 500), (0, 1000))]
    walk = in_order(several(*stages))
    assert len(walk.geoms) == 1
    assert walk.geoms[0].coords[0] == stages[0].coords[0]
    assert abs(measure(several(*stages)).length_m - 1500) <= 2


def test_stages_that_almost_meet_are_joined_and_a_gap_counts_nothing():
    stages = several(line((0, 0), (0, 500)), line((0, 503), (0, 1000)), line((0, 1400), (0, 2000)))
    walk = in_order(stages)
    assert [len(part.coords) for part in walk.geoms] == [4, 2]
    assert abs(measure(stages).length_m - 1600) <= 2


def test_a_trail_begins_at_its_stated_start():
    drawn = several(line((0, 0), (0, 900)))
    walk = in_order(drawn, Point(to_wgs84(EAST, NORTH + 890)))
    assert walk.geoms[0].coords[0] == drawn.geoms[0].coords[-1]


def test_a_ring_begins_at_its_stated_start():
    ring = several(line((0, 0), (0, 400), (400, 400), (400, 0), (0, 0)))
    walk = in_order(ring, Point(to_wgs84(EAST + 390, NORTH + 410)))
    assert walk.geoms[0].coords[0] == walk.geoms[0].coords[-1] == ring.geoms[0].coords[2]
    assert length_m(walk) == length_m(ring)


def test_a_stage_drawn_twice_is_walked_once():
    stage = line((0, 0), (0, 500))
    assert abs(measure(several(stage, stage.reverse())).length_m - 500) <= 1


@settings(max_examples=60, deadline=None)
@given(some.lists(some.tuples(*[some.integers(0, 5_000)] * 4), min_size=1, max_size=6, unique=True))
def test_ordering_twice_is_as_once_and_loses_no_corner(ends):
    stages = several(*(line((a, b), (c, d)) for a, b, c, d in ends))
    once = in_order(stages)
    corners = {tuple(corner) for corner in shapely.get_coordinates(once)}
    assert corners == {tuple(corner) for corner in shapely.get_coordinates(stages)}
    assert (
        shapely.get_coordinates(in_order(once)).tolist() == shapely.get_coordinates(once).tolist()
    )
    assert measure(stages).length_m >= 0


def test_loop_there_and_back_and_one_way():
    loop = several(line((0, 0), (0, 1000), (800, 1000), (800, 0), (20, 10)))
    back = several(line((0, 0), (300, 1000), (303, 1000), (3, 0)))
    stem = several(line((0, 0), (0, 300), (400, 700), (-400, 700), (0, 300), (0, 0)))
    assert measure(loop).is_loop
    assert measure(stem).is_loop
    assert measure(back).is_loop is False
    assert measure(several(line((0, 0), (0, 1000)))).is_loop is False


@pytest.mark.parametrize(
    "heights",
    [None, [0] * 50, [float("nan")] * 50, [40] * 30 + [float("nan")] * 20],
    ids=["flat", "zeros", "unknown", "half known"],
)
def test_without_heights_nothing_is_said_of_them(heights):
    found = measure(straight(heights) if heights else several(line((0, 0), (0, 980))))
    assert abs(found.length_m - 980) <= 2
    assert found.ascent_m is found.descent_m is found.lowest_m is found.profile is None


def test_a_climb_counts_in_full():
    up_and_down = [*range(30, 60), *range(60, 40, -1)]
    found = measure(straight(up_and_down))
    assert (found.lowest_m, found.highest_m) == (30, 59)
    assert 27 <= found.ascent_m <= 30
    assert 16 <= found.descent_m <= 19
    assert found.profile[0] == [0.0, pytest.approx(30, abs=1)]
    assert found.profile[-1][0] == pytest.approx(980, abs=2)


def test_what_a_receiver_invents_is_no_climb():
    noise = np.random.default_rng(3).normal(0, 1.5, 400)
    level, hill = (
        50 + noise,
        np.concatenate([50 + noise[:200], np.linspace(50, 90, 200) + noise[200:]]),
    )
    raw = np.diff(level)
    assert raw[raw > 0].sum() > 300
    assert measure(straight(level)).ascent_m == 0
    assert 38 <= measure(straight(hill)).ascent_m <= 44


def test_one_leap_of_the_receiver_is_no_hill():
    heights = [50.0] * 60
    heights[30] = 190.0
    found = measure(straight(heights))
    assert (found.ascent_m, found.highest_m) == (0, 50)


def test_a_lost_height_is_no_sea_level():
    heights = [50.0] * 60
    heights[30] = 0.0
    assert measure(straight(heights)).lowest_m == 50


def test_heights_do_not_climb_over_a_gap():
    low, high = [20] * 20, [120] * 20
    parts = several(
        line(*((0, 20 * n) for n in range(20)), heights=low),
        line(*((0, 2000 + 20 * n) for n in range(20)), heights=high),
    )
    found = measure(parts)
    assert (found.ascent_m, found.lowest_m, found.highest_m) == (0, 20, 120)
    at = [metres for metres, _ in found.profile]
    assert [one for one, two in pairwise(at) if one == two] == [pytest.approx(380, abs=1)]
    assert steepest_percent(found.profile) == 0


def test_the_steepest_hundred_metres():
    heights = [50.0] * 20 + [50 + 4 * n for n in range(1, 11)] + [90.0] * 20
    assert steepest_percent(measure(straight(heights)).profile) == pytest.approx(20, abs=1)
    assert steepest_percent([[0, 10], [80, 30]]) is None


def test_a_long_profile_is_thinned():
    found = measure(straight([50 + 10 * np.sin(n / 40) for n in range(4000)]))
    assert abs(found.length_m - 79_980) < 60
    assert len(found.profile) <= 301


SAMPLES = os.environ.get("GEOSTORIES_SAMPLE_DATA")
RECORDED = {
    "Mojstrovka.gpx": (2701, True, 423, 1621, 2044),
    "around-visnjan-with-car.gpx": (2736, True, 42, 196, 239),
    "korita-zbevnica.gpx": (14914, False, 607, 723, 1050),
    "cerknicko-jezero-with-elevations-zero.gpx": (4586, False, None, None, None),
    "cerknicko-jezero-without-elevations.gpx": (4586, False, None, None, None),
}
"""Read off once and looked through by eye: a change of a rule shows here."""


@pytest.mark.skipif(not SAMPLES, reason="GEOSTORIES_SAMPLE_DATA is not set")
@pytest.mark.parametrize("name", RECORDED)
def test_recordings_of_real_receivers(name):
    root = ET.parse(Path(SAMPLES) / "gpx_gpxpy" / name).getroot()
    space = root.tag.partition("}")[0] + "}"
    parts = [
        [_trackpoint(point, space) for point in segment.iter(f"{space}trkpt")]
        for segment in root.iter(f"{space}trkseg")
    ]
    found = measure(MultiLineString([part for part in parts if len(part) > 1]))
    said = (found.length_m, found.is_loop, found.ascent_m, found.lowest_m, found.highest_m)
    print(name, said)
    assert said == RECORDED[name]


def _trackpoint(point, space):
    height = point.findtext(f"{space}ele")
    return float(point.get("lon")), float(point.get("lat")), float(height) if height else np.nan
