"""People and the elk of the demo pictures."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from geostories.demo.picture_parts import Pen, Points, bend, clear, mix, smooth

Joint = tuple[float, float]
Limb = tuple[Joint, Joint]


@dataclass(frozen=True)
class Pose:
    """How a body is held; heights of 1 from the heel, x towards where it looks."""

    legs: tuple[Limb, Limb]  # knee and foot; the far leg first
    arms: tuple[Limb, Limb]  # elbow and hand; the far arm first
    lean: float = 0.0
    hip: Joint = (0.0, 0.5)


POSES = {
    "stand": Pose((((0.02, 0.26), (0.03, 0)), ((-0.02, 0.26), (-0.03, 0))),
                  (((0.05, 0.65), (0.08, 0.52)), ((-0.06, 0.65), (-0.03, 0.51)))),
    "walk": Pose((((0.08, 0.28), (-0.1, 0.02)), ((0.1, 0.27), (0.13, 0))),
                 (((-0.08, 0.65), (-0.02, 0.53)), ((0.09, 0.66), (0.16, 0.56))), 0.03),
    "hold": Pose((((0.02, 0.26), (0.04, 0)), ((-0.02, 0.26), (-0.04, 0))),
                 (((0.1, 0.66), (0.17, 0.76)), ((0.07, 0.64), (0.16, 0.72)))),
    "glide": Pose((((-0.12, 0.3), (-0.36, 0.14)), ((0.1, 0.27), (0.04, 0))),
                  (((0.16, 0.74), (0.3, 0.7)), ((-0.13, 0.7), (-0.27, 0.66))), 0.12),
    "push": Pose((((0.1, 0.28), (0.1, 0)), ((-0.1, 0.27), (-0.24, 0.03))),
                 (((0.17, 0.62), (0.3, 0.56)), ((0.15, 0.6), (0.28, 0.54))), 0.14),
    "sit": Pose((((0.24, 0.3), (0.26, 0.0)), ((0.22, 0.28), (0.19, 0.0))),
                (((0.12, 0.42), (0.27, 0.4)), ((0.1, 0.41), (0.25, 0.37))), 0.06, (0.0, 0.26)),
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """A small figure with its feet at ``(x, y)``, ``tall`` pixels high, facing right (1) or left."""

    x: float
    y: float
    tall: float
    coat: str
    legs: str
    pose: str = "stand"
    facing: int = 1
    hat: str | None = None
    skin: str = "#d9ab8a"
    hair: str = "#4a3526"
    hem: float = 0.44  # how high over the heels the coat ends
    flare: float = 1.0
    lit: str | None = None  # the colour of light from behind
    rim: str | None = None  # the colour of light from the front


def person(pen: Pen, who: Person) -> None:
    """Draws one figure: far limbs, coat, near limbs, head."""
    pose = POSES[who.pose]
    shade = mix(who.coat, "#101018", 0.35)
    shoulder = (pose.hip[0] + pose.lean, pose.hip[1] + 0.31)

    def at(points: ArrayLike) -> Points:
        flat = np.asarray(points, dtype=float).reshape(-1, 2)
        return flat * [who.tall * who.facing, -who.tall] + [who.x, who.y]

    thick = who.tall
    _limb(pen, at([shoulder, *pose.arms[0]]), thick * 0.08, shade)
    for leg, ink in zip(pose.legs, (mix(who.legs, "#101018", 0.3), who.legs), strict=True):
        _limb(pen, at([pose.hip, *leg]), thick * 0.1, ink)
        foot = leg[1]
        pen.stroke(
            at([(foot[0] - 0.02, foot[1] + 0.012), (foot[0] + 0.07, foot[1] + 0.006)]),
            thick * 0.04,
            thick * 0.025,
            mix(who.legs, "#101018", 0.5),
        )
    _coat(pen, at, pose, who, shoulder, shade)
    _limb(pen, at([shoulder, *pose.arms[1]]), thick * 0.08, mix(who.coat, "#ffffff", 0.06))
    _head(pen, at, who, shoulder)


def _limb(pen: Pen, joints: Points, thick: float, ink: str) -> None:
    pen.stroke(
        bend(joints[0], joints[1] * 1.5 - (joints[0] + joints[2]) * 0.25, joints[2], 7),
        thick,
        thick * 0.6,
        ink,
    )
    pen.disc(joints[2][0], joints[2][1], thick * 0.32, ink=ink)


def _coat(
    pen: Pen,
    at: Callable[[ArrayLike], Points],
    pose: Pose,
    who: Person,
    shoulder: Joint,
    shade: str,
) -> None:
    hip, low = pose.hip[0], pose.hip[1] - 0.5 + who.hem
    wide = 0.11 * who.flare
    outline = [
        (shoulder[0] - 0.04, shoulder[1] + 0.05),
        (shoulder[0] + 0.04, shoulder[1] + 0.05),
        (shoulder[0] + 0.1, shoulder[1] - 0.02),
        (hip + 0.09, pose.hip[1] + 0.1),
        (hip + wide + 0.01, low),
        (hip - wide - 0.01, low),
        (hip - 0.095, pose.hip[1] + 0.1),
        (shoulder[0] - 0.105, shoulder[1] - 0.02),
    ]
    edge = smooth(at(outline), 2)
    pen.shape(edge, who.coat)
    fold = [*outline[1:5], (hip + 0.02, low), (shoulder[0] + 0.02, shoulder[1])]
    pen.shape(smooth(at(fold), 2), clear(shade, 0.5))
    if who.lit:
        pen.stroke(edge[20:31], who.tall * 0.012, who.tall * 0.012, clear(who.lit, 0.75))
    if who.rim:
        pen.stroke(edge[7:14], who.tall * 0.014, who.tall * 0.014, clear(who.rim, 0.75))


def _head(pen: Pen, at: Callable[[ArrayLike], Points], who: Person, shoulder: Joint) -> None:
    x, y = shoulder[0] * 1.12 + 0.008, shoulder[1] + 0.105
    pen.stroke(
        at([shoulder, (x, y)]), who.tall * 0.05, who.tall * 0.045, mix(who.skin, "#3a1c10", 0.2)
    )

    def oval(aside: float, up: float, wide: float, high: float, ink: str) -> None:
        spot = at([(x + aside, y + up)])[0]
        pen.disc(spot[0], spot[1], who.tall * wide, who.tall * high, ink)

    def cap(back: float, front: float, high: float, ink: str) -> None:
        bow = np.linspace(0, np.pi, 14)
        dome = np.stack([np.cos(bow) * 0.066, np.sin(bow) * high], 1)
        tilt = np.interp(dome[:, 0], [-0.066, 0.066], [back, front])
        pen.shape(at(dome + np.stack([np.full(14, x), y + tilt], 1)), ink)

    oval(-0.014, -0.006, 0.056, 0.062, who.hair)
    oval(0.012, -0.008, 0.05, 0.06, who.skin)
    pen.stroke(
        at([(x + 0.05, y - 0.006), (x + 0.072, y - 0.016)]),
        who.tall * 0.024,
        who.tall * 0.012,
        who.skin,
    )
    cap(-0.012, 0.026, 0.055, who.hair)
    if who.hat:
        cap(0.0, 0.022, 0.068, who.hat)
        brim = [(x - 0.074, y + 0.0), (x + 0.076, y + 0.022)]
        pen.stroke(at(brim), who.tall * 0.028, who.tall * 0.024, mix(who.hat, "#ffffff", 0.14))
    if who.lit:
        rim = bend((x - 0.064, y), (x - 0.07, y + 0.05), (x - 0.02, y + 0.072), 6)
        pen.stroke(at(rim), who.tall * 0.012, who.tall * 0.008, clear(who.lit, 0.7))


_ELK = [(-0.3, 1.09), (-0.12, 1.01), (0.18, 0.9), (0.45, 0.88), (0.57, 0.8), (0.6, 0.66),
        (0.52, 0.5), (0.3, 0.5), (0.02, 0.43), (-0.28, 0.42), (-0.42, 0.52), (-0.53, 0.68),
        (-0.6, 0.74), (-0.63, 0.62), (-0.67, 0.63), (-0.7, 0.76), (-0.84, 0.74), (-0.95, 0.67),
        (-1.05, 0.68), (-1.08, 0.77), (-1.0, 0.87), (-0.86, 0.95), (-0.74, 1.01), (-0.62, 1.02),
        (-0.46, 1.0)]  # fmt: skip
_ELK_LEGS = (
    ((-0.2, 0.55), (-0.21, 0.28), (-0.17, 0.0)),
    ((0.36, 0.62), (0.44, 0.3), (0.38, 0.0)),
    ((-0.35, 0.55), (-0.34, 0.28), (-0.36, 0.0)),
    ((0.5, 0.64), (0.57, 0.32), (0.52, 0.0)),
)
_ANTLER = [(0.0, 0.0), (0.06, 0.08), (0.2, 0.14), (0.33, 0.27), (0.35, 0.42), (0.26, 0.36),
           (0.13, 0.25), (0.02, 0.16), (-0.03, 0.08)]  # fmt: skip


def elk(pen: Pen, x: float, y: float, tall: float, inks: tuple[str, str, str]) -> None:
    """An elk looking left, hooves at ``(x, y)``; inks for hide, pale leg and lit edge."""
    hide, pale, lit = inks

    def at(points: ArrayLike) -> Points:
        return np.asarray(points, dtype=float) * [tall, -tall] + [x, y]

    for i, (hip, knee, hoof) in enumerate(_ELK_LEGS):
        ink, low = (hide, pale) if i > 1 else (mix(hide, "#0c0a0a", 0.4), mix(pale, hide, 0.55))
        pen.stroke(at([hip, knee]), tall * 0.19, tall * 0.07, ink)
        pen.stroke(at([knee, hoof]), tall * 0.062, tall * 0.042, low)
        pen.stroke(at([hoof, (hoof[0] - 0.035, 0.0)]), tall * 0.05, tall * 0.035, "#1a1512")
    _antler(pen, at, -1, mix(pale, hide, 0.45))
    pen.shape(smooth(at(_ELK), 2), hide)
    pen.shape(
        smooth(
            at([(-0.2, 0.52), (0.1, 0.5), (0.4, 0.54), (0.3, 0.47), (0.02, 0.42), (-0.26, 0.41)]), 2
        ),
        mix(hide, "#0c0a0a", 0.45),
    )
    back = smooth(_ELK, 2)
    ridge = back[(back[:, 1] > 0.76) & (back[:, 0] > -0.62)]
    ridge = ridge[np.argsort(ridge[:, 0])]
    pen.stroke(at(ridge - [0.015, 0.012]), tall * 0.014, tall * 0.022, clear(lit, 0.85))
    for inside in np.arange(0.02, 0.16, 0.008):
        pen.stroke(at(ridge - [0.0, inside]), 0, tall * 0.045, clear(lit, 0.022))
    pen.stroke(
        at(bend((-1.02, 0.835), (-0.88, 0.92), (-0.74, 0.985), 8)),
        tall * 0.01,
        tall * 0.02,
        clear(lit, 0.6),
    )
    for ear in ((-0.6, 1.14), (-0.53, 1.1)):
        pen.stroke(at([(-0.67, 0.99), ear]), tall * 0.075, tall * 0.012, hide)
    for x_eye, y_eye, size in ((-0.8, 0.9, 0.014), (-1.045, 0.755, 0.016)):
        spot = at([(x_eye, y_eye)])[0]
        pen.disc(spot[0], spot[1], tall * size, ink="#0f0c0a")
    _antler(pen, at, 1, mix(pale, lit, 0.35))


def _antler(pen: Pen, at: Callable[[ArrayLike], Points], side: int, ink: str) -> None:
    palm = np.array(_ANTLER) * [side * 0.95, 1.0] + [-0.7, 0.97]
    pen.shape(smooth(at(palm), 2), ink)
    for start, tip in (
        ((0.34, 0.36), (0.4, 0.53)),
        ((0.3, 0.34), (0.31, 0.53)),
        ((0.22, 0.3), (0.2, 0.46)),
        ((0.12, 0.22), (0.08, 0.37)),
        ((0.04, 0.14), (-0.02, 0.27)),
        ((0.35, 0.3), (0.47, 0.42)),
    ):
        line = np.array([start, tip]) * [side * 0.95, 1.0] + [-0.7, 0.97]
        size = abs(at([(0, 0)])[0][1] - at([(0, 1)])[0][1])
        pen.stroke(at(line), size * 0.045, size * 0.008, ink)
