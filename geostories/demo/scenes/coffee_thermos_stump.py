"""Coffee in the woods: a green flask, an enamel mug and a cinnamon bun on a stump."""

import numpy as np
from PIL import Image

from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import (
    WIDTH,
    Canvas,
    Pen,
    across,
    bend,
    clear,
    moved,
    ramp,
    smooth,
)
from geostories.demo.picture_sky import sunbeams
from geostories.demo.picture_trees import clump, grass, roots


def _bokeh(
    canvas: Canvas, inks: tuple[str, ...], count: int, size: tuple[float, float], low: float
) -> None:
    """Discs of light far out of focus."""
    rng = canvas.rng
    for _ in range(count):
        x, y = rng.uniform(-40, WIDTH + 40), low * rng.random() ** 0.8
        radius = rng.uniform(*size)
        ink = str(rng.choice(inks))
        with canvas.stain(ink, blur=radius * 0.09, opacity=rng.uniform(0.12, 0.42)) as pen:
            pen.disc(x, y, radius)


def coffee_thermos_stump(canvas: Canvas) -> Image.Image:
    """Coffee in the woods: a green flask, an enamel mug and a cinnamon bun on a stump."""
    rng = canvas.rng
    canvas.wash(ramp((0, "#c9d59a"), (430, "#9fb878"), (800, "#5f7d48"), (1200, "#2c3d22")))
    canvas.glow(420, 180, 900, "#fff3c0", 0.8)
    with canvas.stain("#5f6b4c", blur=15, opacity=0.55) as pen:
        for x in rng.uniform(0, 1600, 17):
            pen.stroke(
                [(x, 820), (x + rng.normal(0, 30), -40)], rng.uniform(20, 74), rng.uniform(18, 50)
            )
    canvas.vary(170, 0.2)
    _bokeh(canvas, ("#fff6c4", "#dfe79a", "#f8e3a0"), 60, (20, 74), 640)
    sunbeams(canvas, (-60, -300), "#fff6cc", (28, 34, 41, 48, 55), 0.4)
    moss = [(x, 1010 + 40 * np.sin(x / 130), 150, 80) for x in range(-60, 1700, 90)]
    clump(canvas, moss, ("#22361a", "#3f5d26", "#698838", "#a9bc58"), rough=1.1, leaf=16)
    _stump(canvas)
    _flask(canvas)
    _bun(canvas)
    _mug(canvas)
    _sprigs(canvas)
    return finish(canvas, vignette=0.32, ink="#141c0c")


def _stump(canvas: Canvas) -> None:
    rng = canvas.rng
    bark = across((330, "#a88a66"), (520, "#8b6f50"), (900, "#5c4633"), (1290, "#2f241b"))
    with canvas.stain("#0f160a", blur=26, opacity=0.6) as pen:
        pen.disc(880, 1175, 620, 70)
    with canvas.stain(bark) as pen:
        pen.shape([(330, 850), (1290, 850), (1310, 1010), (1400, 1230), (230, 1230), (318, 1010)])
    with canvas.detail() as pen:
        for x in np.linspace(330, 1290, 74):
            foot = (x + (x - 810) * 0.19 + rng.normal(0, 8), 1230)
            line = bend((x, 860), (x + rng.normal(0, 10), 1020), foot, 8)
            crack = clear("#241910", rng.uniform(0.25, 0.7))
            pen.stroke(line, rng.uniform(3, 12), rng.uniform(4, 16), crack)
            pen.stroke(moved(line, 5, 0), 2, 3, clear("#cfae84", 0.35 * (1 - (x - 330) / 1000)))
        pen.disc(810, 850, 484, 126, "#4a3525")
        pen.disc(810, 843, 478, 120, "#d8b07c")
    _cut_wood(canvas)
    tufts = [
        (x, 1120 + 70 * rng.random(), rng.uniform(50, 110), rng.uniform(26, 60))
        for x in rng.uniform(220, 700, 10)
    ]
    clump(canvas, tufts, ("#1f3015", "#44632a", "#7d9a40", "#c3cf6a"), rough=1.2, leaf=10)


