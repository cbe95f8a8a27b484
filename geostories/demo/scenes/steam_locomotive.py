"""A steam engine drawing in to a country platform where people wait."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from geostories.demo.picture_figures import Person, person
from geostories.demo.picture_finish import old_photograph
from geostories.demo.picture_parts import Canvas, Pen, Points, bend, clear, mix, moved, ramp, smooth
from geostories.demo.picture_sky import streaks
from geostories.demo.picture_space import Camera, Span, facing, flank, level, turned
from geostories.demo.picture_trees import clump, grass, heap, roots, treeline


def steam_locomotive(canvas: Canvas) -> Image.Image:
    """A steam engine drawing in to a country platform where people wait."""
    rng = canvas.rng
    canvas.wash(ramp((0, "#b8b8b8"), (300, "#d8d8d8"), (620, "#f0f0f0")))
    streaks(canvas, "#f8f8f8", (0, 460), cell=190, stretch=3, cover=0.5, opacity=0.6)
    treeline(canvas, ramp((440, "#9a9a9a"), (690, "#cccccc")), 690, (80, 190), gap=0.15, blur=1.5)
    near = ramp((340, "#5e5e5e"), (700, "#a2a2a2"))
    treeline(canvas, near, 702, (110, 260), gap=0.16, span=(900, 1600))
    canvas.wash(ramp((690, "#b2b2b2"), (790, "#8c8c8c"), (1200, "#4d4d4d")), 698)
    canvas.vary(14, 0.22, 2, 698)
    _poles(canvas)
    _rails(canvas)
    _platform(canvas)
    _smoke(canvas)
    _engine(canvas)
    with canvas.detail() as pen:
        inks = ("#3c3c3c", "#6a6a6a", "#8f8f8f", "#2a2a2a")
        grass(canvas, pen, inks, roots(rng, 330, (1060, 1640), (960, 1260)), (20, 100), 4, 0.3)
    return old_photograph(canvas, grain=8)


_CAMERA = Camera(height=1.75, horizon=690, focal=2450, middle=725)


def _seen(places: ArrayLike) -> Points:
    """Places on the engine: x across the track, y up from the rail, z back from the buffers."""
    return _CAMERA.at(turned(places, (-0.25, 0.0, 12.6), -0.52))


def _poles(canvas: Canvas) -> None:
    with canvas.detail() as pen:
        tops = []
        for z in (60, 40, 25, 14, 5):
            foot, top = _seen([(6.5, 0, z), (6.5, 6.6, z)])
            wide = 130 / (z + 8)
            pen.stroke([foot, top], wide, wide * 0.7, mix("#2e2e2e", "#b0b0b0", z / 70))
            for down in (0.06, 0.12):
                x, y = top + (foot - top) * down
                arm = [(x - wide * 2.6, y), (x + wide * 2.6, y)]
                pen.stroke(arm, wide * 0.4, wide * 0.4, "#3c3c3c")
            tops.append(top + (foot - top) * 0.06)
        for a, b in pairwise(tops):
            for side in (-14, 14):
                low = moved((a + b) / 2, 0, abs(b[0] - a[0]) * 0.12)
                wire = bend(moved(a, side * 0.5, 0), low, moved(b, side, 0), 12)
                pen.stroke(wire, 1, 1.8, clear("#3a3a3a", 0.7))


def _rails(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.stain(ramp((640, "#bdbdbd"), (1200, "#6c6c6c")), rough=4) as pen:
        pen.shape(_seen(level((-2.1, 2.1), -0.1, (-6.6, 60))))
    with canvas.detail() as pen:
        for z in np.arange(2, -6.6, -0.66):
            tie = mix("#3a3a3a", "#5c5c5c", rng.random())
            pen.shape(_seen(level((-1.35, 1.35), 0, (z, z + 0.27))), tie)
        for side in (-0.72, 0.72):
            for half, lift, ink in ((0.07, 0.02, "#1e1e1e"), (0.045, 0.14, "#dcdcdc")):
                pen.shape(_seen(level((side - half, side + half), lift, (-6.6, 60))), ink)


def _smoke(canvas: Canvas) -> None:
    rng = canvas.rng
    start = _seen([(0, 4.1, 1.5)])[0]
    for share in np.linspace(1, 0.0, 26) ** 1.3:
        x = start[0] + 900 * share**1.15
        y = start[1] + 24 - 105 * min(1.0, share * 5) ** 0.7 - 50 * share
        size = 30 + 150 * share**0.75
        grey = ("#5c5c5c", "#8d8d8d", "#cfcfcf", "#ffffff")
        tones = [mix(tone, "#e9e9e9", 0.2 * share) for tone in grey]
        puffs = heap(rng, x, y, size * 1.1, size * 0.72, 12)
        clump(canvas, puffs, tones, rough=0.8, soft=0.7, leaf=26, contrast=0.4)


def _engine(canvas: Canvas) -> None:
    with canvas.stain("#161616", blur=12, opacity=0.7) as pen:
        pen.shape(_seen([(-1.5, 0, -0.3), (2.0, 0, -0.3), (2.3, 0, 12), (-1.5, 0, 12)]))
    with canvas.detail() as pen:
        _coaches(pen)
        _box(pen, (-1.3, 1.3), (1.0, 2.75), (8.3, 11.6), ("#2b2b2b", "#3a3a3a", "#141414"))
        _box(pen, (-1.35, 1.35), (1.2, 3.45), (6.3, 8.0), ("#303030", "#474747", "#1c1c1c"))
        pen.shape(_seen(flank(1.36, (2.4, 3.1), (6.7, 7.6))), "#0d0d0d")
        roof = [*level((-1.5, 1.5), 3.45, (6.1, 8.2))[:3], (0.6, 3.75, 8.2), (-0.6, 3.75, 6.1)]
        pen.shape(_seen(roof), "#5c5c5c")
        _box(pen, (-0.62, 0.62), (0.55, 1.3), (0.4, 8.0), ("#141414", "#1f1f1f", "#0c0c0c"))
        _wheels(pen)
        _box(pen, (-1.35, 1.35), (1.28, 1.36), (0.3, 6.3), ("#2a2a2a", "#8a8a8a", "#4a4a4a"))
        _boiler(pen)
        _front(pen)
    _steam(canvas)


def _box(pen: Pen, x: Span, y: Span, z: Span, inks: tuple[str, str, str]) -> None:
    """A box; inks for the front, the side we see and the top."""
    pen.shape(_seen(level(x, y[1], z)), inks[2])
    pen.shape(_seen(flank(x[1], y, z)), inks[1])
    pen.shape(_seen(facing(x, y, z[0])), inks[0])


def _coaches(pen: Pen) -> None:
    for z in (33.0, 22.5, 12.2):
        _box(pen, (-1.4, 1.4), (1.0, 3.5), (z, z + 9.6), ("#4a4a4a", "#757575", "#a8a8a8"))
        for start in np.arange(z + 0.7, z + 9, 1.3):
            pen.shape(_seen(flank(1.41, (2.2, 3.0), (start, start + 0.8))), "#2b2b2b")
        pen.stroke(_seen([(1.41, 3.5, z), (1.41, 3.5, z + 9.6)]), 9, 5, "#bdbdbd")


def _ring(x: float, y: float, z: float, radius: float, upright: bool) -> Points:
    """A circle: facing along the track (``upright`` false) or across it, as a wheel does."""
    bow = np.linspace(0, 2 * np.pi, 41)
    one, two = np.cos(bow) * radius, np.sin(bow) * radius
    flat = np.full_like(one, 0.0)
    return np.stack([x + (flat if upright else one), y + two, z + (one if upright else flat)], 1)


def _wheels(pen: Pen) -> None:
    for z, radius in ((10.9, 0.48), (9.1, 0.48), (6.6, 0.8), (4.9, 0.8), (3.2, 0.8), (1.4, 0.45)):
        pen.shape(_seen(_ring(0.8, radius, z, radius, True)), "#0e0e0e")
        pen.shape(_seen(_ring(0.84, radius, z, radius * 0.9, True)), "#555555")
        pen.shape(_seen(_ring(0.85, radius, z, radius * 0.8, True)), "#161616")
        for angle in np.linspace(0, np.pi, 7)[:-1]:
            aside, up = np.cos(angle) * radius * 0.82, np.sin(angle) * radius * 0.82
            pen.stroke(
                _seen([(0.86, radius - up, z - aside), (0.86, radius + up, z + aside)]),
                5,
                5,
                "#4c4c4c",
            )
        pen.shape(_seen(_ring(0.87, radius, z, radius * 0.22, True)), "#8a8a8a")
    _box(pen, (0.95, 1.35), (0.5, 1.1), (1.1, 2.3), ("#1c1c1c", "#4a4a4a", "#6a6a6a"))
    pen.stroke(_seen([(1.0, 0.55, 3.2), (1.0, 0.55, 6.6)]), 15, 11, "#b4b4b4")
    pen.stroke(_seen([(1.15, 0.78, 2.2), (1.05, 0.55, 4.9)]), 12, 10, "#d4d4d4")


def _shell(angle: NDArray[np.float64], radius: float, z: float) -> Points:
    """Places on the boiler's barrel, angles counted from our side and up."""
    return np.stack(
        [np.cos(angle) * radius, 2.2 + np.sin(angle) * radius, np.full_like(angle, z)], 1
    )


