"""Ripe wild strawberries under their leaves, sun through the grass behind."""

import numpy as np
from PIL import Image

from geostories.demo.picture_finish import finish
from geostories.demo.picture_parts import (
    WIDTH,
    Canvas,
    Points,
    across,
    bend,
    clear,
    mix,
    moved,
    ramp,
    smooth,
)
from geostories.demo.picture_trees import roots


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


def wild_strawberries(canvas: Canvas) -> Image.Image:
    """Ripe wild strawberries under their leaves, sun through the grass behind."""
    rng = canvas.rng
    canvas.wash(ramp((0, "#9cbc4e"), (380, "#5e8f38"), (760, "#2f5a26"), (1200, "#142b16")))
    canvas.glow(1180, 120, 900, "#e9ec8e", 0.75)
    canvas.vary(220, 0.25)
    _bokeh(canvas, ("#f3f2a4", "#c9df76", "#fffbd0", "#86b34a"), 60, (24, 92), 760)
    with canvas.stain("#234a1f", blur=14, opacity=0.7) as pen:
        for x, y in roots(rng, 50, (0, 1600), (900, 1250)):
            pen.stroke(bend((x, y + 200), (x, y - 200), (x + rng.normal(0, 130), y - 420)), 22, 6)
    with canvas.detail() as pen:
        for x, y, *_ in _BACK_LEAVES:
            pen.stroke(bend((800, 1260), (x * 0.5 + 400, y + 260), (x, y), 16), 13, 8, "#3d5f2a")
    for x, y, size, turn, dark in _BACK_LEAVES:
        _trefoil(canvas, (x, y), size, turn, ("#2b5a2a", "#477f36", "#6fa047"), dark)
    canvas.glow(640, 520, 420, "#d9e86a", 0.22)
    with canvas.detail() as pen:
        for x, y, by in _STALKS:
            pen.stroke(bend((820, 1230), by, (x, y - 40), 20), 13, 6, "#7d8f3d")
            pen.stroke(bend((816, 1230), (by[0] - 4, by[1]), (x - 2, y - 40), 20), 4, 2, "#c3cf7a")
    for x, y, size, turn in ((430, 330, 74, 0.2), (1190, 420, 58, -0.3)):
        _blossom(canvas, x, y, size, turn)
    for x, y, size, turn in _BERRIES:
        _berry(canvas, x, y, size, turn)
    for x, y, size, turn, dark in _FRONT_LEAVES:
        _trefoil(canvas, (x, y), size, turn, ("#1f5226", "#3f8636", "#8dbd4c"), dark)
    return finish(canvas, vignette=0.34, ink="#0a1a08")


_BACK_LEAVES = ((300, 560, 250, -0.5, 0.45), (1330, 640, 270, 0.45, 0.45), (820, 300, 210, 0.05, 0.35),
                (1010, 900, 300, 0.9, 0.55), (520, 980, 300, -0.8, 0.55))  # fmt: skip


_FRONT_LEAVES = (
    (190, 1010, 330, -0.35, 0.0),
    (1420, 1040, 340, 0.4, 0.0),
    (860, 1190, 280, 0.08, 0.1),
)


_STALKS = ((620, 560, (640, 300)), (870, 660, (890, 330)), (1090, 590, (1080, 320)), (430, 360, (560, 500)),
           (1190, 450, (1080, 560)), (760, 850, (780, 640)), (1000, 470, (950, 300)))  # fmt: skip


_BERRIES = ((1000, 520, 62, 0.12), (620, 620, 116, 0.14), (1090, 660, 104, -0.16), (760, 880, 92, 0.2),
            (868, 710, 136, -0.05))  # fmt: skip


