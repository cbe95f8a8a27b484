"""What changed between two texts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geostories.domain.comparison import Segment, compare

PROSE = st.lists(
    st.sampled_from("och en tall sjö Anna gick. \n\n - é".split(" ")), max_size=60
).map(" ".join)
UNIQUE = [chr(0x4E00 + number) for number in range(15_000)]
SLOW = {
    "one word": (["a"] * 10_000, ["b", *["a"] * 9_998, "c"]),
    "two words": (["a", "b"] * 5_000, ["b", "b", "a"] * 3_333),
    "neighbours swapped": (
        UNIQUE[:10_000],
        [word for two in zip(UNIQUE[1:10_000:2], UNIQUE[:10_000:2], strict=False) for word in two],
    ),
    "every other word new": (
        UNIQUE[:10_000],
        [w for two in zip(UNIQUE[:10_000:2], UNIQUE[10_000:], strict=False) for w in two],
    ),
}


def test_what_went_is_marked_before_what_came_instead() -> None:
    assert compare("Lokföraren Bengt K bromsade.", "Lokföraren som alla kände bromsade.") == [
        Segment("same", "Lokföraren "),
        Segment("removed", "Bengt K"),
        Segment("same", " "),
        Segment("added", "som alla kände"),
        Segment("same", " bromsade."),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("Lika.", "Lika.", [Segment("same", "Lika.")]),
        ("", "Ny.", [Segment("added", "Ny.")]),
        ("Gammal.", "", [Segment("removed", "Gammal.")]),
        ("Ett två", "Ett\n\ntvå", [Segment("same", "Ett\n\ntvå")]),
        (
            "Slut.\n\nNytt stycke.",
            "Stopp.\n\nNytt stycke.",
            [
                Segment("removed", "Slut."),
                Segment("same", " "),
                Segment("added", "Stopp."),
                Segment("same", "\n\nNytt stycke."),
            ],
        ),
    ],
)
def test_a_table_of_changes(before: str, after: str, expected: list[Segment]) -> None:
    assert compare(before, after) == expected


@given(PROSE, PROSE)
def test_every_word_of_both_texts_is_there_once(before: str, after: str) -> None:
    segments = compare(before, after)
    new = " ".join(text for kind, text in segments if kind != "removed")
    old = " ".join(text for kind, text in segments if kind != "added")
    assert new.split() == after.split()
    assert old.split() == before.split()
    assert all(text for _, text in segments)


@pytest.mark.parametrize("kind", SLOW)
def test_a_text_made_to_be_slow_does_not_hold_the_page(kind: str) -> None:
    before, after = (" ".join(words) for words in SLOW[kind])
    started = time.process_time()
    compare(before, after)
    assert time.process_time() - started < 5