def _cut_wood(canvas: Canvas) -> None:
    """The top of the stump: rings and a few cracks."""
    with canvas.stain(across((330, "#f0cf9a"), (800, "#dcb380"), (1290, "#a67a4d"))) as pen:
        pen.disc(806, 841, 460, 112)
    bow = np.linspace(0, 6.2832, 60)
    with canvas.detail() as pen:
        for ring in np.geomspace(0.04, 0.97, 19):
            wave = ring * (1 + 0.018 * np.sin(bow * 5 + ring * 9))
            x, y = 770 + 36 * ring + np.cos(bow) * 458 * wave, 838 + np.sin(bow) * 111 * wave
            pen.stroke(np.stack([x, y], 1), 2.4, 2.4, clear("#8d5f35", 0.5))
        for angle in (0.4, 1.9, 2.9, 4.4, 5.4):
            end = (790 + np.cos(angle) * 420, 840 + np.sin(angle) * 100)
            pen.stroke([(778, 838), end], 1, 5, clear("#6a4425", 0.6))


def _flask(canvas: Canvas) -> None:
    with canvas.stain("#3f2a16", blur=14, opacity=0.55) as pen:
        pen.stroke([(1010, 838), (1260, 872)], 120, 60)
    steel = across(
        (860, "#7d8a83"), (890, "#dfe6de"), (930, "#9aa69f"), (1010, "#59645f"), (1060, "#2e3633")
    )
    green = across(
        (850, "#2f5f47"), (895, "#7fb38c"), (940, "#356b4e"), (1010, "#1d4533"), (1068, "#0d241b")
    )
    for fill, half, top, bottom in (
        (steel, 109, 760, 838),
        (green, 106, 412, 800),
        (steel, 92, 384, 412),
        (green, 84, 268, 384),
    ):
        with canvas.stain(fill) as pen:
            pen.shape(
                [(960 - half, top), (960 + half, top), (960 + half, bottom), (960 - half, bottom)]
            )
            pen.disc(960, bottom, half, half * 0.24)
            pen.disc(960, top, half, half * 0.2)
        with canvas.stain("#06140d", blur=3, opacity=0.3) as pen:
            bow = np.linspace(0, np.pi, 20)
            pen.stroke(
                np.stack([960 + np.cos(bow) * half, bottom + 3 + np.sin(bow) * half * 0.24], 1),
                6,
                6,
            )
    with canvas.stain(across((870, "#b9d6bf"), (960, "#5d9373"), (1060, "#1e4634"))) as pen:
        pen.disc(960, 268, 84, 18)
    with canvas.stain(across((840, "#c9cfc4"), (910, "#8c968f"), (1010, "#3a423f"))) as pen:
        pen.stroke(bend((1044, 300), (1120, 320), (1044, 372), 14), 15, 15)
    with canvas.stain("#ffffff", blur=5, opacity=0.5) as pen:
        pen.stroke([(888, 440), (888, 790)], 12, 12)
        pen.stroke([(898, 286), (898, 366)], 9, 9)


def _mug(canvas: Canvas) -> None:
    with canvas.stain("#3f2a16", blur=12, opacity=0.55) as pen:
        pen.stroke([(640, 886), (830, 902)], 80, 30)
    blue = across(
        (495, "#4f7fae"), (530, "#b5d0e2"), (585, "#4479ab"), (670, "#244f80"), (712, "#102a49")
    )
    with canvas.detail() as pen:
        pen.stroke(bend((508, 770), (400, 776), (520, 860), 18), 20, 18, "#2b5786")
        pen.stroke(bend((506, 765), (410, 774), (516, 850), 18), 5, 4, "#a9c7df")
    with canvas.stain(blue) as pen:
        pen.shape([(494, 730), (714, 730), (694, 890), (514, 890)])
        pen.disc(604, 890, 90, 24)
    with canvas.detail() as pen:
        pen.disc(604, 730, 113, 31, "#f4f1e6")
        pen.disc(604, 732, 104, 26, "#c8c9c0")
        pen.disc(604, 740, 98, 21, "#3d2112")
        pen.disc(590, 744, 70, 12, "#5d3620")
        for x, y, size in (
            (540, 812, 5),
            (600, 846, 4),
            (650, 790, 5),
            (676, 850, 4),
            (566, 868, 4),
            (622, 790, 3),
        ):
            pen.disc(x, y, size, ink=clear("#f3f4ee", 0.85))
    rise = np.linspace(0, 1, 40)
    for x, sway, tall, thick in ((570, 1.0, 330, 26), (604, 2.6, 430, 34), (640, 4.4, 300, 22)):
        wisp = np.stack([x + np.sin(rise * 6 + sway) * 40 * rise**0.7, 724 - tall * rise], 1)
        with canvas.stain("#fffdf2", blur=8, opacity=0.6) as pen:
            pen.stroke(wisp[:26], 8, thick)
            pen.stroke(wisp[24:], thick, 2)


