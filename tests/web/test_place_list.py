"""The list of places and trails: what each choice gives, what it says when nothing is left."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from geostories.domain.opening_hours import DAYS
from geostories.domain.transaction import Scope, transaction
from geostories.vocabulary import PlaceKind
from tests.factories.places import add_fact, make_place, make_trail
from tests.house.test_query_counts import counted

LIST = "/vaxjo/platser/"
HEADING = re.compile(r'<h1 class="page-title">(\d+) ')
TITLE = re.compile(r'data-slot="title">([^<]+)<')
CHIP = re.compile(
    r'<label class="chip"><input type="checkbox" name="(\w+)" value="([\w-]+)"( checked)?>[^<]*?'
    r"([^<]+) \((\d+)\)</label>"
)
WEST, EAST = (14.70, 56.90), (14.90, 56.90)
"""Some twelve kilometres apart."""


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, with places of our own instead of Växjö's."""
    with transaction(Scope.operator()) as session:
        session.execute(
            text(
                "UPDATE official_place SET withdrawn_at = now() WHERE municipality_id = "
                "(SELECT id FROM municipality WHERE slug = 'vaxjo')"
            )
        )
        session.execute(
            text(
                "UPDATE trail SET withdrawn_at = now() WHERE municipality_id = "
                "(SELECT id FROM municipality WHERE slug = 'vaxjo')"
            )
        )
        fill(session)
    return standing


def fill(session: Session) -> None:
    """Three places, two trails, and one of each that nobody may see."""
    town = session.scalar(text("SELECT id FROM municipality WHERE slug = 'vaxjo'"))
    assert town
    bath = make_place(session, town, name="Badet", kind=PlaceKind.BATHING_PLACE, at=WEST)
    park = make_place(session, town, name="Ängen", kind=PlaceKind.PARK, at=EAST)
    make_place(session, town, name="Kyrkan", kind=PlaceKind.CHURCH, at=EAST)
    make_place(session, town, name="Borta", at=WEST, withdrawn_at=datetime.now(UTC))
    later = make_place(session, town, name="Sedan", at=WEST, in_force=False)
    short = make_trail(
        session, town, name="Rundan", at=WEST, length_m=2_500, walking_minutes=40, difficulty="easy"
    )
    make_trail(session, town, name="Långa leden", at=EAST, length_m=12_000, walking_minutes=200)
    for thing in (bath, park, later):
        add_fact(session, town, thing, "facility.toilet", {"text": ""})
    add_fact(session, town, bath, "facility.parking", {"text": "20 platser"})
    add_fact(session, town, bath, "suits.dog", {"answer": "no"})
    add_fact(session, town, park, "suits.dog", {"answer": "partly"})
    add_fact(session, town, short, "suits.dog", {"answer": "yes"})
    add_fact(session, town, park, "access.path_width", {"cm": 119})
    add_fact(session, town, short, "access.path_width", {"cm": 120})
    add_fact(session, town, park, "access.steps", {"count": 0})
    add_fact(session, town, park, "access.level", {"ok": True})
    add_fact(session, town, park, "access.nearest_accessible_toilet", {"metres": 400})
    add_fact(session, town, bath, "facility.accessible_toilet", {"text": ""})
    add_fact(session, town, bath, "when.season", {"start": "01-01", "end": "12-31"})
    always = {"hours": [{"dayOfWeek": list(DAYS), "opens": "00:00", "closes": "23:59"}]}
    add_fact(session, town, park, "when.opening_hours", always)
    ban = {"text": "Fåglar", "start": "01-01", "end": "12-31"}
    add_fact(session, town, park, "rules.access_ban", ban)


def ask(client: FlaskClient, query: str = "") -> tuple[list[str], str]:
    """The names on the list in their order, and the page."""
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    names = TITLE.findall(answer.text)
    heading = HEADING.search(answer.text)
    assert heading
    assert int(heading[1]) == len(names)
    return names, answer.text


