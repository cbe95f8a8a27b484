"""Heights along a line, freed from noise by one stated rule, and what a walker feels of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

STEP_M = 20.0
"""Heights are read off every 20 m: closer points of a recording tell more noise than ground."""

MEDIAN_STEPS = 5
"""Then each is the median of the five within 40 m either way: a leap of the receiver goes away."""

LEAST_CLIMB_M = 5.0
"""A rise or fall counts in full once it has reached 5 m: less is what receivers invent."""

STEEP_OVER_M = 100.0
"""The steepest part is the steepest 100 m."""

MOST_UNKNOWN = 0.1
"""With more than a tenth of its heights missing a line has none."""

SURELY_LAND_M = 10.0
"""Where every other height is above this, an exact 0 is a hole in the recording, no ground."""


def known(heights: Numbers) -> Numbers | None:
    """Metres with NaN where unknown; None where too few are known or all are 0."""
    found = np.where(np.isfinite(heights), heights, np.nan)
    ground = found[np.isfinite(found) & (found != 0)]
    if not ground.size:
        return None
    if ground.min() > SURELY_LAND_M:
        found = np.where(found == 0, np.nan, found)
    return None if np.isnan(found).mean() > MOST_UNKNOWN else found


def even(at_m: Numbers, heights: Numbers) -> tuple[Numbers, Numbers]:
    """Heights (some NaN) at `at_m`, rising metres, as smooth heights every STEP_M or so."""
    there = np.isfinite(heights)
    steps = max(2, round(at_m[-1] / STEP_M) + 1)
    places = np.linspace(0.0, at_m[-1], steps)
    return places, _smooth(np.interp(places, at_m[there], heights[there]))


def _smooth(heights: Numbers) -> Numbers:
    if heights.size < MEDIAN_STEPS:
        return heights
    aside = MEDIAN_STEPS // 2
    windows = np.lib.stride_tricks.sliding_window_view(heights, MEDIAN_STEPS)
    calm = np.concatenate([heights[:aside], np.median(windows, axis=1), heights[-aside:]])
    return np.convolve(np.pad(calm, 1, mode="edge"), np.full(3, 1 / 3), mode="valid")


def climbs(heights: Numbers) -> tuple[float, float]:
    """Metres up and metres down, both positive."""
    turns = [heights[0], heights[0]]
    for height in heights[1:]:
        ahead = (height - turns[-1]) * (turns[-1] - turns[-2])
        if ahead >= 0:
            turns[-1] = height
        elif abs(height - turns[-1]) >= LEAST_CLIMB_M:
            turns.append(height)
    swings = np.diff(turns)
    swings = swings[np.abs(swings) >= LEAST_CLIMB_M]
    return float(swings[swings > 0].sum()), float(-swings[swings < 0].sum())


def steepest_percent(profile: list[list[float]]) -> float | None:
    """Slope of a profile's steepest STEEP_OVER_M, up or down; None where it is shorter than that."""
    at_m, heights = np.array(profile).T
    gaps = np.flatnonzero(np.diff(at_m) == 0) + 1
    parts = zip(np.split(at_m, gaps), np.split(heights, gaps), strict=True)
    slopes = [slope for part in parts if (slope := _steepest(*part)) is not None]
    return round(max(slopes), 1) if slopes else None


def _steepest(at_m: Numbers, heights: Numbers) -> float | None:
    begins = at_m[at_m <= at_m[-1] - STEEP_OVER_M]
    if not begins.size:
        return None
    rise = np.interp(begins + STEEP_OVER_M, at_m, heights) - np.interp(begins, at_m, heights)
    return float(np.abs(rise).max() / STEEP_OVER_M * 100)
