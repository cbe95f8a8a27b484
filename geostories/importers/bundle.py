"""Files that belong together, as one stream: a Shapefile is at least three."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geostories.importers.report import ImportRefused

_SHAPEFILE_MAGIC = b"\x00\x00\x27\x0a"
_PARTS = {".shp", ".dbf", ".prj", ".cpg"}


@contextmanager
def opened(file: Path, *, most_bytes: int) -> Iterator[IO[bytes]]:
    """The file, or, if it is the .shp of a Shapefile, an archive of it and what lies beside it.

    Raises OSError if it cannot be read, ImportRefused if the parts are larger than `most_bytes`.
    """
    if not _is_shapefile(file):
        with file.open("rb") as source:
            yield source
        return
    parts = _parts(file)
    if sum(part.stat().st_size for part in parts) > most_bytes:
        raise ImportRefused("import_too_large", file=file.name, megabytes=most_bytes // 10**6)
    with tempfile.TemporaryFile() as whole:
        with zipfile.ZipFile(whole, "w") as archive:
            for part in parts:
                archive.write(part, part.name)
        whole.seek(0)
        yield whole


def _is_shapefile(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as source:
        return source.read(4) == _SHAPEFILE_MAGIC


def _parts(file: Path) -> list[Path]:
    stem = file.stem.casefold()
    return [
        part
        for part in sorted(file.parent.iterdir())
        if part.stem.casefold() == stem
        and (part == file or part.suffix.casefold() in _PARTS - {".shp"})
        and part.is_file()
    ]
