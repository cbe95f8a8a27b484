"""Check 1: what is not published, and the exact place of what is blurred, leaves by no door."""

from __future__ import annotations

import os
import re
from itertools import product
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyproj import Transformer

from geostories import public_id
from geostories.domain.transaction import Scope, transaction
from geostories.vocabulary import Precision, StoryStatus
from tests.conftest import SignIn
from tests.factories.doors import list_doors
from tests.factories.nature import LAYER, make_sensitive_area
from tests.factories.story import make_story
from tests.factories.two_towns import (
    HERE,
    MODERATOR_B,
    USER_A,
    USER_B,
    VISITOR,
    TwoTowns,
    email_of,
    make_two_towns,
)

pytestmark = pytest.mark.trust

FULL = bool(os.environ.get("GEOSTORIES_FULL_FIGURES"))
PAGES = 4_000 if FULL else 100
"""Followed by links from the answers, beside every route, which is asked in any case."""
SECRET_POINTS = ((16.3187432, 58.9412893), (16.2643187, 59.0312764), (16.1218764, 59.0187341))
"""Exact places of two published, blurred stories, 400 m and 1,000 m cells, and of a nest."""
NEST, SPECIES = SECRET_POINTS[2], "kanariefjäril"
"""An area of the sensitive layer; a story names one of its species, not this one."""
ACCEPT = ("text/html", "application/json", "application/geo+json", "*/*")[: None if FULL else 1]
"""What each route is asked for; the formats have addresses of their own as well."""
QUERIES = ("q=Kanarie", "q=Kanariesång", "bbox=10,55,25,69", "bbox=16.2,58.99,16.3,59", "limit=500")
LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)"')
UNPUBLISHED = "|".join(status for status in StoryStatus if status is not StoryStatus.PUBLISHED)


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


@pytest.fixture(scope="module")
def towns(app: Flask) -> TwoTowns:
    """Canaries in every status, two blurred stories for all to see, and one told at a nest."""
    made = make_two_towns(app)
    with transaction(Scope.operator()) as session:
        species = f"kungsörn, {SPECIES}"
        make_sensitive_area(session, made.ids[HERE], species=species, at=NEST)
    precisions = (Precision.APPROX_300, Precision.APPROX_1000, Precision.EXACT)
    with transaction(Scope.operator()) as session:
        for point, precision in zip(SECRET_POINTS, precisions, strict=True):
            make_story(
                session,
                owner=made.people[USER_A],
                municipality_id=made.ids[HERE],
                status=StoryStatus.PUBLISHED,
                title=f"Ungefär {precision}",
                body="Där satt kungsörnen.",
                at=point,
                precision=precision,
            )
    return made


def secret_digits() -> set[str]:
    """The exact points as any format might write them: 4–7 decimals, metres in 3006 and 3857."""
    found = set()
    for lon, lat in SECRET_POINTS:
        for value, decimals in product((lon, lat), range(4, 8)):
            found.add(f"{value:.{decimals}f}")
            found.add(str(int(value * 10**decimals) / 10**decimals))
        for srid in (3006, 3857):
            metres = Transformer.from_crs(4326, srid, always_xy=True).transform(lon, lat)
            found |= {str(int(value)) for value in metres}
    return found


def forbidden(towns: TwoTowns, *, town: str) -> re.Pattern[bytes]:
    """Words, photos and places that must not be in an answer; `town` narrows it to one town's."""
    hidden = [
        thing
        for thing in towns.things
        if thing.status is not StoryStatus.PUBLISHED and town in ("", thing.town)
    ]
    words = [rf"Kanarie\S* {town or '(?:katrineholm|vaxjo)'} (?:{UNPUBLISHED}) "]
    ids = [public_id.encode(t.told.media_id) for t in hidden if t.told.media_id]
    layer = [LAYER, SPECIES]
    return re.compile("|".join([*words, *ids, *layer, *map(re.escape, secret_digits())]).encode())


def addresses(app: Flask, towns: TwoTowns) -> list[str]:
    """Every route with every value, and the lists with what an attacker would ask."""
    paths = [door.path for door in list_doors(app, towns) if "GET" in door.methods]
    listing = [path for path in paths if path.endswith(("/items", "/berattelser/", "/platser/"))]
    listing += ["/katrineholm/", "/vaxjo/"]
    return [*paths, *(f"{path}?{query}" for path, query in product(listing, QUERIES))]


def crawl(client: FlaskClient, seeds: list[str], pattern: re.Pattern[bytes]) -> tuple[int, list]:
    """Ask every seed in every format, then follow links; answers how many and what was seen."""
    waiting, known, asked, seen = list(seeds), set(seeds), 0, []
    most = len(seeds) + PAGES
    for number, path in enumerate(waiting):  # grows while it is read
        if number == most:
            break
        for accept in ACCEPT if number < len(seeds) else ACCEPT[:1]:
            answer = client.get(path, headers={"Accept": accept})
            asked += 1
            said = answer.data + str(answer.headers).encode()
            own_words = path.encode()  # an address may be repeated to whoever typed it
            seen += [(path, hit) for hit in pattern.findall(said.replace(own_words, b""))]
            if answer.status_code == 200 and answer.mimetype == "text/html":
                for link in LINK.findall(answer.text):
                    target = urljoin(path, link)
                    if target not in known and "/static/" not in urlsplit(target).path:
                        known.add(target)
                        waiting.append(target)
    return asked, seen


@pytest.mark.parametrize("actor", [VISITOR, USER_B, MODERATOR_B])
def test_no_canary_is_seen(app: Flask, towns: TwoTowns, actor: str, sign_in: SignIn) -> None:
    client = app.test_client() if actor == VISITOR else sign_in(email_of(actor))
    pattern = forbidden(towns, town=HERE if actor == MODERATOR_B else "")
    asked, seen = crawl(client, addresses(app, towns), pattern)
    print(f"{actor}: answers {asked}, canaries seen {len(seen)}")
    assert seen == []
    assert asked >= len(addresses(app, towns)) * len(ACCEPT)


def test_the_pattern_does_find_canaries(app: Flask, towns: TwoTowns, sign_in: SignIn) -> None:
    teller = sign_in(email_of(USER_A))
    assert forbidden(towns, town="").search(teller.get("/konto/berattelser").data)
