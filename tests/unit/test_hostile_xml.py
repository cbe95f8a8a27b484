"""Check 53: XML that opens other files, asks other hosts, or swells."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.canary_places import SECRET, Canary, canary_in
from tests.factories.hostile_file import Hostile
from tests.factories.hostile_reading import FULL, Outcome, Reader, reading_in_walls
from tests.factories.hostile_xml import FORMS, document, list_xml

pytestmark = pytest.mark.trust

SECONDS = 2
MEGABYTES = 200
"""Of processor time and of memory over what reading a small file takes."""
LARGE = ("50 MB", "00 deep", "00 attributes", "00 namespaces", "a million elements")
"""Take long: in the short run one format has every third, and of the others every sixth is tried."""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with reading_in_walls() as made:
        yield made


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    with canary_in(tmp_path) as made:
        yield made


def read(reader: Reader, content: bytes, folder: Path) -> Outcome:
    file = folder / "layer.xml"
    file.write_bytes(content)
    return reader.read(file)


def says(outcome: Outcome, word: str) -> bool:
    """Whether a word stands in anything that was taken from the file."""
    rows = outcome.layer.rows if outcome.layer else []
    return any(word in str(value) for row in rows for value in row.attributes.values())


def a_few(files: list[Hostile]) -> list[Hostile]:
    large = [file for file in files if any(word in file.name for word in LARGE)]
    small = [file for file in files if file not in large]
    return small[::6] + [file for file in large if file.name.startswith("gml")][::3]


def test_the_canary_tells_of_its_readers(canary: Canary) -> None:
    assert not canary.was_read
    assert SECRET in canary.file.read_text()
    assert canary.was_read
    urllib.request.urlopen(canary.url).close()
    assert canary.asked


@pytest.mark.parametrize("form", FORMS)
def test_a_document_without_harm_is_read(form: str, reader: Reader, tmp_path: Path) -> None:
    outcome = read(reader, document(form, name="Ön").encode(), tmp_path)
    assert (outcome.code, len(outcome.shapes)) == ("", 1)
    assert says(outcome, "Ön")


def test_no_other_file_no_other_host_no_swelling(
    reader: Reader, canary: Canary, tmp_path: Path
) -> None:
    files = list_xml(canary)
    assert len({file.name for file in files}) == len(files) >= 40
    small = read(reader, document("gml").encode(), tmp_path).measured
    canary.reset()
    tried = files if FULL else a_few(files)
    outcomes = [(file, read(reader, file.make(), tmp_path)) for file in tried]
    told = [str(file) for file, got in outcomes if says(got, SECRET)]
    taken = [str(file) for file, got in outcomes if got.shapes and not file.may_pass]
    broke = [str(file) for file, got in outcomes if got.broke]
    slowest, slow = max((got.measured.cpu - small.cpu, str(file)) for file, got in outcomes)
    largest, big = max(
        (got.measured.megabytes - small.megabytes, str(file)) for file, got in outcomes
    )
    print(
        f"XML tried {len(outcomes)} (of {len(files)}), files read {int(canary.was_read)}, "
        f"hosts asked {len(canary.asked)}; slowest {slowest:.1f} s ({slow}), "
        f"largest {largest} MB more ({big})"
    )
    assert (told, taken, broke, canary.asked, canary.was_read) == ([], [], [], [], False)
    assert slowest <= SECONDS
    assert largest <= MEGABYTES
