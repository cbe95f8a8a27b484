"""A lit bus shelter in thick snow at dusk, the bus just coming round the bend."""

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image

from geostories.demo.picture_figures import Person, person
from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import Canvas, Pen, Points, bend, clear, ramp, smooth
from geostories.demo.picture_sky import falling, streaks
from geostories.demo.picture_space import Camera, facing, flank, level, turned
from geostories.demo.picture_trees import big_spruce, clump, treeline


def snow_bus_stop(canvas: Canvas) -> Image.Image:
    """A lit bus shelter in thick snow at dusk, the bus just coming round the bend."""
    canvas.wash(ramp((0, "#27365f"), (300, "#4a5788"), (560, "#8d86ae"), (680, "#c4a9ba")))
    streaks(canvas, "#7d7fa8", (0, 420), cell=170, stretch=4, cover=0.5, opacity=0.5)
    far = ramp((420, "#59648f"), (690, "#9a93b6"))
    treeline(canvas, far, 690, (110, 230), gap=0.11, pines=0.03)
    wood = ramp((350, "#38466f"), (740, "#6d7099"))
    treeline(canvas, wood, 735, (150, 330), gap=0.14, span=(0, 900), pines=0)
    treeline(canvas, wood, 735, (150, 300), gap=0.14, span=(1330, 1600), pines=0)
    canvas.wash(ramp((700, "#b7b3d0"), (820, "#a9acd0"), (1200, "#6f7aae")), 688)
    canvas.vary(90, 0.1, 4, 705)
    _road(canvas)
    _bus(canvas)
    _snowy_spruces(canvas)
    _shelter(canvas)
    _lamp(canvas)
    falling(canvas, "#ffffff", 620, (1.2, 3.4), opacity=0.75)
    falling(canvas, "#ffffff", 120, (3, 9), blur=2.0, opacity=0.7)
    return finish(canvas, vignette=0.34, ink="#101636")


def _road(canvas: Canvas) -> None:
    left = bend((1240, 716), (1150, 800), (1010, 1230), 24)
    right = bend((1330, 716), (1500, 830), (1900, 1230), 24)
    with canvas.stain(ramp((716, "#9da0c2"), (860, "#8087b2"), (1200, "#525c92")), rough=4) as pen:
        pen.shape(np.concatenate([left, right[::-1]]))
    for share in (0.22, 0.36, 0.6, 0.74):
        track = left + (right - left) * share
        with canvas.stain("#414b80", blur=3, opacity=0.55, rough=3) as pen:
            pen.stroke(track, 2, 52)
    for edge, side in ((left, -1), (right, 1)):
        banks = [
            (x + side * (y - 690) * 0.1, y, 10 + (y - 700) * 0.24, 5 + (y - 700) * 0.075)
            for x, y in edge
        ]
        clump(
            canvas,
            banks,
            ("#6b74a8", "#a3a9cf", "#d6d6ea", "#f3eef6"),
            rough=0.3,
            leaf=26,
            contrast=0.25,
            light=(0.4, -0.8),
        )


def _panel(left: float, top: float, right: float, bottom: float, cut: float) -> Points:
    """An upright panel with rounded corners."""
    corners = [(left, top + cut), (left + cut, top), (right - cut, top), (right, top + cut),
               (right, bottom - cut), (right - cut, bottom), (left + cut, bottom), (left, bottom - cut)]  # fmt: skip
    return smooth(corners, 1)


