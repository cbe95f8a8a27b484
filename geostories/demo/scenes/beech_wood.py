"""A path through a beech wood in May, new leaves and light from the left."""

import numpy as np
from PIL import Image

from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import WIDTH, Canvas, across, bend, clear, mix, ramp, smooth
from geostories.demo.picture_sky import sunbeams
from geostories.demo.picture_trees import clump, heap, roots


def beech_wood(canvas: Canvas) -> Image.Image:
    """A path through a beech wood in May, new leaves and light from the left."""
    rng = canvas.rng
    canvas.wash(ramp((0, "#9cbf4e"), (420, "#dbe79a"), (640, "#f4f1bf"), (720, "#d9cf8e")))
    canvas.glow(640, 470, 700, "#fffbd6", 0.9)
    green = ("#3c6b22", "#6a9a2f", "#9cc445", "#d2e56f", "#f6f7b4")
    for i, (haze, base, wide, count) in enumerate(
        ((0.82, 690, 9, 46), (0.66, 700, 16, 26), (0.44, 740, 28, 15), (0.22, 812, 48, 8))
    ):
        tones = [mix(tone, "#eff0b6", haze * 0.85) for tone in green]
        _stems(canvas, haze, base, wide, count)
        for x in rng.uniform(-80, 1680, 20 - i * 3):
            clump(
                canvas,
                heap(rng, x, rng.uniform(10, 440 - i * 70), 150 + i * 30, 46 + i * 8, 26)[1:],
                tones,
                leaf=7 + i,
                rough=1.6,
                contrast=0.5,
            )
        if i == 0:
            _floor(canvas)
    sunbeams(canvas, (120, -420), "#fffbd2", (38, 45, 51, 57, 64, 70), 0.42)
    for x, wide in ((130, 118), (1440, 134)):
        _stem(canvas, x, 1010 + wide * 0.5, wide, 0.0)
    for x, y in ((90, 60), (330, 10), (1230, 20), (1500, 90), (1590, 260), (0, 240), (780, -40)):
        clump(canvas, heap(rng, x, y, 230, 80, 40)[1:], green[:4], leaf=9, rough=1.6)
    _anemones(canvas)
    return finish(canvas, vignette=0.3, ink="#14230c")


def _floor(canvas: Canvas) -> None:
    canvas.wash(ramp((680, "#d8c487"), (800, "#b3834a"), (1000, "#84532c"), (1200, "#52331f")), 692)
    canvas.vary(26, 0.22, 3, 692)
    path = smooth(
        [
            (760, 692),
            (815, 692),
            (905, 760),
            (850, 850),
            (900, 960),
            (1130, 1240),
            (360, 1240),
            (600, 960),
            (690, 850),
            (800, 760),
        ],
        3,
    )
    with canvas.stain(ramp((692, "#f4e5b4"), (860, "#dcb67c"), (1200, "#a97b4d")), rough=5) as pen:
        pen.shape(path)
    with canvas.stain("#fff2b4", blur=7, opacity=0.55, rough=6) as pen:
        rng = canvas.rng
        for x, y in roots(rng, 70, (0, WIDTH), (720, 1180)):
            size = (y - 640) * rng.uniform(0.05, 0.24)
            pen.disc(x, y, size, size * 0.22)


def _stems(canvas: Canvas, haze: float, base: float, wide: float, count: int) -> None:
    for x in np.sort(canvas.rng.uniform(-40, 1640, count)):
        if abs(x - 790) > 60 + wide * 2.4:
            _stem(
                canvas,
                x,
                base + canvas.rng.uniform(-14, 24),
                wide * canvas.rng.uniform(0.6, 1.3),
                haze,
            )


def _stem(canvas: Canvas, x: float, base: float, wide: float, haze: float) -> None:
    rng = canvas.rng
    lean = rng.normal(0, 26)
    line = bend((x, base), (x + lean, base * 0.5), (x + lean * 0.4, -30), 16)
    pale, dark = mix("#c9c3a4", "#f0edba", haze), mix("#4a4a3c", "#dfe0a4", haze)
    with canvas.stain("#4a2d18", blur=wide * 0.2, opacity=0.5 * (1 - haze)) as pen:
        pen.stroke([(x, base), (x + wide * 3, base + wide * 0.8)], wide * 1.3, wide * 0.4)
    bark = across(
        *sorted(
            (
                (x + lean - wide * 0.6, pale),
                (x + lean * 0.6, mix(pale, dark, 0.5)),
                (x + lean + wide * 0.6, dark),
            )
        )
    )
    with canvas.stain(bark) as pen:
        pen.stroke(line, wide, wide * 0.62)
        for side in (-1, 1, 0.3):
            toe, knee = x + side * wide * 0.95, x + side * wide * 0.4
            root = bend(
                (toe, base + wide * 0.18),
                (knee, base),
                (x + side * wide * 0.25, base - wide * 1.3),
                8,
            )
            pen.stroke(root, wide * 0.12, wide * 0.5)
    _marks(canvas, (x + lean * 0.7, base), wide, dark)


def _marks(canvas: Canvas, foot: tuple[float, float], wide: float, dark: str) -> None:
    """Wrinkles and lichen on a beech stem."""
    rng = canvas.rng
    x, base = foot
    with canvas.detail() as pen:
        for _ in range(int(wide * 0.6)):
            at, y = x + rng.uniform(-0.4, 0.4) * wide, rng.uniform(0, base)
            end = (at + wide * rng.uniform(0.08, 0.2), y + 2)
            pen.stroke([(at, y), end], 3, 1, clear(dark, 0.45))
        for _ in range(int(wide * 0.14)):
            at, y = x + rng.uniform(-0.4, 0.2) * wide, rng.uniform(0, base)
            size = wide * rng.uniform(0.04, 0.1)
            pen.disc(at, y, size, size * rng.uniform(1, 2.4), clear("#e8eac0", 0.2))


def _anemones(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.detail() as pen:
        for x, y in roots(rng, 300, (0, WIDTH), (880, 1200)):
            if 430 - (y - 880) * 0.7 < x < 1010 + (y - 880) * 0.6:
                continue
            size = (y - 760) * 0.03
            for _ in range(3):
                tip = (x + rng.normal(0, size * 2), y - rng.uniform(0, size))
                pen.stroke(
                    [(x, y), tip], size * 0.8, 1, str(rng.choice(["#4f7a2c", "#6f9a3a", "#35591f"]))
                )
            for angle in np.arange(6) * 1.05:
                pen.stroke(
                    [
                        (x, y - size),
                        (x + np.cos(angle) * size, y - size + np.sin(angle) * size * 0.7),
                    ],
                    size * 0.75,
                    size * 0.3,
                    "#fdfcf0",
                )
            pen.disc(x, y - size, size * 0.25, ink="#e8c64a")
