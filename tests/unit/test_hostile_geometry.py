"""Check 43: shapes in files made to hang, to break, or to slip past as valid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely

from geostories.geo.coordinates import SWEDEN
from tests.factories.hostile_geometry import Hostile, list_geometry
from tests.factories.hostile_reading import FULL, Outcome, Reader, reading_in_walls

pytestmark = pytest.mark.trust

LARGE = 1_000_000 if FULL else 3_000
SLOW = "comb of 10000 that leans"
"""A minute for a valid shape, within what the reading process may use; only for the full figures."""

FILES = list_geometry(large=LARGE)
TRIED = FILES if FULL else [file for file in FILES if file.name != SLOW][::8]
SLIP_OF_THE_PEN = "spike"
SECONDS = 120
"""Of a process that nobody waits for; then it is killed."""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with reading_in_walls() as made:
        yield made


def read(reader: Reader, hostile: Hostile, folder: Path) -> Outcome:
    file = folder / f"layer.{hostile.suffix}"
    hostile.write(file)
    try:
        return reader.read(file, import_seconds=SECONDS)
    finally:
        file.unlink()


def is_fit(shape: shapely.Geometry) -> bool:
    """Whether PostGIS may have it: whole, finite, in Sweden, no collection."""
    west, south, east, north = shape.bounds
    return bool(
        shape.is_valid
        and not shape.is_empty
        and np.isfinite(shapely.get_coordinates(shape, include_z=shape.has_z)).all()
        and SWEDEN[0] <= west <= east <= SWEDEN[2]
        and SWEDEN[1] <= south <= north <= SWEDEN[3]
        and shape.geom_type != "GeometryCollection"
    )


def is_mended(hostile: Hostile, outcome: Outcome) -> bool:
    """Whether it is the one shape that cannot be meant otherwise, and the editor is told."""
    remarks = outcome.layer.remarks if outcome.layer else []
    is_told = any(remark.code == "import_crossings_mended" for remark in remarks)
    return is_told and hostile.name == SLIP_OF_THE_PEN


def test_there_are_enough_and_each_is_another() -> None:
    assert len({file.name for file in FILES}) == len(FILES) >= 300


def test_no_shape_is_taken_that_is_not_whole(reader: Reader, tmp_path: Path) -> None:
    outcomes = [(file, read(reader, file, tmp_path)) for file in TRIED]
    unfit = [str(f) for f, got in outcomes for shape in got.shapes if not is_fit(shape)]
    slipped = [
        str(f) for f, got in outcomes if got.shapes and not (f.is_sound or is_mended(f, got))
    ]
    broke = [str(f) for f, got in outcomes if got.broke and got.code != "import_too_slow"]
    lost = [str(f) for f, got in outcomes if f.is_sound and not got.shapes]
    slowest, worst = max((got.measured.seconds, str(f)) for f, got in outcomes)
    print(
        f"shapes tried {len(outcomes)} (of {len(FILES)}), accepted invalid {len(unfit)}, "
        f"broke {len(broke)}; slowest {slowest:.1f} s ({worst}), where nobody waits"
    )
    assert (unfit, slipped, broke) == ([], [], [])
    assert lost == []
    assert slowest < SECONDS + 5


def test_a_shape_of_too_many_corners_is_refused(reader: Reader, tmp_path: Path) -> None:
    file = next(f for f in list_geometry(large=20_000) if f.name == "20000 tiny polygons")
    assert read(reader, file, tmp_path).codes == {"import_intricate_shape"}


def test_reading_this_way_is_reading(tmp_path: Path) -> None:
    """What the other tests read with answers as the door does that starts Python anew."""
    for number in (0, 120, -1):
        with reading_in_walls() as quick:
            fast = read(quick, FILES[number], tmp_path)
        slow = read(Reader.__new__(Reader), FILES[number], tmp_path)
        assert (fast.code, fast.codes, fast.shapes) == (slow.code, slow.codes, slow.shapes)