def _boiler(pen: Pen) -> None:
    for low in np.arange(-60, 240, 6.0):
        turn = np.radians([low, low + 7])
        light = max(0.0, np.cos(turn[0] - np.radians(62))) ** 3
        ink = mix("#131313", "#8f8f8f", light * 0.85 + 0.06 * max(0.0, np.sin(turn[0])))
        pen.shape(
            _seen(np.concatenate([_shell(turn, 0.8, 0.9), _shell(turn, 0.8, 6.4)[::-1]])), ink
        )
    for z in (2.2, 3.5, 4.9):
        hoop = _shell(np.linspace(-0.7, 2.6, 24), 0.81, z)
        pen.stroke(_seen(hoop), 5, 5, clear("#b9b9b9", 0.55))
    for z, wide, top in ((5.2, 0.3, 3.42), (3.4, 0.38, 3.5), (1.5, 0.27, 3.95)):
        (left, low), (right, foot) = _seen([(-wide, 2.85, z), (wide, 2.85, z)])
        high = _seen([(0, top, z)])[0][1]
        crown = [(left, low), (left, high + 14), (left + 12, high), (right - 12, high), (right, high + 14),
                 (right, foot)]  # fmt: skip
        pen.shape(smooth(crown, 2 if top < 3.9 else 0), "#1d1d1d")
        at = left + (right - left) * 0.66
        pen.stroke([(at, low - 20), (at, high + 12)], 10, 9, clear("#a8a8a8", 0.65))
    rim = _seen([(-0.36, 3.96, 1.5), (0.36, 3.96, 1.5)])
    pen.stroke(rim, 17, 17, "#2e2e2e")


