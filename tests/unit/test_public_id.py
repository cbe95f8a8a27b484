"""Ids as they stand in addresses."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from geostories import public_id


@given(some.uuids())
def test_every_id_comes_back_as_it_was(value: UUID) -> None:
    text = public_id.encode(value)
    assert len(text) == public_id.LENGTH
    assert text.isalnum()
    assert public_id.decode(text) == value


@given(some.uuids(), some.uuids())
def test_ids_sort_in_addresses_as_they_sort_in_tables(one: UUID, other: UUID) -> None:
    assert (public_id.encode(one) < public_id.encode(other)) == (one < other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "0" * 21,
        "0" * 23,
        "z" * 22,  # larger than 128 bits
        "7n42DGM5Tflk9n8mt7Fhc8",  # 2 to the power of 128: one too many
        "0" * 21 + "-",
        "0" * 21 + "å",
        "0" * 21 + "٣",  # a digit elsewhere
        "../../../../etc/passwd",
    ],
)
def test_what_is_no_id_is_none(text: str) -> None:
    assert public_id.decode(text) is None


def test_the_largest_id_is_one() -> None:
    assert public_id.decode("7n42DGM5Tflk9n8mt7Fhc7") == UUID(int=(1 << 128) - 1)


def test_new_ids_hold_122_random_bits() -> None:
    ids = [uuid4() for _ in range(500)]
    always_one = ids[0].int
    ever_one = 0
    for each in ids:
        always_one &= each.int
        ever_one |= each.int
    assert (always_one ^ ever_one).bit_count() == 122
