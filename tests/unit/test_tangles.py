"""Check 43: a line that crosses itself millions of times is refused before anything measures it."""

from __future__ import annotations

import pytest
from shapely.geometry import LineString, MultiLineString

from geostories.geo.tangles import is_tangled
from geostories.importers.attributes import BadRow
from geostories.importers.records import untangled
from tests.factories.hostile_geometry import comb, spiral, star

TANGLE = LineString(star(701))
"""A quarter of a million crossings: as large as one that does no harm when it slips through."""


def test_a_tangle_is_refused() -> None:
    with pytest.raises(BadRow, match="import_tangled_line"):
        untangled(TANGLE)


def test_a_tangle_in_pieces_is_refused() -> None:
    corners = star(701)
    sides = [LineString(corners[n : n + 2]) for n in range(len(corners) - 1)]
    assert is_tangled(MultiLineString(sides))


@pytest.mark.parametrize(
    "line",
    [
        LineString([(16, 58), (16.1, 58.1)]),
        LineString([(16, 58), (16.1, 58.1), (16.1, 58), (16, 58.1)]),
        LineString(star(201)),
        LineString(comb(10_000)),
        LineString(spiral(100)),
    ],
    ids=["straight", "figure of eight", "20,000 crossings", "30,000 corners", "spiral"],
)
def test_what_somebody_can_have_walked_is_taken(line: LineString) -> None:
    assert untangled(line) is line
