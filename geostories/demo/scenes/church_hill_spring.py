"""A white church on its hill in May, blossom and anemones below."""

from math import exp

import numpy as np
from PIL import Image

from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import (
    Canvas,
    Pen,
    Points,
    across,
    bend,
    clear,
    mix,
    ramp,
    smooth,
)
from geostories.demo.picture_sky import falling
from geostories.demo.picture_trees import bare_tree, clump, cumulus, grass, heap, roots, treeline

FRESH = ("#48702c", "#7aa33a", "#aecb58", "#dcea8c")


def church_hill_spring(canvas: Canvas) -> Image.Image:
    """A white church on its hill in May, blossom and anemones below."""
    canvas.wash(ramp((0, "#6fb0dc"), (330, "#b5d8e8"), (600, "#eef3e2")))
    for x, y, wide in ((330, 250, 230), (1290, 190, 260), (1500, 380, 170), (620, 400, 120)):
        cumulus(canvas, x, y, wide, ("#b4cddd", "#e2edf0", "#ffffff", "#fffdf6"))
    treeline(
        canvas, ramp((480, "#9dbbc6"), (620, "#c6d8cf")), 620, (40, 90), gap=0.16, leafy=0.2, blur=1
    )
    _fields(canvas)
    _church(canvas)
    _churchyard(canvas)
    _path(canvas)
    _blossom(canvas)
    _spring_flowers(canvas)
    return finish(canvas, vignette=0.16, ink="#1c3a2a")


def _fields(canvas: Canvas) -> None:
    rng = canvas.rng
    for top, lift, tones in ((628, 22, ("#a9c691", "#c9d8a2")), (664, 30, ("#8db26a", "#b8cf84"))):
        line = [(x, top + lift * np.sin(x / 330 + top)) for x in range(-20, 1640, 40)]
        with canvas.stain(ramp((top - 40, tones[0]), (top + 120, tones[1]))) as pen:
            pen.shape([*line, (1640, 900), (-20, 900)])
        for x in rng.uniform(0, 520, 12):
            clump(
                canvas,
                heap(rng, x, top + 4, 36, 22, 10),
                [mix(tone, "#c3d8b8", 0.4) for tone in FRESH],
            )
    hill = smooth(
        [
            (-300, 900),
            (-40, 860),
            (250, 800),
            (520, 660),
            (760, 585),
            (1000, 566),
            (1240, 590),
            (1460, 680),
            (1700, 730),
            (2600, 1700),
            (-1000, 1700),
        ],
        3,
    )
    with canvas.stain(
        ramp((560, "#a8cb58"), (760, "#7fae42"), (1000, "#4f8232"), (1200, "#2f5a28"))
    ) as pen:
        pen.shape(hill)
    canvas.vary(70, 0.13, 3, 640)


_SPIRE = (
    ("#4c4a4d", ((780, 326), (873, 324), (921, 334), (858, 240), (850, 112), (836, 112), (826, 240))),
    ("#333338", ((873, 324), (921, 334), (858, 240), (850, 112), (844, 112), (848, 240))),
    ("#8f8d90b2", ((780, 326), (826, 240), (836, 112), (840, 112), (834, 240), (800, 326))),
)  # fmt: skip


def _church(canvas: Canvas) -> None:
    with canvas.stain("#33582a", blur=10, opacity=0.5) as pen:
        pen.shape([(800, 592), (1200, 588), (1370, 640), (960, 650)])
    with canvas.detail() as pen:
        pen.shape([(1160, 602), (1160, 478), (1214, 492), (1226, 604)], "#d3d8dc")
        pen.shape([(1150, 482), (1170, 428), (1226, 500)], "#5f5a58")
    with canvas.stain(across((890, "#f6f3ea"), (1180, "#dfe2e2"))) as pen:
        pen.shape([(880, 606), (880, 470), (1176, 470), (1176, 606)])
    with canvas.stain(ramp((380, "#4f4744"), (478, "#776b62"))) as pen:
        pen.shape([(868, 476), (892, 384), (1158, 384), (1186, 476)])
    with canvas.detail() as pen:
        pen.stroke([(868, 477), (1186, 477)], 5, 5, "#3c3634")
        for x in (950, 1018, 1086, 1146):
            _window(pen, x, 572, 12, 62)
    _tower(canvas)