def _bun(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.detail() as pen:
        pen.shape(smooth([(690, 906), (880, 858), (1100, 892), (930, 952)], 1), "#f3eee2")
        for share in np.linspace(0.12, 0.88, 7):
            pen.stroke(
                [(690 + 190 * share, 906 - 48 * share), (930 + 170 * share, 952 - 60 * share)],
                4,
                4,
                clear("#b8372e", 0.6),
            )
            pen.stroke(
                [(690 + 240 * share, 906 + 46 * share), (880 + 220 * share, 858 + 34 * share)],
                4,
                4,
                clear("#b8372e", 0.6),
            )
    with canvas.stain("#3f2413", blur=9, opacity=0.6) as pen:
        pen.disc(906, 902, 108, 24)
    dough = [(898, 862, 104, 52), (898, 846, 88, 44)]
    clump(
        canvas,
        dough,
        ("#6f3a16", "#a8622a", "#d39247", "#f0c683"),
        rough=0.2,
        leaf=26,
        contrast=0.3,
    )
    with canvas.detail() as pen:
        bow = np.linspace(0.3, 15, 90)
        far = 4 + bow * 5.6
        spiral = np.stack([894 + np.cos(bow) * far, 846 + np.sin(bow) * far * 0.43], 1)
        pen.stroke(spiral, 5, 11, clear("#5a2a10", 0.75))
        pen.stroke(spiral - [2, 5], 2, 4, clear("#f7d9a0", 0.6))
        for _ in range(46):
            angle, out = rng.uniform(0, 6.28), rng.random() ** 0.5
            x, y = 894 + np.cos(angle) * out * 82, 840 + np.sin(angle) * out * 34
            pen.stroke([(x - 4, y), (x + 4, y + rng.uniform(-3, 3))], 6, 5, "#fffaf0")


def _sprigs(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.detail() as pen:
        for side in ((-30, 330), (1270, 1630)):
            grass(
                canvas,
                pen,
                ("#36531f", "#5d7d2e", "#223a16"),
                roots(rng, 60, side, (1215, 1280)),
                (80, 260),
                5,
                0.25,
            )
            for x, y in roots(rng, 70, side, (990, 1190)):
                _blueberry(pen, rng, x, y)


def _blueberry(pen: Pen, rng: np.random.Generator, x: float, y: float) -> None:
    pen.stroke([(x, y + 70), (x, y)], 4, 2, "#5a6a2c")
    for angle in rng.uniform(-3.4, 0.3, 5):
        tip = (x + np.cos(angle) * 34, y + np.sin(angle) * 26)
        line = bend((x, y), (x + np.cos(angle) * 14, y + np.sin(angle) * 20), tip, 5)
        ink = str(rng.choice(["#3f6a2a", "#6a9238", "#90b04c", "#2c4d20"]))
        pen.shape(
            np.concatenate(
                [
                    line + [0, -7] * np.array([[0], [1], [1.3], [0.9], [0]]),
                    (line + [0, 7] * np.array([[0], [1], [1.3], [0.9], [0]]))[::-1],
                ]
            ),
            ink,
        )
    if rng.random() < 0.4:
        pen.disc(x + 8, y + 14, 12, ink="#27335c")
        pen.disc(x + 5, y + 10, 5, ink="#7f8fb8")
