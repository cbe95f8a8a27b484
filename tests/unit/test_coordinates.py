"""Coordinates as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from geostories.errors import InvalidInput
from geostories.geo.coordinates import in_sweden, parse_point

KATRINEHOLM = (16.20721, 58.99587)


@pytest.mark.parametrize(
    "text",
    [
        "58.99587, 16.20721",
        "58.99587 16.20721",
        "58,99587 16,20721",
        "58,99587, 16,20721",
        "58.99587° N, 16.20721° E",
        "N 58.99587 E 16.20721",
        "lat 58.99587 lon 16.20721",
        "16.20721, 58.99587",
        "  58.99587\t16.20721 ",
    ],
)
def test_a_position_is_read_however_it_is_written(text: str) -> None:
    assert parse_point(text) == KATRINEHOLM


@pytest.mark.parametrize(
    "text", ["6540218.5 569362.9", "569362.9, 6540218.5", "N 6540218.5 E 569362.9"]
)
def test_sweref_99_tm_is_read_in_either_order(text: str) -> None:
    assert parse_point(text) == pytest.approx(KATRINEHOLM, abs=2e-5)


@pytest.mark.parametrize("text", ["", "Djulö", "58.99587", "1 2 3", "58.9.1 16"])
def test_what_is_no_pair_of_numbers_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_point(text)
    assert refused.value.field == "coordinates"


@pytest.mark.parametrize(
    "text", ["0 0", "48.85 2.35", "-58.99 -16.2", "90 180", "9999999 9999999", "100001 100001"]
)
def test_positions_outside_sweden_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="outside_sweden"):
        parse_point(text)


@given(some.text(max_size=80))
def test_any_text_is_a_point_in_sweden_or_refused(text: str) -> None:
    try:
        lon, lat = parse_point(text)
    except InvalidInput:
        return
    assert in_sweden(lon, lat)


@pytest.mark.parametrize("lat", [float("nan"), float("inf"), float("-inf")])
def test_no_place_is_not_in_sweden(lat: float) -> None:
    assert not in_sweden(16, lat)
    assert not in_sweden(lat, 59)
