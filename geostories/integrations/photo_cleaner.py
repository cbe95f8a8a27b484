"""Clean a photo: decode within limits, keep only pixels, write its sizes. Runs as a process of its own.
Parts of it can be made unrecognisable on the way.

Reads the upload on standard input, writes a header and the length-prefixed files on standard output.
Any trouble, even being killed, leaves no output and an exit status other than 0.
"""

from __future__ import annotations

import io
import struct
import sys
import warnings
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from geostories.integrations import child_process
from geostories.integrations.child_process import NoAnswer, limit_use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from geostories.config import Settings

READS = ("JPEG", "PNG", "WEBP", "HEIF")
SIZES = ("full", "medium", "thumb")
AT_ONCE, LATER = ("webp", "jpg"), ("avif",)
"""Forms that are written while the teller waits, and those that the worker makes."""

WRITERS = {
    "webp": ("WEBP", {"quality": 82, "method": 2}),
    "jpg": ("JPEG", {"quality": 84, "progressive": True, "optimize": True}),
    "avif": ("AVIF", {"quality": 62, "speed": 7, "max_threads": 1}),
}


class PhotoRefused(Exception):
    """The picture cannot be cleaned; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class CleanPhoto:
    """Files without metadata by their names, `full.webp` first; the largest one's size in pixels."""

    files: dict[str, bytes]
    width: int
    height: int
    is_aerial: bool = False

    @property
    def bytes(self) -> int:
        """What all of them take."""
        return sum(map(len, self.files.values()))


@dataclass(frozen=True)
class Part:
    """A rectangle of a picture, in percent of its width and height from its upper left corner."""

    left: int
    top: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.left}:{self.top}:{self.width}:{self.height}"


MOST_BLOCKS, FINEST_BLOCK = 6, 16
"""What is left of a part: at most so many colours along an edge, each over so many pixels."""

HEADER = struct.Struct(">II?")
EXIT_UNREADABLE, EXIT_TOO_MANY_PIXELS = 3, 4


def clean(
    upload: bytes,
    settings: Settings,
    forms: tuple[str, ...] = AT_ONCE,
    blurred: Sequence[Part] = (),
) -> CleanPhoto:
    """Clean in a separate, killable process; raises PhotoRefused whatever goes wrong there.

    Of the `blurred` parts nothing is kept but a few colours, in no size.
    """
    limits = (settings.photo_pixels, settings.photo_memory_mb, settings.photo_seconds)
    edges = (settings.photo_edge, settings.medium_edge, settings.thumb_edge)
    try:
        done = child_process.run(
            __name__,
            ",".join(forms),
            ",".join(map(str, blurred)),
            *limits,
            *edges,
            content=upload,
            seconds=settings.photo_seconds,
        )
    except NoAnswer as error:
        raise PhotoRefused(error.code) from None
    if done.returncode == EXIT_TOO_MANY_PIXELS:
        raise PhotoRefused("too_many_pixels")
    if done.returncode != 0:
        raise PhotoRefused("unreadable")
    return _unpack(done.stdout, list_names(forms))


def list_names(forms: tuple[str, ...]) -> list[str]:
    """The names of a photo's files in these forms, the largest size first."""
    return [f"{size}.{form}" for size in SIZES for form in forms]


def _unpack(output: bytes, names: list[str]) -> CleanPhoto:
    lengths = struct.Struct(f">{len(names)}I")
    start = HEADER.size + lengths.size
    if len(output) < start:
        raise PhotoRefused("unreadable")
    width, height, is_aerial = HEADER.unpack_from(output)
    sizes = lengths.unpack_from(output, HEADER.size)
    if not all(sizes) or len(output) != start + sum(sizes):
        raise PhotoRefused("unreadable")
    ends = pairwise(accumulate(sizes, initial=start))
    files = {name: output[begin:end] for name, (begin, end) in zip(names, ends, strict=True)}
    return CleanPhoto(files, width, height, is_aerial)


def _main(forms: str, blurred: str, *limits: str) -> int:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 (only the child pays for it)
    from pillow_heif import register_heif_opener  # noqa: PLC0415

    from geostories.integrations.drone_marks import is_aerial  # noqa: PLC0415
    from geostories.integrations.jpeg_scans import MOST_SCANS, count_scans  # noqa: PLC0415

    pixels, memory_mb, seconds, *edges = map(int, limits)
    limit_use(memory_bytes=memory_mb << 20, seconds=seconds)
    register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    upload = sys.stdin.buffer.read()
    try:
        with Image.open(io.BytesIO(upload), formats=READS) as picture:
            if picture.width * picture.height > pixels:
                return EXIT_TOO_MANY_PIXELS
            if picture.format in ("JPEG", "MPO") and count_scans(upload) > MOST_SCANS:
                return EXIT_UNREADABLE
            flew = is_aerial(picture, upload)
            full = _pixels_only(picture, edges[0])
            for part in filter(None, blurred.split(",")):
                _blur(full, Part(*map(int, part.split(":"))))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return EXIT_TOO_MANY_PIXELS
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError):
        return EXIT_UNREADABLE
    del upload
    files = _write(full, edges, forms.split(","))
    sys.stdout.buffer.write(HEADER.pack(*full.size, flew))
    sys.stdout.buffer.write(struct.pack(f">{len(files)}I", *map(len, files)))
    sys.stdout.buffer.write(b"".join(files))
    return 0


def _pixels_only(picture: Image, edge: int) -> Image:
    """Scale down, turn upright, convert to sRGB and carry over nothing but the pixels."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    profile = picture.info.get("icc_profile")
    # Before turning, which decodes in full size; with a gap of 1 a JPEG is decoded at half its size.
    picture.thumbnail((edge, edge), reducing_gap=1.0)
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


def _write(full: Image, edges: list[int], forms: list[str]) -> list[bytes]:
    """Every size in every form, each size made from the one before it."""
    files, size = [], full
    for edge in edges:
        if max(size.size) > edge:
            size = size.copy()
            size.thumbnail((edge, edge))
        files += [_encode(size, form) for form in forms]
    return files


def _encode(picture: Image, form: str) -> bytes:
    kind, options = WRITERS[form]
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def _blur(picture: Image, part: Part) -> None:
    """Fill a part with the mean colours of a few large blocks: no filter brings the rest back."""
    from PIL.Image import Resampling  # noqa: PLC0415

    wide, high = picture.size
    box = (
        part.left * wide // 100,
        part.top * high // 100,
        min(wide, -(-(part.left + part.width) * wide // 100)),
        min(high, -(-(part.top + part.height) * high // 100)),
    )
    hidden = picture.crop(box)
    blocks = [max(1, min(MOST_BLOCKS, edge // FINEST_BLOCK)) for edge in hidden.size]
    coarse = hidden.resize((blocks[0], blocks[1]), Resampling.BOX)
    picture.paste(coarse.resize(hidden.size, Resampling.NEAREST), box)


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
