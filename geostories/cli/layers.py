"""Commands for layers and registers: layers import, heights, add, sync."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from flask import Flask

from geostories.cli.with_app import with_app
from geostories.domain import register_sources
from geostories.domain.layer_imports import Order
from geostories.domain.register_catalogue import get_known
from geostories.domain.trail_heights import give_heights
from geostories.domain.transaction import Scope, reading, transaction
from geostories.geo.height_grid import read_grid
from geostories.importers.layers import import_layer
from geostories.importers.records import MUNICIPALITY, OPERATORS_OWN
from geostories.integrations.fetching import FetchFailed
from geostories.jobs import registers
from geostories.queries.municipalities import get_municipality
from geostories.queries.register_sources import get_source, list_sources
from geostories.vocabulary import ImportStatus
from geostories.wording.imports import say_reason
from geostories.wording.layers import sentences, trouble

COUNTS = ("read", "added", "changed", "unchanged", "withdrawn", "elsewhere", "refused")


@click.group()
def layers() -> None:
    """Official layers."""


@layers.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--municipality", "slug", default=None, help="Slug, for example katrineholm.")
@click.option(
    "--kind",
    required=True,
    help="place, trail, place_name, sensitive_area, municipality, or a kind of place.",
)
@click.option("--register", default="", help="Name of the register; the file's name if not given.")
@click.option("--layer", default="", help="Which layer, when the file has several.")
@click.option("--crs", default=None, help="EPSG:n, when the file does not say, or lies.")
@click.option("--source", default="", help="For rows that name none.")
@click.option("--licence", default="", help="For rows that name none.")
@click.option("--allow-loss", is_flag=True, help="Even if much of the layer goes.")
@click.option(
    "--allow-outside", is_flag=True, help="Rows of other municipalities, or far away, too."
)
@click.option("--dry-run", is_flag=True, help="Report what would change, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
@with_app
def import_command(
    app: Flask,
    file: Path,
    slug: str | None,
    kind: str,
    register: str,
    layer: str,
    crs: str | None,
    source: str,
    licence: str,
    allow_loss: bool,
    allow_outside: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import FILE: all of it, or nothing. Borders (municipality) need no --municipality.

    GeoJSON, GeoPackage, Shapefile (with its parts beside it, or zipped), GML, KML, KMZ, GPX, CSV.
    """
    if slug is None and kind != MUNICIPALITY:
        raise click.UsageError("Say whose layer it is with --municipality.")
    municipality_id = _municipality_id(slug) if slug else None
    scope = Scope.operator()
    if municipality_id and kind not in OPERATORS_OWN:
        scope = Scope.municipality(municipality_id)
    with transaction(scope) as session:
        report = import_layer(
            session,
            file=file,
            municipality_id=municipality_id,
            order=Order(
                register=register or file.stem,
                kind=kind,
                layer=layer,
                crs=_epsg(crs),
                source=source,
                licence=licence,
                allow_outside=allow_outside,
            ),
            settings=app.config["SETTINGS"],
            dry_run=dry_run,
            allow_loss=allow_loss,
            progress=_show_progress if sys.stderr.isatty() else None,
        )
    click.echo(json.dumps(asdict(report), ensure_ascii=False) if as_json else _in_words(report))


@layers.command("heights")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--municipality", "slug", required=True, help="Slug, for example katrineholm.")
@click.option("--source", required=True, help="Whose heights they are; trail pages say so.")
@with_app
def heights_command(app: Flask, file: Path, slug: str, source: str) -> None:
    """Give trails the heights in FILE: an Esri ASCII grid (.asc) in SWEREF 99 TM (EPSG:3006)."""
    grid = read_grid(file)
    with reading(Scope.public()) as session:
        municipality = get_municipality(session, slug)
    with transaction(Scope.municipality(municipality.id)) as session:
        given, outside = give_heights(
            session, municipality_id=municipality.id, grid=grid, source=source
        )
    click.echo(f"Heights given to {len(given)} trails.")
    for name in outside:
        click.echo(f"  not within the file: {name}")


@layers.command("add")
@click.argument("register")
@click.option("--municipality", "slug", required=True, help="Slug, for example katrineholm.")
@with_app
def add_command(app: Flask, register: str, slug: str) -> None:
    """Have a known REGISTER (nvr, hav …, see data/registers.toml) fetched every night."""
    with reading(Scope.public()) as session:
        municipality = get_municipality(session, slug)
    with transaction(Scope.municipality(municipality.id)) as session:
        register_sources.save_source(
            session,
            municipality_id=municipality.id,
            order=get_known(session, register, municipality_id=municipality.id),
            settings=app.config["SETTINGS"],
            by=None,
        )
    click.echo(f"{register} is fetched every night from now on; `layers sync` fetches it at once.")


@layers.command("sync")
@click.option("--municipality", "slug", default=None, help="Only its registers.")
@click.option("--register", default=None, help="Only the registers of this name.")
@with_app
def sync_command(app: Flask, slug: str | None, register: str | None) -> None:
    """Fetch registers by address now, and bring their layers up to date."""
    with reading(Scope.operator()) as session:
        wanted = get_municipality(session, slug).id if slug else None
        sources = list_sources(session, municipality_id=wanted, register=register)
    settings, store = app.config["SETTINGS"], app.extensions["layer_files"]
    lines = [
        sync_line(registers.Fetch(source.id, source.municipality_id, settings, store))
        for source in sources
        if source.is_enabled or register
    ]
    if not lines:
        raise click.ClickException("No register is there to fetch; see `layers add`.")
    sys.exit(0 if all(lines) else 1)


def sync_line(fetch: registers.Fetch) -> bool:
    """Fetch one register and print how it went; whether the layer is as the register has it."""
    with suppress(FetchFailed):  # noted, and said below
        registers.sync(fetch)
    with reading(fetch.scope) as session:
        source = get_source(session, **fetch.key)
    run = source.last_run
    if run is None:
        return False
    click.echo(f"{source.title}: {run.status}")
    if run.problem:
        click.echo(f"  {trouble(run.problem)}")
    elif run.report:
        click.echo("  " + ", ".join(f"{run.report[name]} {name}" for name in COUNTS))
        for sentence in sentences(run.report["reasons"]):
            click.echo(f"  {sentence}")
    return run.status in (ImportStatus.APPLIED, ImportStatus.UNCHANGED)


def _municipality_id(slug: str) -> UUID:
    with reading(Scope.public()) as session:
        return get_municipality(session, slug).id


def _epsg(text: str | None) -> int | None:
    if text is None:
        return None
    number = text.upper().removeprefix("EPSG:")
    if not number.isdecimal():
        raise click.BadParameter("write it as EPSG:3006", param_hint="--crs")
    return int(number)


def _show_progress(done: int, of: int) -> None:
    click.echo(f"\r{done} of {of}", nl=done == of, err=True)


def _in_words(report: Any) -> str:
    lines = [", ".join(f"{getattr(report, name)} {name}" for name in COUNTS)]
    said = [*report.reasons, *report.remarks]
    return "\n".join([*lines, *(f"  {say_reason(each.code, each.params)}" for each in said)])