def chips(page: str) -> dict[tuple[str, str], int]:
    """What each choice says it would give."""
    return {(name, value): int(count) for name, value, _c, _label, count in CHIP.findall(page)}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Badet", "Kyrkan", "Långa leden", "Rundan", "Ängen"]),
        ("slag=trail", ["Långa leden", "Rundan"]),
        ("slag=trail&slag=church", ["Kyrkan", "Långa leden", "Rundan"]),
        ("finns=toilet", ["Badet", "Ängen"]),
        ("finns=toilet&finns=parking", ["Badet"]),
        ("passar=dog", ["Rundan", "Ängen"]),
        ("tillganglighet=wide", ["Rundan"]),
        ("tillganglighet=no_steps", ["Ängen"]),
        ("tillganglighet=toilet", ["Badet", "Ängen"]),
        ("langd=0-3", ["Rundan"]),
        ("langd=0-3&langd=10-", ["Långa leden", "Rundan"]),
        ("tid=2-4", ["Långa leden"]),
        ("svarighet=easy", ["Rundan"]),
        ("svarighet=easy&slag=church", []),
        ("oppet=nu", ["Badet"]),
        ("q=leden", ["Långa leden"]),
        ("punkt=14.70,56.90&inom=5", ["Badet", "Rundan"]),
        (
            "slag=nonsense&finns=gold&inom=7&punkt=x,y",
            ["Badet", "Kyrkan", "Långa leden", "Rundan", "Ängen"],
        ),
    ],
)
def test_each_choice_gives(client: FlaskClient, query: str, names: list[str]) -> None:
    assert sorted(ask(client, query)[0]) == sorted(names)


def test_nearest_comes_first_and_says_how_far(client: FlaskClient) -> None:
    names, page = ask(client, "punkt=14.70,56.90")
    assert set(names[:2]) == {"Badet", "Rundan"}
    assert "12,2 km" in page


def test_a_place_can_be_named(client: FlaskClient) -> None:
    names, page = ask(client, "nara=Badet&inom=1")
    assert sorted(names) == ["Badet", "Rundan"]
    assert "Inom 1 km från Badet" in page


def test_a_name_nobody_knows_is_told(client: FlaskClient) -> None:
    names, page = ask(client, "nara=Ingenstans&inom=5")
    assert len(names) == 5
    assert "Vi känner inte till någon plats som heter Ingenstans." in page


@pytest.mark.parametrize("query", ["", "slag=trail", "finns=toilet", "passar=dog", "langd=0-3"])
def test_every_chip_gives_what_it_says(client: FlaskClient, query: str) -> None:
    _names, page = ask(client, query)
    offered = chips(page)
    assert offered
    one_of = {"slag", "langd", "tid", "svarighet"}
    for (name, value), count in offered.items():
        others = "&".join(
            part for part in query.split("&") if name not in one_of or not part.startswith(name)
        )
        names, _page = ask(client, f"{others}&{name}={value}")
        assert len(names) == count, (query, name, value)


def test_the_form_keeps_what_was_chosen(client: FlaskClient) -> None:
    _names, page = ask(client, "finns=toilet&passar=dog&inom=10&nara=Badet&q=%C3%84ngen")
    ticked = {(name, value) for name, value, checked, *_ in CHIP.findall(page) if checked}
    assert ticked == {("finns", "toilet"), ("passar", "dog")}
    assert 'value="Badet"' in page
    assert '<option value="10" selected>' in page
    removing = [
        parse_qs(urlparse(url.replace("&amp;", "&")).query)
        for url in re.findall(r'<a class="chip" href="([^"]+)"', page)
    ]
    assert {"finns": ["toilet"], "q": ["Ängen"], "nara": ["Badet"], "inom": ["10"]} in removing
    assert {"finns": ["toilet"], "passar": ["dog"], "q": ["Ängen"]} in removing


@pytest.mark.parametrize(
    ("query", "taken", "left"),
    [
        ("slag=church&q=Kyrkan", {"visa": ["natur"], "slag": ["church"], "q": ["Kyrkan"]}, ""),
        ("slag=trail&passar=dog", {"visa": ["natur"], "slag": ["trail"]}, "Hund"),
        ("slag=church&slag=park", {"visa": ["natur"]}, "Kyrka, Park"),
        ("oppet=nu", {"visa": ["natur"]}, "Öppet nu"),
    ],
)
def test_the_way_to_the_map_says_which_choices_it_does_not_take(
    client: FlaskClient, query: str, taken: dict[str, list[str]], left: str
) -> None:
    _names, page = ask(client, query)
    url = re.search(r'<div class="list-tools">.*?href="([^"]+)"', page, re.DOTALL)
    assert url
    assert parse_qs(urlparse(url[1].replace("&amp;", "&")).query) == taken
    said = re.search(r"Kartan tar inte hänsyn till: ([^<]+)<", page)
    assert (said[1] if said else "") == left
    assert client.get(url[1].replace("&amp;", "&")).status_code == 200


