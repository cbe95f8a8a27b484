"""Check 2: two exact places in one cell cannot be told apart, whatever is asked of lists and maps."""

from __future__ import annotations

import difflib
import os
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from geostories import public_id
from geostories.domain import drafts
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.geo.grid import public_point
from geostories.queries.story_filter import StoryOrder
from geostories.vocabulary import DecisionAction, Precision
from tests.conftest import EMPTY, MINE, Server, make_settings, opened
from tests.factories.municipality import KNOWN, make_municipality
from tests.factories.person import make_person
from tests.factories.story import Told, decide, make_moderator, submit, write

pytestmark = pytest.mark.trust

PAIRS = 50
QUESTIONS = 200 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 60
DRAFTED = f"{MINE}_drafted"
CHANGING = re.compile(
    rb'nonce="[^"]*"|name="csrf_token" value="[^"]*"|data-csrf="[^"]*"|"csrf_token": ?"[^"]*"|name="\w*key"[^>]*'
)
"""What is new in every answer: nothing that says where."""
Point = tuple[float, float]


def make_pairs() -> list[tuple[Precision, Point, Point]]:
    """Two exact points each that lie in the same cell, at random; the same in every run."""
    dice = random.Random(2)
    west, south, east, north = KNOWN["katrineholm"][2]
    pairs = []
    while len(pairs) < PAIRS:
        precision = (Precision.APPROX_300, Precision.APPROX_1000)[len(pairs) % 2]
        one = (dice.uniform(west + 0.1, east - 0.1), dice.uniform(south + 0.1, north - 0.1))
        other = (one[0] + dice.gauss(0, 0.004), one[1] + dice.gauss(0, 0.002))
        if one != other and public_point(*one, precision) == public_point(*other, precision):
            pairs.append((precision, one, other))
    return pairs


@contextmanager
def world(server: Server, name: str, home: Path, *, of: str) -> Iterator[Flask]:
    """An app on a copy of a database, the process bound to it."""
    server.clone(name, of=of)
    with opened(make_settings(home, server.url(name))) as app, app.test_request_context():
        yield app


@pytest.fixture
def drafted(server: Server, tmp_path: Path) -> Iterator[tuple[UUID, Person, list[UUID]]]:
    """A database with drafts that say no place yet; both worlds begin as it."""
    with world(server, DRAFTED, tmp_path, of=EMPTY), transaction(Scope.operator()) as session:
        town, owner = make_municipality(session).id, make_person(session, "Elsa")
        ids = []
        for n in range(PAIRS):
            ids.append(drafts.start(session, person_id=owner.id, municipality_id=town))
            session.flush()
            write(session, ids[-1], title=f"Minne {n}", body="Kvarnen vid sjön.")
    yield town, owner, ids
    server.drop(DRAFTED)


def publish(
    town: UUID, owner: Person, stories: list[UUID], places: list[tuple[Precision, Point]]
) -> None:
    """Tell all of them at these places, at the same moments in every world."""
    with transaction(Scope.operator()) as session:
        for story_id, (precision, (lon, lat)) in zip(stories, places, strict=True):
            drafts.save_place(
                session,
                story_id=story_id,
                lon=lon,
                lat=lat,
                precision=precision,
                place_label="Trakten",
                municipality_id=town,
            )
            draft = drafts.get_draft_row(session, story_id=story_id)
            submit(session, story_id, owner)
            session.flush()
            told = Told(story_id, draft.id)
            decide(session, told, make_moderator(town), DecisionAction.PUBLISH)
        for n, story_id in enumerate(stories):
            session.execute(
                text(
                    "UPDATE story SET created_at = at, published_at = at, changed_at = at, "
                    "thanks_count = :n % 7, happened_from = at, happened_to = at "
                    "FROM (SELECT timestamptz '2026-01-01' - :n * interval '300 days' AS at) AS t "
                    "WHERE id = :id"
                ),
                {"n": n, "id": story_id},
            )


def make_questions(app: Flask, pairs: list[tuple[Precision, Point, Point]]) -> list[str]:
    """Addresses that would tell a pair apart: boxes with an edge between, distances, every order."""
    dice = random.Random(22)
    doors = ["/api/v1/collections/stories/items", "/katrineholm/berattelser/", "/katrineholm/"]
    asked = [
        path
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.arguments <= {"municipality"}
        for path in [rule.rule.replace("<municipality>", "katrineholm")]
        if "<" not in path and not path.startswith(("/static", "/healthz", "/readyz"))
    ]
    for _ in range(QUESTIONS):
        _, one, other = dice.choice(pairs)
        between = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
        box = dice.choice(
            [
                (between[0], one[1] - 0.1, one[0] + 0.2, one[1] + 0.1),
                (one[0] - 0.2, between[1], one[0] + 0.2, one[1] + 0.1),
            ]
        )
        point = ",".join(f"{part:.6f}" for part in dice.choice((one, other)))
        asking = {
            "bbox": ",".join(f"{part:.6f}" for part in box),
            "punkt": point,
            "near": point,
            "inom": "1",
            "within": "1",
            "ordning": dice.choice(list(StoryOrder)).value,
            "fran": str(dice.randint(1985, 2026)),
            "till": str(dice.randint(1985, 2026)),
            "q": dice.choice(["kvarn", "sjoar", "Minne 7", "ruin"]),
            "rost": "resident",
            "bild": "1",
            "limit": "500",
        }
        names = ["bbox"] if dice.random() < 0.4 else dice.sample(sorted(asking), 4)
        asking["sort"] = asking["ordning"]
        asked.append(f"{dice.choice(doors)}?{urlencode({n: asking[n] for n in (*names, 'sort')})}")
    return asked


def answers(app: Flask, asked: list[str], stories: list[UUID]) -> dict[str, bytes]:
    """What each address answers, without what is new in every answer."""
    client = app.test_client()
    pages = [f"/katrineholm/berattelser/{public_id.encode(story)}" for story in stories[:10]]
    return {path: CHANGING.sub(b"", client.get(path).data) for path in [*asked, *pages]}


def list_differences(one: bytes, other: bytes) -> list[str]:
    """Lines that only one of two answers has."""
    lines = difflib.unified_diff(*(each.decode().split("\n") for each in (one, other)), n=0)
    return [line[:300] for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_two_places_in_one_cell_are_one(
    server: Server, tmp_path: Path, drafted: tuple[UUID, Person, list[UUID]]
) -> None:
    town, owner, stories = drafted
    pairs = make_pairs()
    asked: list[str] = []
    seen = []
    for n in (1, 2):
        name = f"{MINE}_world{n}"
        with world(server, name, tmp_path, of=DRAFTED) as app:
            publish(town, owner, stories, [(pair[0], pair[n]) for pair in pairs])
            asked = asked or make_questions(app, pairs)
            seen.append(answers(app, asked, stories))
        server.drop(name)
    one, other = seen
    differing = [path for path in one if one[path] != other[path]]
    told = sum(b"Minne" in answer for answer in one.values())
    print(
        f"pairs {PAIRS}, questions {len(one)}, with stories in them {told}, differing {len(differing)}"
    )
    for path in differing[:3]:
        print(path, *list_differences(one[path], other[path])[:4], sep="\n  ")
    assert differing == []
    assert told > len(one) / 4
