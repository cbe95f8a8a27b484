"""What of a teller's name stands under a story."""

from __future__ import annotations

import unicodedata

from geostories.errors import InvalidInput
from geostories.vocabulary import Byline

NAME_LENGTH = 60
OFFICIAL = "kommun"
MIXED = frozenset({"CYRILLIC", "GREEK"})
"""Alphabets with letters that look like Latin ones."""


def label(name: str, byline: Byline) -> str:
    """The name as others see it; empty for an anonymous teller."""
    match byline:
        case Byline.NAME:
            return name
        case Byline.FIRST_NAME:
            return first_name(name)
        case Byline.ANONYMOUS:
            return ""


def first_name(name: str) -> str:
    """What a person is called by: “Barbro” of “Barbro, yngst av fem”."""
    return name.partition(" ")[0].rstrip(",.;:")


def initials(name: str) -> str:
    """The letters in the circle beside a name; empty without a name."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def read_name(text: str) -> str:
    """A typed name on one line, without signs that cannot be seen.

    Raises InvalidInput when it is too long or passes for the municipality's.
    """
    seen = "".join(each for each in text if unicodedata.category(each) not in ("Cc", "Cf", "Co"))
    name = " ".join(unicodedata.normalize("NFKC", seen).split())
    if len(name) > NAME_LENGTH:
        raise InvalidInput("name_too_long", field="teller_name", most=NAME_LENGTH)
    alphabets = {unicodedata.name(each, "?").split()[0] for each in name if each.isalpha()}
    if OFFICIAL in name.casefold() or ("LATIN" in alphabets and alphabets & MIXED):
        raise InvalidInput("name_pretends", field="teller_name")
    return name
