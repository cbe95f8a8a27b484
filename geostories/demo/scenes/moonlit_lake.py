"""A full moon, its road over the water and one lit window across the lake."""

import numpy as np
from PIL import Image

from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import Canvas, Pen, Points, bend, clear, moved, ramp
from geostories.demo.picture_sky import band, glitter, reflect, stars, streaks
from geostories.demo.picture_trees import clump, treeline


def moonlit_lake(canvas: Canvas) -> Image.Image:
    """A full moon, its road over the water and one lit window across the lake."""
    canvas.wash(ramp((0, "#0b1738"), (300, "#1b3560"), (520, "#3d6288"), (640, "#6b8ea6")))
    stars(canvas, 560, 420)
    canvas.glow(940, 300, 760, "#9fc0dc", 0.75)
    streaks(canvas, "#c7d8e6", (150, 520), cell=150, stretch=5, cover=0.42, opacity=0.5)
    canvas.glow(940, 300, 300, "#fdf3d0", 0.75)
    _moon(canvas)
    treeline(canvas, ramp((520, "#35557a"), (650, "#587b98")), 645, (30, 80), blur=1.2)
    band(canvas, "#8fb0c4", (590, 690), 0.4)
    treeline(
        canvas, ramp((470, "#132a4c"), (655, "#284a6c")), 652, (60, 170), span=(0, 660), pines=0.3
    )
    treeline(
        canvas,
        ramp((500, "#132a4c"), (655, "#2c4e70")),
        652,
        (40, 110),
        span=(1290, 1600),
        pines=0.3,
    )
    _cottage(canvas)
    reflect(canvas, 654, tint="#0d1f40", depth=0.28, ripple=5, blur=1.8)
    glitter(canvas, "#fdf1c9", 940, (668, 1200), (16, 120), 620, size=34)
    streaks(canvas, "#a9c3d4", (600, 740), cell=110, stretch=9, cover=0.5, opacity=0.6)
    _rock_and_pine(canvas)
    return finish(canvas, vignette=0.4, ink="#03081c")


def _moon(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.stain("#fffbea", blur=1) as pen:
        pen.disc(940, 300, 74)
    with canvas.stain("#d9d3b8", blur=7, opacity=0.65) as pen:
        for _ in range(9):
            angle, far = rng.uniform(0, 6.3), rng.uniform(5, 46)
            pen.disc(940 + np.cos(angle) * far, 300 + np.sin(angle) * far, rng.uniform(6, 19))


def _cottage(canvas: Canvas) -> None:
    with canvas.detail() as pen:
        pen.shape([(520, 648), (520, 616), (598, 616), (598, 648)], "#0f2040")
        pen.shape([(512, 620), (533, 588), (586, 588), (606, 620)], "#0a1731")
        pen.shape([(574, 592), (574, 572), (584, 572), (584, 592)], "#0a1731")
        pen.shape([(542, 640), (542, 625), (556, 625), (556, 640)], "#ffc661")
    canvas.glow(549, 632, 60, "#ff9e3d", 0.7)


_STONES = ((180, 1190, 330, 130), (60, 1120, 200, 120), (420, 1215, 200, 70), (1560, 1240, 190, 70))
_BOUGHS = ((9, 120), (11, 250), (13, -170), (14, 330), (16, 240), (17, -200), (18, 300), (20, 180), (20, -150),
           (22, 210), (23, 60), (23, -90))  # fmt: skip


def _rock_and_pine(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.detail() as pen:
        trunk = bend((168, 1130), (250, 640), (90, 40), 24)
        pen.stroke(trunk, 52, 14, "#060d1f")
        pen.stroke(moved(trunk[:18], 17, 0), 7, 2, clear("#6f93b4", 0.6))
        for i, reach in _BOUGHS:
            x, y = trunk[i]
            tip = (x + reach, y - 30 - abs(reach) * rng.uniform(-0.05, 0.2))
            bough = bend((x, y), (x + reach * 0.45, y + 26), tip, 12)
            pen.stroke(bough, 15, 4, "#060d1f")
            _needles(pen, rng, bough)
    tones = ("#040a1a", "#0b1730", "#1a2f4e", "#54718e")
    clump(canvas, _STONES, tones, rough=0.4, light=(0.6, -0.8), leaf=26, contrast=0.4)


def _needles(pen: Pen, rng: np.random.Generator, bough: Points) -> None:
    for share in rng.uniform(0.3, 1.0, 26):
        x, y = moved(bough[int(share * 11)], rng.normal(0, 26), rng.normal(0, 11))
        for angle in rng.uniform(-3.3, 0.2, 20):
            long = rng.uniform(16, 40)
            end = (x + np.cos(angle) * long, y + np.sin(angle) * long * 0.62)
            ink = "#23406a" if angle > -1.2 and rng.random() < 0.3 else "#071024"
            pen.stroke([(x, y), end], 3.6, 0.8, ink)
