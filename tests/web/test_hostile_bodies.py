"""Whatever stands in a body or in the heads before it, no door breaks (trust.md check 54)."""

from __future__ import annotations

import gc
import http.client
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask

from geostories.domain.transaction import Scope, transaction
from tests.conftest import SignIn
from tests.factories.body_bombs import FORM, bombs
from tests.factories.hostile_reading import FULL
from tests.factories.person import forget_tries
from tests.factories.tokens import token_of
from tests.factories.two_towns import TwoTowns, make_two_towns, sign_everybody_in
from tests.site import running_site
from tests.web.matrix import IN, Cell, body_for, is_harmful, list_cells

pytestmark = [
    pytest.mark.trust,
    # A form cut off in the middle leaves Werkzeug's temporary file to be closed with its object.
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile:ResourceWarning"),
]

BROKE = 500
ENDS_THE_SESSION = {"security.logout"}
JSON_NAMES = ("q", "lon", "lat", "precision", "key", "kind", "size", "is_aerial", "title", "email")


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


@pytest.fixture(scope="module")
def site_on_the_net(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same installation, served by the real server."""
    home, url = tmp_path_factory.mktemp("heads"), app.extensions["database"].url
    with running_site(home, url, workers=1) as site:
        yield site.url


@pytest.fixture(scope="module")
def towns(app: Flask) -> TwoTowns:
    """Something behind every door."""
    with app.test_request_context():
        return make_two_towns(app)


def doors_that_read(app: Flask, towns: TwoTowns) -> list[Cell]:
    """Every door that takes a body, once, for the least trusted whom it lets in."""
    cells = (cell for cell in list_cells(app, towns) if is_harmful(cell) and cell.expected == IN)
    first: dict[str, Cell] = {}
    for cell in cells:
        first.setdefault(cell.door.endpoint, cell)
    return [cell for name, cell in first.items() if name not in ENDS_THE_SESSION]


def test_no_body_breaks_a_door(app: Flask, towns: TwoTowns, sign_in: SignIn) -> None:
    clients = sign_everybody_in(app, sign_in)
    tokens = {actor: token_of(client) for actor, client in clients.items()}
    statuses: Counter[int] = Counter()
    broke, large = [], Counter()
    cells = doors_that_read(app, towns)
    for number, cell in enumerate(cells):
        names = (*body_for(cell.door), *JSON_NAMES)
        for at, (name, bomb) in enumerate(bombs(*names)):
            if not FULL and (number + at) % 31:
                continue
            if bomb.is_large and large[name] >= (5 if FULL else 1):
                continue
            large[name] += bomb.is_large
            with transaction(Scope.operator()) as session:
                forget_tries(session)
            heads = dict(bomb.heads)
            answer = clients[cell.actor].open(
                cell.door.path,
                method=cell.method,
                data=bomb.body,
                content_type=bomb.kind or None,
                headers=heads | {"X-CSRFToken": tokens[cell.actor]},
            )
            statuses[answer.status_code] += 1
            broke += [(str(cell), name)] if answer.status_code >= BROKE else []
    gc.collect()  # what was cut off ends here, and not in somebody else's test
    print(
        f"bodies: doors {len(cells)}, tried {statuses.total()} {dict(sorted(statuses.items()))}, "
        f"5xx {len(broke)}"
    )
    assert broke == []
    assert len(cells) >= 80
    assert statuses.total() >= (5_000 if FULL else 150)


def test_a_body_that_bites_is_refused_at_the_door(app: Flask) -> None:
    """The limits hold in numbers: a byte below goes in, a byte above does not."""
    settings = app.config["SETTINGS"]
    client = app.test_client()
    heads = {"X-CSRFToken": token_of(client)}

    def names(body: bytes) -> int:
        url = "/katrineholm/beratta/sok"
        return client.post(
            url, data=body, content_type="application/json", headers=heads
        ).status_code

    empty = len(b'{"q": ""}')
    assert names(b'{"q": "%s"}' % (b"a" * (settings.json_bytes - empty))) == 200
    assert names(b'{"q": "%s"}' % (b"a" * (settings.json_bytes - empty + 1))) == 413

    def language(size: int) -> int:
        body = b"csrf_token=&a=" + b"a" * (size - len(b"csrf_token=&a="))
        return client.post("/konto/oppna", data=body, content_type=FORM, headers=heads).status_code

    assert language(settings.form_bytes) != 413
    assert language(settings.form_bytes + 1) == 413


def test_the_server_takes_no_endless_heads(site_on_the_net: str) -> None:
    """Over the net, before the app is asked at all."""
    statuses = []
    for count, size in ((100_000, 1), (10, 100_000), (1, 5_000_000)):
        line = http.client.HTTPConnection(str(urlsplit(site_on_the_net).netloc), timeout=30)
        try:
            line.putrequest("GET", "/katrineholm/")
            for number in range(count):
                line.putheader(f"X-{number}", "a" * size)
            line.endheaders()
            statuses.append(line.getresponse().status)
        except OSError:  # the line is cut while it still speaks: that is an answer too
            statuses.append(400)
        finally:
            line.close()
    print(f"endless heads tried {len(statuses)}: {statuses}")
    assert max(statuses) < BROKE
    line = http.client.HTTPConnection(str(urlsplit(site_on_the_net).netloc), timeout=30)
    line.request("GET", "/readyz")
    assert line.getresponse().status == 200
