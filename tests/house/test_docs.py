"""What the documents name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, list_files, list_texts, read

DOCUMENTS = [file for file in list_texts(".md") if "about" not in file.parts]
"""The about pages are texts of the site; their links are addresses."""

SOURCE = (
    ".py",
    ".md",
    ".js",
    ".mjs",
    ".css",
    ".html",
    ".toml",
    ".sql",
    ".sh",
    ".json",
    ".po",
    ".lock",
)
FOLDERS = {file.parts[0] for file in list_files() if len(file.parts) > 1}
ROOMS = {
    part for file in list_files() if file.parts[0] == "geostories" for part in file.parts[1:-1]
}
NAMES = {str(file) for file in list_files()}


def claimed_paths(text: str) -> set[str]:
    """Words in backticks that claim to be a file or a folder of the repository."""
    words = {word for span in re.findall(r"`([^`\n]+)`", text) for word in span.split()}
    plain = {word.strip("(),:") for word in words if re.fullmatch(r"[\w./-]+", word.strip("(),:"))}
    return {
        word
        for word in plain
        if not word.startswith(("/", ".", "http"))
        and (word.endswith(SOURCE) or (word.split("/")[0] in FOLDERS and "/" in word))
    }


def exists(path: str) -> bool:
    """Whether a path is there, as written or, as documents like to say it, within the package."""
    known = [Path(base) / path for base in (".", "geostories", "docs", "data")]
    if any((ROOT / each).exists() for each in known):
        return True
    return "/" not in path and any(Path(name).name == path for name in NAMES)


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_path_is_there(document: Path) -> None:
    assert {path for path in claimed_paths(read(document)) if not exists(path)} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", read(document))
    here = (ROOT / document).parent
    assert [
        link
        for link in links
        if not link.startswith(("http", "mailto:", "/", "%")) and not (here / link).exists()
    ] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_make_command_is_in_the_makefile(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)", read(document)))
    assert named <= targets


def test_decisions_are_numbered_and_say_what_was_discarded() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [file.name[:4] for file in decisions] == [
        f"{n:04}" for n in range(1, len(decisions) + 1)
    ]
    for file in decisions:
        headings = re.findall(r"^## (.+)$", file.read_text(), re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences", "What we discarded and why"]
