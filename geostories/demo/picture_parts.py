"""Paper, pens and noise that the demo pictures are painted with."""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import hypot

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1200
FINE = 2  # pens draw at twice the size; the reduction afterwards is the antialiasing

Field = NDArray[np.floating]
Points = NDArray[np.floating]
Box = tuple[int, int, int, int]
Fill = str | Image.Image
WHOLE: Box = (0, 0, WIDTH, HEIGHT)


def rgb(colour: str) -> NDArray[np.float32]:
    """The three parts of a colour, 0 to 255."""
    return np.array(ImageColor.getrgb(colour)[:3], dtype=np.float32)


def mix(one: str, other: str, share: float) -> str:
    """The colour that lies ``share`` (0 to 1) of the way from one to the other."""
    parts = rgb(one) + (rgb(other) - rgb(one)) * min(max(share, 0.0), 1.0)
    return "#{:02x}{:02x}{:02x}".format(*(round(float(part)) for part in parts))


def clear(colour: str, opacity: float) -> str:
    """The colour as a glaze: ``opacity`` 0 is invisible, 1 covers."""
    return f"{colour}{round(255 * min(max(opacity, 0.0), 1.0)):02x}"


def tones_table(tones: Sequence[str]) -> NDArray[np.uint8]:
    """256 colours from the darkest tone to the lightest."""
    steps = np.linspace(0, 255, len(tones))
    parts = np.array([rgb(tone) for tone in tones])
    return np.stack([np.interp(range(256), steps, parts[:, i]) for i in range(3)], 1).astype("u1")


def ramp(*stops: tuple[float, str]) -> Image.Image:
    """A column, one pixel wide, that goes down through ``(y in pixels, colour)`` stops."""
    rows = np.arange(HEIGHT)
    parts = np.array([rgb(colour) for _, colour in stops])
    column = np.stack([np.interp(rows, [y for y, _ in stops], parts[:, i]) for i in range(3)], 1)
    return Image.fromarray(column.round().astype("u1")[:, None])


def across(*stops: tuple[float, str]) -> Image.Image:
    """A row, one pixel high, that goes right through ``(x in pixels, colour)`` stops."""
    parts = np.array([rgb(colour) for _, colour in stops])
    places = [x for x, _ in stops]
    row = np.stack([np.interp(np.arange(WIDTH), places, parts[:, i]) for i in range(3)], 1)
    return Image.fromarray(row.round().astype("u1")[None])


def step(low: float, high: float, field: Field) -> Field:
    """0 below ``low``, 1 above ``high``, soft between."""
    share: Field = np.clip((field - low) / (high - low), 0, 1)
    return share * share * (3 - 2 * share)


def as_mask(field: Field) -> Image.Image:
    """A field of 0 to 1 as a mask."""
    return Image.fromarray((np.clip(field, 0, 1) * 255).astype("u1"))


def smooth(points: ArrayLike, rounds: int = 2, closed: bool = True) -> Points:
    """The outline with its corners cut, so that it looks drawn by hand."""
    line = np.asarray(points, dtype=float)
    for _ in range(rounds):
        after = np.roll(line, -1, axis=0) if closed else line[1:]
        before = line if closed else line[:-1]
        cut = np.stack([before * 0.75 + after * 0.25, before * 0.25 + after * 0.75], 1)
        cut = cut.reshape(-1, 2)
        line = cut if closed else np.concatenate([line[:1], cut, line[-1:]])
    return line


def bend(start: ArrayLike, by: ArrayLike, end: ArrayLike, count: int = 12) -> Points:
    """A curve from start to end, pulled towards ``by``."""
    a, b, c = np.asarray(start, float), np.asarray(by, float), np.asarray(end, float)
    t = np.arange(count)[:, None] / (count - 1)
    curve: Points = (1 - t) ** 2 * a + 2 * (1 - t) * t * b + t**2 * c
    return curve


def ribbon(line: ArrayLike, start: float, end: float) -> Points:
    """The outline of a stroke along the line, ``start`` pixels wide at first, ``end`` at last."""
    path = np.asarray(line, dtype=float)
    if len(path) == 2:
        return _plank(path, start, end)
    ahead = np.empty_like(path)
    ahead[1:-1] = path[2:] - path[:-2]
    ahead[0], ahead[-1] = path[1] - path[0], path[-1] - path[-2]
    length = np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 1e-6)
    half = (start + (end - start) * np.arange(len(path)) / (len(path) - 1)) / 2 / length
    side = np.column_stack((-ahead[:, 1] * half, ahead[:, 0] * half))
    return np.concatenate((path + side, (path - side)[::-1]))


