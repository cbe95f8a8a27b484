"""Files of one kind that call themselves another."""

from __future__ import annotations

import io
import zipfile
from itertools import product

from tests.factories.canaries import make_gif, make_png
from tests.factories.photos import make_jpeg
from tests.factories.sounds import make_sound

MARK = b"lie-7f3a"
"""Stands in every file; must stand in none that we serve."""

SCRIPT = b"<script>/*" + MARK + b"*/alert(1)</script>"
HTML = b"<!doctype html><html><body>" + SCRIPT
SVG = b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"


def _zip(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", name)
        archive.writestr("index.html", content)
    return file.getvalue()


def _gif_script() -> bytes:
    return b"GIF89a/*" + make_gif(1)[8:200] + b"*/=1;alert('" + MARK + b"')//"


CONTENTS = {
    "SVG": SVG,
    "SVG behind a prologue": b'<?xml version="1.0"?><!--' + b" " * 300 + b"-->" + SVG,
    "HTML": HTML,
    "HTML behind a byte order mark": b"\xef\xbb\xbf" + HTML,
    "PHP": b"<?php echo '" + MARK + b"'; ?>",
    "PDF": b"%PDF-1.7\n% " + MARK + b"\n1 0 obj<</JS(app.alert(1))>>endobj\ntrailer<<>>\n%%EOF",
    "ZIP": _zip("application/zip", HTML),
    "EPUB": _zip("application/epub+zip", HTML),
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n% " + MARK + b"\n(x) run\n",
    "GIF that is a script": _gif_script(),
    "JPEG's first bytes before HTML": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + HTML,
    "PNG's first bytes before HTML": b"\x89PNG\r\n\x1a\n" + HTML,
    "M4A's first bytes before HTML": b"\0\0\0\x18ftypM4A \0\0\0\0" + HTML,
    "WAV's first bytes before HTML": b"RIFF\0\0\0\0WAVE" + HTML,
}
"""Of these nothing is kept, whatever they are called."""

POLYGLOTS = {
    "JPEG and ZIP": make_jpeg() + _zip("application/zip", HTML),
    "JPEG and HTML": make_jpeg() + HTML,
    "JPEG with HTML in its comment": make_jpeg()[:2]
    + b"\xff\xfe"
    + (len(HTML) + 2).to_bytes(2)
    + HTML
    + make_jpeg()[2:],
    "PNG and HTML": make_png(1) + HTML,
    "PNG and PHP": make_png(1) + CONTENTS["PHP"],
}
"""Real pictures with something else in them: only their pixels may be kept."""

SPOKEN = {
    "MP3 and HTML": make_sound("mp3", 1.0) + HTML,
    "WAV and ZIP": make_sound("wav", 1.0) + _zip("application/zip", HTML),
    "M4A and HTML": make_sound("m4a", 1.0) + HTML,
}
"""Real recordings with something else in them."""

NAMES = ("bild.jpg", "bild.jpg.php", "bild.php.jpg", "bild.svg", "bild.html\0.jpg", "röst.m4a")
CLAIMS = ("image/jpeg", "image/svg+xml", "text/html", "audio/mp4")

COATS = tuple(product(NAMES, CLAIMS))
"""What a file is called, and what it is said to be."""
