"""The files of the repository, as git would commit them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("uv.lock", "package-lock.json")


@cache
def list_files() -> tuple[Path, ...]:
    """Every file that is committed or would be, in a stated order, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    files = {Path(name) for name in listed.split("\0") if name}
    return tuple(sorted(file for file in files if (ROOT / file).is_file()))


def list_texts(*suffixes: str) -> list[Path]:
    """Those of the files whose name ends so; without suffixes, all that are text."""
    files = [file for file in list_files() if not suffixes or file.name.endswith(suffixes)]
    return [file for file in files if b"\0" not in (ROOT / file).read_bytes()[:8000]]


def read(file: Path) -> str:
    """A file's text."""
    return (ROOT / file).read_text()
