"""Which numbers are told: a few visits could be people one knows (docs/decisions/0021)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Told:
    """A number as it is told: `count`, or None where it is too small (`is_few`) or gives one away."""

    count: int | None
    is_few: bool = False


def tell(count: int, *, smallest: int) -> Told:
    """One number by itself. That there was nobody is told."""
    return Told(None, is_few=True) if 0 < count < smallest else Told(count)


def tell_with_sum(counts: Sequence[int], *, smallest: int) -> tuple[Told, list[Told]]:
    """A sum, and its parts beside it.

    Where a part is too small, the next smallest are withheld with it, one after the other, until the
    sum less what is told leaves more than one answer for each. Where that is never so, the sum is
    withheld.
    """
    told = [tell(count, smallest=smallest) for count in counts]
    hidden = _Hidden(smallest)
    for count, each in zip(counts, told, strict=True):
        if each.is_few:
            hidden.few.append(count)
    for count, at in sorted((count, at) for at, count in enumerate(counts) if count >= smallest):
        if not hidden.is_given_away:
            break
        hidden.others.append(count)
        told[at] = Told(None)
    whole = tell(sum(counts), smallest=smallest)
    return (Told(None) if hidden.is_given_away and not whole.is_few else whole), told


@dataclass
class _Hidden:
    """What is withheld of one sum: those known to be below `smallest`, and those known not to be."""

    smallest: int
    few: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)

    @property
    def is_given_away(self) -> bool:
        """Whether their sum leaves one answer for a small one: it is the only, or all are extreme."""
        if not self.few:
            return False
        together = sum(self.few) + sum(self.others)
        least = len(self.few) + self.smallest * len(self.others)
        most = (self.smallest - 1) * len(self.few)
        is_alone = len(self.few) + len(self.others) == 1
        return is_alone or together == least or (not self.others and together == most)
