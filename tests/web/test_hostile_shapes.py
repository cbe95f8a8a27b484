"""Check 43: whole shapes of monstrous size, once imported, hold nobody up."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from geostories import public_id
from geostories.domain.transaction import Scope, reading, transaction
from geostories.importers.layers import import_layer
from geostories.models import Municipality, OfficialPlace
from tests.conftest import Server
from tests.factories.hostile_geometry import list_geometry
from tests.factories.hostile_reading import FULL, reading_in_walls
from tests.factories.installation import STANDING, standing_installation
from tests.factories.layer_files import HERE
from tests.factories.telling import FETCH, START, Teller

pytestmark = pytest.mark.trust

WORST = ("comb of 10000", "spiral of 200", "5000 tiny polygons", "5000 tiny holes")
"""A hundred thousand corners together; what has still more in one shape is refused."""

TRIES = 3
REQUEST_S = 1.0 if FULL else 5.0
"""The fastest of TRIES; the short run shares its machine."""

BACKEND_S = 2.0
"""A question to the database, at any time."""


@pytest.fixture(scope="module")
def app(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with standing_installation(server, tmp_path_factory) as made:
        yield made


@pytest.fixture(scope="module")
def places(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> list[UUID]:
    """The worst shapes that are whole, imported as any layer."""
    folder = tmp_path_factory.mktemp("worst")
    with reading(Scope.public()) as session:
        here = session.scalars(select(Municipality.id).where(Municipality.slug == "katrineholm"))
        municipality_id = here.one()
    chosen = [file for file in list_geometry(large=100) if file.name in WORST]
    assert len(chosen) == len(WORST)
    with reading_in_walls():
        for number, hostile in enumerate(chosen):
            file: Path = folder / f"{number}.geojson"
            hostile.write(file)
            with transaction(Scope.municipality(municipality_id)) as session:
                import_layer(
                    session,
                    file=file,
                    municipality_id=municipality_id,
                    kind="nature_reserve",
                    register=f"worst-{number}",
                    crs=None,
                    dry_run=False,
                    settings=app.config["SETTINGS"],
                )
    with reading(Scope.public()) as session:
        ours = OfficialPlace.register.startswith("worst-")
        return list(session.scalars(select(OfficialPlace.id).where(ours)))


@contextmanager
def watched(server: Server) -> Iterator[list[str]]:
    """What the database was asked and took longer over than it may."""
    slow: list[str] = []
    over = threading.Event()
    question = (
        "SELECT query FROM pg_stat_activity WHERE datname = %s AND state = 'active' "
        "AND now() - query_start > make_interval(secs => %s)"
    )

    def watch() -> None:
        address = server.url("postgres").replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            while not over.wait(0.1):
                slow.extend(row[0] for row in connection.execute(question, (STANDING, BACKEND_S)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield slow
    finally:
        over.set()
        watcher.join()


def addresses(places: list[UUID]) -> list[str]:
    """Every door that shows, counts or searches such shapes."""
    box = f"bbox={HERE[0] - 0.1},{HERE[1] - 0.1},{HERE[0] + 0.1},{HERE[1] + 0.1}"
    keys = [public_id.encode(place) for place in places]
    return [
        "/katrineholm/",
        "/katrineholm/platser/",
        f"/api/v1/collections/places/items?{box}",
        "/api/v1/collections/places/items?limit=500",
        *(f"/katrineholm/platser/{key}" for key in keys),
        *(f"/api/v1/collections/places/items/{key}" for key in keys),
    ]


def fastest(client: FlaskClient, address: str) -> float:
    """Seconds of the fastest try."""
    tries = []
    for _ in range(TRIES):
        start = time.monotonic()
        answer = client.get(address)
        assert answer.status_code == 200, address
        tries.append(time.monotonic() - start)
        answer.close()
    return min(tries)


def test_pages_with_monstrous_shapes_answer_at_once(
    app: Flask, places: list[UUID], server: Server
) -> None:
    client = app.test_client()
    with watched(server) as slow:
        times = {address: fastest(client, address) for address in addresses(places)}
        teller = Teller(client)
        point = {"lon": HERE[0] + 0.01, "lat": HERE[1] + 0.01, "precision": "exact"}
        headers = {**FETCH, "X-CSRFToken": teller.token()}
        start = time.monotonic()
        assert client.post(f"{START}/ring", json=point, headers=headers).status_code == 200
        times["ring"] = time.monotonic() - start
    worst = max(times, key=lambda address: times[address])
    print(f"monstrous shapes {len(places)}, worst request {times[worst]:.2f} s ({worst}), "
          f"backends busy over {BACKEND_S:.0f} s: {len(slow)}")  # fmt: skip
    assert slow == []
    assert [a for a, seconds in times.items() if seconds > REQUEST_S] == []