def _leaflet(size: float, turn: float) -> Points:
    """A toothed leaflet from its foot at the origin, pointing up before it is turned."""
    t = np.linspace(0, 1, 19)
    half = 0.36 * np.sin(np.pi * t**0.8) ** 0.8 + 0.004
    teeth = np.where(np.arange(19) % 2 == 0, 1.0, 0.86)
    lift = t + np.where(np.arange(19) % 2 == 0, 0.025, 0.0)
    right = np.stack([half * teeth, -lift], 1)
    outline = np.concatenate([right, (right * [-1, 1])[::-1]]) * size
    cos, sin = np.cos(turn), np.sin(turn)
    return smooth(outline @ np.array([[cos, sin], [-sin, cos]]), 1)


def _trefoil(
    canvas: Canvas,
    at: tuple[float, float],
    size: float,
    turn: float,
    inks: tuple[str, str, str],
    dark: float,
) -> None:
    """A strawberry leaf: three leaflets with veins; ``dark`` sends it back into the shade."""
    deep, green, lit = (mix(ink, "#16301a", dark) for ink in inks)
    place = np.array(at)
    with canvas.stain("#0c1d0c", blur=16, opacity=0.45) as pen:
        for aside in (-1.15, 1.15, 0.0):
            pen.shape(_leaflet(size, turn + aside) + place + [16, 26])
    for aside in (-1.15, 1.15, 0.0):
        whole = _leaflet(size * (1.0 if aside else 1.08), turn + aside) + place
        tip = (whole[len(whole) // 2 - 1] + whole[len(whole) // 2]) / 2
        with canvas.stain(ramp((whole[:, 1].min(), lit), (whole[:, 1].max(), green))) as pen:
            pen.shape(whole)
        half = len(whole) // 2
        with canvas.stain(deep, blur=size * 0.012, opacity=0.4) as pen:
            pen.shape(np.concatenate([whole[:half], [place]]))
        _veins(canvas, place, whole, tip, (deep, lit))
    canvas_dot = mix(deep, green, 0.5)
    with canvas.detail() as pen:
        pen.disc(at[0], at[1], size * 0.035, ink=canvas_dot)


def _veins(canvas: Canvas, foot: Points, whole: Points, tip: Points, inks: tuple[str, str]) -> None:
    half = len(whole) // 2
    with canvas.detail() as pen:
        pen.stroke([foot, tip], 4.5, 1.2, clear(mix(inks[1], "#ffffff", 0.25), 0.75))
        for share in np.linspace(0.16, 0.8, 7):
            root = foot + (tip - foot) * share
            for edge in (whole[:half], whole[half:][::-1]):
                end = edge[min(int((share + 0.16) * half), half - 1)]
                mid = root + (end - root) * 0.5 + (tip - foot) * 0.02
                pen.stroke(
                    bend(root, mid, root + (end - root) * 0.92, 6), 2.4, 0.8, clear(inks[1], 0.6)
                )
                pen.stroke(
                    bend(root + 2, mid + 3, root + (end - root) * 0.9 + 3, 6),
                    2.2,
                    0.8,
                    clear(inks[0], 0.35),
                )


def _turned(points: Points, turn: float, at: tuple[float, float]) -> Points:
    cos, sin = np.cos(turn), np.sin(turn)
    return moved(points @ np.array([[cos, sin], [-sin, cos]]), *at)


def _berry(canvas: Canvas, x: float, y: float, size: float, turn: float) -> None:
    """A hanging berry: glossy, dimpled, with its green collar."""
    body = np.array([(0, -0.78), (0.5, -0.76), (0.78, -0.4), (0.7, 0.1), (0.42, 0.66), (0.08, 0.98), (-0.14, 0.96),
                     (-0.48, 0.62), (-0.74, 0.06), (-0.78, -0.42), (-0.48, -0.76)])  # fmt: skip
    outline = _turned(smooth(body, 3) * size, turn, (x, y))
    with canvas.stain("#0b1408", blur=size * 0.16, opacity=0.5) as pen:
        pen.shape(moved(outline, size * 0.16, size * 0.2))
    sides = across(
        (x - size * 0.85, "#e8352c"), (x - size * 0.2, "#d41f24"), (x + size * 0.8, "#7d0c17")
    )
    with canvas.stain(sides) as pen:
        pen.shape(outline)
    with canvas.stain("#5f0812", blur=size * 0.17, opacity=0.6) as pen:
        pen.shape(
            _turned(smooth(body, 3) * size * [0.55, 0.4] + [size * 0.16, size * 0.58], turn, (x, y))
        )
    with canvas.stain("#ff7a5c", blur=size * 0.15, opacity=0.75) as pen:
        pen.disc(x - size * 0.34, y - size * 0.28, size * 0.24, size * 0.36)
    _seeds(canvas, x, y, size, turn)
    with canvas.stain("#fff4ea", blur=size * 0.035, opacity=0.85) as pen:
        pen.disc(x - size * 0.4, y - size * 0.34, size * 0.07, size * 0.13)
    with canvas.detail() as pen:
        for angle in (-1.45, 1.5, -1.0, 0.95, -0.5, 0.45, 0.0):
            tip = np.array([[np.sin(angle) * 0.72, -0.88 + np.cos(angle) * 0.42]])
            end = _turned(tip * size, turn, (x, y))[0]
            top = _turned(np.array([[0.0, -0.84]]) * size, turn, (x, y))[0]
            mid = (top + end) / 2 - [0, size * 0.07]
            pen.stroke(
                bend(top, mid, end, 6), size * 0.27, 1, "#4b7c2e" if angle > 0.1 else "#86b04a"
            )


def _seeds(canvas: Canvas, x: float, y: float, size: float, turn: float) -> None:
    with canvas.detail() as pen:
        for row in range(-3, 4):
            up = row / 4.6
            wide = 0.72 * np.sqrt(max(0.0, 1 - ((up + 0.25) / 1.16) ** 2))
            for column in np.linspace(-1, 1, 6):
                aside = np.sin((column + (row % 2) * 0.2) * 1.35) * wide
                if abs(aside) > wide * 0.94:
                    continue
                sx, sy = _turned(np.array([[aside, up]]) * size, turn, (x, y))[0]
                narrow = 1 - 0.5 * abs(column)
                pen.disc(
                    sx + size * 0.012,
                    sy,
                    size * 0.062 * narrow,
                    size * 0.07,
                    clear("#5d0710", 0.55),
                )
                pen.disc(sx, sy, size * 0.028 * narrow, size * 0.042, "#f2c85c")
                pen.disc(
                    sx - size * 0.03,
                    sy + size * 0.06,
                    size * 0.03 * narrow,
                    size * 0.014,
                    clear("#ff9a7a", 0.6),
                )


def _blossom(canvas: Canvas, x: float, y: float, size: float, turn: float) -> None:
    with canvas.stain("#0e200c", blur=10, opacity=0.4) as pen:
        pen.disc(x + 10, y + 16, size, size * 0.9)
    with canvas.detail() as pen:
        for i in range(5):
            angle = turn + i * 1.2566
            petal = np.array(
                [(0, 0), (-0.34, -0.34), (-0.4, -0.74), (0, -0.98), (0.4, -0.74), (0.34, -0.34)]
            )
            for shrink, ink in ((1.0, "#d8dcc6"), (0.95, "#fdfcf3")):
                pen.shape(_turned(smooth(petal * size * shrink, 2), angle, (x, y)), ink)
            pen.stroke(
                _turned(np.array([(0, -0.2), (0, -0.7)]) * size, angle, (x, y)),
                3,
                1,
                clear("#c9cdae", 0.7),
            )
        pen.disc(x, y, size * 0.27, ink="#d9a92a")
        for angle in np.linspace(0, 6.1, 16):
            pen.disc(
                x + np.cos(angle) * size * 0.3,
                y + np.sin(angle) * size * 0.3,
                size * 0.045,
                ink="#f4d35c",
            )
        pen.disc(x - 2, y - 3, size * 0.17, ink="#c3c44a")
