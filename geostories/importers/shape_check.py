"""Whether shapes can be used: whole, valid, and where their reference system says. Never mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geostories.importers import reference_systems

Problem = dict[str, str]
"""`code`, and for invalid shapes `detail`: GEOS's own words."""


def check(
    shapes: Any, *, lost: Sequence[bool], known: Sequence[str | None], srid: int
) -> tuple[Any, dict[int, Problem]]:
    """The shapes in WGS 84 (None: no shape, or a bad one) and what is wrong, by row from 0.

    `lost` marks rows whose shape GEOS could not read, `known` says what was found before.
    """
    problems: dict[int, Problem] = {}
    for row, code in enumerate(known):
        earlier = code or ("import_malformed_geometry" if lost[row] else None)
        problem = {"code": earlier} if earlier else _problem(shapes[row], srid)
        if problem:
            problems[row] = problem
            shapes[row] = None
    present = shapely.is_geometry(shapes)
    shapes[present] = reference_systems.to_wgs84(shapes[present], srid)
    return shapes, problems


def _problem(shape: Any, srid: int) -> Problem | None:
    if shape is None:
        return None
    if shape.geom_type == "GeometryCollection":
        return {"code": "import_unsupported_geometry"}
    if shape.is_empty:
        return {"code": "import_empty_geometry"}
    if not np.isfinite(shapely.get_coordinates(shape, include_z=shape.has_z)).all():
        return {"code": "import_not_finite"}
    if not shape.is_valid:
        # No make_valid: its default way takes minutes over a star of a few hundred corners.
        return {"code": "import_invalid_geometry", "detail": shapely.is_valid_reason(shape)}
    code = reference_systems.misplaced(shape.bounds, srid)
    return {"code": code} if code else None
