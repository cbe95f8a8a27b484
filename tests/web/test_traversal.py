"""No address leads out of the folder that it is about (trust.md check 63)."""

from __future__ import annotations

import http.client
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import DEMO, RUN, Server, link_tree
from tests.factories.hostile_reading import FULL
from tests.factories.traversals import ways
from tests.site import Site, running_site

pytestmark = pytest.mark.trust

CANARY = "KANARIE-utanfor-mappen"
OUTSIDE = ("secret-key", "mail/a.eml", "imports/a", "uploads/a/0", "media/../secret-key")
"""Files in the home that no address names; each holds the canary."""

FOREIGN = (
    CANARY.encode(), b"root:x:0:0", b"def create_app", b"[project]", b"PATH=", b"GEOSTORIES_",
    b"PGDATA", b"requires-python",
)  # fmt: skip
"""What stands in files that are nobody's to read."""

STEP = 5 if FULL else 53
"""Of a hundred thousand pairs of a door and a way, so many are left out between two."""

SYSTEM = ("etc/passwd", "proc/self/environ", "pyproject.toml", "geostories/app.py", "etc/hosts")
BASE_MAPS = f"""
[[base_map]]
slug = "karta"
name_sv = "Karta"
name_en = "Map"
file = "karta.pmtiles"
token = "{CANARY}"
attribution = "Ingen"
"""


@pytest.fixture(scope="module")
def site(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running installation on the demonstration, with secrets beside what it serves."""
    home = tmp_path_factory.mktemp("traversal")
    template: Path = server.demo_home  # type: ignore[attr-defined]
    link_tree(template / "media", home / "media")
    for name in OUTSIDE:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(CANARY)
    (home / "basemaps.toml").write_text(BASE_MAPS)
    (home / "karta.pmtiles").write_bytes(b"PMTiles")
    server.clone(RUN, of=DEMO)
    with running_site(home, server.url(RUN), workers=1) as running:
        yield running


class Asker:
    """Sends addresses as they are: no client puts them right on the way."""

    def __init__(self, site: Site) -> None:
        self._line = http.client.HTTPConnection(str(urlsplit(site.url).netloc), timeout=30)
        self._line._validate_path = lambda _url: None  # type: ignore[attr-defined]

    def get(self, address: str) -> tuple[int, bytes]:
        self._line.putrequest("GET", address, skip_accept_encoding=True)
        self._line.putheader("Cookie", "lang=sv")
        self._line.endheaders()
        answer = self._line.getresponse()
        return answer.status, answer.read()


def doors(asker: Asker) -> list[str]:
    """Every address that names a file, a theme, a language, an export or an id; {} is its blank."""
    start = asker.get("/katrineholm/")[1].decode()
    static = start.partition('href="/static/')[2].partition("/")[0]
    assert len(static) == 12
    photo = asker.get("/katrineholm/berattelser/")[1].decode().partition("/media/")[2][:22]
    assert photo.isalnum()
    return [
        "/media/{}/full.webp", f"/media/{photo}/{{}}", f"/media/{photo}/full.{{}}",
        "/media/{}/sound.m4a", "/media/{}", f"/static/{static}/{{}}", f"/static/{static}/css/{{}}",
        f"/static/{static}/vendor/{{}}", "/static/{}", "/basemap/{}.pmtiles", "/basemap/{}/7/1/1",
        "/basemap/{}", "/katrineholm/platser/{}.gpx", "/katrineholm/platser/{}.geojson",
        "/katrineholm/platser/{}", "/katrineholm/om/{}", "/katrineholm/insamlingar/{}",
        "/katrineholm/berattelser/{}", "/konto/sprak/{}", "/{}/", "/{}",
        "/api/v1/collections/{}/items", "/api/v1/collections/stories/items/{}",
    ]  # fmt: skip


def targets(site: Site) -> list[str]:
    return [*OUTSIDE, *SYSTEM, str(site.home / "secret-key").lstrip("/"), "karta.pmtiles"]


def test_no_address_leads_out_of_its_folder(site: Site) -> None:
    asker = Asker(site)
    statuses: Counter[int] = Counter()
    foreign, forms, number = [], set(), 0
    for door in doors(asker):
        for target in targets(site):
            for way in ways(target):
                number += 1
                if number % STEP:
                    continue
                address = door.format(way).replace(" ", "%20")
                status, body = asker.get(address)
                statuses[status] += 1
                forms.add(way)
                found = [mark for mark in FOREIGN if mark in body]
                foreign += [(address, found)] if found or status >= 500 else []
    print(
        f"addresses tried {statuses.total()} in {len(forms)} forms "
        f"{dict(sorted(statuses.items()))}, foreign bytes {len(foreign)}"
    )
    assert foreign == []
    assert len(forms) >= 300


def test_the_doors_are_open_to_what_is_theirs(site: Site) -> None:
    """Else nothing was tried."""
    asker = Asker(site)
    assert asker.get("/basemap/karta.pmtiles") == (200, b"PMTiles")
    page = asker.get("/katrineholm/")[1].decode()
    style = "/static/" + page.partition('href="/static/')[2].partition('"')[0]
    assert asker.get(style)[0] == 200
