"""An installation that stands for a whole test module, for tests that leave no traces behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from tests.conftest import DEMO, MINE, Server, link_tree, make_settings, opened

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
    try:
        with opened(make_settings(home, server.url(STANDING))) as app:
            yield app
    finally:
        server.drop(STANDING)
