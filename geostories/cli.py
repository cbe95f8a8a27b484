"""The command line: serve, worker, up, db upgrade, demo, layers import, users create, doctor."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from flask import Flask
from flask_security import hash_password
from granian import Granian
from granian.constants import Interfaces

from geostories.app import create_app
from geostories.config import Settings
from geostories.demo import load as demonstration
from geostories.diagnosis import diagnose
from geostories.domain import members, register_sources
from geostories.domain.layer_imports import Order
from geostories.domain.register_catalogue import get_known
from geostories.domain.trail_heights import give_heights
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import GeoStoriesError
from geostories.geo.height_grid import read_grid
from geostories.importers.layers import import_layer
from geostories.importers.records import MUNICIPALITY, OPERATORS_OWN
from geostories.integrations import private_postgres
from geostories.integrations.fetching import FetchFailed
from geostories.integrations.private_postgres import PrivatePostgresError
from geostories.jobs import layer_imports, registers
from geostories.jobs.worker import make_worker, sweep_up
from geostories.queries.municipalities import get_municipality
from geostories.queries.register_sources import get_source, list_sources
from geostories.supervise import Child, supervise
from geostories.vocabulary import ImportStatus, Role
from geostories.wording.errors import say
from geostories.wording.imports import say_reason
from geostories.wording.layers import sentences, trouble


def normalised(password: str) -> str:
    """The form in which the sign-in page will read it: å typed in two ways is one letter."""
    return unicodedata.normalize("NFKD", password)


PICTURE_SIZE = (1600, 1200)
COUNTS = ("read", "added", "changed", "unchanged", "withdrawn", "elsewhere", "refused")


@click.group()
def main() -> None:
    """Run and look after a GeoStories installation. Settings: docs/operations.md."""


def with_app(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the app; errors become one clear line and an exit status of 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            app = create_app()
        except PrivatePostgresError as error:
            raise click.ClickException(str(error)) from None
        with app.test_request_context():
            try:
                command(app, *args, **kwargs)
            except GeoStoriesError as error:
                raise click.ClickException(say(error)) from None

    return run


@main.command()
def serve() -> None:
    """Serve the web pages."""
    settings = Settings()
    Granian(
        "geostories.app:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.web_workers,
        blocking_threads=settings.web_threads,
        respawn_failed_workers=True,
        log_access=False,  # addresses hold map views, and those say where somebody is
    ).serve()


@main.command()
@with_app
def worker(app: Flask) -> None:
    """Send mail and tidy up, in the background."""
    settings: Settings = app.config["SETTINGS"]
    url = settings.app_database_url or app.extensions["database"].url
    layer_imports.wake()
    make_worker(app, url).run_worker(concurrency=settings.worker_concurrency)


@main.command()
def up() -> None:
    """Start everything: database, migrations, demo if empty, web server, worker. Ctrl-C stops it."""
    settings = Settings()
    try:
        stop = _start_database(settings)
        app = create_app()
    except PrivatePostgresError as error:
        raise click.ClickException(str(error)) from None
    with app.test_request_context():
        _migrate(app)
        if demonstration.is_empty():
            demonstration.load(app, picture_size=PICTURE_SIZE, progress=_tell)
    environment = {"GEOSTORIES_DATABASE_URL": app.extensions["database"].url}
    app.extensions["database"].dispose()
    _greet(settings)
    program = [sys.executable, "-m", "geostories"]
    children = [
        Child("web", [*program, "serve"], environment),
        Child("worker", [*program, "worker"], environment),
    ]
    sys.exit(supervise(children, on_stop=stop))


def _start_database(settings: Settings) -> Callable[[], None]:
    """Start the private cluster if there is to be one; answers how to stop what was started."""
    if settings.database_url:
        return lambda: None
    cluster = private_postgres.ensure_cluster(settings.home)
    return cluster.stop if cluster.started else lambda: None


def _greet(settings: Settings) -> None:
    address = settings.base_url or f"http://{settings.host}:{settings.port}"
    click.echo(f"\n  GeoStories: {address}/katrineholm/\n")
    if (settings.home / "demo-password").exists():
        click.echo(f"  Demo accounts, password {demonstration.password(settings)}:")
        for email, (name, _role) in demonstration.ACCOUNTS.items():
            click.echo(f"    {email}  ({name})")
    click.echo("\n  Ctrl-C stops everything.\n", nl=True)


def _tell(what: str) -> None:
    click.echo(f"demo: {what}", err=True)


@main.group()
def db() -> None:
    """Look after the database."""


def _migrate(app: Flask) -> None:
    app.extensions["alembic"].upgrade()


@db.command()
@with_app
def upgrade(app: Flask) -> None:
    """Bring the schema to the newest migration."""
    _migrate(app)
    click.echo("The schema is up to date.")


@main.command()
@with_app
def demo(app: Flask) -> None:
    """Load the demonstration: Katrineholm and Växjö with example stories."""
    demonstration.load(app, picture_size=PICTURE_SIZE, progress=_tell)
    click.echo(
        f"Loaded. Password of the demo accounts: {demonstration.password(app.config['SETTINGS'])}"
    )


@main.group()
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


@main.group()
def users() -> None:
    """Accounts."""


@users.command()
@click.argument("email")
@click.option("--name", required=True, help="What others may see.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=None)
@click.option(
    "--municipality", "slug", default=None, help="Where the role holds; everywhere if not given."
)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
@with_app
def create(
    app: Flask, email: str, name: str, role: str | None, slug: str | None, password: str
) -> None:
    """Make an account, with a role if you like."""
    with transaction(Scope.operator()) as session:
        user_id = members.create_user(
            session,
            email=email,
            display_name=name,
            password_hash=hash_password(normalised(password)),
        )
        if role:
            place = get_municipality(session, slug).id if slug else None
            members.give_role(
                session, user_id=user_id, role=Role(role), municipality_id=place, by=None
            )
    click.echo(f"{email} can sign in.")


@main.command()
@with_app
def sweep(app: Flask) -> None:
    """Remove photo rows and files that nothing refers to, and what has run out."""
    rows, files = sweep_up(app)
    click.echo(f"Removed {rows} photo rows and {files} files.")


@main.command()
@with_app
def doctor(app: Flask) -> None:
    """Say in words what is wrong, if anything is."""
    findings = list(
        diagnose(
            app.config["SETTINGS"],
            app.extensions["database"],
            app.config["ALEMBIC"]["script_location"],
        )
    )
    for finding in findings:
        click.echo(f"{'ok     ' if finding.is_well else 'TROUBLE'} {finding.words}")
    sys.exit(0 if all(finding.is_well for finding in findings) else 1)
