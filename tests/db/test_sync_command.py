"""`geostories layers add` and `layers sync`, and the worker: the same fetch by three doors."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text, update

from geostories.config import Settings
from geostories.domain import register_sources
from geostories.domain.register_sources import SourceOrder
from geostories.domain.transaction import Scope, reading, transaction
from geostories.jobs import registers
from geostories.models import RegisterSource
from geostories.models.base import now
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import SourceProtocol
from tests.factories.register_server import LoopbackServer, Reply, served
from tests.factories.register_server_others import serve_hav, water
from tests.factories.worker import work


@pytest.fixture
def hav() -> Iterator[LoopbackServer]:
    with served(LoopbackServer()) as started:
        serve_hav(started, water(1, "Djulö"), water(2, "Näsnaren"))
        yield started


@dataclass
class Shell:
    """The command line of the installation under test."""

    settings: Settings
    host: str

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        told = {
            "GEOSTORIES_HOME": str(self.settings.home),
            "GEOSTORIES_DATABASE_URL": self.settings.database_url,
            "GEOSTORIES_FETCH_PRIVATE_HOSTS": self.host,
        }
        command = [sys.executable, "-m", "geostories", "layers", *words]
        return subprocess.run(
            command, env=os.environ | told, capture_output=True, text=True, check=False
        )


@pytest.fixture
def shell(app: Flask, hav: LoopbackServer) -> Shell:
    return Shell(app.config["SETTINGS"], hav.host)


def save(hav: LoopbackServer, municipality: MunicipalityInfo, **changes: Any) -> None:
    order: dict[str, Any] = {
        "register": "bad",
        "title": "Badplatser",
        "protocol": SourceProtocol.HAV,
        "url": f"{hav.url}/v2",
        "query": "0483",
        "kind": "bathing_place",
        "source": "Havs- och vattenmyndigheten",
        "licence": "CC0",
    }
    with transaction(Scope.municipality(municipality.id)) as session:
        register_sources.save_source(
            session,
            municipality_id=municipality.id,
            order=SourceOrder(**order | changes),
            settings=Settings(fetch_private_hosts=hav.host),
            by=None,
        )


def count(query: str) -> int:
    with reading(Scope.operator()) as session:
        return session.scalar(text(query)) or 0


BATHS = "SELECT count(*) FROM official_place WHERE register = 'bad' AND withdrawn_at IS NULL"


def test_sync_says_how_it_went(
    shell: Shell, hav: LoopbackServer, municipality: MunicipalityInfo
) -> None:
    save(hav, municipality)
    first = shell.run("sync", "--municipality", "katrineholm")
    assert (first.returncode, first.stdout) == (
        0,
        "Badplatser: applied\n  2 read, 2 added, 0 changed, 0 unchanged, 0 withdrawn, 0 elsewhere, 0 refused\n",
    )
    assert count(BATHS) == 2
    serve_hav(hav, water(1, "Djulö"))
    shrunk = shell.run("sync", "--register", "bad")
    assert shrunk.returncode == 1
    assert shrunk.stdout.startswith("Badplatser: waiting\n")
    hav.pages["/v2/bathing-waters"] = lambda _: Reply(status=503)
    away = shell.run("sync")
    assert (away.returncode, away.stdout.splitlines()[0]) == (1, "Badplatser: failed")
    assert "503" in away.stdout
    assert count(BATHS) == 2


def test_known_registers_are_added_by_name_and_paused_ones_left_alone(
    shell: Shell, hav: LoopbackServer, municipality: MunicipalityInfo
) -> None:
    save(hav, municipality, is_enabled=False)
    assert shell.run("add", "hav", "--municipality", "vaxjo").returncode == 0
    assert shell.run("add", "hav", "--municipality", "vaxjo").returncode == 1
    assert shell.run("add", "nothing", "--municipality", "vaxjo").returncode == 1
    assert shell.run("sync", "--municipality", "katrineholm").returncode == 1
    assert hav.asked == []


def test_the_worker_fetches_what_is_due(
    app: Flask, hav: LoopbackServer, municipality: MunicipalityInfo
) -> None:
    save(hav, municipality)
    with transaction(Scope.operator()) as session:
        session.execute(update(RegisterSource).values(next_fetch_at=now()))
    settings: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = settings.model_copy(update={"fetch_private_hosts": hav.host})
    assert registers.claim_due() == 1
    work(app)
    assert count(BATHS) == 2
    assert count("SELECT count(*) FROM layer_import WHERE status = 'applied'") == 1


def test_a_fresh_installation_asks_nobody(app: Flask) -> None:
    assert count("SELECT count(*) FROM register_source") == 0
    assert registers.claim_due() == 0
