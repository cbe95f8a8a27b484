"""A worker killed amid an import: begun again by the next one, and nothing is half imported."""

from __future__ import annotations

import io
import json
import os
import random
import time
from collections.abc import Callable, Iterator

import pytest
from werkzeug.test import Client

from tests.conftest import Server, csrf_token
from tests.factories.layer_files import HERE, collection, feature
from tests.factories.over_http import ask, demo_site, sign_in
from tests.site import Site

UPLOAD = "/katrineholm/redaktion/lager/ladda-upp"
ROWS = 2_000
ROUNDS = 10 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 1
PATIENCE_S = 120

pytestmark = pytest.mark.trust


@pytest.fixture(scope="module")
def site(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running installation with a worker of its own."""
    home = tmp_path_factory.mktemp("site")
    with demo_site(server, home, "imports", workers=1, worker=True) as started:
        yield started


def layer(register: str) -> bytes:
    """Enough rows for a worker to be amid them for a while."""
    rows = [
        feature(
            (HERE[0] + number / 50_000, HERE[1]), register_id=f"{register}-{number}", name="Sten"
        )
        for number in range(ROWS)
    ]
    return json.dumps(collection(*rows)).encode()


def upload(client: Client, register: str) -> str:
    form = {
        "register": register,
        "kind": "place",
        "files": (io.BytesIO(layer(register)), f"{register}.geojson"),
        "csrf_token": csrf_token(client.get(UPLOAD).text),
    }
    answer = client.post(UPLOAD, data=form)
    assert answer.status_code == 303, answer.text[:1000]
    return str(answer.location)


def approve(client: Client, url: str) -> None:
    page = client.get(url).text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    form = {"seen": seen, "csrf_token": csrf_token(page)}
    assert client.post(f"{url}/lagg-in", data=form).status_code == 303


def state(site: Site, register: str) -> tuple[str, int, int]:
    """Status, tries, and how many rows are looked through."""
    query = "SELECT status, tries, done FROM layer_import WHERE register = %(register)s"
    (found,) = ask(site, query, register=register)
    return found[0], found[1], found[2]


def stored(site: Site, register: str) -> int:
    query = "SELECT count(*) FROM official_place WHERE register = %(register)s"
    return int(ask(site, query, register=register)[0][0])


def await_state(
    site: Site, register: str, is_there: Callable[[tuple[str, int, int]], bool]
) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_there(state(site, register)):
        assert time.monotonic() < deadline, (
            state(site, register),
            (site.home / "worker.log").read_text()[-2000:],
        )
        time.sleep(0.02)


def kill_amid(site: Site, register: str, status: str) -> str:
    """Kill the worker when it has begun, some instant later; answers where the import stood."""
    await_state(site, register, lambda now: now[0] != status or now[1] > 0)
    time.sleep(random.uniform(0, 3))
    site.kill("worker")
    stood = state(site, register)[0]
    assert stored(site, register) in (0, ROWS), "half imported"
    site.start("worker")
    return stood


def test_a_killed_import_is_begun_again_and_never_half_there(site: Site) -> None:
    client = sign_in(site, "redaktor@example.se")
    amid = {"reading": 0, "applying": 0}
    for number in range(ROUNDS):
        register = f"stenar-{number}"
        url = upload(client, register)
        amid["reading"] += kill_amid(site, register, "reading") == "reading"
        await_state(site, register, lambda now: now[0] == "previewed")
        assert stored(site, register) == 0
        approve(client, url)
        amid["applying"] += kill_amid(site, register, "applying") == "applying"
        await_state(site, register, lambda now: now[0] == "applied")
        assert stored(site, register) == ROWS
        query = """SELECT count(*) FROM audit_entry WHERE action = 'import_layer'
                   AND details->>'register' = %(register)s"""
        assert ask(site, query, register=register) == [(1,)]
    print(f"workers killed {2 * ROUNDS}, amid an import {sum(amid.values())}, half imported 0")
    assert not list((site.home / "imports").iterdir())
