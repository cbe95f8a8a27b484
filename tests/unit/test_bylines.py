"""Names under stories: which part is shown, and which names nobody may take."""

from __future__ import annotations

import pytest

from geostories.domain.bylines import first_name, initials, label, read_name
from geostories.errors import InvalidInput
from geostories.vocabulary import Byline


@pytest.mark.parametrize(
    ("byline", "shown"),
    [(Byline.NAME, "Eva Lindqvist"), (Byline.FIRST_NAME, "Eva"), (Byline.ANONYMOUS, "")],
)
def test_a_part_of_the_name_is_shown(byline: Byline, shown: str) -> None:
    assert label("Eva Lindqvist", byline) == shown


@pytest.mark.parametrize(
    ("name", "called", "letters"),
    [
        ("Maj-Britt Ahlqvist", "Maj-Britt", "MA"),
        ("Barbro, yngst av fem", "Barbro", "BY"),
        ("sven", "sven", "S"),
        ("", "", ""),
    ],
)
def test_a_person_is_called_by_the_first_name(name: str, called: str, letters: str) -> None:
    assert first_name(name) == called
    assert label(name, Byline.FIRST_NAME) == called
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Eva \n Lindqvist ", "Eva Lindqvist"),
        ("Eva\u200b\u202e", "Eva"),
        ("مريم", "مريم"),
        ("", ""),
    ],
)
def test_a_typed_name_is_one_line_that_can_be_seen(typed: str, kept: str) -> None:
    assert read_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["Katrineholms kommun", "KOMMUNEN", "Kom\u200bmunen", "Ｋｏｍｍｕｎ", "Kоmmunen", "å" * 61],
)
def test_a_name_that_passes_for_another_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        read_name(typed)
