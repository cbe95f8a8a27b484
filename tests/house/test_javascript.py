"""The scripts' own tests, which Node runs."""

from __future__ import annotations

import shutil
import subprocess

from tests.house.tree import ROOT


def test_the_scripts_pass_their_tests() -> None:
    node = shutil.which("node")
    assert node, "Node is missing: run scripts/setup.sh"
    files = sorted(str(file.relative_to(ROOT)) for file in ROOT.glob("tests/js/*.test.js"))
    assert files
    done = subprocess.run(
        [node, "--test", *files], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "# tests 0" not in done.stdout