def test_from_a_place_one_comes_back_to_the_list_with_its_choices(client: FlaskClient) -> None:
    _names, page = ask(client, "slag=church")
    place = re.search(r'href="(/vaxjo/platser/[^"?]+)" data-slot="title"', page)
    assert place
    back = re.compile(r'<a class="back-link[^>]*href="([^"]+)"')
    for before, there in (
        ("http://localhost/vaxjo/platser/?slag=church", "/vaxjo/platser/?slag=church"),
        ("http://elsewhere.example/vaxjo/platser/?slag=church", "/vaxjo/?"),
        ("http://localhost/vaxjo/berattelser/", "/vaxjo/?"),
    ):
        shown = client.get(place[1], headers={"Referer": before}).text
        found = back.search(shown)
        assert found
        assert found[1].startswith(there), before


def test_an_empty_list_says_what_to_give_up(client: FlaskClient) -> None:
    names, page = ask(client, "finns=toilet&slag=church")
    assert names == []
    assert re.search(r"Utan ”Toalett”</a><span class=\"meta\">1 träff<", page)
    assert re.search(r"Utan ”Kyrka”</a><span class=\"meta\">2 träffar<", page)
    assert "Rensa filter" in page


def test_what_is_left_after_giving_up_is_still_open(client: FlaskClient) -> None:
    names, page = ask(client, "oppet=nu&slag=church")
    assert names == []
    assert re.search(r"Utan ”Kyrka”</a><span class=\"meta\">1 träff<", page)
    assert ask(client, "oppet=nu")[0] == ["Badet"]


def test_where_one_is_not_enough_it_names_several(client: FlaskClient) -> None:
    _names, page = ask(client, "finns=parking&slag=church&passar=dog")
    way = re.search(r'<a href="([^"]+)">Utan ”(\w+, \w+)”</a><span class="meta">(\d)', page)
    assert way
    assert way[2] == "Kyrka, Parkering"
    names, _page = ask(client, urlparse(way[1].replace("&amp;", "&")).query)
    assert len(names) == int(way[3]) == 2


def test_pages_go_on_with_the_same_choices(app: Flask, client: FlaskClient) -> None:
    with transaction(Scope.operator()) as session:
        town = session.scalar(text("SELECT id FROM municipality WHERE slug = 'vaxjo'"))
        for number in range(40):
            make_place(session, town, name=f"Lekplats {number:02}", kind=PlaceKind.PLAYGROUND)
    try:
        first = client.get(f"{LIST}?slag=playground&slag=church").text
        url = re.search(r'rel="next" href="([^"]+)"', first)
        assert url
        asked = parse_qs(urlparse(url[1].replace("&amp;", "&")).query)
        assert asked == {"slag": ["playground", "church"], "sida": ["2"]}
        second = client.get(url[1].replace("&amp;", "&")).text
        names = TITLE.findall(first) + TITLE.findall(second)
        assert len(names) == len(set(names)) == 41
    finally:
        with transaction(Scope.operator()) as session:
            session.execute(text("DELETE FROM official_place WHERE name LIKE 'Lekplats %'"))


def questions(app: Flask, client: FlaskClient, query: str) -> Any:
    with counted(app) as sent:
        assert client.get(f"{LIST}?{query}").status_code == 200
    return sent


@pytest.mark.parametrize("query", ["slag=playground", "slag=playground&finns=toilet&oppet=nu"])
def test_thirty_places_cost_as_many_queries_as_one(
    app: Flask, client: FlaskClient, query: str
) -> None:
    try:
        costs = []
        for number in (1, 29):
            with transaction(Scope.operator()) as session:
                town = session.scalar(text("SELECT id FROM municipality WHERE slug = 'vaxjo'"))
                for each in range(number):
                    place = make_place(
                        session, town, name=f"Lekplats {number} {each}", kind=PlaceKind.PLAYGROUND
                    )
                    add_fact(session, town, place, "facility.toilet", {"text": ""})
                    season = {"start": "01-01", "end": "12-31"}
                    add_fact(session, town, place, "when.season", season)
            costs.append(questions(app, client, query))
        one, thirty = costs
        assert thirty == one, thirty - one
        assert max(n for statement, n in thirty.items() if "set_config" not in statement) == 1
        print(f"{query}: {sum(one.values())} queries for 1 place and for 30")
    finally:
        with transaction(Scope.operator()) as session:
            session.execute(
                text(
                    "DELETE FROM visitor_fact USING official_place p WHERE p.id = place_id AND p.name LIKE 'Lekplats %'"
                )
            )
            session.execute(text("DELETE FROM official_place WHERE name LIKE 'Lekplats %'"))
