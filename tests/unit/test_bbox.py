"""Bounding boxes as addresses carry them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from geostories.errors import InvalidInput
from geostories.geo.bbox import BBox


def test_four_numbers_are_west_south_east_north() -> None:
    assert BBox.parse("16.0,58.9,16.4,59.1") == BBox(16.0, 58.9, 16.4, 59.1)


def test_heights_are_left_aside() -> None:
    assert BBox.parse("16.0,58.9,0,16.4,59.1,500") == BBox(16.0, 58.9, 16.4, 59.1)


def test_a_point_and_the_whole_globe_are_boxes() -> None:
    assert BBox.parse("16,59,16,59").corners == (16, 59, 16, 59)
    assert BBox.parse("-180,-90,180,90").corners == (-180, -90, 180, 90)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "16,58.9,16.4",
        "16,58.9,16.4,59.1,1",
        "16,58.9,16.4,59.1,1,2,3",
        "a,b,c,d",
        "16;58;17;59",
        "16,58.9,16.4,nan",
        "16,58.9,inf,59.1",
        "-inf,58.9,16.4,59.1",
        "1e400,58.9,16.4,59.1",
        "-180.0001,58.9,16.4,59.1",
        "16,58.9,180.0001,59.1",
        "16,-90.1,16.4,59.1",
        "16,58.9,16.4,90.1",
        "16.4,58.9,16,59.1",  # west of the date line is not asked for in Sweden
        "16,59.1,16.4,58.9",
    ],
)
def test_what_is_no_box_on_the_globe_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        BBox.parse(text)
    assert refused.value.field == "bbox"


@given(some.text(max_size=60))
def test_any_text_is_a_box_or_refused(text: str) -> None:
    try:
        box = BBox.parse(text)
    except InvalidInput:
        return
    assert -180 <= box.west <= box.east <= 180


@given(some.integers(0, 10**6), some.integers(0, 10**6))
def test_a_box_written_and_read_is_the_same_to_a_decimetre(east: int, north: int) -> None:
    box = BBox(10, 55, 10 + east / 10**5, 55 + north / 10**5)
    if box.east <= 180 and box.north <= 90:
        assert BBox.parse(str(box)).corners == pytest.approx(box.corners, abs=1e-6)
