"""Every setting is in docs/operations.md with its default and meaning, and none more."""

from __future__ import annotations

import re

from geostories.config import Settings
from tests.house.tree import ROOT, list_texts, read

ROW = re.compile(r"^\| `(GEOSTORIES_\w+)` \| (.*?) \| (.*?) \|$", re.MULTILINE)
NAMED = re.compile(r"\bGEOSTORIES_(?!TEST_|BENCH_|FULL_|SAMPLE_)[A-Z_]+[A-Z]\b")
"""What only tests and benchmarks read is no setting of the installation."""


def settings_as_rows() -> list[tuple[str, str, str]]:
    """Name, default, meaning, as the table has them."""
    return [
        (f"GEOSTORIES_{name.upper()}", as_words(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def as_words(default: object) -> str:
    return f"`{default}`" if str(default) else "–"


def documented() -> list[tuple[str, str, str]]:
    section = (
        (ROOT / "docs/operations.md").read_text().split("\n## Settings\n")[1].split("\n## ")[0]
    )
    return ROW.findall(section)


def test_the_table_lists_every_setting_in_order_and_none_more() -> None:
    expected = settings_as_rows()
    lines = "\n".join(
        f"| `{name}` | {default} | {meaning} |" for name, default, meaning in expected
    )
    assert documented() == expected, f"the table should read:\n{lines}"


def test_every_setting_that_a_file_names_exists() -> None:
    known = {name for name, *_ in settings_as_rows()}
    named = {
        name
        for file in list_texts(".py", ".md", ".sh", ".toml", "Makefile", "run")
        for name in NAMED.findall(read(file))
    }
    assert named - known == set()
