"""Archives from outside: what is refused before anything is unpacked, and what is passed over."""

from __future__ import annotations

import io
import json
import stat
import time
import warnings
import zipfile
from pathlib import Path

import pytest
from shapely.geometry import Point

from tests.factories.layer_files import HERE_SWEREF, collection, feature, write_geopackage
from tests.factories.read_files import read, refusal
from tests.factories.shapefiles import shapefile, zipped

DATA = json.dumps(collection(feature())).encode()


def archive(file: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    """An archive of these, even if a name comes twice."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in members:
            made.writestr(name, content)
    return file


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_one_file_of_any_format_may_be_zipped(tmp_path: Path) -> None:
    package = write_geopackage(tmp_path / "a.gpkg", Point(HERE_SWEREF)).read_bytes()
    for content in (DATA, package):
        file = archive(tmp_path / "a.zip", ("folder/data.json", content), ("README.md", b"x"))
        assert len(read(file).rows) == 1


def test_what_systems_leave_behind_is_passed_over(tmp_path: Path) -> None:
    file = archive(
        tmp_path / "a.zip", ("__MACOSX/._a.json", b"\0"), (".DS_Store", b"\0"), ("a/", b"")
    )
    zipped(file, shapefile(Point(HERE_SWEREF)))
    assert len(read(file).rows) == 1


@pytest.mark.parametrize(
    ("code", "members"),
    [
        ("import_archive_path", [("../a.json", DATA)]),
        ("import_archive_path", [("/etc/a.json", DATA)]),
        ("import_archive_path", [("a\\b.json", DATA)]),
        ("import_archive_path", [("C:/a.json", DATA)]),
        ("import_archive_path", [("a\n.json", DATA)]),
        ("import_archive_link", [(link("a.json"), b"/etc/passwd")]),
        ("import_archive_nested", [("a.zip", b"x"), ("a.json", DATA)]),
        ("import_archive_nested", [("a.json", b"PK\x03\x04x")]),
        ("import_archive_twice", [("a.json", DATA), ("a.json", DATA)]),
        ("import_archive_twice", [("a.json", DATA), ("A.JSON", DATA)]),
        ("import_several_files", [("a.json", DATA), ("b.json", DATA)]),
        ("import_archive_members", [(f"{n}.jpg", b"") for n in range(600)]),
        ("import_unknown_format", [("a.jpg", b"")]),
        ("import_too_large", [("a.json", b" " * 3_000_000)]),
    ],
)
def test_archives_that_are_refused(
    tmp_path: Path, code: str, members: list[tuple[str | zipfile.ZipInfo, bytes]]
) -> None:
    file = archive(tmp_path / "a.zip", *members)
    assert refusal(file, import_bytes=2_000_000).code == code


def test_a_locked_or_broken_archive_is_refused(tmp_path: Path) -> None:
    file = archive(tmp_path / "a.zip", ("a.json", DATA))
    whole = bytearray(file.read_bytes())
    directory = whole.index(b"PK\x01\x02")
    locked = whole.copy()
    locked[6] |= 1
    locked[directory + 8] |= 1
    broken = whole.copy()
    broken[40] ^= 0xFF  # in the middle of what is packed
    for code, content in (
        ("import_archive_locked", locked),
        ("import_unreadable", broken),
        ("import_unreadable", whole[:-10]),
        ("import_unreadable", b"PK\x03\x04" + b"\0" * 500),
    ):
        file.write_bytes(content)
        assert refusal(file).code == code


def test_a_size_that_lies_is_not_believed(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.json", b" " * 50_000_000 + DATA)
    bomb = bytearray(packed.getvalue())
    small = (1000).to_bytes(4, "little")
    directory = bomb.index(b"PK\x01\x02")
    bomb[22:26] = bomb[directory + 24 : directory + 28] = small
    file = tmp_path / "a.zip"
    file.write_bytes(bomb)
    begun = time.monotonic()
    assert refusal(file, import_bytes=2_000_000).code == "import_unreadable"
    assert time.monotonic() - begun < 5