def _bus(canvas: Canvas) -> None:
    canvas.glow(1262, 672, 260, "#ffe9b0", 0.55)
    with canvas.detail() as pen:
        pen.shape(_panel(1205, 590, 1318, 722, 12), "#b23a36")
        pen.shape([(1300, 722), (1300, 592), (1338, 600), (1338, 712)], "#74262c")
        pen.shape(_panel(1213, 600, 1310, 656, 8), "#3a3f5f")
        pen.shape([(1222, 606), (1306, 606), (1306, 616), (1222, 616)], "#ffd37a")
        pen.stroke([(1203, 588), (1326, 588)], 10, 10, "#f3f0f8")
        pen.stroke([(1216, 722), (1216, 734)], 18, 18, "#1a1a2a")
        pen.stroke([(1308, 722), (1308, 734)], 18, 18, "#1a1a2a")
    for x in (1228, 1300):
        canvas.glow(x, 690, 120, "#fff2c4", 1.0)
        with canvas.detail() as pen:
            pen.disc(x, 690, 10, 9, "#fffdf0")
    with canvas.stain("#fff1c4", blur=26, opacity=0.4) as pen:
        pen.shape([(1225, 716), (1305, 716), (1340, 1010), (880, 1010)])


def _snowy_spruces(canvas: Canvas) -> None:
    rng = canvas.rng
    inks = ("#1d2a4c", "#2c3b63", "#8d9ac4")
    for x, base, tall in ((70, 900, 640), (250, 850, 480), (1530, 900, 700)):
        with canvas.detail() as pen:
            big_spruce(pen, rng, (x, base), tall, inks, light=1 if x < 800 else -1)
        loads = []
        for down in np.repeat(np.linspace(0.06, 0.93, 30), 3):
            reach = 0.17 * tall * down**0.9
            at = rng.uniform(-1, 1) * reach
            y = base - tall * (1 - down) + abs(at) * 0.32
            loads.append((x + at, y, 8 + reach * 0.24, 4 + reach * 0.07))
        white = ("#6f7db0", "#b3bbdc", "#e9ebf6", "#ffffff")
        clump(canvas, loads, white, rough=0.6, leaf=13, contrast=0.3)
    banks = [(x, 915 + 30 * float(np.sin(x / 90)), 120, 50) for x in range(-60, 420, 70)]
    banks += [(1500, 930, 130, 44), (1600, 950, 120, 60)]
    soft = ("#7d88ba", "#aab1d6", "#d9dcee", "#f6f3fa")
    clump(canvas, banks, soft, rough=0.2, leaf=26, contrast=0.15)


_CAMERA = Camera(height=1.5, horizon=720, focal=1450, middle=640)


def _seen(places: ArrayLike) -> Points:
    """Places on the shelter: x along its open side, y up, z into it, metres."""
    return _CAMERA.at(turned(places, (-0.35, 0.0, 6.6), 0.3))


def _shelter(canvas: Canvas) -> None:
    with canvas.stain("#ffcf86", blur=30, opacity=0.55) as pen:
        pen.shape(_seen([(-1.7, 0, -1.6), (1.9, 0, -1.9), (1.6, 0, 1.2), (-1.6, 0, 1.2)]))
    with canvas.detail() as pen:
        _walls(pen)
    x, y = _seen([(0, 2.0, 0.6)])[0]
    canvas.glow(x, y, 330, "#ffd98a", 0.8)
    _waiting(canvas)
    with canvas.detail() as pen:
        for x in (-1.6, 1.6):
            pen.stroke(_seen([(x, 0, 0), (x, 2.25, 0)]), 21, 21, "#5a3420")
            pen.stroke(_seen([(x + 0.02, 0, 0), (x + 0.02, 2.25, 0)]), 5, 5, "#f0b263")
        pen.shape(_seen(facing((-1.8, 1.8), (2.2, 2.34), -0.3)), "#4a2c1e")
    _roof_snow(canvas)


