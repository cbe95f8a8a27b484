"""Commands for the municipality's records: records reasons."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import click
from flask import Flask, url_for

from geostories.cli.with_app import with_app
from geostories.domain.days import SWEDEN
from geostories.domain.transaction import Scope, reading
from geostories.exporters.reasons import statements
from geostories.queries.municipalities import get_municipality
from geostories.queries.reasons import list_statements

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def records() -> None:
    """What is kept of a municipality's decisions."""


@records.command("reasons")
@click.option("--municipality", "slug", required=True, help="Slug, for example katrineholm.")
@click.option("--from", "since", type=DAY, required=True, help="First day, 2026-07-01.")
@click.option("--to", "until", type=DAY, required=True, help="Last day, counted too.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Folder; here if not given.",
)
@with_app
def reasons_command(app: Flask, slug: str, since: datetime, until: datetime, out: Path) -> None:
    """Write statements of reasons as the Commission's transparency database takes them."""
    begin = datetime.combine(since.date(), time(), SWEDEN)
    end = datetime.combine(until.date() + timedelta(days=1), time(), SWEDEN)
    municipality_id = find_id(slug)
    with reading(Scope.municipality(municipality_id)) as session:
        rows = list_statements(session, municipality_id=municipality_id, since=begin, until=end)
    rules_url = url_for("about.show", municipality=slug, page="regler", _external=True)
    out.mkdir(parents=True, exist_ok=True)
    written = 0
    for written, body in enumerate(statements.batches(rows, rules_url), 1):
        (out / statements.file_name(written)).write_bytes(body)
    click.echo(f"{len(rows)} statements in {written} files.")


def find_id(slug: str) -> UUID:
    """A municipality's id; raises NotFound."""
    with reading(Scope.public()) as session:
        return get_municipality(session, slug).id
