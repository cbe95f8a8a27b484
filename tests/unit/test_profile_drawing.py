"""The elevation profile: what stands where, and what has no room."""

import re

from hypothesis import given, settings
from hypothesis import strategies as some

from geostories.maps.profile_drawing import (
    CURVE_HEIGHT,
    LEVELS,
    MOST_DISTANCES,
    PIN_SHARE,
    SPAN,
    Thing,
    draw_profile,
)

HILL = [[0, 21.0], [2_300, 46.0], [4_600, 21.0]]


def story(at_m, sign="1"):
    return Thing(sign, "story", at_m)


def test_axes_are_in_round_numbers():
    drawn = draw_profile(HILL, [])
    assert [tick.metres for tick in drawn.heights] == [20, 30, 40]
    assert [tick.metres for tick in drawn.distances] == [0, 1_000, 2_000, 3_000, 4_000]
    assert drawn.distances[2].at == 43.48
    assert drawn.heights[0].at == drawn.base


def test_a_pin_stands_on_the_curve():
    pin = draw_profile(HILL, [story(2_300)]).pins[0]
    assert (pin.x, pin.y) == (50.0, pin.foot)
    drawn = draw_profile(HILL, [story(0), story(2_300)])
    assert drawn.pins[1].foot == drawn.top
    assert drawn.pins[0].foot > drawn.top + 0.9 * CURVE_HEIGHT


def test_a_flat_trail_looks_flat():
    drawn = draw_profile([[0, 40.0], [1_000, 42.0]], [])
    down = [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.]+)", drawn.line)]
    assert max(down) - min(down) < 0.15 * SPAN


def test_a_gap_breaks_the_line():
    drawn = draw_profile([[0, 20.0], [500, 30.0], [500, 60.0], [900, 50.0]], [])
    assert drawn.line.count("M") == drawn.area.count("M") == drawn.area.count("Z") == 2


def test_pins_that_would_meet_stand_above_each_other_and_the_last_only_in_the_list():
    drawn = draw_profile(HILL, [story(2_300 + n, str(n)) for n in range(5)])
    assert len(drawn.pins) == LEVELS
    assert len({pin.y for pin in drawn.pins}) == LEVELS
    assert min(pin.y for pin in drawn.pins) >= 30


@settings(max_examples=80, deadline=None)
@given(
    some.lists(some.floats(-5, 2_100), min_size=2, max_size=40),
    some.integers(1, 200_000),
    some.lists(some.floats(0, 1), max_size=12),
)
def test_everything_stays_in_the_picture(heights, length, shares):
    step = length / (len(heights) - 1)
    points = [[index * step, height] for index, height in enumerate(heights)]
    drawn = draw_profile(points, [story(share * length) for share in shares])
    corners = [float(n) for n in re.findall(r"-?[\d.]+", drawn.line)]
    assert all(-0.1 <= n <= SPAN + 0.1 for n in corners)
    assert len(drawn.distances) <= MOST_DISTANCES + 1
    assert all(drawn.top - 0.1 <= tick.at <= drawn.base + 0.1 for tick in drawn.heights)
    for pin in drawn.pins:
        assert 0 <= pin.x <= 100
        assert 30 <= pin.y <= drawn.base + 0.1
        beside = [other for other in drawn.pins if other.foot - other.y == pin.foot - pin.y]
        assert all(
            other is pin or abs(other.x - pin.x) >= PIN_SHARE - 0.02
            for other in beside
            if abs((other.foot - other.y) - (pin.foot - pin.y)) < 1e-6
        )
