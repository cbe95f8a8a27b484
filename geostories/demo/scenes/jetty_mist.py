"""A jetty that bends out into a silver morning; an island floats in the mist."""

import numpy as np
from PIL import Image

from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import Canvas, Pen, clear, mix, ramp
from geostories.demo.picture_sky import band, reflect, streaks
from geostories.demo.picture_space import Camera
from geostories.demo.picture_trees import cattails, grass, pine, roots, treeline


def jetty_mist(canvas: Canvas) -> Image.Image:
    """A jetty that bends out into a silver morning; an island floats in the mist."""
    canvas.wash(ramp((0, "#8fb0b8"), (260, "#b9cdcc"), (470, "#e4e2d2"), (620, "#f0e6cf")))
    streaks(canvas, "#f6efe2", (0, 420), cell=150, cover=0.55, opacity=0.55)
    canvas.glow(560, 330, 620, "#fff0c8", 0.75)
    with canvas.stain("#fffaf0", blur=3) as pen:
        pen.disc(560, 330, 44)
    treeline(canvas, ramp((430, "#a9bfc0"), (585, "#d3dad3")), 584, (50, 110), blur=1.5)
    band(canvas, "#eeeade", (500, 640), 0.75)
    _island(canvas)
    reflect(canvas, 588, tint="#7d9ba3", depth=0.2, ripple=3.2, blur=1.6)
    streaks(canvas, "#f4efe4", (500, 700), cell=110, stretch=9, cover=0.62, opacity=0.95)
    _jetty(canvas)
    with canvas.detail() as pen:
        inks = ("#4a5a50", "#5d6b58", "#38483f", "#76806a")
        grass(
            canvas, pen, inks, roots(canvas.rng, 150, (-40, 330), (1205, 1290)), (160, 560), 7, 0.1
        )
        cattails(
            pen, canvas.rng, roots(canvas.rng, 9, (30, 320), (1205, 1290)), (330, 560), "#4a382c"
        )
    return finish(canvas, vignette=0.28, ink="#2b4450")


def _island(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.stain(ramp((380, "#5d7c80"), (560, "#8da5a3"), (590, "#c3cdc6"))) as pen:
        for x in np.sort(rng.uniform(935, 1330, 17)):
            swell = np.sin((x - 900) / 440 * np.pi)
            pine(pen, rng, x, 584, 60 + 130 * swell * rng.uniform(0.7, 1.15))
        for x in rng.uniform(920, 1340, 40):
            pen.disc(x, 582, rng.uniform(10, 34), rng.uniform(6, 22))
        pen.disc(1130, 590, 235, 12)


def _jetty_line(side: float, z: float) -> tuple[float, float, float]:
    """The jetty's edge at distance z: it swings to the left and straightens."""
    middle = 1.9 - 3.1 * (1 - np.exp(-(z - 4) / 7.0))
    return (middle + side, 0.55, z)


def _jetty(canvas: Canvas) -> None:
    rng = canvas.rng
    camera = Camera(height=2.35, horizon=520, focal=1250)
    ends = np.linspace(3.0, 17.0, 74)
    with canvas.stain("#44585d", blur=7, opacity=0.5) as pen:
        under = [(x, -0.5, z) for x, _, z in (_jetty_line(-0.75, end) for end in ends)]
        over = [(x, -0.5, z) for x, _, z in (_jetty_line(0.75, end) for end in ends[::-1])]
        pen.shape(camera.at(under + over))
    with canvas.detail() as pen:
        for z in ends[::-9]:
            for side in (-0.72, 0.72):
                _post(pen, camera, _jetty_line(side, z)[0], z)
        for far, near in zip(ends[1:][::-1], ends[:-1][::-1], strict=True):
            haze = (near - 3) / 17
            ink = mix(mix("#6b5d50", "#8d7f6d", rng.random()), "#c9cfc9", haze * 0.75)
            lip = rng.uniform(-0.04, 0.04)
            gap = (far - near) * 0.12
            quad = [
                _jetty_line(-0.8 + lip, near + gap),
                _jetty_line(0.8 + lip, near + gap),
                _jetty_line(0.8 + lip, far),
                _jetty_line(-0.8 + lip, far),
            ]
            pen.shape(camera.at([(x, y - 0.07, z) for x, y, z in quad]), mix(ink, "#27353a", 0.55))
            pen.shape(camera.at(quad), ink)
            light = [
                quad[3],
                quad[2],
                _jetty_line(0.8, far - gap * 2),
                _jetty_line(-0.8, far - gap * 2),
            ]
            pen.shape(camera.at(light), clear("#fff3d8", 0.2 * (1 - haze)))


def _post(pen: Pen, camera: Camera, x: float, z: float) -> None:
    haze = (z - 3) / 20
    for low, high, ink in (
        (-0.95, 0.0, clear("#3d4c4f", 0.35)),
        (0.0, 0.82, mix("#3b3a38", "#c3cbc7", haze)),
    ):
        half = 0.075
        pen.shape(
            camera.at(
                [(x - half, low, z), (x + half, low, z), (x + half, high, z), (x - half, high, z)]
            ),
            ink,
        )
    pen.shape(
        camera.at([(x - 0.075, 0, z), (x - 0.04, 0, z), (x - 0.04, 0.82, z), (x - 0.075, 0.82, z)]),
        clear("#f5e6c4", 0.4),
    )
