"""Trees, bushes and grass for the demo pictures."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from geostories.demo.picture_parts import (
    HEIGHT,
    WIDTH,
    Box,
    Canvas,
    Field,
    Fill,
    Pen,
    Points,
    as_mask,
    bend,
    clear,
    ribbon,
    step,
    tones_table,
)

Blob = tuple[float, float, float, float]


def spruce(
    rng: np.random.Generator, x: float, base: float, height: float, spread: float = 0.19
) -> Points:
    """The outline of a spruce: ragged tiers that hang and widen towards the ground."""
    tiers = max(8, int(height / 9))
    down = np.linspace(0, 1, tiers)
    sides = []
    for side in (-1, 1):
        reach = spread * height * down**0.8 * rng.uniform(0.62, 1.2, tiers)
        y = base - height * (1 - down * 0.95)
        hang = reach * rng.uniform(0.1, 0.45, tiers)
        tips = np.stack([x + side * reach, y + hang], 1)
        inner = np.stack([x + side * reach * rng.uniform(0.3, 0.6, tiers), y - height * 0.004], 1)
        sides.append(np.stack([inner, tips], 1).reshape(-1, 2))
    return np.concatenate([[[x, base - height * 1.04]], sides[0], sides[1][::-1]])


def big_spruce(
    pen: Pen,
    rng: np.random.Generator,
    at: tuple[float, float],
    tall: float,
    inks: tuple[str, str, str],
    *,
    spread: float = 0.2,
    light: int = 1,
) -> None:
    """A spruce near by: hanging boughs with twigs; inks for shade, needles and lit tips."""
    x, base = at
    pen.stroke([(x, base), (x, base - tall)], tall * 0.03, 2, inks[0])
    pen.shape(spruce(rng, x, base - tall * 0.03, tall * 0.97, spread * 0.86), inks[0])
    for down in np.repeat(np.linspace(0.03, 0.97, int(tall / 13)), 2):
        side = 1 if rng.random() < 0.5 else -1
        reach = (
            side * spread * tall * down**0.85 * rng.uniform(0.5, 1.0) * (1 - 0.35 * (down > 0.9))
        )
        y = base - tall * (1 - down) + rng.normal(0, 4)
        sag = abs(reach) * rng.uniform(0.28, 0.5)
        bough = bend((x, y - sag * 0.2), (x + reach * 0.6, y + sag), (x + reach, y + sag * 0.8), 9)
        sunny = side == light
        ink = inks[1] if rng.random() < (0.7 if sunny else 0.3) else inks[0]
        pen.stroke(bough, tall * 0.014 + 3, 1.5, ink)
        for i in range(2, 9):
            drop = abs(reach) * rng.uniform(0.04, 0.17)
            tip = bough[i] + [rng.normal(side * drop * 0.5, drop * 0.3), drop]
            lit = inks[2] if sunny and rng.random() < 0.2 else ink
            pen.stroke([bough[i], tip], 3 + tall * 0.0022, 1, lit)


def pine(pen: Pen, rng: np.random.Generator, x: float, base: float, height: float) -> None:
    """A pine against the light: a bare leaning trunk and a flat crown in tufts."""
    lean = rng.uniform(-0.06, 0.06) * height
    trunk = bend((x, base), (x + lean * 0.2, base - height * 0.5), (x + lean, base - height))
    pen.stroke(trunk, height * 0.035, height * 0.012)
    for _ in range(rng.integers(9, 15)):
        up = rng.uniform(0.52, 1.0)
        reach = height * 0.2 * (1.25 - up) ** 0.5 * rng.uniform(-1, 1)
        at = trunk[int(up * 11)]
        pen.stroke([at, (at[0] + reach, at[1] - height * 0.03)], height * 0.012, height * 0.006)
        for _ in range(4):
            pen.disc(
                at[0] + reach * rng.uniform(0.6, 1.2),
                at[1] - height * rng.uniform(0.0, 0.06),
                height * rng.uniform(0.03, 0.075),
                height * rng.uniform(0.012, 0.03),
            )


def treeline(
    canvas: Canvas,
    fill: Fill,
    base: float,
    tall: tuple[float, float],
    *,
    span: tuple[float, float] = (0, WIDTH),
    gap: float = 0.32,
    pines: float = 0.12,
    leafy: float = 0.0,
    opacity: float = 1.0,
    blur: float = 0,
) -> None:
    """A shore of trees from end to end; the heights swell and sink along it."""
    rng = canvas.rng
    phase = rng.uniform(0, 6, 3)
    with canvas.stain(fill, opacity=opacity, blur=blur) as pen:
        x = span[0] - tall[1] * 0.2
        while x < span[1] + tall[1] * 0.2:
            swell = 0.5 + 0.5 * np.sin(x / 170 + phase[0]) * np.sin(x / 67 + phase[1])
            height = tall[0] + (tall[1] - tall[0]) * (0.6 * swell + 0.4 * rng.random())
            chance = rng.random()
            if chance < pines:
                pine(pen, rng, x, base, height * 1.12)
            elif chance < pines + leafy:
                round_tree(pen, rng, x, base, height * 0.85)
            else:
                pen.shape(spruce(rng, x, base, height, rng.uniform(0.14, 0.22)))
            x += height * gap * rng.uniform(0.45, 1.3)
        pen.shape(
            [
                (span[0], base - tall[0] * 0.3),
                (span[1], base - tall[0] * 0.3),
                (span[1], base + 3),
                (span[0], base + 3),
            ]
        )


def round_tree(pen: Pen, rng: np.random.Generator, x: float, base: float, height: float) -> None:
    """A leafy tree against the light: a short trunk and a heap of rounds."""
    pen.stroke([(x, base), (x, base - height * 0.5)], height * 0.07, height * 0.04)
    for _ in range(26):
        angle, far = rng.uniform(0, 6.3), rng.random() ** 0.5
        pen.disc(
            x + np.cos(angle) * far * height * 0.3,
            base - height * 0.6 + np.sin(angle) * far * height * 0.36,
            height * rng.uniform(0.05, 0.13),
            height * rng.uniform(0.04, 0.11),
        )


def bare_tree(
    pen: Pen,
    rng: np.random.Generator,
    at: tuple[float, float],
    length: float,
    width: float,
    heading: float = -1.57,
    depth: int = 6,
) -> None:
    """A leafless tree; ``heading`` in radians, straight up at -π/2."""
    x, y = at
    turn = rng.uniform(-0.18, 0.18)
    end = (x + np.cos(heading + turn) * length, y + np.sin(heading + turn) * length)
    by = (x + np.cos(heading) * length * 0.5, y + np.sin(heading) * length * 0.5)
    thin = width * (0.68 if depth else 0.3)
    pen.stroke(bend(at, by, end, 5), width, thin)
    if depth == 0 or length < 5:
        return
    for side in (-1, 1, 0)[: 3 if rng.random() < 0.45 else 2]:
        aside = side * rng.uniform(0.22, 0.62) + rng.uniform(-0.1, 0.1)
        share = rng.uniform(0.66, 0.86)
        bare_tree(pen, rng, end, length * share, thin * 0.9, heading + turn + aside, depth - 1)


def clump(
    canvas: Canvas,
    blobs: Sequence[Blob],
    tones: Sequence[str],
    *,
    rough: float = 0.9,
    soft: float = 0.12,
    light: tuple[float, float] = (-0.45, -0.8),
    contrast: float = 0.7,
    leaf: float = 9,
) -> None:
    """Foliage, cloud or moss: overlapping rounds, torn edges, lit from ``light``, dark between.

    ``tones`` go from the deepest shade to the brightest light; ``leaf`` is the size of the dabs.
    """
    x, y, rx, ry = np.array(blobs, dtype=float).T
    pad = float(max(rx.max(), ry.max())) * 0.3 + 12
    left, top = max(int((x - rx).min() - pad), 0), max(int((y - ry).min() - pad), 0)
    right = min(int((x + rx).max() + pad), WIDTH)
    bottom = min(int((y + ry).max() + pad), HEIGHT)
    if right - left < 4 or bottom - top < 4:
        return
    box = (left, top, right, bottom)
    body, relief = _heaped(np.stack([x - left, y - top, rx, ry], 1), box, light)
    torn = body + (canvas.speckle(box, leaf) - 0.5) * rough * step(0.02, 0.3, body)
    shade = relief + (canvas.speckle(box, leaf) - 0.5) * contrast
    colours = tones_table(tones)[(shade.clip(0, 1) * 255).astype("u1")]
    canvas.image.paste(
        Image.fromarray(colours), (left, top), as_mask(step(0.45, 0.45 + soft, torn))
    )


def _heaped(blobs: Points, box: Box, light: tuple[float, float]) -> tuple[Field, Field]:
    """How much of a pixel the heap covers and how much light falls there, both 0 to 1."""
    size = (box[2] - box[0], box[3] - box[1])
    body, relief = Image.new("L", size), Image.new("L", size, 20)
    on_body, on_relief = ImageDraw.Draw(body), ImageDraw.Draw(relief)
    for cx, cy, wide, high in blobs:
        on_body.ellipse((cx - wide, cy - high, cx + wide, cy + high), fill=255)
        for share, tone in ((1.0, 60), (0.78, 115), (0.52, 175), (0.28, 220)):
            aside, above = cx + light[0] * wide * (1 - share), cy + light[1] * high * (1 - share)
            w, h = wide * share, high * share
            on_relief.ellipse((aside - w, above - h, aside + w, above + h), fill=tone)
    small = float(np.median(np.minimum(blobs[:, 2], blobs[:, 3])))
    covered = np.asarray(body.filter(ImageFilter.GaussianBlur(small * 0.3)), dtype=np.float32)
    lit = np.asarray(relief.filter(ImageFilter.GaussianBlur(small * 0.28)), dtype=np.float32)
    slope = np.linspace(1, -1, size[1], dtype=np.float32)[:, None] * -light[1]
    aslant = np.linspace(1, -1, size[0], dtype=np.float32)[None] * -light[0]
    return covered / 255, lit / 255 + 0.14 * (slope + aslant)


def heap(
    rng: np.random.Generator, x: float, y: float, wide: float, high: float, count: int
) -> list[Blob]:
    """Rounds heaped as in a crown: a full heart, then tufts with the upper over the lower."""
    angle, far = rng.uniform(0, 6.283, count), rng.random(count) ** 0.4
    size = rng.uniform(0.16, 0.32, count) * min(wide, high)
    cx, cy = x + np.cos(angle) * far * wide, y + np.sin(angle) * far * high
    tufts = [(cx[i], cy[i], size[i] * 1.2, size[i] * 0.85) for i in np.argsort(-cy)]
    return [(x, y, wide * 0.86, high * 0.86), *tufts]


def grass(
    canvas: Canvas,
    pen: Pen,
    inks: Sequence[str],
    roots: Points,
    tall: tuple[float, float],
    width: float = 4,
    sway: float = 0.3,
) -> None:
    """Blades from the roots, each ``(x, y)``; farther roots should come first."""
    rng = canvas.rng
    for x, y in roots:
        height = rng.uniform(*tall)
        tip = x + height * rng.normal(0.08, sway)
        blade = bend((x, y), (x + (tip - x) * 0.2, y - height * 0.6), (tip, y - height), 6)
        outline = ribbon(blade, width * rng.uniform(0.6, 1.2), 0.6)
        pointed = np.concatenate([outline, [(x, y + width * 2)]])
        pen.shape(pointed, inks[int(rng.integers(len(inks)))])


def roots(
    rng: np.random.Generator, count: int, x: tuple[float, float], y: tuple[float, float]
) -> Points:
    """Places to grow from, ordered from far (high on the sheet) to near."""
    places = np.stack([rng.uniform(*x, count), rng.uniform(*y, count)], 1)
    return places[np.argsort(places[:, 1])]


def cattails(
    pen: Pen, rng: np.random.Generator, stems: Points, tall: tuple[float, float], ink: str
) -> None:
    """Bulrushes: a straight stem with a brown head."""
    for x, y in stems:
        height = rng.uniform(*tall)
        top = (x + height * rng.normal(0.02, 0.05), y - height)
        pen.stroke([(x, y), top], 5, 2.5, "#6b7a48")
        head = (top[0], top[1] + 12)
        pen.stroke([head, (head[0] - (top[0] - x) * 0.12, head[1] + 62)], 15, 14, ink)
        pen.stroke(
            [(head[0] - 3, head[1] + 4), (head[0] - 3, head[1] + 54)], 3, 3, clear("#e8c79a", 0.4)
        )


def cumulus(canvas: Canvas, x: float, y: float, wide: float, tones: Sequence[str]) -> None:
    """A fair-weather cloud: a flat foot at ``y`` and a heaped top."""
    rng = canvas.rng
    puffs: list[Blob] = [(x, y - wide * 0.06, wide * 0.92, wide * 0.09)]
    for cx in np.sort(rng.normal(0, 0.42, 26).clip(-0.9, 0.9)):
        size = wide * (0.1 + 0.2 * (1 - abs(cx)) * rng.random())
        puffs.append((x + cx * wide, y - size * 0.8 - wide * 0.02, size * 1.15, size * 0.85))
    clump(canvas, puffs, tones, rough=0.5, soft=0.35, contrast=0.22, leaf=26)
