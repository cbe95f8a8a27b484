"""What of a teller's name stands under a story."""

from __future__ import annotations

from geostories.vocabulary import Byline

NAME_LENGTH = 60


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
