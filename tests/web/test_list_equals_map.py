"""Check 89: for any filter and box, the list has the map's stories, in its order, and its count."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from geostories.web.filters import STORY_NAMES

TRIES = 200 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 20
WORDS = (
    "",
    "",
    "",
    "",
    "",
    "",
    "isen",
    "tåg",
    "bad",
    "kaffe",
    "mamma",
    "%",
    "_",
    "' OR 1=1",
    "Näsnaren",
)
CATEGORIES = ("", "", "", "", "memory", "history", "wildlife", "legend", "nonsense")
MORE: dict[str, tuple[str, ...]] = {
    "rost": ("resident", "association", "municipality", "nonsense"),
    "bild": ("1",),
    "ljud": ("1",),
    "sprak": ("sv", "en"),
    "tema": ("vem-minns-kvarnen",),
    "berattare": ("Therese", "Håkan"),
    "fran": ("1950", "1987", "2020"),
    "till": ("1963", "2024"),
    "punkt": ("16.207,58.996", "14.809,56.879"),
    "inom": ("5", "25"),
    "ordning": ("newest", "nearest", "oldest_event", "most_thanked"),
}
"""What else narrows and orders; a question has some of it."""
TOWNS = ((16.207, 58.996), (14.809, 56.879))
CARD = re.compile(r'<article class="story-card[^"]*" data-id="(\w{22})"')


WIDE = "14,56,17,60"
"""Both municipalities."""


def make_questions() -> Iterator[dict[str, str]]:
    """Each choice by itself; then random boxes, words and choices, the same in every run."""
    for name, values in MORE.items():
        for value in values:
            yield {"bbox": WIDE, "q": "", "kategori": "", name: value}
    dice = random.Random(89)
    for _ in range(TRIES):
        lon, lat = dice.choice(TOWNS)
        lon, lat, half = (
            lon + dice.gauss(0, 0.1),
            lat + dice.gauss(0, 0.05),
            dice.uniform(0.01, 0.5),
        )
        names = dice.sample(sorted(MORE), dice.choice((0, 1, 1, 2, 3)))
        yield {
            "bbox": f"{lon - half:.5f},{lat - half / 2:.5f},{lon + half:.5f},{lat + half / 2:.5f}",
            "q": dice.choice(WORDS),
            "kategori": dice.choice(CATEGORIES),
            **{name: dice.choice(MORE[name]) for name in names},
        }


def listed(client: FlaskClient, asked: dict[str, str]) -> tuple[list[str], int]:
    """The ids on all pages of the list, and the number its heading says."""
    ids: list[str] = []
    page, count = 1, -1
    while True:
        html = client.get(f"/katrineholm/berattelser/?{urlencode({**asked, 'sida': page})}").text
        found = CARD.findall(html)
        heading = re.search(r'<h1 class="page-title"[^>]*>(\d+) berättelse', html)
        count = int(heading[1]) if heading else count
        ids += found
        if 'rel="next"' not in html:
            return ids, count
        page += 1


def ask_api(client: FlaskClient, asked: dict[str, str]) -> dict[str, Any]:
    """What the map asks, in the API's words; a choice there is none of is left out, as the map does."""
    given = {STORY_NAMES.get(name, name): value for name, value in asked.items()}
    known = {
        name: value for name, value in given.items() if value != "nonsense" or name == "category"
    }
    answer = client.get(f"/api/v1/collections/stories/items?{urlencode({**known, 'limit': 500})}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


@pytest.mark.trust
def test_list_and_map_answer_the_same(client: FlaskClient) -> None:
    questions, compared = list(make_questions()), 0
    for asked in questions:
        body = ask_api(client, asked)
        ids, count = listed(client, asked)
        assert ids == [feature["id"] for feature in body["features"]], asked
        assert count == body["numberMatched"] == len(ids), asked
        west, south, east, north = map(float, asked["bbox"].split(","))
        for feature in body["features"]:
            lon, lat = feature["geometry"]["coordinates"]
            assert west <= lon <= east, asked
            assert south <= lat <= north, asked
        compared += len(ids)
    print(f"compared {len(questions)} questions, {compared} stories, differing 0")
    assert compared > TRIES  # the questions do find something


def test_the_map_page_lists_the_same_without_scripts(client: FlaskClient) -> None:
    box = "bbox=15.9,58.9,16.5,59.2"
    page = client.get(f"/katrineholm/?{box}").text
    body = client.get(f"/api/v1/collections/stories/items?{box}&limit=30").get_json()
    assert CARD.findall(page) == [feature["id"] for feature in body["features"]]
    assert f"{body['numberMatched']} berättelser" in page


OFFICIAL = re.compile(r'<article class="place-card[^"]*" data-id="(\w{22})"')


def official(client: FlaskClient, asked: dict[str, str]) -> tuple[list[str], int]:
    """The ids of places and trails on the list, and the number its heading says."""
    given = {"bbox": asked["bbox"], "q": asked["q"], "slag": asked["kind"]}
    page = client.get(f"/katrineholm/platser/?{urlencode(given)}").text
    heading = re.search(r'<h1 class="page-title"[^>]*>(\d+) ', page)
    assert heading
    return OFFICIAL.findall(page), int(heading[1])


@pytest.mark.trust
@pytest.mark.parametrize("kind", ["nature_reserve", "bathing_place", "trail", "castle", ""])
def test_a_kind_of_place_is_the_same_on_list_and_map(client: FlaskClient, kind: str) -> None:
    """The map asks the places for a kind, and the trails when the kind is trail or any."""
    box = "15.9,58.7,16.6,59.3"
    for q in ("", "sjö", "Sörmlandsleden"):
        asked = {"bbox": box, "q": q, "kind": kind}
        found, matched = [], 0
        for name in ("places",) * (kind != "trail") + ("trails",) * (kind in ("", "trail")):
            query = urlencode(
                {**asked, "limit": 500} if name == "places" else {"bbox": box, "q": q}
            )
            body = client.get(f"/api/v1/collections/{name}/items?{query}").get_json()
            found += [feature["id"] for feature in body["features"]]
            matched += body["numberMatched"]
        ids, count = official(client, asked)
        assert count == matched, asked
        assert set(ids) <= set(found), asked
        page = client.get(f"/katrineholm/?visa=natur&{urlencode({**asked, 'slag': kind})}").text
        assert set(OFFICIAL.findall(page)) <= set(found)
        assert f"{count} plats" in page
