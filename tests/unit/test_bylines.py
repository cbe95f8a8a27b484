"""Names under stories: which part is shown."""

from __future__ import annotations

import pytest

from geostories.domain.bylines import first_name, initials, label
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
