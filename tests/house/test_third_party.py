"""No code of others lies in the repository: it is installed by name, and vendored at set-up."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import LOCKS, ROOT, list_files, list_texts, read

FOREIGN_KINDS = (
    ".woff", ".woff2", ".ttf", ".otf", ".eot", ".min.js", ".min.css", ".map", ".whl", ".tgz",
    ".tar.gz", ".zip", ".jar", ".exe", ".so", ".dll", ".node", ".wasm", ".mo", ".pyc",
)  # fmt: skip
FOREIGN_FOLDERS = {"vendor", "node_modules", "third_party", "third-party", "site-packages", ".venv"}
LARGEST = 600_000
LICENCE_OF_OTHERS = re.compile(
    r"copyright\s*(\(c\)|©|\d{4})|@licen[cs]e|licensed under|spdx-license-identifier|all rights reserved",
    re.IGNORECASE,
)
ABOUT_LICENCES = ("LICENCE", "tests/house/test_third_party.py", *LOCKS)


def test_no_font_archive_or_minified_file() -> None:
    assert [str(file) for file in list_files() if file.name.endswith(FOREIGN_KINDS)] == []


def test_no_folder_of_other_peoples_code() -> None:
    assert [str(file) for file in list_files() if FOREIGN_FOLDERS & set(file.parts)] == []


def test_no_file_is_large() -> None:
    large = {
        str(file): size
        for file in list_files()
        if (size := (ROOT / file).stat().st_size) > LARGEST and file.name not in LOCKS
    }
    assert large == {}


def test_no_code_carries_the_licence_of_others() -> None:
    marked = [
        str(file)
        for file in list_texts(
            ".py", ".js", ".mjs", ".css", ".html", ".sql", ".sh", ".svg", ".toml"
        )
        if str(file) not in ABOUT_LICENCES and LICENCE_OF_OTHERS.search(read(file))
    ]
    assert marked == []


@pytest.mark.parametrize("suffix", [".js", ".mjs", ".css", ".html", ".py"])
def test_no_line_is_as_long_as_a_machine_writes_them(suffix: str) -> None:
    long = {
        str(file): max(map(len, read(file).splitlines()), default=0) for file in list_texts(suffix)
    }
    assert {file: length for file, length in long.items() if length > 900} == {}


def test_vendored_files_are_not_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {"/static/vendor/", "/node_modules/", "/.venv/"} <= set(ignored)
