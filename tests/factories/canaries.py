"""Photo files with a canary in every field of metadata that their format has."""

from __future__ import annotations

import io
import struct

import pillow_heif
from PIL import Image, ImageCms
from PIL.ExifTags import IFD, Base
from PIL.PngImagePlugin import PngInfo

from tests.factories.photos import CANARY, make_exif, make_picture

SPELLINGS = tuple(CANARY[:24].encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
"""As text stands in EXIF and XMP, in Windows' EXIF fields, in colour profiles."""
SIZE = (320, 240)
"""Small enough that a form with all of them stays in memory."""
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><p x="{CANARY}"/></x:xmpmeta>'.encode()
LCMS_COPYRIGHT = "No copyright, use freely"
WINDOWS_COMMENT, COMPRESSION, THUMB_OFFSET, THUMB_LENGTH = 0x9C9C, 0x0103, 0x0201, 0x0202


def count_canaries(content: bytes) -> int:
    """How often a canary stands there, in any spelling."""
    return sum(content.count(spelling) for spelling in SPELLINGS)


def make_profile() -> bytes:
    """A working sRGB profile whose copyright is the canary."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(LCMS_COPYRIGHT.encode("utf-16-be"), SPELLINGS[2])


def make_full_exif() -> bytes:
    """EXIF with position, maker note, Windows comment, and a thumbnail that has its own comment."""
    exif = make_exif()
    exif[WINDOWS_COMMENT] = CANARY.encode("utf-16-le")
    details = exif.get_ifd(IFD.Exif)
    details[Base.MakerNote] = CANARY.encode()
    details[Base.UserComment] = b"ASCII\0\0\0" + CANARY.encode()
    return _add_thumbnail(exif.tobytes())


def _add_thumbnail(exif: bytes) -> bytes:
    """Append a second directory with a small JPEG, and let the first point to it."""
    tiff, thumb = bytearray(exif.removeprefix(b"Exif\0\0")), make_thumbnail()
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (entries,) = struct.unpack_from(f"{order}H", tiff, first)
    second = len(tiff)
    struct.pack_into(f"{order}I", tiff, first + 2 + 12 * entries, second)
    tiff += struct.pack(f"{order}H", 3)
    tiff += struct.pack(f"{order}HHIHH", COMPRESSION, 3, 1, 6, 0)
    tiff += struct.pack(f"{order}HHII", THUMB_OFFSET, 4, 1, second + 2 + 3 * 12 + 4)
    tiff += struct.pack(f"{order}HHII", THUMB_LENGTH, 4, 1, len(thumb))
    return b"Exif\0\0" + bytes(tiff) + struct.pack(f"{order}I", 0) + thumb


def make_thumbnail() -> bytes:
    """A small JPEG with a comment."""
    return _save(make_picture((32, 24)), "JPEG", comment=CANARY.encode())


def _photoshop_segment() -> bytes:
    """APP13 with IPTC (a caption) and Photoshop's own thumbnail."""
    caption = CANARY.encode()
    iptc = struct.pack(">BBBH", 0x1C, 2, 120, len(caption)) + caption
    thumb = bytes(28) + make_thumbnail()
    blocks = b"".join(
        b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + bytes(len(data) % 2)
        for number, data in ((0x0404, iptc), (0x040C, thumb))
    )
    segment = b"Photoshop 3.0\0" + blocks
    return b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment


def _save(picture: Image.Image, kind: str, **more: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **more)
    return file.getvalue()


def _blocks(**more: object) -> dict[str, object]:
    return {"exif": make_full_exif(), "icc_profile": make_profile(), **more}


def make_jpeg(hue: int) -> bytes:
    """EXIF, XMP, IPTC, comment, profile, two kinds of thumbnail, trailing bytes."""
    more = _blocks(xmp=XMP, comment=CANARY.encode(), extra=_photoshop_segment())
    return _save(make_picture(SIZE, hue), "JPEG", **more) + CANARY.encode()


def make_mpo(hue: int) -> bytes:
    """A JPEG with a second picture behind it, as phones with two lenses write."""
    second = make_picture(SIZE, hue + 1)
    more = _blocks(comment=CANARY.encode(), save_all=True, append_images=[second])
    return _save(make_picture(SIZE, hue), "MPO", **more) + CANARY.encode()


def make_png(hue: int) -> bytes:
    """EXIF, plain and international text with XMP, profile, trailing bytes; half transparent."""
    texts = PngInfo()
    texts.add_text("Comment", CANARY)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    picture = make_picture(SIZE, hue)
    picture.putalpha(128)
    return _save(picture, "PNG", **_blocks(pnginfo=texts)) + CANARY.encode()


def make_webp(hue: int) -> bytes:
    """EXIF, XMP, profile, trailing bytes: the format we write ourselves."""
    return _save(make_picture(SIZE, hue), "WEBP", **_blocks(xmp=XMP)) + CANARY.encode()


def make_heic(hue: int) -> bytes:
    """EXIF, XMP, profile, and a box nobody knows at the end."""
    pillow_heif.register_heif_opener()
    content = _save(make_picture(SIZE, hue), "HEIF", **_blocks(xmp=XMP))
    return content + struct.pack(">I4s", 8 + len(CANARY), b"free") + CANARY.encode()


def make_tiff(hue: int) -> bytes:
    """A format we do not take."""
    return _save(make_picture(SIZE, hue), "TIFF", description=CANARY) + CANARY.encode()


def make_gif(hue: int) -> bytes:
    """A format we do not take."""
    return _save(make_picture(SIZE, hue), "GIF", comment=CANARY.encode()) + CANARY.encode()


def make_avif(hue: int) -> bytes:
    """A format we do not take."""
    return _save(make_picture(SIZE, hue), "AVIF", exif=make_full_exif(), xmp=XMP)
