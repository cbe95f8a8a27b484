"""What the reading process is asked: the only thing it is told besides the file."""

from __future__ import annotations

from dataclasses import dataclass

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""

VERSION = 2
"""Of the answer's form. A release may be installed while a process of the last one still reads."""


@dataclass(frozen=True)
class Order:
    """Which layer, in which system (EPSG), within which limits.

    `lines`: of a file with points and lines, the lines are wanted. `near`: where the layer should
    lie, in degrees, if that is known.
    """

    layer: str | None
    crs: int | None
    lines: bool
    near: Bounds | None
    bytes: int
    features: int
    vertices: int
    seconds: int
