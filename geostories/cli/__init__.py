"""The command line: serve, worker, up, db upgrade, demo, layers, users, records, erasures, doctor."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from psycopg.errors import LockNotAvailable
from sqlalchemy.exc import OperationalError

from geostories.app import create_app
from geostories.cli.audit import audit
from geostories.cli.erasures import commands as erasures
from geostories.cli.layers import layers
from geostories.cli.municipality import municipality
from geostories.cli.records import records
from geostories.cli.users import users
from geostories.cli.with_app import with_app
from geostories.config import Settings
from geostories.demo import load as demonstration
from geostories.diagnosis import diagnose
from geostories.integrations import private_postgres
from geostories.integrations.child_process import give_way
from geostories.integrations.private_postgres import PrivatePostgresError
from geostories.jobs import layer_imports
from geostories.jobs.worker import make_worker, sweep_up
from geostories.supervise import Child, supervise

PICTURE_SIZE = (1600, 1200)


@click.group()
def main() -> None:
    """Run and look after a GeoStories installation. Settings: docs/operations.md."""


main.add_command(audit)
main.add_command(erasures)
main.add_command(layers)
main.add_command(records)
main.add_command(municipality)
main.add_command(users)


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
    give_way()
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
        migrate(app)
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


def migrate(app: Flask) -> None:
    """Bring the schema to the newest migration; raises ClickException when a table is in use."""
    try:
        app.extensions["alembic"].upgrade()
    except OperationalError as error:
        if not isinstance(error.orig, LockNotAvailable):
            raise
        raise click.ClickException(
            "A table is in use, and the migration did not wait for it. Nothing of that migration "
            "is done. Try again, or stop the worker first."
        ) from None


@db.command()
@with_app
def upgrade(app: Flask) -> None:
    """Bring the schema to the newest migration."""
    migrate(app)
    click.echo("The schema is up to date.")


@main.command()
@with_app
def demo(app: Flask) -> None:
    """Load the demonstration: Katrineholm and Växjö with example stories."""
    demonstration.load(app, picture_size=PICTURE_SIZE, progress=_tell)
    click.echo(
        f"Loaded. Password of the demo accounts: {demonstration.password(app.config['SETTINGS'])}"
    )


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