_DOOR = ((0.83, 0.9, "#1a1a1a"), (0.8, 0.88, "#565656"), (0.76, 0.87, "#303030"), (0.66, 0.86, "#1c1c1c"),
         (0.62, 0.85, "#3b3b3b"), (0.1, 0.82, "#7c7c7c"))  # fmt: skip
_BUFFER = (
    (0.12, 0.0, "#161616"),
    (0.12, -0.2, "#262626"),
    (0.23, -0.42, "#1e1e1e"),
    (0.19, -0.44, "#777777"),
)
_LAMP = ((0.17, 0.0, "#141414"), (0.17, -0.1, "#242424"), (0.12, -0.14, "#efefef"))


def _discs(
    pen: Pen, at: tuple[float, float, float], rounds: tuple[tuple[float, float, str], ...]
) -> None:
    """Rounds on one axle that face along the track: radius, how far back, ink."""
    for radius, back, ink in rounds:
        pen.shape(_seen(_ring(at[0], at[1], at[2] + back, radius, False)), ink)


def _front(pen: Pen) -> None:
    _discs(pen, (0, 2.2, 0), _DOOR)
    pen.stroke(_seen(_shell(np.linspace(1.9, 3.6, 20), 0.7, 0.84)), 3, 9, clear("#a9a9a9", 0.8))
    for up in (-0.3, 0.3):
        pen.stroke(_seen([(-0.62, 2.2 + up, 0.83), (0.3, 2.2 + up * 0.8, 0.83)]), 9, 6, "#5e5e5e")
    pen.stroke(_seen([(0, 2.2, 0.8), (0.16, 1.98, 0.78)]), 7, 6, "#bdbdbd")
    pen.stroke(_seen([(0, 2.2, 0.8), (-0.2, 2.06, 0.78)]), 7, 6, "#a4a4a4")
    pen.shape(_seen(level((-1.3, 1.3), 1.31, (0.25, 0.9))), "#6a6a6a")
    saddle = [(-0.5, 1.3, 0.6), (0.5, 1.3, 0.6), (0.62, 1.72, 0.86), (-0.62, 1.72, 0.86)]
    pen.shape(_seen(saddle), "#1f1f1f")
    _box(pen, (-1.38, 1.38), (0.86, 1.3), (0.0, 0.25), ("#515151", "#2c2c2c", "#9a9a9a"))
    for x in (-0.9, 0.9):
        _discs(pen, (x, 1.06, 0), _BUFFER)
    for lamp in ((-0.98, 1.52, 0.1), (0.98, 1.52, 0.1), (0.0, 3.16, 0.95)):
        _discs(pen, lamp, _LAMP)
    for x in (-0.14, 0.0, 0.14):
        pen.stroke(_seen([(x, 1.0, -0.06), (x * 0.4, 0.62, -0.14)]), 7, 7, "#141414")
    for x in (-0.72, 0.72):
        pen.stroke(_seen([(x, 0.86, 0.1), (x, 0.16, 0.0)]), 13, 9, "#1c1c1c")


