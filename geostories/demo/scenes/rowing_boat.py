"""A red rowing boat waiting in the reeds on a summer noon."""

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image

from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import Canvas, Pen, Points, clear, mix, moved, ramp
from geostories.demo.picture_sky import glitter, reflect
from geostories.demo.picture_space import Camera, level, turned
from geostories.demo.picture_trees import cattails, clump, cumulus, grass, heap, roots, treeline


def rowing_boat(canvas: Canvas) -> Image.Image:
    """A red rowing boat waiting in the reeds on a summer noon."""
    rng = canvas.rng
    canvas.wash(ramp((0, "#3f8fc4"), (250, "#7dbbdc"), (470, "#cfe6e4")))
    for x, y, wide in ((330, 300, 190), (1130, 215, 250), (760, 390, 130), (1450, 400, 150)):
        cumulus(canvas, x, y, wide, ("#9dbfd6", "#d3e4ea", "#ffffff", "#fffdf6"))
    treeline(canvas, ramp((380, "#6d9a92"), (520, "#9dbf9e")), 505, (40, 90), leafy=0.4)
    for x in rng.permutation(np.arange(-40, 1640, 46)):
        tall = rng.uniform(34, 62) + 46 * np.sin(x / 210 + 1) ** 2
        green = rng.choice([0.0, 0.25, 0.5])
        tones = [
            mix(tone, "#8fb58e", green) for tone in ("#1d4527", "#356b35", "#5f9442", "#a3c25f")
        ]
        clump(
            canvas, heap(rng, x, 512 - tall * 0.62, tall * 0.7, tall * 0.6, 14), tones, contrast=0.5
        )
    reflect(canvas, 512, tint="#2f6f97", depth=0.3, ripple=5, blur=1.6)
    glitter(canvas, "#f4fbff", 900, (540, 1180), (260, 700), 200, size=24)
    _lilies(canvas)
    _boat(canvas)
    with canvas.detail() as pen:
        inks = ("#3f6b2c", "#5f8f38", "#86ac4a", "#2d5426", "#a9bd63")
        grass(canvas, pen, inks, roots(rng, 190, (-40, 420), (1210, 1330)), (200, 720), 9, 0.1)
        grass(canvas, pen, inks, roots(rng, 70, (1330, 1660), (1210, 1320)), (150, 480), 8, 0.1)
        cattails(pen, rng, roots(rng, 12, (0, 380), (1210, 1320)), (420, 720), "#5b3a22")
    return finish(canvas, vignette=0.18, ink="#10304a")


def _lilies(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.detail() as pen:
        for x, y in roots(rng, 46, (760, 1600), (640, 1100)):
            size = (y - 520) * 0.085
            pen.disc(x + 2, y + size * 0.1, size, size * 0.34, clear("#123f4f", 0.5))
            pen.disc(x, y, size, size * 0.32, mix("#4d8a3c", "#8dbb56", rng.random()))
            pen.shape(
                [(x, y), (x + size * 1.1, y - size * 0.2), (x + size * 1.1, y + size * 0.05)],
                "#2f7194",
            )
            if rng.random() < 0.22:
                for angle in np.linspace(-2.9, -0.25, 7):
                    tip = (x + np.cos(angle) * size * 0.55, y + np.sin(angle) * size * 0.5)
                    pen.stroke([(x, y), tip], size * 0.28, 1, "#fdfbf2")
                pen.disc(x, y - size * 0.08, size * 0.12, ink="#f2c443")


def _hull(height: float, beam: float, side: int) -> Points:
    """One side of the boat from stern to bow, metres; the bow is at +x."""
    t = np.linspace(-1, 1, 25)
    half = beam * (1 - np.clip(t, 0, 1) ** 2.3) * (1 - 0.3 * np.clip(-t, 0, 1) ** 2)
    lift = height + 0.24 * np.clip(t, 0, 1) ** 2.2 * (height > 0.1) + 0.07 * np.clip(-t, 0, 1) ** 2
    return np.stack([t * 2.1 + 0.16 * height * (t > 0) * t**3, lift, half * side], 1)


_CAMERA = Camera(height=2.5, horizon=300, focal=1500, middle=780)


def _seen(places: ArrayLike) -> Points:
    return _CAMERA.at(turned(places, (0.15, 0.0, 6.4), 0.42))


def _rounded(height: float, beam: float) -> Points:
    """The whole outline of the boat at a height."""
    return _seen(np.concatenate([_hull(height, beam, -1), _hull(height, beam, 1)[::-1]]))


def _boat(canvas: Canvas) -> None:
    near, foot = _hull(0.46, 0.72, -1), _hull(0.02, 0.6, -1)
    mirrored = near * [1, -1, 1]
    with canvas.stain("#7a2f28", blur=3, opacity=0.68, rough=7) as pen:
        pen.shape(_seen(np.concatenate([foot, mirrored[::-1]])))
    with canvas.stain("#e9dcc0", blur=2, opacity=0.6, rough=4) as pen:
        pen.stroke(_seen(mirrored), 9, 13)
    with canvas.stain("#143847", blur=9, opacity=0.5) as pen:
        pen.shape(moved(_rounded(0.02, 0.6), 0, 12))
    with canvas.detail() as pen:
        pen.shape(_rounded(0.46, 0.72), "#8d6a48")
        for share, ink in ((0.3, "#7a5a3d"), (0.62, "#694b33"), (0.95, "#5a3f2c")):
            pen.shape(_rounded(0.46 - 0.36 * share, 0.72 - 0.2 * share), ink)
        for x in (-1.25, -0.1, 0.95):
            half = 0.62 if x < 0.5 else 0.52
            pen.shape(_seen(level((x, x + 0.3), 0.28, (-half, half))), "#4b3424")
            pen.shape(_seen(level((x, x + 0.3), 0.34, (-half, half))), "#c79c6b")
        pen.stroke(_seen([(-1.6, 0.5, 0.1), (1.4, 0.52, 0.3)]), 13, 9, "#e0bf8e")
        pen.stroke(_seen([(-2.3, 0.47, 0.06), (-1.6, 0.5, 0.1)]), 30, 14, "#e8cda0")
        _planks(pen, near, foot)


def _planks(pen: Pen, near: Points, foot: Points) -> None:
    """The side towards us, the stern and the rail around."""
    for i, ink in enumerate(("#b8402f", "#a93828", "#9a3023", "#86281d")):
        upper = near + (foot - near) * i / 4
        lower = near + (foot - near) * (i + 1) / 4
        pen.shape(_seen(np.concatenate([upper, lower[::-1]])), ink)
        pen.stroke(_seen(lower), 3, 3, clear("#4d120d", 0.7))
        pen.stroke(_seen(upper + (lower - upper) * 0.18), 3, 3, clear("#e98a6c", 0.5))
    far = near * [1, 1, -1]
    pen.shape(_seen([near[0], foot[0], foot[0] * [1, 1, -1], far[0]]), "#7b241a")
    for edge in (far, near):
        pen.stroke(_seen(edge), 11, 15, "#f0e2c4")
        pen.stroke(_seen(edge - [0, 0.035, 0]), 3, 4, clear("#6b4a2c", 0.6))
