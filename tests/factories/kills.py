"""Killing a running installation, and looking at what it has left."""

from __future__ import annotations

import subprocess
import sys

from geostories import public_id
from geostories.integrations import photo_cleaner
from tests.factories.over_http import ask
from tests.site import ROOT, Site


def kill_and_start(site: Site) -> None:
    """SIGKILL the server with all its processes, and start it anew."""
    site.kill("serve")
    site.start("serve")
    site.await_ready()


def sweep(site: Site) -> str:
    """Run the sweeper of the command line, without any grace."""
    return subprocess.run(
        [sys.executable, "-m", "geostories", "sweep"],
        env=site.environment | {"GEOSTORIES_SWEEP_GRACE_MINUTES": "0"},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def files(site: Site) -> set[str]:
    """The names of all stored files."""
    return {file.name for file in (site.home / "media").rglob("*") if file.is_file()}


def files_by_rows(site: Site, forms: tuple[str, ...]) -> set[str]:
    """The names of the files of these forms that the rows speak of."""
    rows = ask(site, "SELECT id FROM media UNION ALL SELECT id FROM picture")
    ids = [public_id.encode(row[0]) for row in rows]
    return {f"{name}-{each}" for name in ids for each in photo_cleaner.list_names(forms)}


def assert_files_and_rows_agree(site: Site) -> None:
    sweep(site)
    there = files(site)
    made_later = there & files_by_rows(site, photo_cleaner.LATER)
    assert there - made_later == files_by_rows(site, photo_cleaner.AT_ONCE)
