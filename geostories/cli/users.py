"""Commands for people: users create, users free."""

from __future__ import annotations

import unicodedata

import click
from flask import Flask
from flask_security import hash_password

from geostories.cli.with_app import with_app
from geostories.domain import members, second_factors
from geostories.domain.transaction import Scope, transaction
from geostories.queries.municipalities import get_municipality
from geostories.vocabulary import Role


@click.group()
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


@users.command()
@click.argument("email")
@with_app
def free(app: Flask, email: str) -> None:
    """Take away an account's app, passkeys and recovery codes, when all of them are lost."""
    with transaction(Scope.operator()) as session:
        count = second_factors.remove_all(session, email=email)
    click.echo(f"{email}: {count} taken away. The password alone opens the account now.")


def normalised(password: str) -> str:
    """The form in which the sign-in page will read it: å typed in two ways is one letter."""
    return unicodedata.normalize("NFKD", password)
