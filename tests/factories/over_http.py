"""A browser without scripts against a running installation: real sockets, real cookies."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from werkzeug.exceptions import NotFound
from werkzeug.middleware.http_proxy import ProxyMiddleware
from werkzeug.test import Client

from tests.conftest import DEMO, MINE, Server, csrf_token, link_tree
from tests.site import Site, running_site

COOKIE = "geostories"
LOST = 502
"""What a visitor gets whose request found no server, or lost it before the answer."""


@contextmanager
def demo_site(
    server: Server, home: Path, name: str, *, workers: int = 2, worker: bool = False
) -> Iterator[Site]:
    """A running installation with the demonstration in a database of its own."""
    database = f"{MINE}_{name}"
    server.clone(database, of=DEMO)
    demo_home: Path = server.demo_home  # type: ignore[attr-defined]
    link_tree(demo_home / "media", home / "media")
    shutil.copy(demo_home / "demo-password", home / "demo-password")
    try:
        with running_site(home, server.url(database), workers=workers, worker=worker) as started:
            yield started
    finally:
        server.drop(database)


def visit(site: Site, cookie: str = "") -> Client:
    """A visitor; with the cookie of another one, the same person."""
    targets = {part: {"target": site.url} for part in ("katrineholm", "konto", "media")}
    client = Client(ProxyMiddleware(NotFound(), targets, timeout=60))
    if cookie:
        client.set_cookie(COOKIE, cookie)
    return client


def sign_in(site: Site, email: str) -> Client:
    """Sign in through the page."""
    client = visit(site)
    token = csrf_token(client.get("/konto/logga-in").text)
    form = {"email": email, "password": site.password, "csrf_token": token}
    answer = client.post("/konto/logga-in", data=form)
    assert answer.status_code == 302, answer.text[:2000]
    return client


def cookie_of(client: Client) -> str:
    """The session's cookie."""
    cookie = client.get_cookie(COOKIE)
    assert cookie
    return cookie.value


def ask(site: Site, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """Ask the database itself, past the application."""
    address = site.database_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(address) as connection:
        return connection.execute(query, values).fetchall()
