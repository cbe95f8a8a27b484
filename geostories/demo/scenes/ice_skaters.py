"""Skaters and a kick-sled on the lake, a winter Sunday long ago."""

import numpy as np
from PIL import Image

from geostories.demo.picture_figures import Person, person
from geostories.demo.picture_finish import old_photograph
from geostories.demo.picture_parts import WIDTH, Canvas, Pen, bend, clear, ramp, smooth
from geostories.demo.picture_sky import band, reflect, streaks
from geostories.demo.picture_trees import bare_tree, clump, grass, roots, treeline


def ice_skaters(canvas: Canvas) -> Image.Image:
    """Skaters and a kick-sled on the lake, a winter Sunday long ago."""
    rng = canvas.rng
    canvas.wash(ramp((0, "#9a9a9a"), (260, "#c9c9c9"), (520, "#f2f2f2")))
    streaks(canvas, "#ffffff", (80, 520), cell=170, stretch=5, cover=0.5, opacity=0.6)
    canvas.glow(1120, 430, 620, "#ffffff", 0.6)
    _far_shore(canvas)
    _boathouse(canvas)
    band(canvas, "#f4f4f4", (520, 620), 0.55)
    reflect(canvas, 572, tint="#e9e9e9", depth=0.62, ripple=2.5, blur=6)
    _ice(canvas)
    _crowd(canvas)
    _sled(canvas)
    with canvas.stain("#222222") as pen:
        bare_tree(pen, rng, (1660, 330), 190, 30, -2.85, 7)
        bare_tree(pen, rng, (-30, 200), 130, 20, -0.25, 7)
    with canvas.detail() as pen:
        inks = ("#333333", "#6a6a6a", "#8d8d8d")
        grass(canvas, pen, inks, roots(rng, 110, (-20, 520), (1195, 1260)), (60, 230), 4, 0.2)
    return old_photograph(canvas)


def _far_shore(canvas: Canvas) -> None:
    pale = ramp((380, "#a4a4a4"), (560, "#d2d2d2"))
    treeline(canvas, pale, 556, (50, 130), gap=0.17, leafy=0.2, blur=1.4)
    left = ramp((330, "#5a5a5a"), (570, "#9c9c9c"))
    treeline(canvas, left, 566, (70, 190), gap=0.2, leafy=0.15, span=(0, 640))
    right = ramp((400, "#6c6c6c"), (570, "#aaaaaa"))
    treeline(canvas, right, 566, (50, 130), gap=0.2, span=(1260, 1600))
    with canvas.stain("#555555") as pen:
        for x in (700, 770, 1210, 1290):
            bare_tree(pen, canvas.rng, (x, 566), 34, 8, depth=5)


def _boathouse(canvas: Canvas) -> None:
    with canvas.detail() as pen:
        pen.shape([(900, 572), (900, 520), (985, 520), (985, 572)], "#5d5d5d")
        pen.shape([(888, 524), (905, 480), (985, 480), (1000, 524)], "#e6e6e6")
        pen.shape([(925, 572), (925, 536), (955, 536), (955, 572)], "#2e2e2e")
        pen.stroke([(1004, 572), (1004, 440)], 3, 2, "#4a4a4a")
        pen.shape(smooth([(1004, 440), (1046, 448), (1004, 466)], 1), "#6a6a6a")


def _ice(canvas: Canvas) -> None:
    rng = canvas.rng
    canvas.vary(120, 0.1, 5, 572)
    streaks(canvas, "#ffffff", (560, 780), cell=80, stretch=10, cover=0.45, opacity=0.6)
    with canvas.detail() as pen:
        for _ in range(120):
            x, y = rng.uniform(0, WIDTH), 600 + 600 * rng.random() ** 1.3
            long = (y - 540) * rng.uniform(0.3, 1.3)
            line = bend(
                (x, y),
                (x + long * 0.5, y + rng.uniform(-0.16, 0.16) * long),
                (x + long, y + rng.uniform(-0.1, 0.1) * long),
                14,
            )
            ink = "#ffffff" if rng.random() < 0.6 else "#7d7d7d"
            pen.stroke(line, 0.6, 1 + (y - 560) * 0.004, clear(ink, rng.uniform(0.3, 0.8)))
        for turn in (0.0, 0.35):
            bow = np.linspace(0.4 + turn, 5.6 + turn, 50)
            ring = np.stack(
                [1010 + np.cos(bow) * (300 - 40 * turn), 905 + np.sin(bow) * (62 - 10 * turn)], 1
            )
            pen.stroke(ring, 1.4, 3.4, clear("#ffffff", 0.85))
    for x, y, wide in ((200, 700, 150), (1420, 760, 180), (700, 1130, 260), (1300, 1110, 200)):
        drift = [
            (x + rng.uniform(-1, 1) * wide, y + rng.normal(0, 6), wide * 0.4, 10 + wide * 0.05)
            for _ in range(7)
        ]
        clump(
            canvas,
            drift,
            ("#bdbdbd", "#e2e2e2", "#fafafa"),
            rough=0.7,
            soft=0.4,
            leaf=26,
            contrast=0.2,
        )


