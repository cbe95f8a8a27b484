"""The elevation profile as shapes: plain data in, percent across and pixels down out."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

SPAN = 1000
"""The curve's own units across and down; the page stretches them."""

CURVE_HEIGHT = 84
AXIS_HEIGHT = 26
PIN_HEIGHT = 34
"""Pixels."""

LEAST_RISE_M = 20
"""A flat trail shall look flat: the axis spans at least this."""

HEIGHT_STEPS = (5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000)
DISTANCE_STEPS = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
MOST_HEIGHTS, MOST_DISTANCES = 4, 5
"""What has room beside the curve, and under it on a phone."""

PIN_SHARE = 11.0
"""Percent of the width that a pin takes on a phone."""
LEVELS = 3
"""So many pins above each other; what has no room then stands in the list only."""

Points = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Thing:
    """Something to mark: its sign (a number or a letter), and metres from the start."""

    sign: str
    noun: str
    at_m: float
    is_approximate: bool = False


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: what it says in metres, and where, in percent across or pixels down."""

    metres: float
    at: float


@dataclass(frozen=True)
class Pin:
    """A thing's marker: `x` percent; the tip of its dropline at `foot`, its own foot at `y` pixels."""

    thing: Thing
    x: float
    y: float
    foot: float


@dataclass(frozen=True)
class ProfileDrawing:
    """All in one picture `height` pixels high; `line` and `area` are paths in SPAN units."""

    height: int
    top: int
    curve_height: int
    line: str
    area: str
    heights: list[Tick]
    distances: list[Tick]
    pins: list[Pin]

    @property
    def base(self) -> int:
        """Pixels down to the axis of distances."""
        return self.top + self.curve_height


def draw_profile(points: Points, things: Iterable[Thing]) -> ProfileDrawing:
    """Draw [[metres from the start, height], …], at least two of them, with things along it."""
    length = max(float(points[-1][0]), 1.0)
    low, high, ticks = _scale([float(height) for _, height in points])
    placed = list(_levels(sorted(things, key=lambda thing: thing.at_m), length))
    top = PIN_HEIGHT * (1 + max((level for _, level in placed), default=0))

    def down(height: float) -> float:
        return (high - height) / (high - low)

    parts = [
        [(metres / length * SPAN, down(height) * SPAN) for metres, height in part]
        for part in _parts(points)
    ]
    return ProfileDrawing(
        height=top + CURVE_HEIGHT + AXIS_HEIGHT,
        top=top,
        curve_height=CURVE_HEIGHT,
        line="".join(_path(part) for part in parts),
        area="".join(_area(part) for part in parts),
        heights=[Tick(metres, round(top + down(metres) * CURVE_HEIGHT, 1)) for metres in ticks],
        distances=_distances(length),
        pins=[
            _pin(thing, level, length, top + down(_height_at(points, thing.at_m)) * CURVE_HEIGHT)
            for thing, level in placed
        ],
    )


def _scale(heights: Sequence[float]) -> tuple[float, float, list[float]]:
    """The lowest and the highest that the axis shows, and what is written beside it."""
    low, high = min(heights), max(heights)
    high = max(high, low + LEAST_RISE_M)
    step = _step(HEIGHT_STEPS, high - low, MOST_HEIGHTS - 1)
    base = math.floor(low / step) * step
    count = int((high - base) // step) + 1
    return base, high, [base + index * step for index in range(count)]


def _distances(length: float) -> list[Tick]:
    step = _step(DISTANCE_STEPS, length, MOST_DISTANCES)
    return [
        Tick(index * step, round(index * step / length * 100, 2))
        for index in range(int(length // step) + 1)
    ]


def _step(steps: Sequence[int], span: float, most: int) -> int:
    """The smallest step of which `span` has no more than `most`."""
    return next((step for step in steps if span / step <= most), steps[-1])


def _levels(things: Sequence[Thing], length: float) -> Iterator[tuple[Thing, int]]:
    """Each thing with the lowest level where it meets no other."""
    ends = [-PIN_SHARE] * LEVELS
    for thing in things:
        x = thing.at_m / length * 100
        level = next((free for free, end in enumerate(ends) if x - end >= PIN_SHARE), None)
        if level is not None:
            ends[level] = x
            yield thing, level


def _parts(points: Points) -> Iterator[Points]:
    """The stretches between gaps; a gap is a distance that stands there twice."""
    begin = 0
    for index in range(1, len(points)):
        if points[index][0] == points[index - 1][0]:
            yield points[begin:index]
            begin = index
    yield points[begin:]


def _height_at(points: Points, metres: float) -> float:
    at = min(max(bisect_right(points, metres, key=lambda point: point[0]), 1), len(points) - 1)
    (before, low), (after, high) = points[at - 1], points[at]
    share = (metres - before) / (after - before) if after > before else 0.0
    return low + min(max(share, 0.0), 1.0) * (high - low)


def _pin(thing: Thing, level: int, length: float, foot: float) -> Pin:
    x = min(max(thing.at_m / length * 100, 0.0), 100.0)
    return Pin(thing, round(x, 2), round(foot - level * PIN_HEIGHT, 1), round(foot, 1))


def _path(corners: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)


def _area(corners: Sequence[tuple[float, float]]) -> str:
    return f"{_path(corners)}L{corners[-1][0]:.1f} {SPAN}L{corners[0][0]:.1f} {SPAN}Z"
