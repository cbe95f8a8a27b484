"""What is stored of a trail's measures, so that lists can choose by it."""

from __future__ import annotations

from shapely.geometry import MultiLineString

from geostories.domain import difficulty
from geostories.domain.walking_time import walking_minutes
from geostories.geo.height_curve import steepest_percent
from geostories.geo.line_measures import Measures, measure
from geostories.models import Trail
from geostories.vocabulary import Difficulty, TrailKind

NEW_OR_WALKED = (None, TrailKind.HIKING)
"""A row not written yet has none of its defaults; hiking is the kind's."""


def take_line(trail: Trail, line: MultiLineString | None, heights_source: str = "") -> None:
    """Set what the line (WGS 84) tells. Without `heights_source` the heights are the register's."""
    found = measure(line) if line is not None else Measures()
    trail.is_loop = found.is_loop
    trail.ascent_m = found.ascent_m
    trail.descent_m = found.descent_m
    trail.lowest_m = found.lowest_m
    trail.highest_m = found.highest_m
    trail.profile = found.profile
    trail.heights_source = (heights_source or trail.source) if found.profile else ""


def judge(trail: Trail) -> None:
    """Set walking time and difficulty from what is stored; both are for walkers only."""
    trail.walking_minutes = trail.difficulty = None
    if trail.kind not in NEW_OR_WALKED or not trail.length_m:
        return
    trail.walking_minutes = walking_minutes(
        length_m=trail.length_m, ascent_m=trail.ascent_m or 0, descent_m=trail.descent_m or 0
    )
    trail.difficulty = difficulty.worst(factors(trail))


def factors(trail: Trail) -> dict[difficulty.Factor, Difficulty]:
    """Each factor of a trail's difficulty that is known."""
    return difficulty.judge(
        length_m=trail.length_m,
        ascent_m=max(trail.ascent_m, trail.descent_m or 0) if trail.ascent_m is not None else None,
        steepest_percent=steepest_percent(trail.profile) if trail.profile else None,
        surface=trail.surface or "",
    )