def _tower(canvas: Canvas) -> None:
    wall = across((790, "#fffdf4"), (868, "#f5f1e6"), (872, "#cfd3d6"), (912, "#b6bdc6"))
    with canvas.stain(wall) as pen:
        pen.shape([(790, 610), (790, 320), (870, 320), (912, 330), (912, 606)])
    with canvas.detail() as pen:
        for ink, outline in _SPIRE:
            pen.shape(outline, ink)
        pen.stroke([(843, 114), (843, 62)], 4, 3, "#2e2c2e")
        pen.stroke([(828, 84), (858, 84)], 4, 4, "#c79a3e")
        pen.disc(843, 62, 7, ink="#d8ad4a")
        pen.disc(830, 372, 20, ink="#3c3c40")
        pen.disc(830, 372, 16, ink="#f2ead2")
        pen.stroke([(830, 372), (830, 360)], 2, 2, "#2e2c2e")
        pen.stroke([(830, 372), (838, 376)], 2, 2, "#2e2c2e")
        _window(pen, 830, 462, 13, 50)
        door = [(806, 610), (806, 548), (830, 524), (854, 548), (854, 610)]
        pen.shape(smooth(door, 1), "#5a3a26")
        pen.stroke([(830, 532), (830, 608)], 2, 2, "#2e1c12")


def _window(pen: Pen, x: float, base: float, half: float, tall: float) -> None:
    bow = np.linspace(0, np.pi, 12)
    arch = np.stack(
        [x + np.cos(bow) * half, base - tall + half * 1.1 - np.sin(bow) * half * 1.1], 1
    )
    pen.shape(np.concatenate([arch, [(x - half, base), (x + half, base)]]), "#4f606c")
    pen.stroke([(x, base), (x, base - tall * 0.94)], 2.4, 2.4, "#e9e6da")
    pen.stroke(
        [(x - half, base - tall * 0.45), (x + half, base - tall * 0.45)], 2.4, 2.4, "#e9e6da"
    )


def _churchyard(canvas: Canvas) -> None:
    rng = canvas.rng
    for x in range(545, 1440, 17):
        if 800 < x < 862:
            continue
        y = 652 - 46 * exp(-(((x - 990) / 280) ** 2)) + 0.0001 * (x - 990) ** 2
        grey = mix("#8d8a80", "#bdb6a4", rng.random())
        clump(
            canvas,
            [(x, y + rng.uniform(-3, 3), 13, 10)],
            (mix(grey, "#33322c", 0.6), grey, "#e8e2cc"),
            rough=0.3,
            leaf=20,
        )
    for x, base, tall in (
        (600, 628, 200),
        (705, 612, 240),
        (1300, 620, 260),
        (1415, 668, 230),
        (1245, 606, 170),
    ):
        with canvas.stain("#6a5b48") as pen:
            bare_tree(pen, rng, (x, base), tall * 0.2, tall * 0.05, depth=4)
        crown = heap(rng, x, base - tall * 0.66, tall * 0.34, tall * 0.36, 34)[1:]
        clump(canvas, crown, FRESH, rough=1.5, leaf=7, contrast=0.6)


def _path_sides() -> tuple[Points, Points]:
    """The path's left and right edge, from the church door to the foot of the sheet."""
    left = np.concatenate(
        [
            bend((822, 612), (800, 690), (900, 760), 12),
            bend((900, 760), (1010, 850), (560, 1230), 20),
        ]
    )
    wide = np.concatenate([np.linspace(16, 40, 12), np.linspace(42, 330, 20)])[:, None]
    return left, left + wide * [1.0, 0.0]


