"""Names as registers write them, without what does not belong to them."""

from __future__ import annotations

import re

_LENGTH = re.compile(
    r"(?<!\s)\s*\((?:längd|length)?:?\s*(\d+(?:[.,]\d+)?)\s*(kilometer|km|meter|m)\)\s*$",
    re.IGNORECASE,
)
_CODE_OR_NUMBER = re.compile(r"[\d\s-]+")


def tidy(name: str) -> str:
    """Without escapes left from another format, line breaks, and a length at the end."""
    plain = name.replace('\\"', '"').replace("\\'", "'").replace("\\/", "/")
    return _LENGTH.sub("", re.sub(r"\s+", " ", plain)).strip()


def length_in(name: str) -> float | None:
    """The metres that a name says at its end, as `(Längd: 4,1 kilometer)`."""
    found = _LENGTH.search(name)
    if found is None:
        return None
    number = float(found[1].replace(",", "."))
    return number * 1000 if found[2].casefold().startswith("k") else number


def is_code(text: str) -> bool:
    """Whether it is a municipality's or an organisation's number, and no name."""
    return bool(text) and _CODE_OR_NUMBER.fullmatch(text) is not None


def of_municipality(name: str, code: str) -> frozenset[str]:
    """All ways in which registers name a municipality, in small letters."""
    small = name.casefold()
    ways = {f"{small}{genitive} {word}" for genitive in ("", "s") for word in ("kommun", "stad")}
    return frozenset({small, code, *ways})
