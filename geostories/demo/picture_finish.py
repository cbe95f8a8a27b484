"""The last hand on a demo picture: brush wobble, grain, vignette and the old photograph."""

import numpy as np
from PIL import Image, ImageFilter

from geostories.demo.picture_parts import HEIGHT, WIDTH, Canvas, Field, rgb, step


def _edge_distance() -> Field:
    """How far each pixel lies from the middle: 0 there, 1 in the middle of an edge."""
    y = np.linspace(-1, 1, HEIGHT, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, WIDTH, dtype=np.float32)[None]
    return np.sqrt((x * 0.92) ** 2 + (y * 0.92) ** 2)


def wobble(canvas: Canvas, amount: float = 1.5, cell: float = 44) -> None:
    """Moves every edge a pixel or two, as a hand does."""
    noise = canvas.noise(cell, 2)
    aside, down = (noise - 0.5) * 2 * amount, (noise[::-1, ::-1] - 0.5) * 2 * amount
    x = np.clip(np.arange(WIDTH)[None] + aside.round(), 0, WIDTH - 1).astype(np.intp)
    y = np.clip(np.arange(HEIGHT)[:, None] + down.round(), 0, HEIGHT - 1).astype(np.intp)
    canvas.image = Image.fromarray(np.asarray(canvas.image)[y, x])


def _film(canvas: Canvas, strength: float, coarse: float) -> Field:
    grains = canvas.rng.standard_normal((HEIGHT // 2, WIDTH // 2), dtype=np.float32) * 26 + 128
    sheet = Image.fromarray(grains.clip(0, 255).astype("u1")).resize(
        (WIDTH, HEIGHT), Image.Resampling.BICUBIC
    )
    sheet = sheet.filter(ImageFilter.GaussianBlur(coarse))
    return (np.asarray(sheet, dtype=np.float32) - 128) / 26 * strength


def finish(
    canvas: Canvas, *, grain: float = 3.6, vignette: float = 0.22, ink: str = "#101820"
) -> Image.Image:
    """Colour picture: wobble, a light grain and corners that sink towards ``ink``."""
    wobble(canvas)
    pixels: Field = np.asarray(canvas.image, dtype=np.float32)
    corner = (step(0.55, 1.45, _edge_distance()) * vignette)[..., None]
    pixels = pixels + (rgb(ink) - pixels) * corner + _film(canvas, grain, 0.5)[..., None]
    return Image.fromarray(pixels.clip(0, 255).astype("u1"))


def old_photograph(canvas: Canvas, *, grain: float = 8.0) -> Image.Image:
    """Brown print from long ago: soft lens, coarse grain, dark corners, pale and worn edges."""
    wobble(canvas, 1.3)
    soft = canvas.image.convert("L").filter(ImageFilter.GaussianBlur(1.1))
    tone: Field = np.asarray(soft, dtype=np.float32) / 255
    far = _edge_distance()
    tone = (tone * 1.08 - 0.02) * (1 - 0.42 * step(0.5, 1.4, far)) + _film(canvas, grain / 255, 0.8)
    tone = tone + (canvas.noise(300, 3) - 0.5) * 0.05
    y = np.minimum(np.arange(HEIGHT), np.arange(HEIGHT)[::-1]).astype(np.float32)[:, None]
    x = np.minimum(np.arange(WIDTH), np.arange(WIDTH)[::-1]).astype(np.float32)[None]
    worn = 1 - step(8, 46, np.minimum(x, y) + (canvas.noise(70, 5) - 0.5) * 34)
    tone = tone.clip(0, 1)[..., None]
    dark, middle, pale = rgb("#1d150f"), rgb("#8a755a"), rgb("#f8eed8")
    low, high = np.minimum(tone * 2, 1), np.maximum(tone * 2 - 1, 0)
    print_ = dark + (middle - dark) * low + (pale - middle) * high
    print_ = print_ + (rgb("#eadbbd") - print_) * (worn * 0.7)[..., None]
    return Image.fromarray(print_.clip(0, 255).astype("u1"))
