"""The cranes of the demo pictures."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from geostories.demo.picture_parts import Pen, Points, bend, clear, moved, smooth

_BODY = ((0.17, 0.63), (0.19, 0.55), (0.1, 0.46), (-0.06, 0.43), (-0.2, 0.42), (-0.3, 0.33), (-0.37, 0.36),
         (-0.36, 0.45), (-0.24, 0.57), (-0.08, 0.65), (0.06, 0.67))  # fmt: skip
_LEGS = (((-0.09, 0), (-0.035, 0.22), (-0.03, 0.47)), ((0.06, 0), (0.005, 0.23), (0.03, 0.47)))
_Placing = Callable[[ArrayLike], Points]
_Inks = tuple[str, str, str]


def crane(
    pen: Pen,
    feet: tuple[float, float],
    size: float,
    inks: _Inks,
    *,
    facing: int = 1,
    calling: bool = False,
) -> None:
    """A standing crane; inks for body, shade and lit edge."""

    def at(points: ArrayLike) -> Points:
        there = np.asarray(points, dtype=float) * [size * facing, -size]
        return moved(there, *feet)

    for foot, knee, hip in _LEGS:
        leg = at([foot, knee, hip])
        pen.stroke(leg[:2], size * 0.012, size * 0.016, inks[1])
        pen.stroke(leg[1:], size * 0.018, size * 0.035, inks[1])
        pen.stroke(at([foot, (foot[0] + 0.06, -0.012)]), size * 0.013, size * 0.006, inks[1])
    _plumage(pen, at, size, inks)
    head, by, tip = (
        ((0.2, 1.0), (0.32, 0.78), (0.25, 1.15))
        if calling
        else ((0.3, 0.9), (0.16, 0.82), (0.46, 0.875))
    )
    neck = at(bend((0.12, 0.6), by, head, 14))
    pen.stroke(neck, size * 0.105, size * 0.042, inks[1])
    pen.stroke(moved(neck[6:], -size * 0.008 * facing, 0), size * 0.012, size * 0.014, inks[2])
    x, y = at([head])[0]
    pen.disc(x, y, size * 0.036, size * 0.03, inks[1])
    pen.stroke(at([head, tip]), size * 0.03, size * 0.005, inks[1])
    crown = x - size * 0.008 * facing
    pen.disc(crown, y - size * 0.022, size * 0.018, size * 0.011, "#a8382c")


def _plumage(pen: Pen, at: _Placing, size: float, inks: _Inks) -> None:
    pen.shape(smooth(at(_BODY)), inks[0])
    for drop in np.linspace(0, 1, 7):
        root, by = (-0.1, 0.6 - drop * 0.08), (-0.3, 0.55 - drop * 0.1)
        plume = bend(root, by, (-0.4 + drop * 0.12, 0.33 - drop * 0.05), 8)
        pen.stroke(at(plume), size * 0.04, size * 0.006, inks[1])
    back = bend((0.12, 0.645), (-0.06, 0.655), (-0.27, 0.5), 10)
    pen.stroke(at(back), size * 0.016, size * 0.006, inks[2])
    breast = bend((0.16, 0.62), (0.2, 0.55), (0.08, 0.455), 8)
    pen.stroke(at(breast), size * 0.008, size * 0.018, clear(inks[2], 0.5))


def flying_crane(pen: Pen, x: float, y: float, size: float, beat: float, ink: str) -> None:
    """A crane in the air heading left; ``beat`` from -1 (wings down) to 1 (wings up)."""
    pen.stroke(
        bend((-0.5, 0.02), (-0.1, -0.05), (0.0, 0), 8) * size + [x, y],
        size * 0.035,
        size * 0.1,
        ink,
    )
    pen.stroke(
        np.array([(0, 0), (0.2, 0.01), (0.52, 0.0)]) * size + [x, y], size * 0.12, size * 0.02, ink
    )
    for reach, lift in ((-0.34, 0.42), (0.46, 0.55)):
        up = -beat * lift
        wing = [
            (-0.1, 0.0),
            (reach * 0.5 - 0.1, up * 0.6),
            (reach - 0.04, up),
            (reach + 0.07, up * 0.9),
            (reach * 0.6 + 0.12, up * 0.42),
            (0.15, 0.02),
        ]
        pen.shape(smooth(np.array(wing) * size + [x, y], 2), ink)
        for finger in (0.0, 0.05, 0.1):
            root = (reach * 0.93 + finger * 0.7, up * 0.9)
            tip = (reach * 1.16 + finger * 1.2, up * (1.12 - finger * 1.6))
            pen.stroke(np.array([root, tip]) * size + [x, y], size * 0.04, size * 0.008, ink)
