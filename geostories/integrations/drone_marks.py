"""What cameras that fly write into their pictures; read before all of it is taken away."""

from __future__ import annotations

from PIL.ExifTags import Base
from PIL.Image import Image

MAKERS = ("dji", "parrot", "autel", "skydio", "yuneec", "sensefly", "hubsan", "fimi")
"""Makers of drones, as EXIF's Make begins with them in small letters."""
FLYING_MODELS = ("fc", "l1d-", "l2d-", "m3e", "m3t", "m4e", "m4t", "zenmuse")
"""Cameras on drones that bear the name of whoever made the lens."""
HELD_IN_THE_HAND = ("osmo", "ot", "pocket", "action", "rs ")
"""Models of the same makers that do not fly."""
IN_XMP = (
    b"drone-dji",
    b"FlightYawDegree",
    b"drone-parrot",
    b"GimbalYawDegree",
    b"RelativeAltitude",
)


def is_aerial(picture: Image, upload: bytes) -> bool:
    """Whether the file says that a drone took it."""
    if any(mark in upload for mark in IN_XMP):
        return True
    exif = picture.getexif()
    maker, model = _text(exif.get(Base.Make)), _text(exif.get(Base.Model))
    if maker.startswith(MAKERS):
        return not model.removeprefix("dji ").startswith(HELD_IN_THE_HAND)
    return maker.startswith("hasselblad") and model.startswith(FLYING_MODELS)


def _text(value: object) -> str:
    return str(value or "").strip("\0 ").lower()
