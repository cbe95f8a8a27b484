"""Mending a boundary that crosses itself by a slip of the pen, and only that."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

MOST_CORNERS = 100_000
"""Of a shape that is mended: the largest reserves have some 15,000."""

MOST_CROSSINGS = 100
"""More is no slip; and mending takes minutes over a star of a few hundred corners."""

MOST_NEIGHBOURS = 30
"""Sides whose boxes meet that of a side, on average: shapes laid over each other a thousand times
have no crossing, and mending them takes minutes too."""

MOST_CHANGED = 0.01
"""Of the area. A knot at a corner is far less, half a bow tie far more."""

_CHUNK = 100


def mend(shape: BaseGeometry) -> BaseGeometry | None:
    """The same area without the crossings; None if it is not clearly the same."""
    if shape.geom_type not in {"Polygon", "MultiPolygon"} or _crosses_much(shape):
        return None
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    if mended.geom_type not in {"Polygon", "MultiPolygon"} or mended.is_empty:
        return None
    walked = _area_of_rings(shape)
    is_same = abs(mended.area - walked) <= MOST_CHANGED * mended.area
    return mended if mended.is_valid and is_same else None


def _area_of_rings(shape: BaseGeometry) -> float:
    """What the rings enclose if none crosses: two halves of a bow tie take each other out."""
    parts = getattr(shape, "geoms", [shape])
    return float(
        sum(
            abs(_signed(part.exterior)) - sum(abs(_signed(hole)) for hole in part.interiors)
            for part in parts
        )
    )


def _signed(ring: BaseGeometry) -> float:
    corners = shapely.get_coordinates(ring)
    x, y = (corners - corners[0]).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def _crosses_much(shape: BaseGeometry) -> bool:
    if shapely.get_num_coordinates(shape) > MOST_CORNERS:
        return True
    ends = []
    for each in shapely.get_rings(shapely.get_parts(shape)):
        corners = shapely.get_coordinates(each)
        ends.append(np.stack([corners[:-1], corners[1:]], axis=1))
    pieces = shapely.linestrings(np.concatenate(ends))
    tree, meetings, crossings = shapely.STRtree(pieces), 0, 0
    for start in range(0, len(pieces), _CHUNK):
        these, others = tree.query(pieces[start : start + _CHUNK])
        meetings += len(others)
        if meetings > MOST_NEIGHBOURS * max(len(pieces), _CHUNK):
            return True
        crossings += int(shapely.crosses(pieces[start + these], pieces[others]).sum())
        if crossings > 2 * MOST_CROSSINGS:  # each is found from both sides
            return True
    return False
