"""An elk that has all the time in the world, on a single track in October."""

import numpy as np
from PIL import Image

from geostories.demo.picture_figures import elk
from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import Canvas, Points, mix, ramp
from geostories.demo.picture_sky import band, streaks
from geostories.demo.picture_space import Camera
from geostories.demo.picture_trees import big_spruce, clump, grass, heap, roots, spruce, treeline


def railway_elk(canvas: Canvas) -> Image.Image:
    """An elk that has all the time in the world, on a single track in October."""
    rng = canvas.rng
    canvas.wash(ramp((0, "#5d7f8c"), (230, "#a9b9a8"), (430, "#f2d596"), (540, "#fbe7b4")))
    streaks(canvas, "#f9dfae", (0, 420), cell=140, stretch=4, cover=0.5, opacity=0.6)
    canvas.glow(960, 470, 640, "#ffe29a", 0.9)
    treeline(canvas, ramp((420, "#b9a878"), (560, "#ecd39b")), 548, (60, 130), gap=0.2)
    canvas.wash(ramp((535, "#d9b878"), (640, "#a9853f"), (850, "#6f5f2f"), (1200, "#37361f")), 540)
    canvas.vary(36, 0.2, 4, 540)
    camera = Camera(height=1.9, horizon=520, focal=1350, middle=800)
    _forest_walls(canvas, camera)
    band(canvas, "#fbe3ae", (500, 640), 0.6)
    _track(canvas, camera)
    streaks(canvas, "#fbe9c4", (560, 860), cell=100, stretch=7, cover=0.45, opacity=0.55)
    _elk(canvas)
    with canvas.detail() as pen:
        inks = ("#8f7433", "#b9964a", "#5c5428", "#d9bb6a", "#6b3f1f")
        for side in ((-30, 430), (1130, 1630)):
            grass(canvas, pen, inks, roots(rng, 260, side, (960, 1270)), (40, 190), 5, 0.3)
    return finish(canvas, vignette=0.32, ink="#1a1408")


def _middle(z: float | Points) -> float | Points:
    """Where the track lies at distance z: straight here, swinging right far off."""
    return 0.0025 * np.maximum(z - 12, 0) ** 2 - 0.25


def _forest_walls(canvas: Canvas, camera: Camera) -> None:
    rng = canvas.rng
    for z in np.geomspace(66, 7.5, 38):
        side = -1 if rng.random() < 0.5 else 1
        x = float(_middle(z)) + side * rng.uniform(4.6, 8.5 + z * 0.12)
        foot = camera.at([(x, 0, z)])[0]
        haze = min(1.0, (z - 6) / 48)
        tall = rng.uniform(6.5, 12.5) * camera.focal / z
        if rng.random() < 0.34 and z > 10:
            _autumn_tree(canvas, foot, tall, haze)
        elif haze > 0.6:
            with canvas.stain(mix("#2a3a30", "#e3c88f", haze * 0.9)) as pen:
                pen.shape(spruce(rng, foot[0], foot[1] + 3, tall, 0.18))
        else:
            _wall_spruce(canvas, foot, tall, haze, -side)


def _autumn_tree(canvas: Canvas, foot: Points, tall: float, haze: float) -> None:
    x, y = foot
    with canvas.detail() as pen:
        bark = mix("#3a2c20", "#e3c88f", haze)
        pen.stroke([(x, y + 4), (x + 4, y - tall * 0.5)], tall * 0.03, tall * 0.015, bark)
    gold = ("#5a3212", "#9a5f1c", "#d69a34", "#f3cd6b")
    crown = heap(canvas.rng, x, y - tall * 0.38, tall * 0.16, tall * 0.27, 30)
    clump(canvas, crown, [mix(tone, "#f6dea4", haze * 0.8) for tone in gold], light=(0.5, -0.7))


def _wall_spruce(canvas: Canvas, foot: Points, tall: float, haze: float, light: int) -> None:
    x, y = foot
    shade, green, lit = (mix(ink, "#e3c88f", haze) for ink in ("#141f1a", "#25382c", "#5d6237"))
    with canvas.stain("#171a10", blur=10, opacity=0.55 * (1 - haze)) as pen:
        pen.disc(x, y, tall * 0.17, tall * 0.022)
    spread = canvas.rng.uniform(0.15, 0.2)
    with canvas.detail() as pen:
        big_spruce(
            pen, canvas.rng, (x, y + 6), tall, (shade, green, lit), spread=spread, light=light
        )


def _track(canvas: Canvas, camera: Camera) -> None:
    rng = canvas.rng
    z = np.geomspace(48, 2.2, 90)
    mid = np.asarray(_middle(z))

    def strip(left: float, right: float, y: float) -> Points:
        one = np.stack([mid + left, np.full_like(z, y), z], 1)
        two = np.stack([mid + right, np.full_like(z, y), z], 1)
        return camera.at(np.concatenate([one, two[::-1]]))

    with canvas.stain(ramp((520, "#e0c48c"), (650, "#a48f6a"), (1200, "#57493a")), rough=3) as pen:
        pen.shape(strip(-1.75, 1.75, 0))
    canvas.vary(10, 0.14, 1.5, 700)
    with canvas.detail() as pen:
        for near in np.arange(27, 2.4, -0.62):
            x = float(_middle(near))
            ink = mix(mix("#3a2a1e", "#54402c", rng.random()), "#c9ab74", min(1, near / 27))
            quad = [
                (x - 1.25, 0.06, near),
                (x + 1.25, 0.06, near),
                (x + 1.25, 0.06, near + 0.26),
                (x - 1.25, 0.06, near + 0.26),
            ]
            pen.shape(camera.at(quad), ink)
            face = [
                (x - 1.25, 0.06, near),
                (x + 1.25, 0.06, near),
                (x + 1.25, -0.03, near),
                (x - 1.25, -0.03, near),
            ]
            pen.shape(camera.at(face), mix(ink, "#14100c", 0.5))
        for side in (-0.72, 0.72):
            pen.shape(strip(side - 0.07, side + 0.07, 0.07), "#3f2c20")
            pen.shape(strip(side - 0.035, side + 0.035, 0.2), "#8a6a4a")
            pen.shape(strip(side - 0.028, side + 0.022, 0.21), "#ffe9b8")


def _elk(canvas: Canvas) -> None:
    with canvas.stain("#2a2015", blur=9, opacity=0.55) as pen:
        pen.disc(810, 800, 250, 16)
        for x in (715, 765, 925, 985):
            pen.stroke([(x, 796), (x - 110, 1040)], 16, 46)
    with canvas.detail() as pen:
        elk(pen, 830, 796, 340, ("#34241b", "#a08a72", "#ffd894"))
