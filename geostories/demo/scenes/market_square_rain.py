"""Market day in the rain: umbrellas, striped stalls and lamps mirrored in wet cobbles."""

from itertools import pairwise

import numpy as np
from PIL import Image

from geostories.demo.picture_figures import Person, person
from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import WIDTH, Canvas, Pen, bend, clear, mix, moved, ramp
from geostories.demo.picture_sky import band, falling, reflect, streaks
from geostories.demo.picture_trees import bare_tree


def market_square_rain(canvas: Canvas) -> Image.Image:
    """Market day in the rain: umbrellas, striped stalls and lamps mirrored in wet cobbles."""
    canvas.wash(ramp((0, "#54666f"), (260, "#7c8d92"), (480, "#a9b0aa"), (640, "#c2bfae")))
    streaks(canvas, "#3f5059", (0, 380), cell=190, stretch=3, cover=0.52, opacity=0.55)
    _far_roofs(canvas)
    _houses(canvas)
    band(canvas, "#b9bcb2", (470, 760), 0.3)
    _lime_trees(canvas)
    _stalls(canvas)
    reflect(canvas, 770, tint="#33434c", depth=0.32, ripple=7, blur=3.5, squeeze=0.8, cell=12)
    _cobbles(canvas)
    _street_lamps(canvas)
    _shoppers(canvas)
    falling(canvas, "#dfe8ea", 520, (0.8, 1.8), slant=(-9, 46), blur=0.8, opacity=0.42)
    return finish(canvas, vignette=0.34, ink="#0e1a22")


def _far_roofs(canvas: Canvas) -> None:
    with canvas.stain("#8b989b", blur=1.5) as pen:
        pen.shape([(950, 560), (950, 250), (1050, 250), (1050, 560)])
        pen.shape(
            [
                (936, 256),
                (960, 200),
                (985, 190),
                (990, 120),
                (1000, 70),
                (1010, 120),
                (1015, 190),
                (1040, 200),
                (1064, 256),
            ]
        )
        for x, top in ((120, 330), (420, 350), (700, 340), (1250, 330), (1500, 350)):
            pen.shape(
                [
                    (x - 150, 560),
                    (x - 150, top + 60),
                    (x - 70, top),
                    (x + 70, top),
                    (x + 150, top + 60),
                    (x + 150, 560),
                ]
            )


_HOUSES = ((-30, 230, 396, "#b98a4e"), (232, 214, 356, "#8e4a3c"), (448, 250, 410, "#cfc2a0"), (700, 210, 372, "#7d8f86"),
           (912, 240, 404, "#c49a62"), (1154, 220, 366, "#d2cbb8"), (1376, 270, 392, "#9c5a42"))  # fmt: skip


def _houses(canvas: Canvas) -> None:
    rng = canvas.rng
    for left, wide, eave, wall in _HOUSES:
        ink = mix(wall, "#6f7d80", 0.22)
        right = left + wide
        with canvas.stain(
            ramp(
                (eave, mix(ink, "#3f4a50", 0.18)), (eave + 90, ink), (720, mix(ink, "#3a4348", 0.4))
            )
        ) as pen:
            pen.shape([(left, 730), (left, eave), (right, eave), (right, 730)])
        with canvas.detail() as pen:
            _roof(pen, rng, left, right, eave)
            for row, y in enumerate((eave + 34, eave + 132)):
                count = int(wide / 56)
                for i in range(count):
                    x = left + wide * (i + 0.5) / count
                    lit = rng.random() < (0.34 if row else 0.2)
                    _pane(pen, x, y, "#ffc873" if lit else "#3a4a54", mix(ink, "#f4efe0", 0.65))
            pen.shape(
                [(left, 734), (left, 622), (right, 622), (right, 734)], mix(ink, "#2a3238", 0.3)
            )
            for i in range(3):
                x = left + wide * (i + 0.5) / 3
                pen.shape(
                    [(x - 27, 730), (x - 27, 640), (x + 27, 640), (x + 27, 730)],
                    "#e8b565" if i != 1 else "#3c3430",
                )


