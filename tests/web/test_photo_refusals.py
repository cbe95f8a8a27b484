"""Check 6: whatever goes wrong in cleaning, nothing of the upload is kept and its owner is told."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from geostories.domain.transaction import Scope, reading
from geostories.integrations import photo_cleaner
from geostories.models import Media
from tests.factories.canaries import make_avif, make_gif, make_png, make_tiff, make_webp
from tests.factories.photos import make_heic, make_jpeg
from tests.factories.telling import FETCH, Teller

PIXELS_50_1, PIXELS_BOMB = (10_000, 5_010), (13_000, 13_000)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NO_WEBP = "from PIL import Image, WebPImagePlugin\nImage.SAVE.pop('WEBP')\n"
SENTENCES = (
    "gick inte att läsa",
    "mer än 50 megapixel",
    "tog för lång tid",
    "större än",
    "inte rensa bilden",
)

pytestmark = pytest.mark.trust


def one_bit(size: tuple[int, int]) -> bytes:
    """A PNG of one colour: a few kilobytes, however many pixels."""
    file = io.BytesIO()
    Image.new("1", size).save(file, "PNG", optimize=True)
    return file.getvalue()


def bomb() -> bytes:
    """169 megapixels in some 21 kilobytes."""
    content = one_bit(PIXELS_BOMB)
    assert len(content) < 25_000
    return content


def zipped() -> bytes:
    """An archive with a picture in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("bild.jpg", make_jpeg())
    return file.getvalue()


def half(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """A file whose transfer broke off."""
    return lambda: make()[: len(make()) // 3]


def scratched() -> bytes:
    """A PNG in the middle of which bytes have flipped."""
    content = bytearray(make_png(1))
    middle = content.index(b"IDAT") + 40
    content[middle : middle + 8] = bytes(byte ^ 0xFF for byte in content[middle : middle + 8])
    return bytes(content)


@dataclass(frozen=True)
class Trouble:
    """An upload, and what is wrong: with the file, the limits, or the program that cleans."""

    name: str
    upload: Callable[[], bytes] = make_jpeg
    limits: dict[str, int] = field(default_factory=dict)
    script: str = ""

    def __str__(self) -> str:
        return self.name


PYTHON = f'exec {sys.executable} "$@"'
TROUBLES = (
    Trouble("no time", limits={"photo_seconds": 0}),
    Trouble("too slow", limits={"photo_seconds": 1}, script="sleep 30"),
    Trouble("too slow after half an answer", limits={"photo_seconds": 1}, script="cat; sleep 30"),
    Trouble("no memory for a JPEG", limits={"photo_memory_mb": 1}),
    Trouble("no memory for a HEIC", make_heic, limits={"photo_memory_mb": 1}),
    Trouble("no processor time", limits={"photo_seconds": 2}, script="ulimit -t 0; " + PYTHON),
    Trouble("killed at once", script="kill -9 $$"),
    Trouble("killed when it had read", script="cat >/dev/null; kill -9 $$"),
    Trouble("killed when it had answered", script="cat; kill -9 $$"),
    Trouble("hands back the original", script="cat"),
    Trouble("answers half a header", script="cat >/dev/null; printf '\\0\\0\\1'"),
    Trouble("says nothing", script="cat >/dev/null"),
    Trouble("does not read", script="exit 0"),
    Trouble("fails", script="cat >/dev/null; exit 1"),
    Trouble("no Pillow", script=f"PYTHONPATH=${{0%/*}}/PILLOW {PYTHON}"),
    Trouble("no HEIF library", make_heic, script=f"PYTHONPATH=${{0%/*}}/HEIF {PYTHON}"),
    Trouble("no WebP encoder", script=f"PYTHONPATH=${{0%/*}}/WEBP {PYTHON}"),
    Trouble("no interpreter", script="MISSING"),
    Trouble("interpreter may not run", script="FORBIDDEN"),
    Trouble("empty", bytes),
    Trouble("noise", lambda: bytes(range(256)) * 40),
    Trouble("half a JPEG", half(make_jpeg)),
    Trouble("half a PNG", half(lambda: make_png(1))),
    Trouble("half a WebP", half(lambda: make_webp(1))),
    Trouble("half a HEIC", half(make_heic)),
    Trouble("scratched PNG", scratched),
    Trouble("50.1 megapixels", lambda: one_bit(PIXELS_50_1)),
    Trouble("bomb", bomb),
    Trouble("too many bytes", limits={"photo_bytes": 1_000}),
    Trouble("SVG", lambda: SVG),
    Trouble("HTML", lambda: b"<!doctype html><script>alert(1)</script>"),
    Trouble("PDF", lambda: b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"),
    Trouble("ZIP", zipped),
    Trouble("GIF", lambda: make_gif(1)),
    Trouble("TIFF", lambda: make_tiff(1)),
    Trouble("AVIF", lambda: make_avif(1)),
    Trouble("JPEG's first bytes before HTML", lambda: b"\xff\xd8\xff\xe0<html><script></script>"),
)


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """One installation for all uploads: none leaves anything behind."""
    return standing


@pytest.fixture
def teller(app: Flask) -> Teller:
    """A visitor who has chosen a place; each upload gets a draft of its own, with room in it."""
    return Teller(app.test_client()).begin()


def kept(app: Flask) -> tuple[set[Path], int]:
    """All files under the home, and how many photos there are rows of."""
    home: Path = app.config["SETTINGS"].home
    with reading(Scope.operator()) as session:
        rows = session.scalar(select(func.count()).select_from(Media)) or 0
    return {file for file in home.rglob("*") if file.is_file()}, rows


def break_cleaner(trouble: Trouble, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program that really fails where the interpreter stands."""
    libraries = {"PILLOW": "PIL", "HEIF": "pillow_heif", "WEBP": "sitecustomize"}
    for name, module in libraries.items():
        (folder / name).mkdir()
        broken = NO_WEBP if name == "WEBP" else "raise ImportError('it is not there')\n"
        (folder / name / f"{module}.py").write_text(broken)
    program = folder / "python"
    if trouble.script != "MISSING":
        program.write_text(f"#!/bin/sh\n{trouble.script}\n")
        program.chmod(0o600 if trouble.script == "FORBIDDEN" else 0o700)
    monkeypatch.setattr(photo_cleaner.sys, "executable", str(program))


def test_there_are_enough_troubles() -> None:
    assert len({trouble.name for trouble in TROUBLES}) == len(TROUBLES) >= 20


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
def test_it_is_refused_and_nothing_is_kept(
    trouble: Trouble, app: Flask, teller: Teller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.config["SETTINGS"].model_copy(update=trouble.limits)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    if trouble.script:
        break_cleaner(trouble, tmp_path, monkeypatch)
    before = kept(app)
    answer = teller.upload((trouble.upload(), "bild.jpg"), headers=FETCH)
    assert answer.status_code == 422
    assert answer.json["photos"] == []
    (told,) = answer.json["errors"]
    assert told.startswith("bild.jpg: ")
    assert any(sentence in told for sentence in SENTENCES), told
    assert kept(app) == before


def test_without_trouble_the_same_pictures_are_kept(app: Flask, teller: Teller) -> None:
    files, rows = kept(app)
    uploads = (make_jpeg(), make_heic(), make_png(1), make_webp(1))
    answer = teller.upload(*[(each, "bild.jpg") for each in uploads], headers=FETCH)
    assert (len(answer.json["photos"]), answer.json["errors"]) == (len(uploads), [])
    files_after, rows_after = kept(app)
    assert (len(files_after - files), rows_after - rows) == (6 * len(uploads), len(uploads))
