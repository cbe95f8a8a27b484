"""The parts of one trail as one walk: joined where they meet, in order, from the start."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiLineString, Point

Corners = NDArray[np.float64]
"""A line as rows of longitude, latitude and, if it has one, height."""

JOIN_M = 10.0
"""Registers draw stages one by one; ends nearer than this are one point, farther is a gap."""

METRES_PER_DEGREE = 111_200
"""Of latitude."""

MOST_STARTS = 40
"""With more loose parts than this only the walk from the stated start is tried."""


def in_order(line: MultiLineString, start: Point | None = None) -> MultiLineString:
    """The same line (WGS 84, heights kept) as it is walked from `start`; twice is as once.

    Parts that meet within JOIN_M become one; those with gaps between them follow each other by
    nearest ends. Without `start` the walk begins near the first corner that was drawn.
    """
    parts = _merged(line)
    wanted = np.array(start.coords[0][:2] if start else line.geoms[0].coords[0][:2])
    walk = _joined(_walk(parts, wanted))
    if len(walk) == 1:
        walk = [_begun_at(walk[0], wanted)]
    return MultiLineString([LineString(part) for part in walk])


def planar(corners: Corners) -> Corners:
    """Metres east and north of the first corner: near enough for the length of a trail."""
    degree = np.array([np.cos(np.radians(corners[0, 1])), 1.0]) * METRES_PER_DEGREE
    metres: Corners = (corners[:, :2] - corners[0, :2]) * degree
    return metres


def _merged(line: MultiLineString) -> list[Corners]:
    """Corners of each part after joining those that share an end, no part twice."""
    once = {shapely.normalize(part).wkb: part for part in line.geoms}
    parts = list(once.values())
    if len(parts) > 1:
        merged = shapely.line_merge(MultiLineString(parts))
        parts = list(getattr(merged, "geoms", [merged])) or parts  # parts without extent: none left
    return [_corners(part) for part in parts]


def _corners(part: LineString) -> Corners:
    corners: Corners = shapely.get_coordinates(part, include_z=part.has_z)
    return corners


def _gap_m(one: Corners, other: Corners) -> float:
    """Metres between two points."""
    return float(np.hypot(*planar(np.vstack([one[:2], other[:2]]))[1]))


def _walk(parts: Sequence[Corners], wanted: Corners) -> list[Corners]:
    """The order with the least gaps, of those that always go on with the nearest end."""
    starts = [(index, way) for index in range(len(parts)) for way in (1, -1)]
    starts.sort(key=lambda each: _gap_m(parts[each[0]][:: each[1]][0], wanted))
    tries = [_walk_from(parts, *each) for each in starts[: 1 if len(parts) > MOST_STARTS else None]]
    return min(tries, key=lambda walk: round(sum(_gaps(walk))))


def _walk_from(parts: Sequence[Corners], first: int, way: int) -> list[Corners]:
    left = dict(enumerate(parts))
    walk = [left.pop(first)[::way]]
    while left:
        here = walk[-1][-1]
        ends = [
            (_gap_m(here, part[::turn][0]), key, turn)
            for key, part in left.items()
            for turn in (1, -1)
        ]
        _, key, turn = min(ends, key=lambda end: end[0])
        walk.append(left.pop(key)[::turn])
    return walk


def _gaps(walk: Sequence[Corners]) -> list[float]:
    return [_gap_m(one[-1], other[0]) for one, other in pairwise(walk)]


def _joined(walk: Sequence[Corners]) -> list[Corners]:
    joined = [walk[0]]
    for gap, part in zip(_gaps(walk), walk[1:], strict=True):
        if gap < JOIN_M:
            joined[-1] = np.vstack([joined[-1], part])
        else:
            joined.append(part)
    return joined


def _begun_at(corners: Corners, wanted: Corners) -> Corners:
    """One line from its end nearest the start; a ring from its corner nearest the start."""
    if not np.array_equal(corners[0, :2], corners[-1, :2]):
        ahead = _gap_m(corners[0], wanted) <= _gap_m(corners[-1], wanted)
        return corners if ahead else corners[::-1]
    nearest = int(np.argmin([_gap_m(corner, wanted) for corner in corners[:-1]]))
    return np.vstack([corners[nearest:-1], corners[: nearest + 1]])
