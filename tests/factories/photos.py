"""Photo files as phones make them, with a position and other secrets in their metadata."""

from __future__ import annotations

import io
from pathlib import Path

import pillow_heif
from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD, Base

CANARY = "KANARIE-59.00123-16.20456"
"""Stands in every field of metadata; must not stand in any byte we store."""


def make_picture(size: tuple[int, int] = (640, 480), hue: int = 90) -> Image.Image:
    """Something to look at."""
    picture = Image.new("RGB", size, (hue, 140, 180))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2), fill="gold")
    return picture


def make_exif(make: str = CANARY) -> Image.Exif:
    """EXIF with a position, a maker, a comment."""
    exif = Image.Exif()
    exif[Base.Make] = make
    exif[Base.ImageDescription] = CANARY
    exif[Base.Artist] = CANARY
    gps = exif.get_ifd(IFD.GPSInfo)
    gps[GPS.GPSLatitudeRef], gps[GPS.GPSLatitude] = "N", (59.0, 0.0, 4.43)
    gps[GPS.GPSLongitudeRef], gps[GPS.GPSLongitude] = "E", (16.0, 12.0, 16.42)
    gps[GPS.GPSMapDatum] = CANARY
    return exif


def make_jpeg(hue: int = 90, make: str = CANARY) -> bytes:
    """A JPEG with EXIF, a comment and trailing bytes."""
    file = io.BytesIO()
    make_picture(hue=hue).save(
        file, "JPEG", exif=make_exif(make), comment=CANARY.encode(), quality=90
    )
    return file.getvalue() + CANARY.encode()


def make_noise(size: tuple[int, int] = (640, 480)) -> bytes:
    """A JPEG that compresses badly: several parts of an upload."""
    file = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(file, "JPEG", quality=98)
    return file.getvalue()


def make_large(
    at: tuple[float, float], taken: str = "", size: tuple[int, int] = (4_000, 3_000)
) -> bytes:
    """A phone's JPEG of 12 megapixels: latitude and longitude in degrees, the time as EXIF has it."""
    exif = make_exif()
    gps = exif.get_ifd(IFD.GPSInfo)
    gps[GPS.GPSLatitude], gps[GPS.GPSLongitude] = (at[0], 0.0, 0.0), (at[1], 0.0, 0.0)
    if taken:
        exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = taken
    grain = Image.effect_noise((size[0] // 2, size[1] // 2), 60).resize(size).convert("RGB")
    file = io.BytesIO()
    Image.blend(make_picture(size), grain, 0.5).save(file, "JPEG", exif=exif, quality=90)
    return file.getvalue()


def make_then_and_now() -> tuple[bytes, bytes]:
    """The same view in colour, and earlier in black and white."""
    now, then = io.BytesIO(), io.BytesIO()
    make_picture((1_600, 1_200), 30).save(now, "JPEG")
    make_picture((1_600, 1_200), 30).convert("L").save(then, "JPEG")
    return now.getvalue(), then.getvalue()


def make_heic() -> bytes:
    """A HEIC as phones write it, with EXIF."""
    pillow_heif.register_heif_opener()
    file = io.BytesIO()
    make_picture(hue=200).save(file, "HEIF", exif=make_exif().tobytes(), quality=70)
    return file.getvalue()


def write_photos(folder: Path) -> list[Path]:
    """A HEIC and a JPEG on disk, to be chosen in a form."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / "IMG_0001.heic", folder / "IMG_0002.jpg"]
    files[0].write_bytes(make_heic())
    files[1].write_bytes(make_jpeg())
    return files