def _path(canvas: Canvas) -> None:
    left, right = _path_sides()
    with canvas.stain(ramp((610, "#efe2bd"), (850, "#dcc596"), (1200, "#a88a5c")), rough=4) as pen:
        pen.shape(np.concatenate([left, right[::-1]]))
    with canvas.stain("#7d7040", blur=3, opacity=0.45, rough=6) as pen:
        pen.stroke(left + (right - left) * 0.5, 3, 60)
    with canvas.detail() as pen:
        verge = np.concatenate([left[10:], right[10:]])
        tufts = np.repeat(verge[np.argsort(verge[:, 1])], 9, axis=0) + canvas.rng.normal(
            0, 7, (len(verge) * 9, 2)
        )
        grass(canvas, pen, ("#5f9a36", "#7fae42", "#3f7a2c"), tufts, (8, 34), 4, 0.35)


_BRANCHES = ((110, 420, 26), (430, 380, 28), (300, 330, 22), (480, 560, 18), (70, 600, 18))
_CROWN = ((90, 420, 170, 120), (300, 270, 190, 120), (450, 400, 150, 110), (60, 590, 130, 80), (470, 560, 110, 66),
          (240, 450, 150, 100))  # fmt: skip


def _blossom(canvas: Canvas) -> None:
    bark, rng = "#4c3a32", canvas.rng
    with canvas.stain("#24421f", blur=18, opacity=0.5) as pen:
        pen.disc(400, 1030, 330, 46)
    with canvas.detail() as pen:
        pen.stroke(bend((258, 1050), (262, 800), (310, 470), 14), 62, 12, bark)
        for side in (-34, 30, 8):
            toe, knee = (258 + side * 1.7, 1062), (258 + side * 0.7, 1040)
            pen.stroke(bend(toe, knee, (258 + side * 0.4, 960), 8), 6, 26, bark)
        for side, glaze in ((-20, 0.3), (-14, 0.3), (-7, 0.2)):
            shine = bend((258 + side, 1040), (262 + side, 830), (300 + side * 0.5, 660), 14)
            pen.stroke(shine, 9, 4, clear("#b59a84", glaze))
        for x, y, wide in _BRANCHES:
            by = (276 + (x - 276) * 0.5, y + (800 - y) * 0.55)
            pen.stroke(bend((272, 800), by, (x, y), 12), wide, 6, bark)
    white = ("#b98a9c", "#e6bccb", "#fae6ec", "#ffffff")
    for x, y, wide, high in _CROWN:
        tufts = heap(rng, x, y, wide, high, 34)[1:]
        clump(canvas, tufts, white, rough=1.4, leaf=8, contrast=0.55)
    falling(canvas, "#ffe9ef", 22, (2, 5), blur=0.6, opacity=0.7)


def _spring_flowers(canvas: Canvas) -> None:
    rng = canvas.rng
    left, right = _path_sides()
    with canvas.detail() as pen:
        inks = ("#3f7a2c", "#5f9a36", "#8bbb4a", "#2d5f26")
        for x, y in roots(rng, 900, (-20, 1620), (800, 1260)):
            if (
                np.interp(y, left[:, 1], left[:, 0]) - 8
                < x
                < np.interp(y, right[:, 1], right[:, 0]) + 8
            ):
                continue
            size = (y - 640) * 0.02
            grass(canvas, pen, inks, np.array([[x, y]]), (size * 3, size * 8), size * 0.7, 0.3)
            if rng.random() < 0.5:
                _anemone(pen, rng, x, y - size * 3, size)


def _anemone(pen: Pen, rng: np.random.Generator, x: float, y: float, size: float) -> None:
    petal, heart = ("#fdfdf6", "#e9c84a") if rng.random() < 0.75 else ("#f4d548", "#d99a2a")
    for angle in np.arange(6) * 1.047 + rng.random():
        tip = (x + np.cos(angle) * size, y + np.sin(angle) * size * 0.7)
        pen.stroke([(x, y), tip], size * 0.5, size * 0.62, petal)
    pen.disc(x, y, size * 0.24, ink=heart)