_CROWD = (
    Person(610, 632, 74, "#4f4f4f", "#333333", "glide", 1, "#2a2a2a", "#a0a0a0"),
    Person(655, 634, 70, "#6a6a6a", "#3a3a3a", "glide", 1, "#444444", "#a0a0a0", hem=0.16, flare=1.5),
    Person(760, 622, 56, "#585858", "#333333", "stand", -1, "#333333", "#aaaaaa"),
    Person(1060, 640, 84, "#484848", "#2e2e2e", "push", -1, "#2a2a2a", "#a0a0a0"),
    Person(1330, 690, 128, "#3d3d3d", "#2a2a2a", "glide", -1, "#222222", "#9a9a9a"),
    Person(430, 720, 140, "#4a4a4a", "#2c2c2c", "walk", 1, "#333333", "#9a9a9a", hem=0.14, flare=1.6),
    Person(486, 722, 92, "#6d6d6d", "#333333", "glide", 1, "#d6d6d6", "#a8a8a8"),
    Person(930, 880, 300, "#2f2f2f", "#242424", "glide", -1, "#1d1d1d", "#a8a8a8", lit="#d8d8d8"),
    Person(1110, 900, 285, "#555555", "#2c2c2c", "glide", -1, "#5c5c5c", "#b4b4b4", hem=0.14, flare=1.7, lit="#efefef"),
)  # fmt: skip


def _crowd(canvas: Canvas) -> None:
    for who in _CROWD:
        with canvas.stain("#3a3a3a", blur=2 + who.tall * 0.02, opacity=0.4) as pen:
            pen.stroke(
                [(who.x, who.y), (who.x - who.tall * 0.7, who.y + who.tall * 0.26)],
                who.tall * 0.12,
                who.tall * 0.2,
            )
        with canvas.stain("#4a4a4a", blur=2 + who.tall * 0.025, opacity=0.35) as pen:
            pen.stroke(
                [(who.x, who.y + 3), (who.x + who.tall * 0.02, who.y + who.tall * 0.8)],
                who.tall * 0.2,
                who.tall * 0.16,
            )
        with canvas.detail() as pen:
            person(pen, who)
    with canvas.detail() as pen:
        for who in _CROWD[-2:]:
            _blade(pen, who.x - who.tall * 0.05, who.y + 5, who.tall * 0.16)


def _blade(pen: Pen, x: float, y: float, long: float) -> None:
    pen.stroke(
        bend((x - long * 0.6, y - 4), (x - long * 0.5, y + 2), (x + long * 0.5, y), 8),
        4,
        4,
        "#1a1a1a",
    )


_RIDER = Person(588, 980, 225, "#7a7a7a", "#3c3c3c", "sit", 1, "#dddddd", "#b4b4b4", lit="#e2e2e2")
_PUSHER = Person(
    442, 1018, 335, "#2b2b2b", "#222222", "push", 1, "#1f1f1f", "#a4a4a4", hem=0.4, lit="#d0d0d0"
)


def _sled(canvas: Canvas) -> None:
    x, y = 560, 1010
    with canvas.stain("#2c2c2c", blur=9, opacity=0.45) as pen:
        pen.stroke([(x - 130, y + 6), (x + 190, y + 10)], 20, 14)
        pen.stroke([(x - 110, y), (x - 380, y + 110)], 46, 80)
    with canvas.detail() as pen:
        for foot in (y - 14, y):
            runner = [(x - 200, foot), (x + 140, foot), (x + 190, foot - 16), (x + 200, foot - 40)]
            pen.stroke(smooth(runner, 2, closed=False), 5, 5, "#1c1c1c")
        pen.stroke([(x - 10, y), (x - 24, y - 210)], 8, 8, "#2a2a2a")
        pen.stroke([(x + 100, y), (x + 92, y - 92)], 8, 8, "#2a2a2a")
        pen.stroke([(x - 20, y - 88), (x + 116, y - 92)], 12, 11, "#3f3f3f")
        person(pen, _RIDER)
        pen.stroke([(x - 50, y - 214), (x + 6, y - 206)], 9, 9, "#1c1c1c")
        person(pen, _PUSHER)
