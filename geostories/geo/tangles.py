"""Lines that cross themselves so often that nobody can have walked them."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

MOST_CROSSINGS = 100_000
"""A receiver left on over lunch draws some thousands. A line of 10,000 corners can cross itself
25,000,000 times: measuring such a one takes all the memory there is."""

MOST_PAIRS = 1_000_000
"""Of pieces whose boxes meet: more are not looked at, which takes some seconds."""

_CHUNK = 100


def is_tangled(line: BaseGeometry) -> bool:
    """Whether a (Multi)LineString crosses itself more often than that, or seems to."""
    ends = []
    for part in shapely.get_parts(line):
        corners = shapely.get_coordinates(part)
        ends.append(np.stack([corners[:-1], corners[1:]], axis=1))
    pieces = shapely.linestrings(np.concatenate(ends))
    tree, pairs, crossings = shapely.STRtree(pieces), 0, 0
    for start in range(0, len(pieces), _CHUNK):
        these, others = tree.query(pieces[start : start + _CHUNK])
        pairs += len(others)
        crossings += int(shapely.crosses(pieces[start + these], pieces[others]).sum())
        if (
            crossings > 2 * MOST_CROSSINGS or pairs > 2 * MOST_PAIRS
        ):  # each is found from both sides
            return True
    return False
