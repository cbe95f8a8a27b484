"""Commands that look after the log: audit verify, audit heads."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask

from geostories.cli.with_app import with_app
from geostories.domain import kept_heads
from geostories.domain.transaction import Scope, reading
from geostories.queries.audit_chain import (
    Break,
    Head,
    count_links,
    find_break,
    find_lost_head,
    lift_time_limit,
    list_heads,
)


@click.group()
def audit() -> None:
    """The log of everything that was changed."""


@audit.command()
@click.option(
    "--heads",
    "kept_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="What `audit heads` printed earlier, kept elsewhere: shows a tail that was cut off.",
)
@with_app
def verify(app: Flask, kept_file: Path | None) -> None:
    """Walk the chain of every municipality; say where the first one breaks."""
    kept = kept_heads.read(kept_file.read_text(encoding="utf-8")) if kept_file else []
    with reading(Scope.operator()) as session:
        lift_time_limit(session)
        broken = find_break(session)
        lost = None if broken else find_lost_head(session, kept=kept)
        lines, chains = count_links(session)
    if broken:
        raise click.ClickException(_say_break(broken))
    if lost:
        raise click.ClickException(_say_lost(lost))
    against = f", and leads to all {len(kept)} kept heads" if kept_file else ""
    click.echo(f"The log holds: {lines} lines in {chains} chains{against}.")


@audit.command()
@with_app
def heads(app: Flask) -> None:
    """Print the head of every chain, to keep where nobody who can change the log can reach."""
    with reading(Scope.operator()) as session:
        click.echo(kept_heads.write(list_heads(session), at=datetime.now(UTC)), nl=False)


def _say_break(broken: Break) -> str:
    when = f", written {broken.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if broken.at else ""
    if broken.position == 0:
        return f"The log of {broken.chain} has a line outside its chain: {broken.entry_id}{when}."
    return (
        f"The log of {broken.chain} breaks at line {broken.position}: {broken.entry_id}{when}. "
        "It was changed, or a line before it was taken away or slipped in."
    )


def _say_lost(head: Head) -> str:
    return (
        f"The log of {head.chain} does not lead to the kept head of line {head.position} any more: "
        "its end was cut off, or it was written anew."
    )
