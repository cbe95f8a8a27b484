"""A camera for the things with corners in the demo pictures: jetties, rails, houses, boats."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from geostories.demo.picture_parts import Points


@dataclass(frozen=True)
class Camera:
    """Looks level into a world in metres: x right, y up from the ground, z away."""

    height: float
    horizon: float
    focal: float = 1500.0
    middle: float = 800.0

    def at(self, places: ArrayLike) -> Points:
        """Where ``(x, y, z)`` places land on the sheet."""
        x, y, z = np.asarray(places, dtype=float).reshape(-1, 3).T
        scale = self.focal / np.maximum(z, 0.05)
        return np.stack([self.middle + x * scale, self.horizon + (self.height - y) * scale], 1)


def turned(
    places: ArrayLike, at: tuple[float, float, float], angle: float, size: float = 1.0
) -> Points:
    """Places of a thing, turned ``angle`` radians about its upright axis and put at ``at``."""
    x, y, z = np.asarray(places, dtype=float).reshape(-1, 3).T * size
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([x * cos - z * sin + at[0], y + at[1], x * sin + z * cos + at[2]], 1)


Span = tuple[float, float]
Place = tuple[float, float, float]


def facing(x: Span, y: Span, z: float) -> list[Place]:
    """A rectangle that turns its face to us."""
    return [(x[0], y[0], z), (x[1], y[0], z), (x[1], y[1], z), (x[0], y[1], z)]


def flank(x: float, y: Span, z: Span) -> list[Place]:
    """A rectangle that stands along our line of sight."""
    return [(x, y[0], z[0]), (x, y[1], z[0]), (x, y[1], z[1]), (x, y[0], z[1])]


def level(x: Span, y: float, z: Span) -> list[Place]:
    """A rectangle that lies flat."""
    return [(x[0], y, z[0]), (x[1], y, z[0]), (x[1], y, z[1]), (x[0], y, z[1])]
