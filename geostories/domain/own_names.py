"""Which names residents may stand under: their own, not one that passes for the municipality's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from geostories.domain.bylines import NAME_LENGTH
from geostories.domain.look_alikes import fold
from geostories.errors import InvalidInput

OFFICIAL = (
    "kommun", "municipality", "myndighet", "moderator", "administrator", "administratör",
    "kundtjänst", "kontaktcenter", "geostories", "förvaltning", "officiell", "verifierad",
)  # fmt: skip
"""Nobody's own name holds one of these."""

STAFF = (
    "admin", "support", "redaktion", "redaktionen", "redaktör", "redaktören", "granskare",
    "granskaren", "webbmaster", "webmaster", "system", "official", "verified", "stadshuset",
    "polisen", "handläggare", "tjänsteman", "registrator",
)  # fmt: skip
"""Words that are no name when they stand alone."""

BADGES = re.compile(
    r"CHECK|TICK|SHIELD|STAR\b|BADGE|CROWN|REGISTERED|COPYRIGHT|TRADE MARK|POLICE|CLASSICAL BUILDING|"
    r"\bSEAL\b|FLEUR|MEDAL|LOCK\b|CIVIC|WHITE FLAG|ROSETTE|CONSTRUCTION WORKER|GUARDSMAN"
)
"""In the names of signs that look like what a site gives to those it has checked."""

UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b\u180c\u180d")
"""Letters and marks that are drawn as nothing; besides controls, formats and private ones."""

FOREIGN = frozenset({"CYRILLIC", "GREEK", "COPTIC", "CHEROKEE", "LISU", "ARMENIAN", "DESERET"})
"""Alphabets with many letters that look like Latin ones."""

MOST_MARKS = 2
"""Vietnamese needs two on a letter; more only cover what stands around it."""


def read_name(text: str, towns: Iterable[str] = ()) -> str:
    """A typed name on one line, without signs that cannot be seen. `towns`: the municipalities' names.

    Raises InvalidInput when it is too long, cannot be seen or passes for the municipality's.
    """
    name = _seen(text)
    if len(name) > NAME_LENGTH:
        raise InvalidInput("name_too_long", field="teller_name", most=NAME_LENGTH)
    if text.strip() and not name:
        raise InvalidInput("name_unseen", field="teller_name")
    if _pretends(name, towns):
        raise InvalidInput("name_pretends", field="teller_name")
    return name


def _seen(text: str) -> str:
    kept, marks = [], 0
    for sign in unicodedata.normalize("NFKC", text):
        kind = unicodedata.category(sign)
        if kind in ("Cc", "Zl", "Zp"):
            sign = " "
        elif kind in ("Cf", "Co", "Cn", "Cs") or sign in UNSEEN or "\ufe00" <= sign <= "\ufe0f":
            continue
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return " ".join("".join(kept).split())


def _pretends(name: str, towns: Iterable[str]) -> bool:
    looks = {fold(name), fold(name, pairs=True)}
    of_towns = (word for town in towns for word in _names_of(town))
    return (
        any(fold(word) in look for word in OFFICIAL for look in looks)
        or not looks.isdisjoint(map(fold, (*STAFF, *of_towns)))
        or any(BADGES.search(unicodedata.name(sign, "")) for sign in name if not sign.isalnum())
        or any(map(_is_mixed, name.split()))
    )


def _names_of(town: str) -> set[str]:
    """What a municipality is called: “Katrineholms kommun” is Katrineholm, and speaks for Katrineholms."""
    stem = re.sub(r" (kommun|stad)$", "", town, flags=re.IGNORECASE)
    names = {stem, stem.removesuffix("s")}
    return {town, *names, *(f"{name}{end}" for name in names for end in ("s", " stad"))}


def _is_mixed(word: str) -> bool:
    """Whether it is written in Latin letters and in others that look like them."""
    alphabets = {unicodedata.name(sign, "?").split()[0] for sign in word if sign.isalpha()}
    return "LATIN" in alphabets and not alphabets.isdisjoint(FOREIGN)