def _steam(canvas: Canvas) -> None:
    rng = canvas.rng
    for x, y, z, wide in (
        (1.9, 0.3, 0.9, 90),
        (2.4, 0.25, 2.2, 120),
        (3.2, 0.3, 4.4, 110),
        (4.2, 0.3, 7.5, 80),
        (-1.7, 0.2, 0.4, 70),
    ):
        at = _seen([(x, y, z)])[0]
        for tone, lift, blur in (("#b5b5b5", 10, 9), ("#f0f0f0", 0, 7), ("#ffffff", -8, 6)):
            with canvas.stain(tone, blur=blur, opacity=0.7, rough=8) as pen:
                for _ in range(9):
                    size = wide * rng.uniform(0.16, 0.36)
                    aside, up = rng.normal(0, wide * 0.5), rng.normal(0, wide * 0.14)
                    pen.disc(at[0] + aside, at[1] + up + lift, size, size * 0.7)


def _station(canvas: Canvas) -> None:
    ridge = ((-10.2, 6.3, 11.6), (-10.2, 6.3, 21.5))
    with canvas.detail() as pen:
        _box(pen, (-13.0, -7.4), (0.5, 3.7), (12.0, 21.0), ("#a5a5a5", "#858585", "#555555"))
        pen.shape(_seen([(-13.6, 3.6, 11.6), (-7.0, 3.6, 11.6), ridge[0]]), "#9b9b9b")
        pen.shape(_seen([(-7.0, 3.6, 11.6), *ridge, (-7.0, 3.6, 21.5)]), "#4a4a4a")
        for x in (-13.6, -7.0):
            pen.stroke(_seen([(x, 3.6, 11.6), ridge[0]]), 8, 8, "#efefef")
        for x in (-12.3, -10.8, -9.0):
            pen.shape(_seen(facing((x, x + 0.9), (1.5, 3.0), 11.9)), "#f0f0f0")
            pen.shape(_seen(facing((x + 0.1, x + 0.8), (1.6, 2.9), 11.8)), "#3f3f3f")
        for z in (13.0, 15.4, 17.8):
            pen.shape(_seen(flank(-7.35, (1.4, 3.0), (z, z + 1.2))), "#dedede")
            pen.shape(_seen(flank(-7.3, (1.5, 2.9), (z + 0.15, z + 1.05))), "#333333")


_TRAVELLERS = (
    ((-4.6, 0.5, 6.4), 1.72, Person(0, 0, 0, "#5f5f5f", "#333333", "stand", 1, "#3b3b3b", "#b0b0b0")),
    ((-4.1, 0.5, 5.6), 1.64, Person(0, 0, 0, "#444444", "#2a2a2a", "stand", 1, "#cfcfcf", "#b4b4b4", hem=0.1, flare=1.5)),
    ((-3.55, 0.5, 1.5), 1.8, Person(0, 0, 0, "#2b2b2b", "#1c1c1c", "stand", 1, "#1a1a1a", "#b0b0b0", hem=0.3)),
    ((-3.2, 0.5, 1.1), 1.16, Person(0, 0, 0, "#8d8d8d", "#3c3c3c", "hold", 1, "#4a4a4a", "#bcbcbc", hem=0.36)),
    ((-4.3, 0.5, 1.2), 1.68, Person(0, 0, 0, "#787878", "#333333", "hold", 1, "#ececec", "#bcbcbc", hem=0.08, flare=1.7)),
)  # fmt: skip


def _platform(canvas: Canvas) -> None:
    along = (-6.5, 60.0)
    ground = [(-2.5, 0.5, -6.5), (-2.5, 0.5, 60), (-14, 0.5, 60), (-14, 0.5, -1), (-9, 0.5, -6)]
    with canvas.stain(ramp((690, "#cfcfcf"), (850, "#c4c4c4"), (1200, "#8a8a8a"))) as pen:
        pen.shape(_seen(ground))
    with canvas.detail() as pen:
        pen.shape(_seen(flank(-2.5, (0.0, 0.5), along)), "#4d4d4d")
        pen.shape(_seen(level((-2.9, -2.5), 0.5, along)), "#ececec")
    _station(canvas)
    for place, tall, who in _TRAVELLERS:
        (x, y), (_, top) = _seen([place, (place[0], place[1] + tall, place[2])])
        high = y - top
        with canvas.stain("#3a3a3a", blur=6, opacity=0.45) as pen:
            pen.stroke([(x, y), (x - high * 0.7, y + high * 0.14)], high * 0.14, high * 0.22)
        with canvas.detail() as pen:
            person(pen, replace(who, x=x, y=y, tall=high))
    with canvas.detail() as pen:
        x, y = _seen([(-3.9, 0.5, 0.7)])[0]
        bag = [(x - 34, y), (x - 34, y - 48), (x + 34, y - 48), (x + 34, y)]
        pen.shape(smooth(bag, 1), "#4a4a4a")
        pen.stroke([(x - 32, y - 36), (x + 32, y - 36)], 4, 4, "#8a8a8a")
