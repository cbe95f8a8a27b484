"""Pictures that want more memory or time than a picture may have."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PIL import Image

from tests.factories.canaries import make_png, make_webp
from tests.factories.photos import make_heic, make_jpeg

SIDES = (
    (13_300, 13_300),
    (50_001, 1_000),
    (30_000, 30_000),
    (65_535, 65_535),
    (2**31 - 1, 1),
    (1, 2**31 - 1),
    (2**31 - 1, 2**31 - 1),
)
COLOURS = ((1, 0), (8, 0), (16, 0), (8, 2), (8, 3), (16, 6))
"""Bits and kind of a PNG's samples."""
MEGABYTES = 300
SCANS = 5_000


@dataclass(frozen=True)
class Bomb:
    """A file; `kept`: a picture may be made of it, for what is dangerous in it is not looked at."""

    name: str
    make: Callable[[], bytes]
    kept: bool = False

    def __str__(self) -> str:
        return self.name


def list_bombs() -> Iterator[Bomb]:
    """All of them; made when they are asked for."""
    for side in SIDES:
        for bits, colour in COLOURS:
            yield Bomb(
                f"PNG {side}, {bits} bits of kind {colour}",
                lambda side=side, bits=bits, colour=colour: png(side, bits, colour),
            )
    for side in ((65_500, 65_500), (13_300, 13_300), (8_000, 6_300)):
        for progressive in (False, True):
            yield Bomb(
                f"JPEG {side}, progressive {progressive}",
                lambda side=side, progressive=progressive: jpeg(side, progressive),
            )
        yield Bomb(f"HEIC {side}", lambda side=side: heic(side))
    yield Bomb("13,300² in 21 kB", lambda: one_bit((13_300, 13_300)))
    yield Bomb("WebP 16,383²", webp)
    yield Bomb("GIF of 10,000 frames", lambda: many_frames("GIF", 10_000))
    yield Bomb("APNG of 10,000 frames", apng, kept=True)
    yield Bomb("WebP of 1,000 frames", lambda: many_frames("WEBP", 1_000), kept=True)
    for name in ("zTXt", "iTXt", "iCCP"):
        yield Bomb(f"{name} of {MEGABYTES} MB", lambda name=name: swollen(name), kept=True)
    yield Bomb(f"a dot of {MEGABYTES} MB", lambda: png((1, 1), 8, 0, swell=True), kept=True)
    yield Bomb("EXIF that leads to itself", lambda: with_exif(looping()), kept=True)
    yield Bomb("EXIF of 60,000 entries", lambda: with_exif(crowded()), kept=True)
    yield Bomb(f"JPEG of {SCANS} scans", many_scans)
    yield Bomb("a PNG within a PNG's size", lambda: one_bit((10_000, 5_000)), kept=True)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def _zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(10**6)) for _ in range(megabytes)) + packer.flush()


def png(side: tuple[int, int], bits: int, colour: int, *, swell: bool = False) -> bytes:
    """A PNG that claims a size; its pixels are missing, or far too many."""
    head = struct.pack(">IIBBBBB", *side, bits, colour, 0, 0, 0)
    pixels = _zeros(MEGABYTES) if swell else zlib.compress(bytes(1_000))
    palette = _chunk(b"PLTE", bytes(6)) if colour == 3 else b""
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + palette
        + _chunk(b"IDAT", pixels)
        + _chunk(b"IEND", b"")
    )


def one_bit(side: tuple[int, int]) -> bytes:
    """A PNG of one colour that is as large as it says."""
    file = io.BytesIO()
    Image.new("1", side).save(file, "PNG", optimize=True)
    return file.getvalue()


def jpeg(side: tuple[int, int], progressive: bool) -> bytes:
    """A JPEG that claims a size."""
    file = io.BytesIO()
    Image.new("RGB", (64, 64)).save(file, "JPEG", progressive=progressive)
    content = bytearray(file.getvalue())
    at = content.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", side[1], side[0])
    return bytes(content)


def heic(side: tuple[int, int]) -> bytes:
    """A HEIC that claims a size, everywhere it says one."""
    content = bytearray(make_heic())
    at = -1
    while (at := content.find(b"ispe", at + 1)) >= 0:
        content[at + 8 : at + 16] = struct.pack(">II", *side)
    return bytes(content)


def webp() -> bytes:
    """A WebP that claims the most it can."""
    content = bytearray(make_webp(1))
    at = content.index(b"\x9d\x01\x2a") + 3
    content[at : at + 4] = struct.pack("<HH", 16_383, 16_383)
    at = content.index(b"VP8X") + 12
    content[at : at + 6] = struct.pack("<I", 16_382)[:3] * 2
    return bytes(content)


def many_frames(form: str, count: int) -> bytes:
    """A moving picture that does not end."""
    frames = [Image.new("L", (8, 8), number % 251) for number in range(count)]
    file = io.BytesIO()
    frames[0].save(file, form, save_all=True, append_images=frames[1:], duration=10)
    return file.getvalue()


def apng() -> bytes:
    """A PNG that says it moves 10,000 times."""
    content = make_png(1)
    at = content.index(b"IDAT") - 4
    return content[:at] + _chunk(b"acTL", struct.pack(">II", 10_000, 0)) + content[at:]


def swollen(name: str) -> bytes:
    """A PNG beside whose pixels hundreds of megabytes are packed."""
    packed = _zeros(MEGABYTES)
    before = b"x\0\0" if name != "iTXt" else b"x\0\1\0\0\0"
    content = make_png(1)
    at = content.index(b"IDAT") - 4
    return content[:at] + _chunk(name.encode(), before + packed) + content[at:]


def with_exif(exif: bytes) -> bytes:
    """A JPEG with this EXIF."""
    content = make_jpeg()
    block = b"Exif\0\0" + exif[:65_000]
    return content[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + content[2:]


def looping() -> bytes:
    """A directory that names itself as the next, and as its own part."""
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + entry + struct.pack("<I", 8)


def crowded() -> bytes:
    """A directory that claims 60,000 entries, each of 4 GB."""
    entry = struct.pack("<HHII", 0x010E, 2, 2**32 - 1, 8)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", 60_000) + entry * 5_000


def many_scans() -> bytes:
    """A progressive JPEG whose last pass over 16 megapixels is to be made thousands of times."""
    file = io.BytesIO()
    Image.new("L", (4_000, 4_000), 90).save(file, "JPEG", progressive=True)
    content = file.getvalue()
    last = content.rindex(b"\xff\xda")
    end = content.rindex(b"\xff\xd9")
    return content[:last] + content[last:end] * SCANS + content[end:]
