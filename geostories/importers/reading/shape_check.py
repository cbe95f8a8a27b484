"""Whether shapes can be used: whole, valid, and where their reference system says.

Mended is only what cannot be meant otherwise, and each time with a remark.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geostories.geo.srid import WGS84
from geostories.importers.reading import found, mending, reference_systems
from geostories.importers.reading.found import Remark

Problem = dict[str, str]
"""`code` and its blanks; for invalid shapes `detail`: GEOS's own words."""

MOST_CORNERS = 50_000
"""Of one shape: a page that draws it has to be there in a second. Reserves have some 15,000."""

HIGHEST_M = 9_000
"""No mountain is higher; a height that is would be measured and drawn."""

DECIMALS = 9
"""Of degrees: a tenth of a millimetre."""

_POINTS = {shapely.GeometryType.POINT.value, shapely.GeometryType.MULTIPOINT.value}


def check(
    shapes: Any, *, lost: Sequence[bool], known: Sequence[str | None], srid: int
) -> tuple[Any, dict[int, Problem], list[Remark]]:
    """The shapes in WGS 84 (None: no shape, or a bad one), what is wrong, by row from 0, and what
    was mended.

    `lost` marks rows whose shape GEOS could not read, `known` says what was found before.
    """
    problems: dict[int, Problem] = {}
    mended: list[int] = []
    for row, code in enumerate(known):
        earlier = code or ("import_malformed_geometry" if lost[row] else None)
        problem = {"code": earlier} if earlier else _problem(shapes[row], srid)
        if problem and problem["code"] == "import_invalid_geometry":
            better = mending.mend(shapes[row])
            if better is not None:
                shapes[row], problem = better, None
                mended.append(row + 1)
        if problem:
            problems[row] = problem
            shapes[row] = None
    measured = np.flatnonzero(shapely.has_m(shapes)) + 1
    remarks = [
        *found.remark("import_crossings_mended", mended),
        *found.remark("import_numbers_dropped", measured.tolist()),
        *_leave_out_repeats(shapes),
        *_to_degrees(shapes, srid),
    ]
    for row in _abroad(shapes):
        problems[row] = {"code": "import_outside_sweden"}
        shapes[row] = None
    return shapes, problems, remarks


def _leave_out_repeats(shapes: Any) -> list[Remark]:
    """Leave out corners that stand twice in a row."""
    corners, owner = shapely.get_coordinates(shapes, include_z=True, return_index=True)
    same = (owner[1:] == owner[:-1]) & (
        np.isclose(corners[1:], corners[:-1], rtol=0, atol=0, equal_nan=True).all(axis=1)
    )
    kinds = shapely.get_type_id(shapes)
    rows = [row for row in dict.fromkeys(owner[1:][same].tolist()) if kinds[row] not in _POINTS]
    shapes[rows] = shapely.remove_repeated_points(shapes[rows], 0.0)
    return found.remark("import_repeated_corners", [row + 1 for row in rows])


def _to_degrees(shapes: Any, srid: int) -> list[Remark]:
    """Turn them into degrees, rounded where that leaves them whole."""
    present = np.flatnonzero(shapely.is_geometry(shapes))
    exact = reference_systems.to_wgs84(shapes[present], srid)
    rounded = _rounded(exact)
    whole = shapely.is_valid(rounded)
    shapes[present] = np.where(whole, rounded, exact)
    if srid != WGS84:
        return []
    finer = present[whole & ~shapely.equals_exact(exact, rounded, 0.0)] + 1
    return found.remark("import_rounded", finer.tolist())


def _rounded(shapes: Any) -> Any:
    rounded, high = shapes.copy(), shapely.has_z(shapes)
    for with_heights in (False, True):
        chosen = high == with_heights
        rounded[chosen] = shapely.transform(
            shapes[chosen], lambda corners: corners.round(DECIMALS), include_z=with_heights
        )
    return rounded


def _abroad(shapes: Any) -> list[int]:
    """Rows whose shapes, now in degrees, are not in Sweden after all."""
    present = np.flatnonzero(shapely.is_geometry(shapes))
    return [int(row) for row in present if reference_systems.misplaced(shapes[row].bounds, WGS84)]


def _problem(shape: Any, srid: int) -> Problem | None:
    if shape is None:
        return None
    if shape.geom_type == "GeometryCollection":
        return {"code": "import_unsupported_geometry"}
    if shape.is_empty:
        return {"code": "import_empty_geometry"}
    if shapely.get_num_coordinates(shape) > MOST_CORNERS:
        return {"code": "import_intricate_shape", "most": str(MOST_CORNERS)}
    if not np.isfinite(shapely.get_coordinates(shape, include_z=shape.has_z)).all():
        return {"code": "import_not_finite"}
    if (
        shape.has_z
        and np.abs(shapely.get_coordinates(shape, include_z=True)[:, 2]).max() > HIGHEST_M
    ):
        return {"code": "import_bad_height"}
    if not shape.is_valid:
        return {"code": "import_invalid_geometry", "detail": shapely.is_valid_reason(shape)}
    return reference_systems.misplaced(shape.bounds, srid)
