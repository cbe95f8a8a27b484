"""Clean a photo: decode within limits, keep only pixels, write WebP. Runs as a process of its own.

Reads the upload on standard input, writes two length-prefixed WebP files (full and thumbnail) on
standard output. Any trouble, even being killed, leaves no output and an exit status other than 0.
"""

from __future__ import annotations

import io
import resource
import struct
import subprocess
import sys
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from geostories.config import Settings

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


class PhotoRefused(Exception):
    """The picture cannot be cleaned; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class CleanPhoto:
    """Two WebP files without metadata, and the size of the larger in pixels."""

    full: bytes
    thumb: bytes
    width: int
    height: int


EXIT_UNREADABLE, EXIT_TOO_MANY_PIXELS = 3, 4


def clean(upload: bytes, settings: Settings) -> CleanPhoto:
    """Clean in a separate, killable process; raises PhotoRefused whatever goes wrong there."""
    command = [
        sys.executable,
        "-m",
        __name__,
        str(settings.photo_pixels),
        str(settings.photo_edge),
        str(settings.thumb_edge),
        str(settings.photo_memory_mb),
        str(settings.photo_seconds),
    ]
    try:
        done = subprocess.run(
            command, input=upload, capture_output=True, timeout=settings.photo_seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise PhotoRefused("too_slow") from None
    except OSError:  # the interpreter itself could not be started
        raise PhotoRefused("not_cleaned") from None
    if done.returncode == EXIT_TOO_MANY_PIXELS:
        raise PhotoRefused("too_many_pixels")
    if done.returncode != 0:
        raise PhotoRefused("unreadable")
    return _unpack(done.stdout)


def _unpack(output: bytes) -> CleanPhoto:
    header = struct.calcsize(">IIII")
    if len(output) < header:
        raise PhotoRefused("unreadable")
    width, height, full, thumb = struct.unpack(">IIII", output[:header])
    if not full or not thumb or len(output) != header + full + thumb:
        raise PhotoRefused("unreadable")
    return CleanPhoto(output[header : header + full], output[header + full :], width, height)


def _limit_this_process(memory_mb: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file


def _main(pixels: int, edge: int, thumb_edge: int, memory_mb: int, seconds: int) -> int:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 (only the child pays for it)
    from pillow_heif import register_heif_opener  # noqa: PLC0415

    _limit_this_process(memory_mb, seconds)
    register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as picture:
            if picture.width * picture.height > pixels:
                return EXIT_TOO_MANY_PIXELS
            full = _pixels_only(picture, edge)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return EXIT_TOO_MANY_PIXELS
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError):
        return EXIT_UNREADABLE
    thumb = full.copy()
    thumb.thumbnail((thumb_edge, thumb_edge))
    files = [_webp(full), _webp(thumb)]
    sys.stdout.buffer.write(struct.pack(">IIII", *full.size, *map(len, files)))
    sys.stdout.buffer.write(b"".join(files))
    return 0


def _pixels_only(picture: Image, edge: int) -> Image:
    """Scale down, turn upright, convert to sRGB and carry over nothing but the pixels."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    profile = picture.info.get("icc_profile")
    picture.thumbnail((edge, edge))  # before turning: turning decodes in full size
    upright = ImageOps.exif_transpose(picture)
    colours = _to_srgb(upright, profile)
    return Image.frombytes("RGB", colours.size, colours.tobytes())


def _to_srgb(picture: Image, profile: bytes | None) -> Image:
    from PIL import Image, ImageCms  # noqa: PLC0415

    if picture.mode in ("RGBA", "LA", "P", "PA"):
        layered = picture.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    if profile and picture.mode == "RGB":
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), inPlace=True)
        except ImageCms.PyCMSError:
            return picture  # a broken profile: the colours are shown as they are
    return picture.convert("RGB")


def _webp(picture: Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=82, method=4)
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(_main(*map(int, sys.argv[1:])))
