"""An installation that stands for a whole test module, for tests that leave no traces behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from geostories.app import create_app
from tests.conftest import DEMO, MINE, Server, link_tree, make_settings

STANDING = f"{MINE}_standing"


@contextmanager
def standing_installation(
    server: Server, folders: pytest.TempPathFactory, *, of: str = DEMO
) -> Iterator[Flask]:
    """The app on its own copy of a template; the process is bound to it meanwhile.

    A module that uses it does not use the fixtures that make an app for every test.
    """
    home = folders.mktemp("standing")
    template = server.demo_home  # type: ignore[attr-defined]
    link_tree(template / "media", home / "media")
    (home / "demo-password").write_text((template / "demo-password").read_text())
    server.clone(STANDING, of=of)
    app = create_app(make_settings(home, server.url(STANDING)))
    yield app
    app.extensions["database"].dispose()
    server.drop(STANDING)
