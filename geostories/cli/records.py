"""Commands for the municipality's records: reasons, archive, check, dispose."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import click
from flask import Flask, url_for

from geostories.cli.with_app import with_app
from geostories.domain.days import SWEDEN
from geostories.domain.transaction import Scope, reading
from geostories.exporters.archive.make import Wanted, make_package
from geostories.exporters.archive.reader import Opened, open_package
from geostories.exporters.reasons import statements
from geostories.jobs import retention
from geostories.queries.municipalities import get_municipality
from geostories.queries.reasons import list_statements
from geostories.wording.extract import write_extract

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


@records.command("archive")
@click.option("--municipality", "slug", required=True, help="Slug, for example katrineholm.")
@click.option("--from", "since", type=DAY, required=True, help="First day, 2026-01-01.")
@click.option("--to", "until", type=DAY, required=True, help="Last day, counted too.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_app
def archive_command(app: Flask, slug: str, since: datetime, until: datetime, file: Path) -> None:
    """Write the cases opened in a period to FILE, as an archive package (METS, ZIP)."""
    package = make_package(
        Wanted(
            find_id(slug),
            slug,
            datetime.combine(since.date(), time(), SWEDEN),
            datetime.combine(until.date() + timedelta(days=1), time(), SWEDEN),
        ),
        store=app.extensions["files"],
        as_text=lambda case: write_extract([case], giver=slug, at=datetime.now(UTC)),
    )
    file.write_bytes(package)
    click.echo(_in_words(open_package(str(file))))


@records.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_command(file: Path) -> None:
    """Open an archive package: is all there, and is it what was packed? Ends with 1 if not."""
    opened = open_package(str(file))
    click.echo(_in_words(opened))
    sys.exit(0 if opened.is_sound else 1)


@records.command("dispose")
@with_app
def dispose_command(app: Flask) -> None:
    """Run the rules of disposal now, as the worker does every night."""
    gone = retention.dispose_due(app.extensions["files"])
    for code, count in gone.items():
        click.echo(f"{code}: {count}")
    click.echo(f"{sum(gone.values())} records, {len(gone)} rules in force.")


def _in_words(opened: Opened) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in opened.counts.items())
    return "\n".join([f"{opened.files} files as they were packed. {counts}", *opened.faults])


def find_id(slug: str) -> UUID:
    """A municipality's id; raises NotFound."""
    with reading(Scope.public()) as session:
        return get_municipality(session, slug).id
