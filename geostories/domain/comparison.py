"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections import Counter
from difflib import Match, SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["same", "removed", "added"]

WORK = 4_000_000
"""Pairs of equal words difflib may weigh, about a second: ten pages with hundreds of edits stay well
below. Texts made to be slow ("a a a …") would otherwise hold a moderator's page for minutes."""

_WORD = re.compile(r"\S+\s*")


class Segment(NamedTuple):
    """A run of text that stayed, went or came."""

    kind: Kind
    text: str


def compare(before: str, after: str) -> list[Segment]:
    """The later text with what went from the earlier one; new spacing alone is no change.

    Texts too repetitive to be compared word by word differ as a whole between the beginning and the
    end they share.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    old_words, new_words = [w.rstrip() for w in old], [w.rstrip() for w in new]
    start = _shared(old_words, new_words)
    end = _shared(old_words[start:][::-1], new_words[start:][::-1])
    segments = [Segment("same", "".join(new[:start]))]
    for tag, i, j, k, m in _changes(
        old_words[start : len(old) - end], new_words[start : len(new) - end]
    ):
        if tag == "equal":
            segments.append(Segment("same", "".join(new[start + k : start + m])))
            continue
        gone, come = "".join(old[start + i : start + j]), "".join(new[start + k : start + m])
        # What replaces it brings the spacing: else a paragraph would end twice.
        segments.append(Segment("removed", f"{gone.rstrip()} " if gone and come else gone))
        segments.append(Segment("added", come))
    segments.append(Segment("same", "".join(new[len(new) - end :])))
    return _tidy(segments)


def _shared(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


class _TooMuchWork(Exception):
    """The texts are too repetitive."""


class _Matcher(SequenceMatcher[str]):
    """difflib's, but it gives up when WORK is done."""

    def __init__(self, old: list[str], new: list[str]) -> None:
        super().__init__(None, old, new, autojunk=False)
        counts = Counter(new)
        self._pairs = [1 + counts[word] for word in old]
        self._work = 0

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """As difflib, which calls it once for every run the texts share."""
        self._work += sum(self._pairs[alo:ahi])
        if self._work > WORK:
            raise _TooMuchWork
        return super().find_longest_match(alo, ahi, blo, bhi)


def _changes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    try:
        return list(_Matcher(old, new).get_opcodes())
    except _TooMuchWork:
        return [("replace", 0, len(old), 0, len(new))]


def _tidy(segments: list[Segment]) -> list[Segment]:
    """Without empty runs, the space after a changed word outside the mark, neighbours joined."""
    tidy: list[Segment] = []
    for kind, text in segments:
        words = text.rstrip() if kind != "same" else text
        for part in (Segment(kind, words), Segment("same", text[len(words) :])):
            if not part.text:
                continue
            if tidy and tidy[-1].kind == part.kind:
                part = Segment(part.kind, tidy.pop().text + part.text)
            tidy.append(part)
    return tidy
