"""Each `*.patch` here breaks the code in one way; its first line names the check that must see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HEADER = re.compile(r"# Check: (?P<checks>.+?) · Test: (?P<test>\S+) · Expect: red")


@dataclass(frozen=True)
class Sabotage:
    """One patch. `checks` are the numbers of trust.md §5, `test` a pytest node."""

    file: Path
    checks: frozenset[int]
    test: str


def list_sabotages() -> list[Sabotage]:
    """All of them, by name. Raises ValueError for one without a readable first line."""
    return [read_sabotage(file) for file in sorted(Path(__file__).parent.glob("*.patch"))]


def read_sabotage(file: Path) -> Sabotage:
    """What the first line of a patch says."""
    first = file.read_text().partition("\n")[0]
    match = HEADER.fullmatch(first)
    if match is None:
        raise ValueError(f"{file.name}: the first line must read like {HEADER.pattern}")
    checks = frozenset(map(int, re.findall(r"\d+", match["checks"])))
    return Sabotage(file, checks, match["test"])
