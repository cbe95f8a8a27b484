"""What a trail's line tells by itself: length, loop or not, ascent, and its height profile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import LineString, MultiLineString

from geostories.geo import height_curve
from geostories.geo.height_curve import Numbers
from geostories.geo.line_order import Corners, in_order, planar

_GLOBE = Geod(ellps="WGS84")

LOOP_M = 50.0
"""A walk that ends this near its start is a loop: both are the same car park."""

LOOP_SHARE = 0.1
"""… unless the walk is so short that 50 m is far: then a tenth of it."""

RETRACED_M = 10.0
"""Two ways nearer each other than twice this are one way, walked there and back."""

RETRACED_SHARE = 0.65
"""Walked both ways a line covers half the ground of one walked once; a loop with a stem more."""

PROFILE_POINTS = 300
"""A profile is drawn at some 700 pixels; more points are never seen."""


@dataclass(frozen=True)
class Measures:
    """Whole metres; gaps between parts count nothing. All is None of no line, heights where it has none.

    `is_loop`: it ends where it begins, and not by the way it came. `profile`: [[metres from the
    start, height], …], smoothed; a distance that stands there twice is a gap.
    """

    length_m: int | None = None
    is_loop: bool | None = None
    ascent_m: int | None = None
    descent_m: int | None = None
    lowest_m: int | None = None
    highest_m: int | None = None
    profile: list[list[float]] | None = None


def measure(line: MultiLineString) -> Measures:
    """Measure a line in WGS 84 degrees, with or without heights in metres, its parts in any order."""
    walk = in_order(line)
    parts = [shapely.get_coordinates(part, include_z=True) for part in walk.geoms]
    metres = [_metres(part) for part in parts]
    length = sum(float(at[-1]) for at in metres)
    level = Measures(length_m=round(length), is_loop=_is_loop(parts, length))
    heights = _heights(parts) if walk.has_z else None
    return level if heights is None else _with_heights(level, metres, heights)


def length_m(line: MultiLineString) -> int:
    """Whole metres of a line in WGS 84 degrees, without its gaps."""
    return round(sum(float(_metres(shapely.get_coordinates(part))[-1]) for part in line.geoms))


def _metres(corners: Corners) -> Numbers:
    """How far each corner is from the first, along the line."""
    steps = _GLOBE.line_lengths(corners[:, 0], corners[:, 1])
    return np.concatenate([[0.0], np.cumsum(steps)])


def _is_loop(parts: list[Corners], length: float) -> bool:
    first, last = parts[0][0], parts[-1][-1]
    apart = _GLOBE.inv(first[0], first[1], last[0], last[1])[2]
    return bool(apart <= min(LOOP_M, LOOP_SHARE * length) and length) and not _is_retraced(
        parts, length
    )


def _is_retraced(parts: list[Corners], length: float) -> bool:
    walk = LineString(planar(np.vstack([part[:, :2] for part in parts])))
    once = 2 * RETRACED_M * length
    return bool(walk.buffer(RETRACED_M).area < RETRACED_SHARE * once)


def _heights(parts: list[Corners]) -> list[Numbers] | None:
    """Each part's heights, NaN where unknown; None unless every part has some."""
    found = height_curve.known(np.concatenate([part[:, 2] for part in parts]))
    if found is None:
        return None
    by_part = np.split(found, np.cumsum([len(part) for part in parts])[:-1])
    return by_part if all(np.isfinite(each).any() for each in by_part) else None


def _with_heights(level: Measures, metres: list[Numbers], heights: list[Numbers]) -> Measures:
    curves = [height_curve.even(*each) for each in zip(metres, heights, strict=True)]
    swings = [height_curve.climbs(curve) for _, curve in curves]
    every = np.concatenate([curve for _, curve in curves])
    return Measures(
        length_m=level.length_m,
        is_loop=level.is_loop,
        ascent_m=round(sum(up for up, _ in swings)),
        descent_m=round(sum(down for _, down in swings)),
        lowest_m=round(every.min()),
        highest_m=round(every.max()),
        profile=_profile(curves),
    )


def _profile(curves: list[tuple[Numbers, Numbers]]) -> list[list[float]]:
    """The curves after each other, thinned to some PROFILE_POINTS."""
    total = sum(float(at[-1]) for at, _ in curves)
    profile, before = [], 0.0
    for at, heights in curves:
        count = max(2, min(at.size, round(PROFILE_POINTS * at[-1] / total) if total else 2))
        places = np.linspace(0.0, at[-1], count)
        seen = np.interp(places, at, heights)
        profile += [[round(before + m, 1), round(h, 1)] for m, h in zip(places, seen, strict=True)]
        before += float(at[-1])
    return [[float(m), float(h)] for m, h in profile]


def lifted(line: MultiLineString, profile: list[list[float]] | None) -> MultiLineString:
    """A line whose heights are all 0 (none are known) with the profile's, or flat without one."""
    if line.has_z and shapely.get_coordinates(line, include_z=True)[:, 2].any():
        return line
    if not profile:
        return shapely.force_2d(line)
    at_m, heights = np.array(profile).T
    lifted_parts, before = [], 0.0
    for part in line.geoms:
        corners = shapely.get_coordinates(part)
        metres = _metres(corners)
        there = np.interp(before + metres, at_m, heights)
        lifted_parts.append(LineString(np.column_stack([corners, there])))
        before += float(metres[-1])
    return MultiLineString(lifted_parts)
