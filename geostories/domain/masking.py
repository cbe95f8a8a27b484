"""Masking phrases (*sekretess*) in what is given out: the words are gone, the ground stands there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from geostories.errors import InvalidInput

GROUNDS = (
    "OSL 21 kap. 1 §",
    "OSL 21 kap. 3 §",
    "OSL 21 kap. 7 §",
    "OSL 18 kap. 1 §",
    "OSL 26 kap. 1 §",
    "OSL 40 kap. 5 §",
)
"""Paragraphs of the act on public access and secrecy that a municipality masks by."""

SHORTEST = 2


@dataclass(frozen=True)
class Mask:
    """A phrase that must not be given out, and by which paragraph."""

    phrase: str
    ground: str


def check(masks: Sequence[Mask]) -> None:
    """Raise InvalidInput for a phrase so short that it would black out half of everything."""
    for mask in masks:
        within = any(mask.phrase.strip().casefold() in each.casefold() for each in GROUNDS)
        if len(mask.phrase.strip()) < SHORTEST or within:
            raise InvalidInput("mask_too_short", field="phrases")
        if mask.ground not in GROUNDS:
            raise InvalidInput("mask_without_ground", field="phrases")


def mask_text(words: str, masks: Sequence[Mask]) -> str:
    """The words without any of the phrases, whatever their case and line ends.

    What stands there instead has one length: it does not tell how long the name was. The longest
    phrase goes first, so that a part of it does not leave the rest readable.
    """
    words = _plain(words)
    for mask in sorted(masks, key=lambda each: -len(each.phrase)):
        words = _pattern(mask.phrase).sub(f"[████ {mask.ground}]", words)
    return words


def is_masked(words: str, masks: Sequence[Mask]) -> bool:
    """Whether none of the phrases stands anywhere in the words."""
    return not any(_pattern(mask.phrase).search(_plain(words)) for mask in masks)


def _plain(words: str) -> str:
    """Composed letters, and no invisible signs that would part a name."""
    composed = unicodedata.normalize("NFC", words)
    return "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")


def _pattern(phrase: str) -> re.Pattern[str]:
    parts = _plain(phrase).split()
    return re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE)
