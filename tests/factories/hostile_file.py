"""A file that is made to do harm, its bytes only when they are needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Hostile:
    """`may_pass`: what is odd in it is harmless or not followed, and the rest can be used."""

    name: str
    make: Callable[[], bytes]
    may_pass: bool = False

    def __str__(self) -> str:
        return self.name


def holding(name: str, content: str | bytes, *, may_pass: bool = False) -> Hostile:
    """One that holds this."""
    data = content.encode() if isinstance(content, str) else content
    return Hostile(name, lambda: data, may_pass)
