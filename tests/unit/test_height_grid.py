"""Heights from a grid file: read as it is written, refused when it is something else."""

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString

from geostories.errors import InvalidInput
from geostories.geo.grid import to_wgs84
from geostories.geo.height_grid import over, read_grid
from geostories.geo.line_measures import length_m, measure

WEST, SOUTH = 569_000, 6_540_000


def write(
    file, rows, *, cell=50, west=WEST, south=SOUTH, corner="corner", nodata="NODATA_value -9999"
):
    lines = [
        f"ncols {len(rows[0])}", f"nrows {len(rows)}", f"xll{corner} {west}", f"yll{corner} {south}",
        f"cellsize {cell}", *([nodata] if nodata else []),
        *(" ".join(str(height) for height in row) for row in rows),
    ]  # fmt: skip
    file.write_text("\n".join(lines) + "\n")
    return file


@pytest.fixture
def slope(tmp_path):
    """Rises 1 m in 10 m to the east, from 20 m at the western edge; 1 km wide, 500 m high."""
    row = [20 + (50 * column + 25) / 10 for column in range(20)]
    return read_grid(write(tmp_path / "h.asc", [row] * 10))


def test_a_height_between_cells_is_between_theirs(slope):
    found = slope.at(np.array([WEST + 100.0, WEST + 333.0]), np.array([SOUTH + 200.0] * 2))
    assert found == pytest.approx([30.0, 53.3])


def test_rows_run_from_the_north(tmp_path):
    grid = read_grid(write(tmp_path / "h.asc", [[90, 90, 90], [50, 50, 50], [10, 10, 10]]))
    found = grid.at(np.array([WEST + 75.0] * 2), np.array([SOUTH + 26.0, SOUTH + 124.0]))
    assert found == pytest.approx([10.8, 89.2])


def test_outside_and_unknown_cells_have_no_height(tmp_path):
    rows = [[10.0, 10, 10, 10], [10, -9999, 10, 10], [10, 10, 10, 10]]
    grid = read_grid(write(tmp_path / "h.asc", rows))
    east = np.array([WEST - 500.0, WEST + 80.0, WEST + 140.0])
    found = grid.at(east, np.array([SOUTH + 70.0] * 3))
    assert np.isnan(found).tolist() == [True, True, False]


def test_cells_may_be_given_by_their_middle_and_without_a_word_for_unknown(tmp_path):
    rows = [[1, 2, 3], [4, 5, 6]]
    one = read_grid(write(tmp_path / "a.asc", rows))
    two = read_grid(
        write(
            tmp_path / "b.asc", rows, west=WEST + 25, south=SOUTH + 25, corner="center", nodata=""
        )
    )
    assert (one.west, one.south) == (two.west, two.south)
    assert (one.heights == two.heights).all()


def test_a_straight_line_takes_its_heights_all_along(slope):
    ends = [to_wgs84(WEST + 50, SOUTH + 200), to_wgs84(WEST + 950, SOUTH + 200)]
    line = MultiLineString([LineString(ends)])
    lifted = over(slope, line)
    found = measure(lifted)
    assert shapely.get_num_coordinates(lifted) > 40
    assert abs(length_m(lifted) - length_m(line)) <= 1
    assert (found.lowest_m, found.highest_m) == (
        pytest.approx(25, abs=2),
        pytest.approx(115, abs=2),
    )
    assert found.ascent_m == pytest.approx(90, abs=3)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"west": 16.2, "south": 58.9}, "heights_elsewhere"),
        ({"cell": 0}, "heights_unreadable"),
        ({"corner": "somewhere"}, "heights_unreadable"),
        ({"rows": [[1, 2], [3]]}, "heights_unreadable"),
        ({"rows": [[1, 2], ["a", 4]]}, "heights_unreadable"),
        ({"rows": [[1, 2]]}, "heights_unreadable"),
    ],
)
def test_what_is_no_grid_in_sweref_is_refused(tmp_path, change, code):
    rows = change.pop("rows", [[1, 2], [3, 4]])
    with pytest.raises(InvalidInput) as refused:
        read_grid(write(tmp_path / "h.asc", rows, **change))
    assert refused.value.code == code


@pytest.mark.parametrize(
    "content", [b"", b"ncols 3\n", b"\x89PNG\r\n\x1a\n\xff", "höjder\n".encode()]
)
def test_any_other_file_is_refused(tmp_path, content):
    file = tmp_path / "h.asc"
    file.write_bytes(content)
    with pytest.raises(InvalidInput):
        read_grid(file)


def test_a_grid_too_large_is_refused_by_its_first_lines(tmp_path):
    file = tmp_path / "h.asc"
    head = f"ncols 100000\nnrows 100000\nxllcorner {WEST}\nyllcorner {SOUTH}\ncellsize 1\n"
    file.write_text(head)
    with pytest.raises(InvalidInput) as refused:
        read_grid(file)
    assert refused.value.code == "heights_too_many"
