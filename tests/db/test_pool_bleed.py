"""A pooled connection carries nothing of one scope into the next, whatever went wrong on it."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.database import Database, Scope
from geostories.domain.transaction import transaction
from tests.conftest import DEMO, MINE, Server, csrf_token, make_settings, opened
from tests.factories.person import make_person
from tests.factories.story import make_story

pytestmark = pytest.mark.trust

FULL = bool(os.environ.get("GEOSTORIES_FULL_FIGURES"))
TRANSACTIONS = 20_000 if FULL else 2_000
REQUESTS = 2_000 if FULL else 200
TENANTS, THREADS, POOL = 5, 8, 3
BLEED = f"{MINE}_bleed"
PASSWORD_OF_THE_DEMONSTRATION = "demo-password"
Mishap = Callable[[Session], None]


@pytest.fixture(scope="module")
def app(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demonstration on a pool of three connections."""
    home = tmp_path_factory.mktemp("bleed")
    template = server.demo_home  # type: ignore[attr-defined]
    (home / PASSWORD_OF_THE_DEMONSTRATION).write_text(
        (template / PASSWORD_OF_THE_DEMONSTRATION).read_text()
    )
    server.clone(BLEED, of=DEMO)
    settings = make_settings(home, server.url(BLEED))
    small = Settings(**{**settings.model_dump(), "pool_size": POOL, "web_threads": POOL - 1})
    try:
        with opened(small) as app:
            yield app
    finally:
        server.drop(BLEED)


@pytest.fixture(scope="module")
def tenants(app: Flask) -> dict[Scope, UUID]:
    """Five municipalities, each with a story that waits, and their authors: scope and story."""
    with transaction(Scope.operator()) as session:
        known = list(session.scalars(text("SELECT id FROM municipality ORDER BY slug")))
        ids = known + [
            make_copy_of_a_municipality(session, known[0], f"kommun-{n}")
            for n in range(TENANTS - len(known))
        ]
        told = {}
        for n, municipality_id in enumerate(ids):
            owner = make_person(session, f"bleed-{n}@example.se")
            story = make_story(
                session, owner=owner, municipality_id=municipality_id, title=f"Tenant {n}"
            )
            told[Scope.municipality(municipality_id)] = municipality_id
            told[Scope.person(owner.id)] = owner.id
            assert story.id
    return told


def make_copy_of_a_municipality(session: Session, original: UUID, slug: str) -> UUID:
    """Another municipality with the same border; answers its id."""
    fresh = uuid4()
    session.execute(
        text(
            "INSERT INTO municipality (id, slug, code, name, site_name, contact_email, contact_url, "
            "review_days, comment_rule, created_at, geom) SELECT :fresh, :slug, :slug, :slug, :slug, "
            "'', '', 2, comment_rule, now(), geom FROM municipality WHERE id = :original"
        ),
        {"fresh": fresh, "slug": slug, "original": original},
    )
    return fresh


def fail(session: Session) -> None:
    raise ZeroDivisionError


def run_out_of_time(session: Session) -> None:
    session.execute(text("SET LOCAL statement_timeout = 5"))
    session.execute(text("SELECT pg_sleep(1)"))


def break_a_statement(session: Session) -> None:
    session.execute(text("SELECT 1 / 0"))


def lose_the_connection(session: Session) -> None:
    session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


def walk_away(session: Session) -> None:
    session.execute(text("SELECT set_config('geostories.scope', 'operator', true)"))
    session.close()


MISHAPS: list[Mishap | None] = [
    *([None] * 12), fail, fail, run_out_of_time, break_a_statement, walk_away, lose_the_connection,
]  # fmt: skip


def foreign_rows(database: Database, scope: Scope, own: UUID) -> int:
    """Work in a scope, perhaps with a mishap; answers how many foreign versions were seen."""
    with database.session(scope) as session:
        owners = session.execute(text("SELECT municipality_id, owner_id FROM story_version")).all()
        assert owners
        return sum(own not in row for row in owners)


def rows_without_a_scope(database: Database) -> int:
    """What a connection shows that no scope was named on."""
    with database.engine.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM story_version")) + connection.scalar(
            text("SELECT count(*) FROM story")
        )


def one_transaction(database: Database, tenants: dict[Scope, UUID], seed: int) -> str:
    """One of many; answers what came of it."""
    chance = random.Random(seed)
    if chance.random() < 0.2:
        return "bare, wrong rows" if rows_without_a_scope(database) else "bare"
    scope = chance.choice(list(tenants))
    mishap = chance.choice(MISHAPS)
    if foreign_rows(database, scope, tenants[scope]):
        return "wrong rows"
    if mishap is None:
        return "read"
    try:
        with database.session(scope) as session:
            mishap(session)
    except (ZeroDivisionError, DBAPIError, psycopg.Error):
        return mishap.__name__
    return mishap.__name__


def test_a_connection_carries_no_scope_into_the_next_transaction(
    app: Flask, tenants: dict[Scope, UUID]
) -> None:
    database: Database = app.extensions["database"]
    with ThreadPoolExecutor(THREADS) as threads:
        outcomes = Counter(
            threads.map(lambda n: one_transaction(database, tenants, n), range(TRANSACTIONS))
        )
    print(f"transactions: tried {TRANSACTIONS}, {dict(outcomes)}")
    assert outcomes["wrong rows"] == outcomes["bare, wrong rows"] == 0
    assert {"read", "bare", *(mishap.__name__ for mishap in MISHAPS if mishap)} <= set(outcomes)
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_pages_asked_for_at_the_same_time_do_not_mix(
    app: Flask, tenants: dict[Scope, UUID], sign_in_here: Callable[[str], FlaskClient]
) -> None:
    clients = {n: sign_in_here(f"bleed-{n}@example.se") for n in range(TENANTS)}

    def one_request(seed: int) -> str:
        n = random.Random(seed).randrange(TENANTS + 1)
        client = clients.get(n) or app.test_client()
        page = client.get("/konto/berattelser" if n in clients else "/katrineholm/berattelser/")
        seen = {m for m in range(TENANTS) if f"Tenant {m}" in page.text}
        return "right" if page.status_code == 200 and seen == {n} & set(clients) else "wrong rows"

    with ThreadPoolExecutor(POOL - 1) as threads:
        outcomes = Counter(threads.map(one_request, range(REQUESTS)))
    print(f"requests: tried {REQUESTS}, {dict(outcomes)}")
    assert outcomes == {"right": REQUESTS}
    assert tenants


@pytest.fixture
def sign_in_here(app: Flask) -> Callable[[str], FlaskClient]:
    """Sign in on this installation."""
    secret = (app.config["SETTINGS"].home / PASSWORD_OF_THE_DEMONSTRATION).read_text()

    def enter(email: str) -> FlaskClient:
        client = app.test_client()
        token = csrf_token(client.get("/konto/logga-in").text)
        form = {"email": email, "password": secret, "csrf_token": token}
        assert client.post("/konto/logga-in", data=form).status_code == 302
        return client

    return enter
