"""Cranes calling on a flooded meadow as the sun comes up."""

from PIL import Image

from geostories.demo.picture_birds import crane, flying_crane
from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import Canvas, mix, ramp
from geostories.demo.picture_sky import band, glitter, reflect, streaks
from geostories.demo.picture_trees import grass, roots, treeline


def cranes_dawn(canvas: Canvas) -> Image.Image:
    """Cranes calling on a flooded meadow as the sun comes up."""
    canvas.wash(
        ramp((0, "#6d6f9c"), (220, "#a98fb0"), (420, "#e3a9a4"), (560, "#f8c88f"), (680, "#fde3b0"))
    )
    streaks(canvas, "#f6b9a0", (60, 480), cell=120, stretch=6, cover=0.5, opacity=0.65)
    streaks(canvas, "#7c7099", (0, 260), cell=180, stretch=5, cover=0.42, opacity=0.45)
    canvas.glow(1050, 640, 760, "#ffdf9a", 0.85)
    with canvas.stain("#fff7dc", blur=2) as pen:
        pen.disc(1050, 622, 50)
    treeline(canvas, ramp((520, "#b48a97"), (668, "#eebf9c")), 664, (40, 95), leafy=0.35, blur=1.2)
    band(canvas, "#fbdcb4", (590, 700), 0.6)
    treeline(
        canvas, ramp((560, "#7b6685"), (700, "#cf9f95")), 694, (50, 150), leafy=0.4, span=(0, 620)
    )
    treeline(
        canvas,
        ramp((560, "#7b6685"), (700, "#cf9f95")),
        694,
        (40, 110),
        leafy=0.4,
        span=(1280, 1600),
    )
    reflect(canvas, 690, tint="#8d6f8c", depth=0.2, ripple=4, blur=2.2)
    glitter(canvas, "#fff0c4", 1050, (700, 1150), (30, 110), 260, size=30)
    streaks(canvas, "#ffe6c6", (610, 800), cell=90, stretch=9, cover=0.55, opacity=0.85)
    _flock(canvas)
    _meadow(canvas)
    return finish(canvas, vignette=0.25, ink="#2c2140")


def _flock(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.detail() as pen:
        for i in range(11):
            arm = (i + 1) // 2 * (1 if i % 2 else -0.62)
            x = 520 + abs(arm) * 104 + rng.uniform(-10, 10)
            y = 262 + arm * 34 + rng.uniform(-8, 8)
            flying_crane(
                pen, x, y, rng.uniform(70, 84), rng.choice([-0.75, -0.4, 0.5, 0.85, 1.0]), "#4d4468"
            )


def _meadow(canvas: Canvas) -> None:
    rng = canvas.rng
    for y, ink, tall in ((812, "#9a7480", 26), (925, "#6d546e", 46), (1130, "#3f3350", 80)):
        for x in rng.uniform(-60, 1660, 9):
            wide = rng.uniform(60, 190)
            level = y + rng.uniform(-16, 16)
            with canvas.stain(mix(ink, "#2a2038", 0.25), blur=2) as pen:
                pen.disc(x, level, wide, 6 + tall * 0.1)
                pen.disc(x + wide * 0.4, level + 4, wide * 0.8, 4 + tall * 0.08)
            inks = (ink, mix(ink, "#2a2038", 0.45), mix(ink, "#ffcf98", 0.45))
            with canvas.detail() as pen:
                tufts = roots(
                    rng, int(wide * 0.7), (x - wide, x + wide * 1.1), (level - 4, level + 5)
                )
                grass(canvas, pen, inks, tufts, (tall * 0.3, tall), 3.5, 0.3)
        if y == 925:
            _standing(canvas)
    with canvas.detail() as pen:
        dark = ("#3b304a", "#54415a", "#7a5a62", "#b98762")
        grass(canvas, pen, dark, roots(rng, 240, (-20, 1620), (1160, 1290)), (60, 250), 5, 0.3)


def _standing(canvas: Canvas) -> None:
    with canvas.stain("#4b3a58", blur=6, opacity=0.4) as pen:
        for x, size in ((560, 400), (930, 350)):
            pen.stroke([(x, 925), (x - 4, 925 + size * 0.62)], 50, 20)
    with canvas.detail() as pen:
        far = ("#8c7c8f", "#6b5b78", "#f4c59c")
        crane(pen, (1210, 806), 170, far, facing=-1)
        crane(pen, (1290, 800), 150, far)
        near = ("#766c80", "#38304a", "#ffd7a3")
        crane(pen, (560, 930), 430, near, calling=True)
        crane(pen, (930, 938), 380, near, facing=-1)
