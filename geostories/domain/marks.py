"""The mark that stands in a story where a moderator has masked words."""

from __future__ import annotations

import re
import unicodedata

MARK = "▇▇▇ [maskerat]"
"""Of one length whatever it hides, and a word for whoever hears the page."""

SHORTEST, LONGEST = 2, 200


def mask(text: str, phrase: str) -> str:
    """The text with a mark for the phrase, whatever its case and spaces, in the genitive too.

    Only whole words: `Bo` leaves `Boden`. Letters that are composed, or parted by signs that nobody
    sees, are the same letters; then the whole text is written without such signs.
    """
    found = _pattern(phrase)
    masked = found.sub(MARK, text)
    return found.sub(MARK, _plain(masked)) if found.search(_plain(masked)) else masked


def holds(text: str, phrase: str) -> bool:
    """Whether the phrase stands there."""
    return bool(_pattern(phrase).search(_plain(text)))


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")


def _pattern(phrase: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, _plain(phrase).split()))
    return re.compile(rf"(?<!\w){words}s?(?!\w)", re.IGNORECASE)
