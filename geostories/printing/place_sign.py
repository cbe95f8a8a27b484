"""The sign to put up at a place: its name and a QR code to its page, A5, black on white."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

import segno
from PIL import Image, ImageDraw, ImageFont

from geostories.config import resource

DPI = 600
"""Every dot is black or white, as a printer lays them: letters stay sharp."""

INCH_MM = 25.4
WIDTH_MM, HEIGHT_MM = 148, 210
MARGIN_MM = 14
CODE_MM = 88
"""Read from two metres off by any phone."""

QUIET_MODULES = 4
"""White around the code; the standard's least."""

FONT = "vendor/fonts/schibsted-grotesk-latin-wght-normal.woff2"
BOLD, REGULAR = 800, 500
NAME_MM, SMALLEST_NAME_MM = 15, 7
MOST_NAME_LINES = 3


@dataclass(frozen=True)
class Sign:
    """The words on it, translated; `url` is the whole address, also printed for those who type."""

    name: str
    kind: str
    invitation: str
    site_name: str
    url: str


def as_pdf(sign: Sign) -> bytes:
    """The sign as a PDF of one page."""
    file = io.BytesIO()
    draw(sign).save(file, "PDF", resolution=DPI, title=sign.name, author=sign.site_name)
    return file.getvalue()


def draw(sign: Sign) -> Image.Image:
    """The page in dots, black or white."""
    page = Image.new("1", (dots(WIDTH_MM), dots(HEIGHT_MM)), 1)
    pen = ImageDraw.Draw(page)
    pen.fontmode = "1"
    _head(pen, sign.site_name)
    bottom = _name(pen, sign.name, top=dots(30))
    _centred(pen, sign.kind, bottom + dots(3), _font(5.5, REGULAR))
    code = code_of(sign.url)
    page.paste(code, ((page.width - code.width) // 2, dots(88)))
    _centred(pen, sign.invitation, dots(181), _font(7, BOLD))
    _centred(pen, sign.url.partition("://")[2], dots(194), _fitting(sign.url, 4.5))
    return page


def code_of(url: str) -> Image.Image:
    """The QR code with its quiet zone; a quarter of it may be scratched."""
    code = segno.make(url, error="q", micro=False)
    modules = code.symbol_size(border=QUIET_MODULES)[0]
    scale = dots(CODE_MM) // modules
    file = io.BytesIO()
    code.save(file, kind="png", scale=scale, border=QUIET_MODULES)
    return Image.open(file).convert("1")


def dots(millimetres: float) -> int:
    """So many dots of the page."""
    return round(millimetres / INCH_MM * DPI)


def _head(pen: ImageDraw.ImageDraw, site_name: str) -> None:
    """A black band with the site's name."""
    pen.rectangle((0, 0, dots(WIDTH_MM), dots(20)), fill=0)
    pen.text((dots(MARGIN_MM), dots(10)), site_name, 1, _font(7, BOLD), anchor="lm")


def _name(pen: ImageDraw.ImageDraw, name: str, *, top: int) -> int:
    """The place's name as large as it fits; answers where it ends."""
    lines, font, size = _set_name(name)
    for line in lines:
        _centred(pen, line, top, font)
        top += round(dots(size) * 1.15)
    return top


def _set_name(name: str) -> tuple[list[str], ImageFont.FreeTypeFont, float]:
    size = float(NAME_MM)
    while True:
        font = _font(size, BOLD)
        lines = _wrap(name, font)
        if len(lines) <= MOST_NAME_LINES and all(_fits(line, font) for line in lines):
            return lines, font, size
        if size <= SMALLEST_NAME_MM:
            return [_cut(line, font) for line in lines[:MOST_NAME_LINES]], font, size
        size -= 1


def _wrap(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _fits(longer, font):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fits(text: str, font: ImageFont.FreeTypeFont) -> bool:
    return font.getlength(text) <= dots(WIDTH_MM - 2 * MARGIN_MM)


def _cut(text: str, font: ImageFont.FreeTypeFont) -> str:
    while text and not _fits(f"{text}…", font):
        text = text[:-1]
    return text if _fits(text, font) else f"{text}…"


def _fitting(text: str, size: float) -> ImageFont.FreeTypeFont:
    while size > 2 and not _fits(text, _font(size, REGULAR)):
        size -= 0.25
    return _font(size, REGULAR)


def _centred(pen: ImageDraw.ImageDraw, text: str, top: int, font: ImageFont.FreeTypeFont) -> None:
    pen.text((dots(WIDTH_MM) // 2, top), text, 0, font, anchor="ma")


@cache
def _font(millimetres: float, weight: int) -> ImageFont.FreeTypeFont:
    """The site's own letters in a size: the height from line to line."""
    font = ImageFont.truetype(resource("static") / FONT, dots(millimetres))
    font.set_variation_by_axes([weight])
    return font
