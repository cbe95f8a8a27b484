"""Dumps of the test's database, made, read and restored by PostgreSQL's own programs."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

from geostories.integrations import private_postgres

PROGRAMS = private_postgres.find_programs()


def run(program: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs; what it prints."""
    done = subprocess.run(
        [str(PROGRAMS / program), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def dump(url: str, file: Path) -> Path:
    """A backup as an operator makes it."""
    run("pg_dump", "--format=custom", f"--file={file}", plain(url))
    return file


def restore(url: str, file: Path) -> None:
    """Bring it back into an empty database."""
    run("pg_restore", "--exit-on-error", f"--dbname={plain(url)}", str(file))


def plain(url: str) -> str:
    """The address as PostgreSQL's programs read it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


def find(url: str, *canaries: str) -> Counter[tuple[str, str]]:
    """In which columns of the whole database any of the words stands, and in how many rows."""
    found: Counter[tuple[str, str]] = Counter()
    table, columns = "", []
    words = [each.casefold() for each in canaries]
    for line in run("pg_dump", "--format=plain", "--data-only", plain(url)).split("\n"):
        if line.startswith("COPY "):
            name, _, rest = line.removeprefix("COPY ").partition(" (")
            table = name.removeprefix("public.").strip('"')
            columns = [each.strip(' "') for each in rest.partition(")")[0].split(",")]
        elif line == "\\.":
            table = ""
        elif table:
            for column, value in zip(columns, line.split("\t"), strict=True):
                if any(word in value.casefold() for word in words):
                    found[table, column] += 1
    return found
