"""Reading when it happened, as exactly as the teller knows."""

from __future__ import annotations

import re
from datetime import date

from geostories.errors import InvalidInput
from geostories.queries.stories import Happened
from geostories.vocabulary import HappenedPrecision

WORDS_LENGTH = 60
_FORMS = {
    HappenedPrecision.DAY: re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"),
    HappenedPrecision.MONTH: re.compile(r"(\d{4})-(\d{1,2})"),
    HappenedPrecision.YEAR: re.compile(r"(\d{4})"),
    HappenedPrecision.DECADE: re.compile(r"(\d{3}0)(?:-?tal(?:et)?|s)?"),
}


def read_happened(precision: HappenedPrecision, text: str, *, today: date) -> Happened | None:
    """Read `1963-02-14`, `1963-02`, `1963`, `1960(-talet)` or free words; empty text is no time.

    Raises InvalidInput for what is no date or lies after today.
    """
    text = text.strip()
    if not text:
        return None
    if precision is HappenedPrecision.ABOUT:
        if len(text) > WORDS_LENGTH:
            raise InvalidInput("happened_too_long", field="happened", most=WORDS_LENGTH)
        return Happened(precision, None, text)
    match = _FORMS[precision].fullmatch(text)
    if match is None:
        raise InvalidInput(f"bad_{precision}", field="happened")
    try:
        start = date(*[*map(int, match.groups()), 1, 1][:3])
    except ValueError:
        raise InvalidInput(f"bad_{precision}", field="happened") from None
    if start > today:
        raise InvalidInput("in_the_future", field="happened")
    return Happened(precision, start, "")
