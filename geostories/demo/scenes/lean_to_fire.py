"""Blue hour by a lean-to: two friends, a fire and sparks among the spruces."""

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image

from geostories.demo.picture_figures import Person, person
from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import Canvas, Pen, Points, bend, clear, mix, ramp
from geostories.demo.picture_sky import band, stars
from geostories.demo.picture_space import Camera, facing, level, turned
from geostories.demo.picture_trees import big_spruce, clump, treeline


def lean_to_fire(canvas: Canvas) -> Image.Image:
    """Blue hour by a lean-to: two friends, a fire and sparks among the spruces."""
    canvas.wash(ramp((0, "#0c1b33"), (300, "#1d3f58"), (470, "#4d7f86"), (620, "#97a98c")))
    stars(canvas, 360, 170)
    treeline(canvas, ramp((200, "#2c5160"), (620, "#5c8583")), 635, (150, 300), gap=0.12, pines=0)
    treeline(canvas, ramp((100, "#173340"), (675, "#35585a")), 662, (220, 440), gap=0.13, pines=0)
    band(canvas, "#8da79c", (530, 690), 0.35)
    canvas.wash(ramp((635, "#2c3a30"), (790, "#28291f"), (1150, "#0d110f")), 640)
    canvas.vary(40, 0.25, 3, 640)
    bushes = [(x, 652 + 8 * np.sin(x), 70, 30) for x in range(1000, 1640, 60)]
    clump(
        canvas, bushes, ("#0c1714", "#18302a", "#2f4a38", "#5f6a3a"), light=(-0.6, 0.4), rough=1.3
    )
    canvas.glow(920, 800, 640, "#e0721f", 0.7)
    _shelter(canvas)
    _big_spruces(canvas)
    _fire(canvas)
    _friends(canvas)
    return finish(canvas, vignette=0.42, ink="#04080f")


_CAMERA = Camera(height=1.55, horizon=580, focal=1350, middle=700)


def _seen(places: ArrayLike) -> Points:
    """Places on the lean-to: x along its open side, y up, z into it, metres."""
    return _CAMERA.at(turned(places, (-0.75, 0.0, 6.3), -0.3))


def _shelter(canvas: Canvas) -> None:
    with canvas.detail() as pen:
        _walls(pen, canvas.rng)
        under = [(-2.2, 2.12, -0.45), (2.2, 2.12, -0.45), (2.2, 1.0, 2.3), (-2.2, 1.0, 2.3)]
        pen.shape(_seen(under), "#7d4319")
        for x in np.arange(-2.1, 2.2, 0.3):
            pen.stroke(_seen([(x, 2.1, -0.45), (x, 1.0, 2.3)]), 7, 4, clear("#2c180c", 0.7))
        pen.stroke(_seen([(-2.25, 2.2, -0.5), (2.25, 2.2, -0.5)]), 40, 40, "#1c2417")
        for side in (-1.9, 1.9):
            pen.stroke(_seen([(side, 0, 0), (side, 2.1, 0)]), 30, 28, "#4c2a12")
            pen.stroke(_seen([(side + 0.03, 0, 0), (side + 0.03, 2.1, 0)]), 8, 8, "#e08a38")
    turf = [(x, y, 44, 17) for x, y in _seen([(x, 2.27, -0.5) for x in np.linspace(-2.3, 2.3, 18)])]
    clump(canvas, turf, ("#0c140e", "#1b2a1a", "#34482a", "#6b7443"), rough=1.1)


def _walls(pen: Pen, rng: np.random.Generator) -> None:
    """The timber inside, lit by the fire."""
    pen.shape(_seen(facing((-1.9, 1.9), (0, 1.0), 2.2)), "#3a2413")
    for y in np.arange(0.08, 1.0, 0.15):
        warm = mix("#c9772c", "#7a431b", rng.random())
        pen.stroke(_seen([(-1.9, y, 2.2), (1.9, y, 2.2)]), 24, 24, warm)
        pen.stroke(_seen([(-1.9, y + 0.07, 2.2), (1.9, y + 0.07, 2.2)]), 4, 4, "#2a170b")
    pen.shape(_seen(level((-1.9, 1.9), 0.3, (0.5, 2.2))), "#e09a4a")
    pen.shape(_seen(facing((-1.9, 1.9), (0.05, 0.3), 0.5)), "#a85d22")
    for side, ink in ((-1.9, "#b86a28"), (1.9, "#8f4d1d")):
        pen.shape(_seen([(side, 0, 0), (side, 2.0, 0), (side, 1.0, 2.2), (side, 0, 2.2)]), ink)
        for y in np.arange(0.15, 1.95, 0.15):
            back = min(2.2, (2.0 - y) * 2.2)
            pen.stroke(_seen([(side, y, 0), (side, y, back)]), 5, 4, "#3d210e")


