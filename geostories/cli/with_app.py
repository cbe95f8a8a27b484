"""What every command begins with: the app, and errors as one line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from geostories.app import create_app
from geostories.errors import GeoStoriesError
from geostories.integrations.private_postgres import PrivatePostgresError
from geostories.wording.errors import say


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
