"""Every sabotage fits the code as it stands and names a check that is there."""

from __future__ import annotations

import subprocess

import pytest

from tests.house.tree import ROOT
from tests.sabotage.patches import Sabotage, list_sabotages

SABOTAGES = list_sabotages()


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda each: each.file.stem)
def test_it_still_applies(sabotage: Sabotage) -> None:
    tried = subprocess.run(
        ["git", "apply", "--check", str(sabotage.file)], cwd=ROOT, capture_output=True, text=True
    )
    assert tried.returncode == 0, tried.stderr


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda each: each.file.stem)
def test_its_check_is_there(sabotage: Sabotage) -> None:
    file, _, name = sabotage.test.partition("::")
    assert (ROOT / file).is_file()
    if name:
        assert f"def {name.partition('[')[0]}(" in (ROOT / file).read_text()


def test_every_check_that_needs_one_has_one() -> None:
    needed = {1, 5, 6, 8, 15, 16, 17, 18, 22, 23, 24, 42, 43, 47, 49, 50, 51, 52, 53, 66, 87, 89}
    assert needed - {number for sabotage in SABOTAGES for number in sabotage.checks} == set()
