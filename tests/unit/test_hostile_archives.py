"""Check 52: archives that swell, lie, hide, or write where they should not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from geostories.config import Settings
from tests.factories.hostile_archives import (
    GEOJSON,
    KML,
    PLACE,
    SLIP,
    archive,
    list_archives,
)
from tests.factories.hostile_file import Hostile
from tests.factories.hostile_reading import FULL, Outcome, Reader, reading_in_walls

pytestmark = pytest.mark.trust

LARGE = ("MB", "overlapping", "400 times", "00 entries", "00 folders", "understated", "in a KMZ")
"""Take long; in the short run two are tried, and of the others every fourth."""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with reading_in_walls() as made:
        yield made


def read(reader: Reader, content: bytes, folder: Path) -> Outcome:
    file = folder / "in" / "layer.zip"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    try:
        return reader.read(file)
    finally:
        file.unlink()


def a_few(files: list[Hostile]) -> list[Hostile]:
    large = [file for file in files if any(word in file.name for word in LARGE)]
    return large[:2] + [file for file in files if file not in large][::4]


def slips(folder: Path) -> list[Path]:
    """What was written where nothing may be: in the folder, or where the names lead to."""
    here = Path.cwd()
    near = (here, here.parent, Path("/"), Path("/tmp"), Path.home())
    name = f"*{SLIP}*"
    return [*folder.rglob(name), *(found for each in near for found in each.glob(name))]


@pytest.mark.parametrize("content", [archive((PLACE, GEOJSON)), archive(("doc.kml", KML))])
def test_an_archive_without_harm_is_read(content: bytes, reader: Reader, tmp_path: Path) -> None:
    outcome = read(reader, content, tmp_path)
    assert (outcome.code, len(outcome.shapes)) == ("", 1)


def test_nothing_is_written_outside_or_over_the_limit(reader: Reader, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    files = list_archives(outside)
    assert len({file.name for file in files}) == len(files) >= 60
    small = read(reader, archive((PLACE, GEOJSON)), tmp_path).measured
    limit = Settings().import_bytes
    tried = files if FULL else a_few(files)
    outcomes = [(file, read(reader, file.make(), tmp_path)) for file in tried]
    taken = [str(file) for file, got in outcomes if got.shapes and not file.may_pass]
    broke = [str(file) for file, got in outcomes if got.broke]
    over = [str(file) for file, got in outcomes if got.measured.written > limit]
    memory, big = max((got.measured.megabytes, str(file)) for file, got in outcomes)
    slowest, slow = max((got.measured.cpu, str(file)) for file, got in outcomes)
    escaped = slips(tmp_path)
    print(
        f"archives tried {len(outcomes)} (of {len(files)}), written outside {len(escaped)}, "
        f"over the limit {len(over)}; most memory {memory - small.megabytes} MB more ({big}), "
        f"slowest {slowest:.1f} s ({slow})"
    )
    assert (taken, broke, over, escaped) == ([], [], [], [])
    assert memory * 10**6 <= 4 * limit