def _roof(pen: Pen, rng: np.random.Generator, left: float, right: float, eave: float) -> None:
    tile = mix("#6a4a42", "#4d5156", rng.random())
    pen.shape(
        [
            (left - 8, eave + 4),
            (left + 26, eave - 84),
            (right - 26, eave - 84),
            (right + 8, eave + 4),
        ],
        tile,
    )
    pen.shape(
        [(left - 8, eave + 4), (right + 8, eave + 4), (right + 4, eave - 8), (left - 4, eave - 8)],
        mix(tile, "#20262b", 0.5),
    )
    pen.stroke([(left + 26, eave - 84), (right - 26, eave - 84)], 5, 5, mix(tile, "#c9d2d2", 0.4))
    for share in (0.3, 0.74):
        x = left + (right - left) * share
        pen.shape(
            [(x - 15, eave - 60), (x - 15, eave - 122), (x + 15, eave - 122), (x + 15, eave - 60)],
            mix(tile, "#2b2a2c", 0.4),
        )
    x = (left + right) / 2
    pen.shape(
        [
            (x - 26, eave - 16),
            (x - 26, eave - 56),
            (x, eave - 80),
            (x + 26, eave - 56),
            (x + 26, eave - 16),
        ],
        mix(tile, "#b9b3a4", 0.45),
    )
    pen.shape(
        [(x - 12, eave - 20), (x - 12, eave - 54), (x + 12, eave - 54), (x + 12, eave - 20)],
        "#3a4a54",
    )


def _pane(pen: Pen, x: float, y: float, glass: str, frame: str) -> None:
    pen.shape([(x - 17, y), (x + 17, y), (x + 17, y + 62), (x - 17, y + 62)], frame)
    pen.shape([(x - 13, y + 4), (x + 13, y + 4), (x + 13, y + 58), (x - 13, y + 58)], glass)
    pen.stroke([(x, y + 4), (x, y + 58)], 3, 3, frame)
    pen.stroke([(x - 13, y + 24), (x + 13, y + 24)], 3, 3, frame)


def _lime_trees(canvas: Canvas) -> None:
    with canvas.stain("#2c3130", opacity=0.85) as pen:
        for x in (90, 1490):
            bare_tree(pen, canvas.rng, (x, 760), 135, 26, depth=7)


_STALLS = ((190, "#b5342f"), (560, "#2f6f5c"), (1000, "#c9892b"), (1340, "#3c5f8c"))


_GOODS = ("#d8452f", "#e8b53a", "#6f9a3c", "#e88aa0", "#f3e6d0", "#8a5a9a")


def _stalls(canvas: Canvas) -> None:
    for x, ink in _STALLS:
        canvas.glow(x, 640, 190, "#ffc06a", 0.55)
        with canvas.detail() as pen:
            for side in (-128, 128):
                pen.stroke([(x + side, 774), (x + side, 560)], 7, 7, "#4a3a2e")
            front = [(x - 130, 772), (x - 130, 706), (x + 130, 706), (x + 130, 772)]
            pen.shape(front, mix("#6a4c34", ink, 0.25))
            pen.shape([(x - 138, 708), (x - 122, 688), (x + 122, 688), (x + 138, 708)], "#8d6a48")
            _goods(pen, canvas.rng, x)
            _awning(pen, x, ink)
        with canvas.stain("#f4f8f8", blur=3, opacity=0.25) as pen:
            pen.stroke([(x - 126, 541), (x + 126, 541)], 9, 9)


def _goods(pen: Pen, rng: np.random.Generator, x: float) -> None:
    for i in range(6):
        tone = _GOODS[int(rng.integers(len(_GOODS)))]
        for _ in range(14):
            cx, cy = x - 106 + i * 42 + rng.uniform(-17, 17), 688 - rng.uniform(0, 20)
            pen.disc(cx, cy, rng.uniform(5, 9), ink=mix(tone, "#3a2a20", rng.random() * 0.35))


def _awning(pen: Pen, x: float, ink: str) -> None:
    for i, (a, b) in enumerate(pairwise(np.linspace(-156, 156, 10))):
        stripe = ink if i % 2 == 0 else "#efe7d6"
        pen.shape([(x + a * 0.82, 536), (x + b * 0.82, 536), (x + b, 598), (x + a, 598)], stripe)
        tip = (x + (a + b) / 2, 624)
        lappet = [(x + a, 598), (x + b, 598), (x + b, 614), tip, (x + a, 614)]
        pen.shape(lappet, mix(stripe, "#1c242a", 0.25))


def _cobbles(canvas: Canvas) -> None:
    rng = canvas.rng
    with canvas.detail() as pen:
        y, row = 780.0, 0
        while y < 1230:
            high = 4 + (y - 770) * 0.05
            wide = high * 2.5
            for x in np.arange(-wide + (row % 2) * wide * 0.5, WIDTH + wide, wide):
                at = x + rng.normal(0, wide * 0.05)
                pen.disc(
                    at,
                    y,
                    wide * 0.46,
                    high * 0.44,
                    clear(mix("#26323a", "#8d9a9a", rng.random()), 0.2),
                )
                pen.stroke(
                    [(at - wide * 0.26, y - high * 0.3), (at + wide * 0.24, y - high * 0.3)],
                    1 + high * 0.08,
                    1,
                    clear("#eef0e4", 0.3),
                )
            y += high * 0.94
            row += 1


