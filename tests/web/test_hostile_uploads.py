"""Check 43 from outside: shapes made to hang are uploaded to a running site that others are reading."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from tests.conftest import MINE, Server, csrf_token
from tests.factories.hostile_geometry import Hostile, list_geometry
from tests.factories.hostile_reading import FULL
from tests.factories.over_http import ask, demo_site, sign_in, visit
from tests.factories.watching import BACKEND_S, Visitor, slow_questions
from tests.site import Site

pytestmark = pytest.mark.trust

NAME = "bombs"
UPLOAD = "/katrineholm/redaktion/lager/ladda-upp"
READ = ("/katrineholm/", "/katrineholm/platser/", "/katrineholm/berattelser/")
LARGE = 100_000 if FULL else 3_000
BOMBS = (
    "star of 3171",
    "comb of 10000",
    "1000 times the same",
    "5000 tiny holes",
    "line of 5000 crossings",
    *(("comb of 10000 that leans", "spiral of 200", "1000 holes within holes", "5000 tiny polygons",
       "collections 50000 deep", "stored: 2147483647 rings claimed", "100000 tiny polygons") if FULL else ()),
)  # fmt: skip
REQUEST_S = 1.0
"""Of the slowest page an editor or a visitor waits for; the short run shares its machine."""

PATIENCE_S = 150
ALONE_S = 8 if FULL else 3


@pytest.fixture(scope="module")
def site(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with demo_site(server, tmp_path_factory.mktemp(NAME), NAME, worker=True) as started:
        yield started


class Editor:
    """An editor who uploads and applies, and how long each page took."""

    def __init__(self, site: Site, folder: Path) -> None:
        self._site = site
        self._folder = folder
        self._client: Client = sign_in(site, "redaktor@example.se")
        self.times: dict[str, float] = {}

    def drop(self, bomb: Hostile) -> str:
        """Upload a bomb, wait until it is read, apply what there is; answers how it ended."""
        file = self._folder / f"lager.{bomb.suffix}"
        bomb.write(file)
        kind = "trail" if bomb.name.startswith("line") else "sight"
        token = csrf_token(self._client.get(UPLOAD).text)
        form = {"register": bomb.name[:80], "kind": kind, "crs": "", "csrf_token": token}
        with file.open("rb") as content:
            answer = self._timed(bomb, UPLOAD, form | {"files": (content, file.name)})
        url = str(answer.location)
        status = self._await_end(bomb, "reading")
        if status == "previewed":
            page = self._timed(bomb, url).text
            seen = page.split('name="seen" value="')[1].split('"')[0]
            form = {"seen": seen, "csrf_token": csrf_token(page)}
            assert self._timed(bomb, f"{url}/lagg-in", form).status_code == 303
            status = self._await_end(bomb, "applying")
        assert self._timed(bomb, url).status_code == 200
        return status

    def _timed(
        self, bomb: Hostile, url: str, form: dict[str, object] | None = None
    ) -> TestResponse:
        begun = time.monotonic()
        answer = self._client.post(url, data=form) if form else self._client.get(url)
        name = f"{bomb.name}: {url.rpartition('/')[2]}"
        self.times[name] = max(self.times.get(name, 0), time.monotonic() - begun)
        return answer

    def _await_end(self, bomb: Hostile, of: str) -> str:
        query = "SELECT status FROM layer_import WHERE register = %(register)s"
        deadline = time.monotonic() + PATIENCE_S
        while (status := ask(self._site, query, register=bomb.name[:80])[0][0]) == of:
            assert time.monotonic() < deadline, bomb.name
            time.sleep(0.1)
        return str(status)


def test_nobody_waits_while_bombs_go_off(site: Site, server: Server, tmp_path: Path) -> None:
    bombs = [file for file in list_geometry(large=LARGE) if file.name in BOMBS]
    assert len(bombs) == len(BOMBS)
    with Visitor(visit(site), *READ) as alone:
        time.sleep(ALONE_S)
    editor = Editor(site, tmp_path)
    with (
        slow_questions(server, f"{MINE}_{NAME}") as slow,
        Visitor(visit(site), *READ) as meanwhile,
    ):
        ends = {bomb.name: editor.drop(bomb) for bomb in bombs}
    slowest = max(editor.times, key=lambda name: editor.times[name])
    invalid = ask(site, "SELECT count(*) FROM official_place WHERE NOT ST_IsValid(geom)")[0][0]
    print(
        f"bombs uploaded {len(bombs)} {ends}, stored invalid {invalid}; slowest page "
        f"{editor.times[slowest]:.2f} s ({slowest}); backends busy over {BACKEND_S:.0f} s: "
        f"{len(slow)}; other visitors' p95 {meanwhile.p95 * 1000:.0f} ms of {len(meanwhile.times)} "
        f"pages, alone {alone.p95 * 1000:.0f} ms of {len(alone.times)}"
    )
    assert (invalid, slow, meanwhile.missed) == (0, [], [])
    assert set(ends.values()) <= {"applied", "refused"}
    if FULL:  # seconds are held against a machine that does nothing else (`make trust`)
        assert editor.times[slowest] <= REQUEST_S
        assert meanwhile.p95 <= 2 * alone.p95 + 0.1
