"""Skies, clouds, mist, water and snow for the demo pictures."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageFilter

from geostories.demo.picture_parts import HEIGHT, WIDTH, Canvas, Fill, as_mask, step


def streaks(
    canvas: Canvas,
    fill: Fill,
    rows: tuple[float, float],
    *,
    cell: float = 90,
    stretch: float = 5.0,
    cover: float = 0.5,
    opacity: float = 0.7,
) -> None:
    """Drifting cloud or mist between two heights; ``cover`` 0 none, 1 all."""
    y = np.arange(HEIGHT, dtype=np.float32)[:, None]
    middle, half = (rows[0] + rows[1]) / 2, (rows[1] - rows[0]) / 2
    fade = step(0, 0.8, 1 - np.abs((y - middle) / half))
    veil = step(1 - cover - 0.25, 1 - cover + 0.3, canvas.noise(cell, 5, stretch)) * fade
    canvas.lay(fill, as_mask(veil), opacity)


def band(canvas: Canvas, fill: Fill, rows: tuple[float, float], opacity: float) -> None:
    """An even veil, thickest midway between two heights."""
    y = np.arange(HEIGHT, dtype=np.float32)[:, None]
    middle, half = (rows[0] + rows[1]) / 2, (rows[1] - rows[0]) / 2
    fade = np.clip(1 - ((y - middle) / half) ** 2, 0, 1) ** 1.5
    canvas.lay(fill, as_mask(np.broadcast_to(fade, (HEIGHT, WIDTH))), opacity)


def reflect(
    canvas: Canvas,
    shore: int,
    *,
    tint: str,
    depth: float = 0.25,
    ripple: float = 5.0,
    blur: float = 2.0,
    squeeze: float = 1.0,
    cell: float = 16,
) -> None:
    """Water from ``shore`` down: the sheet above it mirrored, rippled and drawn to ``tint``."""
    high = HEIGHT - shore
    above = canvas.image.crop((0, max(int(shore - high / squeeze), 0), WIDTH, shore))
    mirror = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirror = mirror.resize((WIDTH, int(mirror.height * squeeze)), Image.Resampling.BOX)
    pixels = np.asarray(mirror.filter(ImageFilter.GaussianBlur(blur)))
    rows = np.arange(high, dtype=np.float32)[:, None]
    near = rows / high
    wave = canvas.noise(cell, 3, 7.0)[:high] - 0.5
    down = rows + wave * ripple * (1 + 9 * near)
    aside = np.arange(WIDTH)[None] + wave[::-1] * ripple * (1 + 3 * near)
    down = np.where(down < 0, -down, down)
    y = np.clip(down, 0, pixels.shape[0] - 1).astype(np.intp)
    picked = pixels[y, np.clip(aside, 0, WIDTH - 1).astype(np.intp)]
    canvas.image.paste(Image.fromarray(picked), (0, shore))
    shade = np.clip(depth * (0.55 + 0.75 * near), 0, 1) * np.ones((1, WIDTH), np.float32)
    canvas.image.paste(tint, (0, shore), as_mask(shade))


def glitter(
    canvas: Canvas,
    ink: str,
    centre: float,
    rows: tuple[float, float],
    spread: tuple[float, float],
    count: int,
    *,
    size: float = 26,
) -> None:
    """A path of light on water: short strokes, thin far off and broad near, below ``centre``."""
    rng = canvas.rng
    near = rng.random(count) ** 1.4
    y = rows[0] + (rows[1] - rows[0]) * near
    x = centre + rng.normal(0, 1, count) * (spread[0] + (spread[1] - spread[0]) * near)
    with canvas.stain(ink, blur=0.7) as pen:
        for cx, cy, share in zip(x, y, near, strict=True):
            wide = size * (0.25 + share) * rng.uniform(0.4, 1.3)
            pen.disc(cx, cy, wide, 0.8 + 2.6 * share * rng.random(), ink=int(rng.integers(90, 255)))


def stars(canvas: Canvas, low: float, count: int, ink: str = "#fdf6e0") -> None:
    """Stars above ``low``, few bright and many faint."""
    rng = canvas.rng
    with canvas.stain(ink, blur=0.5) as pen:
        for x, y, power in rng.random((count, 3)):
            fade = 1 - y * 0.7
            pen.disc(
                x * WIDTH, y * low, 0.7 + 1.9 * power**6, ink=int(255 * fade * (0.25 + power * 0.7))
            )


def sunbeams(
    canvas: Canvas, source: tuple[float, float], ink: str, angles: Sequence[float], opacity: float
) -> None:
    """Slanting light from ``source``; each angle in degrees below the horizon."""
    rng = canvas.rng
    with canvas.stain(ink, blur=16, opacity=opacity) as pen:
        for angle in angles:
            wide = rng.uniform(0.6, 2.4)
            a, b = np.radians(angle - wide), np.radians(angle + wide)
            far = 2200
            pen.shape(
                [
                    source,
                    (source[0] + far * np.cos(a), source[1] + far * np.sin(a)),
                    (source[0] + far * np.cos(b), source[1] + far * np.sin(b)),
                ],
                int(rng.integers(90, 255)),
            )


def falling(
    canvas: Canvas,
    ink: str,
    count: int,
    size: tuple[float, float],
    *,
    slant: tuple[float, float] = (0, 0),
    blur: float = 0.6,
    opacity: float = 0.85,
) -> None:
    """Snow, rain or drifting specks; ``slant`` stretches each into a streak of that many pixels."""
    rng = canvas.rng
    with canvas.stain(ink, blur=blur, opacity=opacity) as pen:
        for x, y, share in rng.random((count, 3)):
            radius = size[0] + (size[1] - size[0]) * share**3
            tone = int(110 + 145 * rng.random())
            cx, cy = x * WIDTH, y * HEIGHT
            if any(slant):
                long = 0.5 + share
                line = [(cx, cy), (cx + slant[0] * long, cy + slant[1] * long)]
                pen.stroke(line, radius, radius * 0.6, tone)
            else:
                pen.disc(cx, cy, radius, radius * rng.uniform(0.8, 1.1), ink=tone)