def _street_lamps(canvas: Canvas) -> None:
    for x, base, tall in ((385, 830, 330), (1190, 830, 330), (800, 790, 220)):
        top = base - tall
        with canvas.stain("#ffd58a", blur=13, opacity=0.6, rough=6) as pen:
            pen.stroke([(x, base + 30), (x, base + tall * 1.05)], 16, 44)
        with canvas.detail() as pen:
            pen.stroke([(x, base), (x, top)], tall * 0.035, tall * 0.022, "#1d2427")
            pen.stroke([(x, base + 4), (x, base - 20)], tall * 0.07, tall * 0.05, "#1d2427")
            pen.shape(
                [(x - 17, top - 44), (x + 17, top - 44), (x + 11, top), (x - 11, top)], "#ffe9b4"
            )
            pen.shape([(x - 22, top - 42), (x, top - 64), (x + 22, top - 42)], "#1d2427")
        canvas.glow(x, top - 22, 170, "#ffca78", 0.95)


_SHOPPERS = (
    (Person(760, 868, 190, "#6a5a4a", "#2c3038", "stand", -1, hem=0.3), "#3f6f8a"),
    (Person(1120, 885, 205, "#3f4a52", "#22262c", "walk", -1, hem=0.34), "#4a4f58"),
    (Person(330, 965, 270, "#2f5a63", "#242830", "walk", 1, hem=0.28, flare=1.3), "#d9a43a"),
    (Person(870, 1040, 340, "#9a3f38", "#262a34", "walk", -1, hem=0.3, flare=1.25), "#c8372f"),
    (
        Person(1000, 1042, 205, "#d8b23c", "#2f4a3c", "walk", -1, "#d8b23c", hem=0.26, flare=1.4),
        None,
    ),
)


def _shoppers(canvas: Canvas) -> None:
    for who, ink in _SHOPPERS:
        with canvas.stain("#10181d", blur=7, opacity=0.5, rough=5) as pen:
            pen.stroke(
                [(who.x, who.y - 6), (who.x - 4, who.y + who.tall * 0.62)],
                who.tall * 0.22,
                who.tall * 0.26,
            )
        if ink:
            with canvas.stain(ink, blur=9, opacity=0.42, rough=8) as pen:
                pen.disc(who.x, who.y + who.tall * 0.86, who.tall * 0.4, who.tall * 0.2)
        with canvas.detail() as pen:
            person(pen, who)
            if ink:
                _umbrella(pen, who, ink)


def _umbrella(pen: Pen, who: Person, ink: str) -> None:
    size, x, y = who.tall * 0.46, who.x + who.facing * who.tall * 0.07, who.y - who.tall * 0.93
    pen.stroke(
        [(x + who.facing * size * 0.12, who.y - who.tall * 0.56), (x, y - size * 0.5)],
        5,
        4,
        "#2a2a2c",
    )
    bow = np.linspace(np.pi, 2 * np.pi, 25)
    dome = np.stack([x + np.cos(bow) * size, y + np.sin(bow) * size * 0.62], 1)
    ribs = np.linspace(size, -size, 6)
    hem: list[tuple[float, float]] = []
    for a, b in pairwise(ribs):
        hem += [(x + a, y), (x + (a + b) / 2, y - size * 0.09)]
    pen.shape(np.concatenate([dome, hem, [(x - size, y)]]), ink)
    for i, (a, b) in enumerate(pairwise(ribs)):
        panel = np.concatenate(
            [
                bend((x, y - size * 0.62), (x + a * 0.75, y - size * 0.6), (x + a, y), 8),
                [(x + (a + b) / 2, y - size * 0.09)],
                bend((x + b, y), (x + b * 0.75, y - size * 0.6), (x, y - size * 0.62), 8),
            ]
        )
        pen.shape(panel, mix(ink, "#ffffff" if i > 2 else "#10141a", 0.06 + 0.1 * abs(i - 2)))
    pen.stroke([(x, y - size * 0.6), (x, y - size * 0.74)], 5, 3, "#2a2a2c")
    pen.stroke(moved(dome[9:17], 0, 5), 5, 2, clear("#ffffff", 0.4))
