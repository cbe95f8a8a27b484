"""Numbers over time as a line: plain data in, percent across and pixels down out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, RIGHT = 11.0, 96.0
"""Percent: beside the line stand its numbers, and half of the last week's name."""
TOP, DEPTH = 28, 170
"""Pixels: above stands the last number, below the weeks."""
SPAN = 1000
"""The line's own units across and down; the page stretches them."""
MOST_TICKS, MOST_NAMES = 5, 5


@dataclass(frozen=True)
class Mark:
    """Something beside the line: what it says, and where."""

    words: int | str
    at: float


@dataclass(frozen=True)
class Chart:
    """`lines` are unbroken stretches as points; `last` is where the newest number stands, if told."""

    lines: list[str]
    numbers: list[Mark]
    names: list[Mark]
    last: Mark | None
    left: float = LEFT
    width: float = RIGHT - LEFT
    right: float = RIGHT
    top: int = TOP
    depth: int = DEPTH


def draw(values: Sequence[int | None], names: Sequence[str]) -> Chart:
    """The line of `values`, oldest first; broken where one is None, which is not told."""
    step = _step(max((value for value in values if value is not None), default=0))
    most = step * max(-(-max((v for v in values if v is not None), default=0) // step), 1)
    stretches: list[list[str]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            stretches.append([])
        else:
            across = SPAN * index / max(len(values) - 1, 1)
            stretches[-1].append(f"{across:.0f},{SPAN - SPAN * value / most:.0f}")
    every = max(-(-len(names) // MOST_NAMES), 1)
    newest = values[-1] if values else None
    return Chart(
        # one point alone is drawn as a dot: a line to itself, with round ends
        lines=[" ".join(points * (3 - min(len(points), 2))) for points in stretches if points],
        numbers=[
            Mark(number, TOP + DEPTH - DEPTH * number / most) for number in range(0, most + 1, step)
        ],
        names=[
            Mark(names[index], LEFT + (RIGHT - LEFT) * index / max(len(values) - 1, 1))
            for index in range(len(names) - 1, -1, -every)
        ],
        last=None if newest is None else Mark(newest, TOP + DEPTH - DEPTH * newest / most),
    )


def _step(most: int) -> int:
    """A round number, so many of which reach above the highest."""
    size = 1
    while True:
        for each in (size, 2 * size, 5 * size):
            if each * MOST_TICKS >= most:
                return each
        size *= 10