def _plank(path: Points, start: float, end: float) -> Points:
    (ax, ay), (bx, by) = path.tolist()
    length = max(hypot(bx - ax, by - ay), 1e-6) * 2
    x, y = (ay - by) / length, (bx - ax) / length
    return np.array([
        (ax + x * start, ay + y * start), (bx + x * end, by + y * end),
        (bx - x * end, by - y * end), (ax - x * start, ay - y * start),
    ])  # fmt: skip


def moved(points: ArrayLike, x: float, y: float) -> Points:
    """The points, ``x`` pixels to the right and ``y`` down."""
    there: Points = np.asarray(points, dtype=float) + np.array([x, y])
    return there


class Pen:
    """Remembers marks in sheet pixels and sets them down at once, ``FINE`` times larger."""

    def __init__(self) -> None:
        self._marks: list[tuple[Points, bool, str | int | None]] = []

    def shape(self, outline: ArrayLike, ink: str | int | None = None) -> None:
        """A filled outline."""
        self._marks.append((np.asarray(outline, dtype=float).reshape(-1, 2), False, ink))

    def stroke(
        self, line: ArrayLike, start: float, end: float, ink: str | int | None = None
    ) -> None:
        """A stroke that goes from ``start`` to ``end`` pixels in width."""
        self.shape(ribbon(line, start, end), ink)

    def disc(
        self, x: float, y: float, rx: float, ry: float | None = None, ink: str | int | None = None
    ) -> None:
        """A filled ellipse around a centre."""
        high = rx if ry is None else ry
        self._marks.append((np.array([(x - rx, y - high), (x + rx, y + high)]), True, ink))

    def bounds(self, pad: float) -> Box:
        """The part of the sheet that the marks touch, with a margin."""
        if not self._marks:
            return (0, 0, 0, 0)
        every = np.concatenate([points for points, _, _ in self._marks])
        low, high = every.min(axis=0) - pad, every.max(axis=0) + pad
        left, right = np.clip((low[0], high[0] + 1), 0, WIDTH).astype(int)
        top, bottom = np.clip((low[1], high[1] + 1), 0, HEIGHT).astype(int)
        return (int(left), int(top), int(right), int(bottom))

    def set_down(self, sheet: Image.Image, corner: tuple[int, int], ink: str | int) -> None:
        """Draws the marks on a sheet whose top left is ``corner``; ``ink`` where none was given."""
        draw = ImageDraw.Draw(sheet, "RGBA" if sheet.mode == "RGB" else None)
        for points, is_disc, own in self._marks:
            places = ((points - corner) * FINE).ravel().tolist()
            paint = ink if own is None else own
            if is_disc:
                draw.ellipse(places, fill=paint)
            else:
                draw.polygon(places, fill=paint)


def _piece(fill: Image.Image, box: Box) -> Image.Image:
    """The part of a sheet, or of a ramp stretched over the sheet, that lies in the box."""
    left, top, right, bottom = box
    if fill.width == 1:
        return fill.crop((0, top, 1, bottom)).resize((right - left, bottom - top))
    if fill.height == 1:
        return fill.crop((left, 0, right, 1)).resize((right - left, bottom - top))
    return fill.crop(box)


