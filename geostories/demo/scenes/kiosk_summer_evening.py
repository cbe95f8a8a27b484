"""The ice-cream kiosk by the lake on a long July evening, lamps lit, a small queue."""

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image

from geostories.demo.picture_figures import Person, person
from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import Canvas, Pen, Points, bend, clear, mix, ramp
from geostories.demo.picture_sky import glitter, reflect, streaks
from geostories.demo.picture_space import Camera, facing, flank, level, turned
from geostories.demo.picture_trees import clump, grass, heap, roots, treeline


def kiosk_summer_evening(canvas: Canvas) -> Image.Image:
    """The ice-cream kiosk by the lake on a long July evening, lamps lit, a small queue."""
    canvas.wash(
        ramp((0, "#5c7fb0"), (240, "#a99cc4"), (430, "#f0a9a0"), (560, "#fcd49a"), (640, "#fde9bd"))
    )
    streaks(canvas, "#ffc7b0", (60, 470), cell=130, stretch=6, cover=0.5, opacity=0.7)
    canvas.glow(330, 600, 620, "#ffe39a", 0.8)
    treeline(canvas, ramp((500, "#8d7f9f"), (640, "#d9a79c")), 636, (40, 100), gap=0.16, leafy=0.3)
    reflect(canvas, 638, tint="#8f7fa6", depth=0.18, ripple=4, blur=2)
    glitter(canvas, "#fff2c8", 330, (650, 800), (40, 120), 150)
    canvas.wash(ramp((795, "#c39a78"), (900, "#d9b48a"), (1200, "#8d6a58")), 800)
    canvas.vary(30, 0.13, 4, 800)
    _shore_grass(canvas)
    _kiosk(canvas)
    _lamps(canvas)
    _queue(canvas)
    for x, y, wide, high in (
        (60, 40, 200, 120),
        (250, -10, 210, 90),
        (-20, 210, 130, 130),
        (430, 10, 120, 50),
    ):
        clump(
            canvas,
            heap(canvas.rng, x, y, wide, high, 40)[1:],
            ("#24402c", "#3f6338", "#7d8d48", "#dcb66a"),
            leaf=9,
            rough=1.3,
            light=(0.5, 0.6),
        )
    return finish(canvas, vignette=0.26, ink="#2a1a30")


