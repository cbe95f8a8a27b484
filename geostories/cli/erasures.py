"""Commands for what was erased: erasures list, erasures apply."""

from __future__ import annotations

import click
from flask import Flask

from geostories.cli.with_app import with_app
from geostories.domain import erasing, erasures, reapplying


@click.group(name="erasures")
def commands() -> None:
    """What people had erased."""


@commands.command(name="list")
@with_app
def list_all(app: Flask) -> None:
    """Say what the ledger holds: times and random ids."""
    for entry in erasures.list_entries(app.extensions["erasure_files"]):
        what = f"account {entry.person_id}" if entry.person_id else f"story {entry.story_id}"
        click.echo(f"{entry.at:%Y-%m-%d %H:%M} {what}")


@commands.command()
@with_app
def apply(app: Flask) -> None:
    """After restoring an older copy of the database: erase again what was erased since."""
    done = reapplying.apply(app.extensions["erasure_files"])
    erasing.remove_files(app.extensions["files"], done.files)
    known = done.listed - done.applied - done.nothing_left
    click.echo(
        f"erasures: {done.listed} in the ledger, {done.applied} done again, {known} known here, "
        f"{done.nothing_left} with nothing left to erase"
    )