class Canvas:
    """A sheet being painted, with the chance that belongs to its motif."""

    def __init__(self, motif: str) -> None:
        self.rng = np.random.default_rng(zlib.crc32(motif.encode()))
        self.image = Image.new("RGB", (WIDTH, HEIGHT))
        self._speckles = {cell: self.noise(cell, 3) for cell in (7, 26)}

    def noise(self, cell: float, octaves: int = 4, stretch: float = 1.0) -> Field:
        """A cloudy field of 0 to 1; ``cell`` pixels is its coarsest grain, stretched sideways."""
        total: Field = np.zeros((HEIGHT // 2, WIDTH // 2), dtype=np.float32)
        for octave in range(octaves):
            size = max(cell / 2**octave, 2.0)
            grid = (int(HEIGHT / size) + 3, int(WIDTH / size / stretch) + 3)
            knots = Image.fromarray(self.rng.random(grid, dtype=np.float32))
            total += (
                np.asarray(knots.resize((WIDTH // 2, HEIGHT // 2), Image.Resampling.BICUBIC))
                * 0.55**octave
            )
        total = 0.5 + (total - total.mean()) / (4.5 * total.std())
        sheet = Image.fromarray(total.clip(0, 1)).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
        return np.asarray(sheet)

    def speckle(self, box: Box, cell: float = 7) -> Field:
        """A piece of leafy noise the size of the box, never twice the same place."""
        fine, coarse = self._speckles.values()
        share = np.float32(np.clip((cell - 7) / 19, 0, 1))
        left, top, right, bottom = box
        wide, high = right - left, bottom - top
        x = int(self.rng.integers(0, WIDTH - wide + 1))
        y = int(self.rng.integers(0, HEIGHT - high + 1))
        part = np.s_[y : y + high, x : x + wide]
        return 0.5 + ((fine[part] - 0.5) * (1 - share) + (coarse[part] - 0.5) * share) * 1.25

    def wash(self, fill: Image.Image, top: int = 0) -> None:
        """Covers the sheet from ``top`` down."""
        self.image.paste(_piece(fill, (0, top, WIDTH, HEIGHT)), (0, top))

    def lay(
        self, fill: Fill, mask: Image.Image, opacity: float = 1.0, corner: tuple[int, int] = (0, 0)
    ) -> None:
        """Paints a colour or a ramp through a mask whose top left is ``corner``."""
        left, top = corner
        box = (left, top, left + mask.width, top + mask.height)
        part = mask.point(lambda value: value * opacity) if opacity < 1 else mask
        self.image.paste(fill if isinstance(fill, str) else _piece(fill, box), box, part)

    @contextmanager
    def stain(
        self, fill: Fill, *, blur: float = 0, opacity: float = 1.0, rough: float = 0
    ) -> Iterator[Pen]:
        """Paints what the pen draws in one go; ``rough`` pixels of torn edge, ``blur`` of soft."""
        pen = Pen()
        yield pen
        box = pen.bounds(3 * blur + 3 * rough + 1)
        left, top, right, bottom = box
        if right <= left or bottom <= top:
            return
        sheet = Image.new("L", ((right - left) * FINE, (bottom - top) * FINE))
        pen.set_down(sheet, (left, top), 255)
        mask = sheet.reduce(FINE)
        if rough:
            mask = self._torn(mask, box, rough)
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur))
        self.lay(fill, mask, opacity, (left, top))

    def _torn(self, mask: Image.Image, box: Box, rough: float) -> Image.Image:
        soft = np.asarray(mask.filter(ImageFilter.GaussianBlur(rough)), dtype=np.float32) / 255
        torn = soft + (self.speckle(box, 13) - 0.5) * 0.9 * step(0.02, 0.3, soft) * step(
            1, 0.7, soft
        )
        return as_mask(step(0.4, 0.6, torn))

    @contextmanager
    def detail(self) -> Iterator[Pen]:
        """A pen with many inks straight onto the sheet; inks may be glazes."""
        pen = Pen()
        yield pen
        left, top, right, bottom = box = pen.bounds(1)
        if right <= left or bottom <= top:
            return
        size = ((right - left) * FINE, (bottom - top) * FINE)
        sheet = self.image.crop(box).resize(size, Image.Resampling.NEAREST)
        pen.set_down(sheet, (left, top), "#000000")
        self.image.paste(sheet.reduce(FINE), (left, top))

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 1.0) -> None:
        """Light around a point; falls to nothing at ``radius``."""
        box = (int(x - radius), int(y - radius), int(x + radius), int(y + radius))
        axis = np.linspace(-1, 1, 128, dtype=np.float32)
        far = np.hypot(axis[:, None], axis[None])
        light = np.clip(1 - far, 0, 1) ** 2.2 * strength
        parts = (light[..., None] * rgb(colour)).clip(0, 255).astype("u1")
        lamp = Image.fromarray(parts).resize(
            (box[2] - box[0], box[3] - box[1]), Image.Resampling.BICUBIC
        )
        under = self.image.crop(box)
        self.image.paste(ImageChops.screen(under, lamp), box[:2])

    def vary(self, cell: float, amount: float, stretch: float = 1.0, top: int = 0) -> None:
        """Makes the sheet from ``top`` down a little lighter and darker, as by a brush."""
        wave = 1 + (self.noise(cell, 4, stretch)[top:] - 0.5) * 2 * amount
        part = self.image.crop((0, top, WIDTH, HEIGHT))
        parts = np.asarray(part, dtype=np.float32) * wave[..., None]
        self.image.paste(Image.fromarray(parts.clip(0, 255).astype("u1")), (0, top))
