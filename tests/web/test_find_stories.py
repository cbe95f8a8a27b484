"""Finding stories on the list: what narrows, what orders, and the ways out of an empty answer."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from geostories.domain.transaction import Scope, transaction
from geostories.vocabulary import StoryStatus
from tests.factories.municipality import make_municipality
from tests.factories.person import make_person
from tests.factories.story import make_story

LIST = "/katrineholm/berattelser/"
TITLE = re.compile(r'data-slot="title"[^>]*>([^<]+)</a>')
TOLD = {
    "Kvarnen": ("Kvarnruinen vid forsen.", (16.20, 59.00), date(1938, 1, 1), 3, "resident", "sv"),
    "Tåget": ("Tåget <b>stannade</b>.", (16.25, 59.00), date(1966, 2, 1), 9, "association", "sv"),
    "The mill": ("We rowed home.", (16.40, 59.00), date(2019, 4, 1), 0, "resident", "en"),
    "Odaterad": ("Ingen vet när.", (16.21, 59.00), None, 5, "municipality", "sv"),
}
"""Text, place, when, thanks, voice, language; the last is the newest."""


@pytest.fixture(scope="module")
def client(standing_empty: Flask) -> FlaskClient:
    """A visitor to a town of four stories."""
    tell(standing_empty)
    return standing_empty.test_client()


def tell(app: Flask) -> None:
    """All of TOLD, one of them with a picture and a voice."""
    with transaction(Scope.operator()) as session:
        town, owner = make_municipality(session).id, make_person(session, "Elsa")
        for n, (title, (body, at, when, thanks, voice, language)) in enumerate(TOLD.items()):
            told = make_story(
                session,
                municipality_id=town,
                owner=owner,
                status=StoryStatus.PUBLISHED,
                title=title,
                body=body,
                at=at,
                store=app.extensions["files"] if title == "Tåget" else None,
            )
            session.execute(
                text(
                    "UPDATE story SET happened_precision = CASE WHEN CAST(:at AS date) IS NOT NULL THEN 'year' END, "
                    "happened_from = CAST(:at AS date), happened_to = CAST(:at AS date), "
                    "thanks_count = :thanks, voice = :voice, language = :language, "
                    "published_at = published_at + :n * interval '1 minute' WHERE id = :id"
                ),
                {"at": when, "thanks": thanks, "voice": voice, "language": language, "n": n}
                | {"id": told.id},
            )


def ask(client: FlaskClient, **asked: str) -> tuple[list[str], str]:
    """The titles on the list in its order, and the page."""
    page = client.get(f"{LIST}?{urlencode(asked)}").text
    return [unescape(title) for title in TITLE.findall(page)], page


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, ["Odaterad", "The mill", "Tåget", "Kvarnen"]),
        ({"ordning": "oldest_event"}, ["Kvarnen", "Tåget", "The mill", "Odaterad"]),
        ({"ordning": "most_thanked"}, ["Tåget", "Odaterad", "Kvarnen", "The mill"]),
        ({"punkt": "16.20,59.00"}, ["Kvarnen", "Odaterad", "Tåget", "The mill"]),
        ({"punkt": "16.20,59.00", "inom": "5"}, ["Kvarnen", "Odaterad", "Tåget"]),
        (
            {"punkt": "16.20,59.00", "ordning": "most_thanked"},
            ["Tåget", "Odaterad", "Kvarnen", "The mill"],
        ),
        ({"rost": "association"}, ["Tåget"]),
        ({"rost": "nonsense", "sprak": "xx"}, ["Odaterad", "The mill", "Tåget", "Kvarnen"]),
        ({"bild": "1"}, ["Tåget"]),
        ({"ljud": "1"}, ["Tåget"]),
        ({"sprak": "en"}, ["The mill"]),
        ({"fran": "1960"}, ["The mill", "Tåget"]),
        ({"till": "1966"}, ["Tåget", "Kvarnen"]),
        ({"fran": "1938", "till": "1938"}, ["Kvarnen"]),
        ({"fran": "0", "till": "x"}, ["Odaterad", "The mill", "Tåget", "Kvarnen"]),
        ({"q": "ruin"}, ["Kvarnen"]),
        ({"q": "kvarn", "rost": "association"}, []),
        ({"tema": "finns-inte"}, []),
    ],
)
def test_what_is_asked_for_is_listed(
    client: FlaskClient, asked: dict[str, str], titles: list[str]
) -> None:
    found, page = ask(client, **asked)
    assert found == titles
    assert re.search(rf'<h1 class="page-title">{len(titles)} berättelse', page)


def test_every_choice_can_be_taken_away(client: FlaskClient) -> None:
    _, page = ask(client, q="ruin", fran="1930", till="1939", sprak="sv", bild="1")
    taken = re.findall(r'<li><a class="chip" href="([^"]*)"[^>]*>([^<]*)', page)
    assert [label for _, label in taken] == ["Med bild", "Svenska", "1930–1939", "”ruin”"]
    without_years = unescape({label: url for url, label in taken}["1930–1939"])
    assert "fran" not in without_years
    assert "sprak=sv" in without_years


def test_the_form_offers_what_there_is(client: FlaskClient) -> None:
    _, page = ask(client)
    assert 'name="ljud"' in page
    assert 'name="tema"' not in page
    assert 'data-first="1938"' in page
    assert re.findall(
        r'<option value="(\w*)"[^>]*>', page.split('name="sprak"')[1].split("</select>")[0]
    ) == ["", "sv", "en"]


def test_hits_are_marked_and_text_is_no_html(client: FlaskClient) -> None:
    _, page = ask(client, q="stannade")
    assert "&lt;b&gt;<mark>stannade</mark>&lt;/b&gt;" in page
    assert "<b>stannade" not in page


def test_the_distance_is_said_from_a_place_that_is_named(client: FlaskClient) -> None:
    _, page = ask(client, punkt="16.25,59.00")
    assert re.search(r'data-slot="distance">2,9 km<', page)
    _, page = ask(client, bbox="16,58,17,60", ordning="nearest")
    assert not re.search(r'data-slot="distance">[^<]', page)


def test_an_empty_answer_has_ways_out(client: FlaskClient) -> None:
    _, page = ask(client, q="kvarnruienn", bbox="17,58,17.1,58.1")
    ways = dict(re.findall(r'<li><a href="[^"]*">([^<]*)</a> <span class="meta">([^<]*)<', page))
    assert ways == {
        "I hela Katrineholm": "1 berättelse",
        "”kvarnruin” i hela Sverige": "1 berättelse",
    }
    _, page = ask(client, q="kvanren")
    assert "”kvarnen”" in re.findall(r'<li><a href="[^"]*">([^<]*)</a> <span', page)
    _, page = ask(client, rost="association", fran="2000")
    ways = dict(re.findall(r'<li><a href="[^"]*">([^<]*)</a> <span class="meta">([^<]*)<', page))
    assert ways == {"Utan ”Från 2000”": "1 berättelse", "Utan ”Föreningar”": "1 berättelse"}


def test_the_api_says_the_nearest_spelling(client: FlaskClient) -> None:
    url = "/api/v1/collections/stories/items"
    assert client.get(f"{url}?q=kvanren").json["spelling"] == "kvarnen"
    found = client.get(f"{url}?q=kvarn").json
    assert "spelling" not in found
    assert {"text": "Kvarnruinen", "hit": True} in found["features"][0]["properties"]["found"]


@pytest.mark.parametrize(
    "asked", ["voice=nobody", "picture=maybe", "language=xx", "near=here", "within=7", "sort=best"]
)
def test_the_api_refuses_what_is_no_choice(client: FlaskClient, asked: str) -> None:
    assert client.get(f"/api/v1/collections/stories/items?{asked}").status_code == 422
