"""`python -m tests.sabotage [name …]`: break a copy of the code in each way; expect the check red.

Ends with 0 only when every named test is green on the code as it stands and red on its sabotage.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geostories.integrations import private_postgres
from tests.sabotage.patches import Sabotage, list_sabotages

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "sabotage"
INSTALLED = (".venv", "node_modules", "static/vendor")
RED = 1
"""pytest's exit status when tests ran and failed; anything else is no proof."""


def main(names: list[str]) -> int:
    """Run the sabotages whose name begins so; without names, all."""
    chosen = [s for s in list_sabotages() if not names or s.file.stem.startswith(tuple(names))]
    with alone(), server(), tempfile.TemporaryDirectory(prefix="sabotage-") as folder:
        copy = Path(folder) / "copy"
        copy_tree(copy)
        is_sound = is_green(copy, chosen)
        caught = [is_caught(copy, each) for each in chosen]
    print(f"\nsabotages: tried {len(chosen)}, caught {sum(caught)}; green without: {is_sound}")
    return 0 if chosen and is_sound and all(caught) else 1


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other run is under way: both would use, and one would stop, the same server."""
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def server() -> Iterator[None]:
    """One database server for all tests of the run, apart from that of `make test`."""
    if os.environ.get("GEOSTORIES_DATABASE_URL"):
        yield
        return
    cluster = private_postgres.ensure_cluster(HOME)
    try:
        yield
    finally:
        cluster.stop()


def copy_tree(copy: Path) -> None:
    """Copy what git would commit; what set-up installed is linked."""
    for name in list_tree():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name)
    for name in INSTALLED:
        (copy / name).symlink_to(ROOT / name)
    git(copy, "init", "--quiet")


def list_tree() -> list[Path]:
    """The files of the working tree, with the catalogues that set-up compiled."""
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    compiled = [file.relative_to(ROOT) for file in ROOT.glob("geostories/wording/**/*.mo")]
    names = [Path(name) for name in listed.split("\0") if name]
    return [name for name in [*names, *compiled] if (ROOT / name).is_file()]


def git(folder: Path, *words: str) -> str:
    """What git answers; raises CalledProcessError."""
    return subprocess.run(
        ["git", *words], cwd=folder, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def is_green(copy: Path, chosen: list[Sabotage]) -> bool:
    """Whether all the named tests pass on the code as it stands."""
    begun = time.monotonic()
    status, output = run_tests(copy, sorted({each.test for each in chosen}))
    report("without sabotage", "all named tests", "green" if status == 0 else "RED", begun)
    if status:
        print(output)
    return status == 0


def is_caught(copy: Path, sabotage: Sabotage) -> bool:
    """Whether the named test fails on the sabotaged copy, which is mended afterwards."""
    begun = time.monotonic()
    git(copy, "apply", str(sabotage.file))
    try:
        status, output = run_tests(copy, [sabotage.test])
    finally:
        git(copy, "apply", "--reverse", str(sabotage.file))
    verdict = {RED: "red", 0: "NOT CAUGHT"}.get(status, f"NO PROOF: pytest ended with {status}")
    report(sabotage.file.stem, sabotage.test, verdict, begun)
    if status not in (0, RED):
        print(output)
    return status == RED


def run_tests(copy: Path, tests: list[str]) -> tuple[int, str]:
    """Run tests in the copy; exit status and what they said."""
    done = subprocess.run(
        [copy / ".venv/bin/python", "-m", "pytest", "-p", "no:cacheprovider", "-x", *tests],
        cwd=copy,
        env=os.environ | {"GEOSTORIES_TEST_HOME": str(HOME), "PYTHONPATH": str(copy)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def report(name: str, test: str, verdict: str, begun: float) -> None:
    """One line of the table."""
    print(f"{verdict:10} {time.monotonic() - begun:5.0f} s  {name:40} {test}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