def _big_spruces(canvas: Canvas) -> None:
    inks = ("#070f14", "#0d1a1c", "#5d3a1c")
    with canvas.detail() as pen:
        for x, tall, light in ((1400, 760, -1), (30, 1130, 1), (1560, 1200, -1)):
            big_spruce(pen, canvas.rng, (x, 1060), tall, inks, light=light)
    tufts = [(x, 1070 + 30 * np.sin(x), 90, 34) for x in (-20, 90, 200, 1330, 1450, 1580)]
    tufts += [(x, 1190 - 44 * abs(x - 830) / 800, 110, 46) for x in range(-20, 1680, 85)]
    clump(canvas, tufts, ("#06090a", "#10170f", "#26301a", "#75612e"), light=(0.1, -0.9), rough=1.3)


_LAYERS = (
    ("#c93d16", 1.0, 6),
    ("#f1711f", 0.82, 5),
    ("#ffab3a", 0.62, 4),
    ("#ffdf86", 0.42, 3),
    ("#fffbe2", 0.22, 3),
)


def _flame(canvas: Canvas, x: float, y: float, wide: float, tall: float) -> None:
    rng = canvas.rng
    tongues = [
        (side, rng.uniform(0.75, 1.1) * (1 - abs(side) * 0.6), rng.normal(0, 0.16))
        for side in (-0.8, -0.5, -0.2, 0.12, 0.42, 0.75)
    ]
    for tone, share, blur in _LAYERS:
        with canvas.stain(tone, blur=blur, opacity=0.9) as pen:
            pen.disc(x, y - tall * 0.12 * share, wide * share * 0.95, tall * 0.17 * share)
            for side, reach, lean in tongues:
                foot, top = x + side * wide * share * 0.8, tall * reach * share
                by = (foot + (side + lean) * wide * 0.45, y - top * 0.5)
                tip = (foot - side * wide * 0.25 + lean * wide, y - top)
                pen.stroke(bend((foot, y - 8), by, tip, 10), wide * 0.62 * share, 1)


def _fire(canvas: Canvas) -> None:
    x, y = 905, 925
    canvas.glow(x, y - 60, 460, "#ff8a2a", 0.75)
    with canvas.stain("#8a7460", blur=34, opacity=0.2) as pen:
        pen.stroke(bend((x + 5, y - 190), (x - 60, y - 460), (x + 190, y - 930), 14), 30, 240)
    turn = np.linspace(-3.3, 2.98, 19)
    ring = np.stack([x + np.cos(turn) * 150, y + 4 + np.sin(turn) * 36], 1)
    for cx, cy in ring[ring[:, 1] <= y]:
        lit = ("#2a130a", "#7a4220", "#c07a3e", "#f4c07a")
        clump(canvas, [(cx, cy, 24, 15)], lit, light=(0, 0.8), rough=0.5, leaf=20)
    with canvas.detail() as pen:
        for start, end in ((-95, 40), (90, -50), (-30, 20), (45, 5)):
            pen.stroke([(x + start, y + 8), (x + end, y - 62)], 26, 18, "#24120a")
            pen.stroke([(x + start, y + 1), (x + end, y - 68)], 6, 4, "#d9701f")
    _flame(canvas, x, y, 84, 250)
    for cx, cy in ring[ring[:, 1] > y]:
        dark = ("#0a0807", "#241a14", "#4f3524", "#c98546")
        clump(canvas, [(cx, cy, 29, 19)], dark, light=(0, -0.9), rough=0.5, leaf=20)
    _sparks(canvas, x, y)


def _sparks(canvas: Canvas, x: float, y: float) -> None:
    rng = canvas.rng
    with canvas.stain("#ffb84d", blur=0.7) as pen:
        for up in rng.random(80) ** 0.7:
            aside = rng.normal(30 * up, 26 + 100 * up)
            pen.disc(x + aside, y - 150 - 600 * up, rng.uniform(0.8, 3.4) * (1.2 - up))


_FRIENDS = (
    Person(590, 994, 400, "#2b3a4d", "#20232c", "sit", 1, "#8a2f25", "#e39a58", hem=0.42, rim="#ffae55"),
    Person(1235, 998, 400, "#4a3a22", "#20232c", "sit", -1, "#2c4a52", "#e39a58", hem=0.42, rim="#ffae55"),
)  # fmt: skip


def _friends(canvas: Canvas) -> None:
    with canvas.stain("#000000", blur=12, opacity=0.5) as pen:
        pen.disc(600, 985, 170, 20)
        pen.disc(1220, 988, 150, 20)
    with canvas.detail() as pen:
        for left, right, y in ((490, 720, 940), (1110, 1330, 946)):
            pen.stroke([(left, y), (right, y - 4)], 64, 58, "#1a110b")
            pen.stroke([(left, y - 24), (right, y - 26)], 12, 10, "#8f5226")
        for who in _FRIENDS:
            person(pen, who)
