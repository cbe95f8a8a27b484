"""Commands for municipalities: municipality add, municipality administrator."""

from __future__ import annotations

import secrets
from pathlib import Path

import click
from flask import Flask
from flask_security import hash_password

from geostories.cli.with_app import with_app
from geostories.domain import platform
from geostories.domain.transaction import Scope, transaction
from geostories.geo.zone_reading import read_zone
from geostories.queries.municipalities import get_municipality


@click.group()
def municipality() -> None:
    """Municipalities on this installation."""


@municipality.command()
@click.argument("slug")
@click.option("--name", required=True, help="In full: Katrineholms kommun.")
@click.option("--site-name", default=None, help="What the site is called; the name if not given.")
@click.option("--code", required=True, help="Four digits.")
@click.option("--contact-email", required=True)
@click.option("--contact-url", required=True)
@click.option(
    "--border",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="GeoJSON of one or more areas (WGS 84).",
)
@with_app
def add(
    app: Flask,
    slug: str,
    name: str,
    site_name: str | None,
    code: str,
    contact_email: str,
    contact_url: str,
    border: Path,
) -> None:
    """Add a municipality, whose pages lie under /SLUG/."""
    new = platform.NewMunicipality(
        name=name,
        site_name=site_name or name,
        slug=slug,
        code=code,
        contact_email=contact_email,
        contact_url=contact_url,
        border=read_zone(
            border.read_text(encoding="utf-8-sig"), corners=app.config["SETTINGS"].zone_corners
        ),
    )
    with transaction(Scope.operator()) as session:
        platform.add(session, new=new, by=None)
    click.echo(f"{name} is added: /{slug}/. Name somebody who begins to administer it.")


@municipality.command()
@click.argument("slug")
@click.argument("email")
@with_app
def administrator(_app: Flask, slug: str, email: str) -> None:
    """Name a municipality's first administrator, who gets a mail."""
    with transaction(Scope.operator()) as session:
        town = get_municipality(session, slug)
        user_id = platform.ensure_account(
            session, email=email, password_hash=hash_password(secrets.token_urlsafe(32))
        )
        platform.name_administrator(session, municipality_id=town.id, user_id=user_id, by=None)
    click.echo(f"{email} administers {town.name}, and gets a mail.")
