"""A resident's name is one's own and can be seen."""

from __future__ import annotations

import pytest

from geostories.domain.own_names import read_name
from geostories.errors import InvalidInput
from tests.factories.false_names import FALSE, REAL, TOWNS


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Eva \n Lindqvist ", "Eva Lindqvist"),
        ("Eva\r\nBcc: alla@example.se", "Eva Bcc: alla@example.se"),
        ("Eva\u200b\u202e", "Eva"),
        ("Eva\u2028Berg", "Eva Berg"),
        ("E\u0301\u0302\u0303\u0304\u0305va", "É\u0302\u0303va"),
        ("مريم", "مريم"),
        ("", ""),
    ],
)
def test_a_typed_name_is_one_line_that_can_be_seen(typed: str, kept: str) -> None:
    assert read_name(typed) == kept


@pytest.mark.parametrize("typed", FALSE)
def test_a_name_that_passes_for_another_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        read_name(typed, TOWNS)


@pytest.mark.parametrize("typed", ["å" * 61, "\u200b\u3164", "\u202e"])
def test_a_name_is_as_long_as_a_name_is(typed: str) -> None:
    with pytest.raises(InvalidInput):
        read_name(typed)


@pytest.mark.parametrize("typed", REAL)
def test_people_keep_their_names(typed: str) -> None:
    assert read_name(typed, TOWNS)
