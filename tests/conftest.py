"""A real PostGIS for every test: one template with the demonstration, cloned anew for each test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from psycopg import sql

from geostories.app import bind, create_app
from geostories.config import Settings
from geostories.database import Database
from geostories.demo import load as demonstration
from geostories.domain import transaction as binding
from geostories.domain.transaction import Scope, reading, transaction
from geostories.extensions import account_session
from geostories.integrations import private_postgres
from geostories.jobs import pictures
from geostories.queries.municipalities import MunicipalityInfo, get_municipality
from tests.factories.person import forget_tries

HOME = Path(os.environ.get("GEOSTORIES_TEST_HOME", "var/test")).resolve()
MINE = f"tests_{os.getpid()}"
"""Two runs at the same time do not meet: each process has databases of its own."""
EMPTY, DEMO, RUN = f"{MINE}_empty", f"{MINE}_demo", f"{MINE}_run"
STANDING = f"{MINE}_standing"
SMALL = (400, 300)
CHEAP = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
"""Nobody's secret: at full cost a sign-in takes a third of a second, and most tests have several."""
SignIn = Callable[[str], FlaskClient]


class Server:
    """The database server of the tests: the private one, or the one named in the environment."""

    def __init__(self) -> None:
        given = os.environ.get("GEOSTORIES_DATABASE_URL", "")
        self._base = given or private_postgres.ensure_cluster(HOME).url("postgres")
        if not given:  # nobody misses these databases after a power cut
            self._execute("ALTER SYSTEM SET fsync = off")
            self._execute("SELECT pg_reload_conf()")

    def url(self, database: str) -> str:
        """The SQLAlchemy address of a database on this server."""
        before, _, query = self._base.partition("?")
        return f"{before.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")

    def clone(self, name: str, *, of: str) -> None:
        """Make a database anew as a copy of another."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, of)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still in it."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def drop_abandoned(self) -> None:
        """Remove the databases of test runs that were killed."""
        for name in self._names():
            owner = name.split("_")[1]
            if not (owner.isdecimal() and Path(f"/proc/{owner}").exists()):
                self.drop(name)

    def _names(self) -> list[str]:
        with psycopg.connect(self._address(), autocommit=True) as connection:
            rows = connection.execute(
                r"SELECT datname FROM pg_database WHERE datname LIKE 'tests\_%'"
            )
            return [name for (name,) in rows]

    def _address(self) -> str:
        return self._base.replace("postgresql+psycopg://", "postgresql://")

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def make_settings(home: Path, url: str) -> Settings:
    """Settings of a test installation; nothing comes from the caller's environment but the server."""
    return Settings(
        home=home, database_url=url, secret_key="tests-" * 8, app_database_url="", undo_seconds=0
    )


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    """An app for a while. After it the process works with what it did before, or with nothing."""
    before = binding._database[:]
    app = create_app(settings)
    app.extensions["security"].pwd_context.update(**CHEAP)
    try:
        yield app
    finally:
        app.extensions["database"].dispose()
        if before:
            bind(before[0])
        else:  # a late question fails, instead of opening again what nobody will close
            binding._database.clear()
            account_session.remove()
            account_session.configure(bind=None)


