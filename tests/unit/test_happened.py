"""When it happened, as exactly as the teller knows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from geostories.domain.happened import WORDS_LENGTH, read_happened
from geostories.errors import InvalidInput
from geostories.vocabulary import HappenedPrecision

TODAY = date(2026, 11, 21)
DAY, MONTH, YEAR, DECADE, ABOUT = HappenedPrecision


@pytest.mark.parametrize(
    ("precision", "text", "start"),
    [
        (DAY, "1963-02-14", date(1963, 2, 14)),
        (DAY, "1963-2-4", date(1963, 2, 4)),
        (DAY, "2024-02-29", date(2024, 2, 29)),
        (DAY, "2026-11-21", TODAY),
        (MONTH, "1963-02", date(1963, 2, 1)),
        (YEAR, " 1963 ", date(1963, 1, 1)),
        (YEAR, "0900", date(900, 1, 1)),
        (DAY, "14 februari 1963", date(1963, 2, 14)),
        (DAY, "den 4 Juli 1976", date(1976, 7, 4)),
        (MONTH, "februari 1978", date(1978, 2, 1)),
        (MONTH, "i May 1978", date(1978, 5, 1)),
        (DECADE, "1960", date(1960, 1, 1)),
        (DECADE, "1960-talet", date(1960, 1, 1)),
        (DECADE, "1960tal", date(1960, 1, 1)),
    ],
)
def test_a_time_is_read_as_exactly_as_it_is_known(
    precision: HappenedPrecision, text: str, start: date
) -> None:
    found = read_happened(precision, text, today=TODAY)
    assert found is not None
    assert (found.precision, found.start, found.words) == (precision, start, "")


def test_free_words_stay_words() -> None:
    found = read_happened(ABOUT, " en kall vinter före kriget ", today=TODAY)
    assert found is not None
    assert (found.start, found.words) == (None, "en kall vinter före kriget")


@pytest.mark.parametrize(
    ("precision", "text", "end"),
    [
        (DAY, "1963-02-14", date(1963, 2, 14)),
        (MONTH, "februari 1964", date(1964, 2, 29)),
        (YEAR, "1963", date(1963, 12, 31)),
        (DECADE, "1960-talet", date(1969, 12, 31)),
        (ABOUT, "före kriget", None),
        (ABOUT, "före kriget, 1935-1939", date(1939, 12, 31)),
        (ABOUT, "tidigt 1900-tal", date(1909, 12, 31)),
        (ABOUT, "någon gång på 1800-talet", date(1899, 12, 31)),
        (ABOUT, "slutet av 1960-talet", date(1969, 12, 31)),
        (ABOUT, "början av 2000-talet", date(2009, 12, 31)),
        (ABOUT, "varje juli sedan 1974", date(1974, 12, 31)),
        (ABOUT, "om hundra år, 2126", None),
    ],
)
def test_a_time_also_ends(precision: HappenedPrecision, text: str, end: date | None) -> None:
    found = read_happened(precision, text, today=TODAY)
    assert found is not None
    assert found.end == end
    assert (found.start is None) is (end is None)
    assert found.words == (text if precision is ABOUT else "")


@pytest.mark.parametrize("precision", HappenedPrecision)
def test_no_text_is_no_time(precision: HappenedPrecision) -> None:
    assert read_happened(precision, "  ", today=TODAY) is None


@pytest.mark.parametrize(
    ("precision", "text"),
    [
        (DAY, "1963-02-30"),
        (DAY, "2023-02-29"),
        (DAY, "14/2 1963"),
        (DAY, "1963-02"),
        (MONTH, "1963-13"),
        (MONTH, "1963-00"),
        (YEAR, "63"),
        (YEAR, "0000"),
        (YEAR, "-963"),
        (DECADE, "1963"),
        (DECADE, "60-talet"),
        (DAY, "2026-11-22"),
        (YEAR, "2027"),
        (ABOUT, "x" * (WORDS_LENGTH + 1)),
    ],
)
def test_what_is_no_day_or_has_not_come_is_refused(precision: HappenedPrecision, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_happened(precision, text, today=TODAY)
    assert refused.value.field == "happened"


@given(some.sampled_from(HappenedPrecision), some.text(max_size=80))
def test_any_text_is_a_time_not_after_today_or_refused(
    precision: HappenedPrecision, text: str
) -> None:
    try:
        found = read_happened(precision, text, today=TODAY)
    except InvalidInput:
        return
    if found and found.start:
        assert found.start <= TODAY
        assert found.end is not None
        assert found.start <= found.end