def _walls(pen: Pen) -> None:
    pen.shape(_seen(facing((-1.6, 1.6), (0, 2.2), 1.2)), "#e9a85c")
    for side, ink in ((-1.6, "#c17c3c"), (1.6, "#d9944c")):
        pen.shape(_seen(flank(side, (0, 2.2), (0, 1.2))), ink)
    for y in np.arange(0.1, 2.2, 0.19):
        pen.stroke(_seen([(-1.6, y, 1.2), (1.6, y, 1.2)]), 3, 3, clear("#8a4f24", 0.5))
        pen.stroke(_seen([(1.6, y, 0), (1.6, y, 1.2)]), 3, 3, clear("#8a4f24", 0.5))
        pen.stroke(_seen([(-1.6, y, 0), (-1.6, y, 1.2)]), 3, 3, clear("#5f3418", 0.6))
    pen.shape(_seen(facing((-0.9, 0.9), (1.1, 1.85), 1.19)), "#7f86ad")
    pen.stroke(_seen([(0, 1.1, 1.18), (0, 1.85, 1.18)]), 8, 8, "#8a4f24")
    pen.shape(_seen(level((-1.4, 1.4), 0.5, (0.75, 1.15))), "#f6cf8c")
    pen.shape(_seen(facing((-1.4, 1.4), (0.4, 0.5), 0.75)), "#9a5f2c")


def _roof_snow(canvas: Canvas) -> None:
    x = np.linspace(-1.86, 1.86, 40)
    lift = 2.66 + 0.06 * np.sin(x * 2.3) + 0.04 * np.sin(x * 5.1) - 0.22 * np.abs(x / 1.86) ** 8
    top = np.stack([x, lift, np.full(40, 0.3)], 1)
    brim = np.stack([x, 2.3 + 0.03 * np.sin(x * 7), np.full(40, -0.34)], 1)
    outline = _seen(np.concatenate([top, brim[::-1]]))
    low = float(outline[:, 1].max())
    bright = (
        (low - 130, "#ffffff"),
        (low - 60, "#dfe4f4"),
        (low - 20, "#9fabd6"),
        (low, "#8290c4"),
    )
    with canvas.stain(ramp(*bright), rough=2) as pen:
        pen.shape(outline)


def _waiting(canvas: Canvas) -> None:
    (x, y), (seat, floor) = _seen([(0.75, 0, 0.2), (-0.75, 0, 0.75)])
    sitting = Person(seat, floor + 6, 330, "#3f6a5c", "#2c3048", "sit", 1, "#d9b04a", rim="#ffd890")
    standing = Person(
        x, y, 345, "#b0303a", "#2a3050", "stand", 1, "#f3ead8", hem=0.34, flare=1.2, lit="#ffd890"
    )
    with canvas.detail() as pen:
        person(pen, sitting)
        person(pen, standing)
        pen.stroke([(x - 26, y - 268), (x + 22, y - 262)], 22, 20, "#f3ead8")
        pen.stroke([(x + 16, y - 262), (x + 24, y - 190)], 18, 16, "#e0d2b8")


def _lamp(canvas: Canvas) -> None:
    with canvas.detail() as pen:
        pen.stroke([(1015, 930), (1015, 300)], 16, 10, "#2a2f4c")
        pen.stroke(bend((1015, 305), (1015, 250), (1085, 258), 10), 10, 8, "#2a2f4c")
        pen.shape([(1070, 252), (1130, 252), (1142, 278), (1060, 278)], "#353a5a")
        pen.stroke([(1064, 250), (1136, 250)], 13, 11, "#f3f3fb")
        pen.stroke([(958, 1000), (958, 660)], 11, 10, "#2f3553")
        pen.shape(_panel(922, 604, 994, 684, 10), "#2a5fa8")
        pen.disc(958, 644, 24, ink="#f3f6fb")
        pen.stroke([(924, 606), (992, 606)], 13, 12, "#ffffff")
    canvas.glow(1100, 290, 420, "#ffe2a0", 0.8)
    with canvas.stain("#ffe9b8", blur=34, opacity=0.3) as pen:
        pen.shape([(1070, 285), (1130, 285), (1330, 960), (870, 960)])
    with canvas.detail() as pen:
        pen.disc(1100, 281, 26, 8, "#fffbe6")