def _shore_grass(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.detail() as pen:
        inks = ("#5f6a3c", "#8a8a4a", "#b79a58", "#46552f")
        grass(canvas, pen, inks, roots(rng, 900, (-20, 1620), (792, 812)), (10, 44), 4, 0.3)
        grass(canvas, pen, inks, roots(rng, 260, (-20, 300), (1130, 1240)), (30, 110), 5, 0.3)


_CAMERA = Camera(height=1.6, horizon=690, focal=1500, middle=880)


def _seen(places: ArrayLike) -> Points:
    """Places on the kiosk: x along its front, y up, z back from the counter, metres."""
    return _CAMERA.at(turned(places, (0.55, 0.0, 6.9), -0.32))


def _kiosk(canvas: Canvas) -> None:
    with canvas.stain("#4a2f3a", blur=16, opacity=0.55) as pen:
        pen.shape(_seen([(-1.7, 0, -0.2), (1.9, 0, -0.4), (2.6, 0, 2.2), (-1.5, 0, 2.2)]))
    with canvas.detail() as pen:
        pen.shape(_seen(flank(1.6, (0, 2.5), (0, 2.2))), "#6d8c94")
        pen.shape(_seen(facing((-1.6, 1.6), (0, 2.5), 0)), "#a9c6bd")
        pen.shape(_seen(flank(-1.6, (0, 2.5), (0, 2.2))), "#d9d9bd")
        for x in np.arange(-1.6, 1.61, 0.16):
            pen.stroke(_seen([(x, 0, 0), (x, 2.5, 0)]), 2.5, 2.5, clear("#5f8a86", 0.55))
        for z in np.arange(0.1, 2.2, 0.2):
            pen.stroke(_seen([(-1.6, 0, z), (-1.6, 2.5, z)]), 2.5, 2.5, clear("#a59f80", 0.6))
        pen.shape(_seen(facing((-1.62, 1.62), (0, 0.16), -0.01)), "#5d6f6c")
        pen.shape(_seen(facing((-1.25, 1.25), (1.0, 2.05), 0)), "#fff0c0")
        pen.shape(_seen(facing((-1.25, 1.25), (1.0, 1.35), 0)), "#f3b868")
        _hatch(pen)
        _roof(pen)
    _awning(canvas)
    _cone(canvas, _seen([(0.0, 3.42, 1.0)])[0])


def _roof(pen: Pen) -> None:
    eaves = level((-1.95, 1.95), 2.55, (-0.5, 2.5))
    pen.shape(_seen(eaves), "#5d4a4a")
    pen.shape(_seen([*eaves[:2], (0.7, 3.3, 1.0), (-0.7, 3.3, 1.0)]), "#b4573f")
    for share in np.linspace(0.04, 0.96, 24):
        line = [(-1.95 + 3.9 * share, 2.55, -0.5), (-0.7 + 1.4 * share, 3.3, 1.0)]
        pen.stroke(_seen(line), 4, 2, clear("#7a3528", 0.5))
    pen.shape(_seen([eaves[0], (-0.7, 3.3, 1.0), (-0.95, 3.1, 0.9)]), "#e5a070")
    pen.stroke(_seen(eaves[:2]), 20, 20, "#f6efdc")


_TUBS = (
    (-0.9, "#c9574a"),
    (-0.62, "#6b9ac4"),
    (-0.34, "#e6c35a"),
    (0.62, "#8d5f86"),
    (0.9, "#d98a4a"),
)


def _hatch(pen: Pen) -> None:
    for x, ink in _TUBS:
        tub = [(x, 1.35, 0), (x + 0.18, 1.35, 0), (x + 0.16, 1.62, 0), (x + 0.02, 1.62, 0)]
        pen.shape(_seen(tub), ink)
    x, y = _seen([(0.2, 1.05, 0.0)])[0]
    person(pen, Person(x, y + 140, 330, "#f7efe2", "#3a3a4a", "hold", -1, "#c9574a"))
    pen.shape(_seen(facing((-1.25, 1.25), (0.2, 1.02), 0)), "#8fb3ab")
    for x in np.arange(-1.25, 1.26, 0.16):
        pen.stroke(_seen([(x, 0.2, 0), (x, 1.0, 0)]), 2.5, 2.5, clear("#5f8a86", 0.55))
    pen.shape(_seen(level((-1.4, 1.4), 1.02, (-0.35, 0.0))), "#f4e3bd")
    pen.shape(_seen(facing((-1.4, 1.4), (0.93, 1.02), -0.35)), "#b08a62")


def _awning(canvas: Canvas) -> None:
    with canvas.detail() as pen:
        for i, (a, b) in enumerate(pairwise(np.linspace(-1.5, 1.5, 14))):
            ink = "#d2493f" if i % 2 == 0 else "#fff3dd"
            pen.shape(_seen([(a, 2.4, 0), (b, 2.4, 0), (b, 2.02, -1.0), (a, 2.02, -1.0)]), ink)
            tip = ((a + b) / 2, 1.82, -1.0)
            lappet = [(a, 2.02, -1.0), (b, 2.02, -1.0), (b, 1.9, -1.0), tip, (a, 1.9, -1.0)]
            pen.shape(_seen(lappet), mix(ink, "#5a2a3a", 0.18))
    with canvas.stain("#4a3040", blur=10, opacity=0.35) as pen:
        pen.shape(_seen(facing((-1.5, 1.5), (1.72, 2.0), -0.02)))


def _cone(canvas: Canvas, at: Points) -> None:
    x, y = at
    with canvas.detail() as pen:
        pen.shape([(x - 40, y - 74), (x + 40, y - 74), (x, y + 46)], "#d99a4f")
        for i in range(5):
            pen.stroke(
                [(x - 36 + i * 16, y - 70), (x - 4 + i * 3, y + 30)], 3, 2, clear("#8a5524", 0.6)
            )
            pen.stroke(
                [(x + 36 - i * 16, y - 70), (x + 4 - i * 3, y + 30)], 3, 2, clear("#8a5524", 0.6)
            )
    balls = [(x - 22, y - 96, 36, 34), (x + 22, y - 94, 36, 34), (x, y - 134, 37, 35)]
    for ball, tones in zip(
        balls,
        (
            ("#a86a70", "#f0a6a8", "#ffd9d2"),
            ("#b39a6a", "#f6e6b8", "#fffbe8"),
            ("#5a3527", "#8a553c", "#c08a66"),
        ),
        strict=True,
    ):
        clump(canvas, [ball], tones, rough=0.25, contrast=0.15, leaf=26)


def _lamps(canvas: Canvas) -> None:
    ends = ((150, 330), (905, 345), (1500, 330))
    with canvas.detail() as pen:
        for x in (150, 1500):
            pen.stroke([(x, 880), (x, 320)], 13, 9, "#5a4448")
        for (ax, ay), (bx, by) in pairwise(ends):
            pen.stroke(
                bend((ax, ay), ((ax + bx) / 2, max(ay, by) + 110), (bx, by), 24), 3, 3, "#4a3a44"
            )
    for (ax, ay), (bx, by) in pairwise(ends):
        line = bend((ax, ay), ((ax + bx) / 2, max(ay, by) + 110), (bx, by), 13)
        for x, y in line[1:-1]:
            canvas.glow(x, y + 13, 74, "#ffb850", 0.75)
            with canvas.detail() as pen:
                pen.disc(x, y + 13, 9, 11, "#fff3c4")
    canvas.glow(880, 610, 420, "#ffb45a", 0.5)


_QUEUE = (
    Person(690, 985, 330, "#e4d2b0", "#4a5f86", "stand", 1, hair="#8a5a30", lit="#ffdf9c"),
    Person(590, 1000, 215, "#d9604e", "#3d4a66", "hold", 1, hair="#d9b06a", lit="#ffdf9c"),
    Person(480, 1005, 345, "#4f7f86", "#3a3440", "walk", 1, "#efe2c0", lit="#ffdf9c", hem=0.3, flare=1.5),
    Person(1270, 1010, 335, "#6a5a86", "#39415a", "hold", -1, hair="#2a2024", lit="#ffdf9c"),
)  # fmt: skip


def _queue(canvas: Canvas) -> None:
    with canvas.stain("#4a2a38", blur=9, opacity=0.5) as pen:
        for who in _QUEUE:
            pen.stroke([(who.x, who.y), (who.x + 230, who.y + 50)], 44, 70)
    with canvas.detail() as pen:
        for who in _QUEUE:
            person(pen, who)
        pen.shape([(1215, 775), (1233, 775), (1224, 806)], "#c98a45")
        pen.disc(1224, 766, 14, 14, "#f6c9c4")
    _bicycle(canvas, 255, 1040, 104)


_JOINTS = {
    "rear": (0, 1),
    "crank": (0.92, 0.95),
    "seat": (0.66, 2.1),
    "head": (1.72, 2.15),
    "front": (2.15, 1),
}
_TUBES = (
    ("rear", "crank"),
    ("rear", "seat"),
    ("seat", "crank"),
    ("crank", "head"),
    ("head", "front"),
)


def _bicycle(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A bicycle on its stand; ``size`` is a wheel's radius."""

    def at(*spots: tuple[float, float]) -> Points:
        return np.array(spots) * [size, -size] + [x, y]

    with canvas.stain("#4a2a38", blur=8, opacity=0.45) as pen:
        pen.stroke([(x - size, y), (x + size * 3.4, y + 16)], 14, 20)
    with canvas.detail() as pen:
        for hub in (0, 2.15):
            _wheel(pen, at((hub, 1))[0], size)
        for one, two in _TUBES:
            pen.stroke(at(_JOINTS[one], _JOINTS[two]), 9, 9, "#2f6f74")
        pen.stroke(at(*bend(_JOINTS["seat"], (1.2, 1.5), _JOINTS["head"], 8)), 9, 9, "#2f6f74")
        pen.stroke(at(_JOINTS["head"], (1.66, 2.45), (1.3, 2.5)), 8, 7, "#4a4048")
        pen.stroke(at((0.4, 2.2), (0.9, 2.16)), 18, 10, "#4a2f22")
        pen.shape(at((1.75, 2.2), (2.4, 2.2), (2.3, 1.7), (1.85, 1.7)), "#b58a55")


def _wheel(pen: Pen, hub: Points, size: float) -> None:
    bow = np.linspace(0, 6.2832, 48)
    rim = np.stack([np.cos(bow), np.sin(bow)], 1) * size + hub
    for spoke in range(0, 24, 3):
        pen.stroke([rim[spoke], rim[spoke + 23]], 1.2, 1.2, clear("#e8dccb", 0.5))
    pen.stroke(rim, 7, 7, "#2f2830")