@pytest.fixture(scope="session", autouse=True)
def compiled_templates() -> None:
    """Every app of the run shares the templates that one of them has compiled."""
    folder = HOME / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(folder))}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server with its two templates: migrated and empty, and with the demonstration."""
    HOME.mkdir(parents=True, exist_ok=True)
    made = Server()
    made.drop_abandoned()
    home = tmp_path_factory.mktemp("template")
    made.clone(EMPTY, of="template1")
    with opened(make_settings(home, made.url(EMPTY))) as app, app.test_request_context():
        app.extensions["alembic"].upgrade()
    made.clone(DEMO, of=EMPTY)
    with opened(make_settings(home, made.url(DEMO))) as app:
        with app.test_request_context():
            demonstration.load(app, picture_size=SMALL, progress=lambda _: None)
        while pictures.make_smaller(app.config["SETTINGS"], app.extensions["files"]):
            pass  # else every test with a worker would make the same twenty
    made.demo_home = home  # type: ignore[attr-defined]
    yield made
    for name in (STANDING, RUN, DEMO, EMPTY):
        made.drop(name)


@pytest.fixture
def database(server: Server, tmp_path: Path) -> Iterator[Database]:
    """A migrated database without a row in it, and the process bound to it."""
    server.clone(RUN, of=EMPTY)
    with opened(make_settings(tmp_path, server.url(RUN))) as app, app.test_request_context():
        yield app.extensions["database"]


@pytest.fixture
def app(server: Server, tmp_path: Path) -> Iterator[Flask]:
    """The app on a fresh copy of the demonstration."""
    with copied(server, tmp_path, RUN, of=DEMO) as made:
        yield made


@contextmanager
def copied(server: Server, home: Path, name: str, *, of: str) -> Iterator[Flask]:
    """An app on its own copy of a template; the pictures are linked, not copied."""
    template: Path = server.demo_home  # type: ignore[attr-defined]
    link_tree(template / "media", home / "media")
    (home / "demo-password").write_text((template / "demo-password").read_text())
    server.clone(name, of=of)
    with opened(make_settings(home, server.url(name))) as made:
        yield made


@pytest.fixture(scope="module")
def standing(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One copy of the demonstration for a whole module, whose tests do not mind each other.

    A module that uses it does not use the fixtures that make an app for every test.
    """
    with copied(server, tmp_path_factory.mktemp("standing"), STANDING, of=DEMO) as made:
        yield made


@pytest.fixture(scope="module")
def standing_empty(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One migrated installation without a row for a whole module, in a request of its own."""
    home = tmp_path_factory.mktemp("standing")
    with copied(server, home, STANDING, of=EMPTY) as made, made.test_request_context():
        yield made


@pytest.fixture(autouse=True)
def _nobody_has_tried(request: pytest.FixtureRequest) -> None:
    """What is counted by the hour or the day begins anew with each test."""
    if "standing" in request.fixturenames:
        request.getfixturevalue("standing")
        with transaction(Scope.operator()) as session:
            forget_tries(session)


def link_tree(source: Path, target: Path) -> None:
    """Hard-link every file: as good as a copy, since files are only ever replaced whole."""
    for file in source.rglob("*"):
        if file.is_file():
            link = target / file.relative_to(source)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.hardlink_to(file)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without an account."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Sign in through the real page; answers a client with the session."""

    def enter(email: str) -> FlaskClient:
        visitor = app.test_client()
        page = visitor.get("/konto/logga-in").text
        answer = visitor.post(
            "/konto/logga-in",
            data={
                "email": email,
                "password": demonstration.password(app.config["SETTINGS"]),
                "csrf_token": csrf_token(page),
            },
        )
        assert answer.status_code == 302, answer.text[:2000]
        return visitor

    return enter


def csrf_token(page: str) -> str:
    """The token that a page's form carries."""
    return page.split('name="csrf_token" value="')[1].split('"')[0]


@pytest.fixture
def resident(sign_in: SignIn) -> FlaskClient:
    """The demonstration's resident, signed in."""
    return sign_in("invanare@example.se")


@pytest.fixture
def moderator(sign_in: SignIn) -> FlaskClient:
    """The demonstration's moderator, signed in."""
    return sign_in("granskare@example.se")


@pytest.fixture
def editor(sign_in: SignIn) -> FlaskClient:
    """The demonstration's editor, signed in."""
    return sign_in("redaktor@example.se")


@pytest.fixture
def administrator(sign_in: SignIn) -> FlaskClient:
    """The demonstration's administrator, signed in."""
    return sign_in("admin@example.se")


@pytest.fixture
def municipality(app: Flask) -> MunicipalityInfo:
    """Katrineholm."""
    with reading(Scope.public()) as session:
        return get_municipality(session, "katrineholm")
