"""Step 1 of telling: a place by name, by coordinates, at an official place; and what others see."""

from __future__ import annotations

import math
import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from geostories import public_id
from geostories.domain.transaction import Scope, reading
from geostories.geo.grid import public_point, to_sweref
from geostories.models import Municipality, OfficialPlace, Story, StoryVersion
from geostories.vocabulary import Precision
from tests.factories.telling import FETCH, START, Teller, draft_behind

FORSSJO = (16.2951, 58.9521)


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module."""
    return standing


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" type="hidden" value="([^"]*)"', page)[1]


def ask_ring(teller: Teller, **place: object) -> dict:
    given = {"lon": FORSSJO[0], "lat": FORSSJO[1], "precision": "exact", **place}
    answer = teller.client.post(
        f"{START}/ring", json=given, headers={**FETCH, "X-CSRFToken": teller.token()}
    )
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_visitor_begins_without_an_account(client: FlaskClient) -> None:
    teller = Teller(client).begin()
    draft = draft_behind(teller.story)
    assert draft.point == pytest.approx(FORSSJO)
    assert "Vad vill du berätta?" in teller.page("berattelse")


def test_looking_at_the_first_step_leaves_nothing_behind(client: FlaskClient) -> None:
    before = ids_of_drafts()
    client.get(START)
    assert ids_of_drafts() == before


def ids_of_drafts() -> set[UUID]:
    with reading(Scope.operator()) as session:
        return set(session.scalars(select(StoryVersion.id).where(StoryVersion.status == "draft")))


def test_a_place_is_found_by_name_and_chosen_from_the_list(client: FlaskClient) -> None:
    teller = Teller(client)
    page = teller.post(START, {"action": "search", "q": "forssjö", "precision": "exact"})
    assert page.status_code == 200
    picked = re.search(r'name="picked" value="([^"]+ Forssjö)"', page.text)[1]
    shown = teller.post(START, {"action": "preview", "picked": picked, "precision": "exact"})
    assert hidden(shown.text, "lon") == "16.295100"
    assert 'class="base-land still-map"' in shown.text
    assert "marker-story" in shown.text
    told = teller.begin(coordinates="", lon="16.2951", lat="58.9521", place_label="Forssjö")
    assert draft_behind(told.story).place_label == "Forssjö"


def test_enter_in_the_coordinates_shows_them_on_the_map(client: FlaskClient) -> None:
    given = {"action": "search", "q": "", "coordinates": "58,9521 16,2951", "precision": "exact"}
    page = Teller(client).post(START, given)
    assert (hidden(page.text, "lon"), hidden(page.text, "lat")) == ("16.295100", "58.952100")


def test_what_was_typed_last_wins_over_what_was_chosen_before(client: FlaskClient) -> None:
    told = Teller(client).begin(coordinates="59.0171, 16.3747", lon="16.2951", lat="58.9521")
    assert draft_behind(told.story).point == pytest.approx((16.3747, 59.0171))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"coordinates": ""}, "Välj en plats"),
        ({"coordinates": "här"}, "två tal"),
        ({"coordinates": "48.85, 2.35"}, "Sverige"),
        ({"coordinates": "65.58, 22.15"}, "kommuner"),
        ({"coordinates": "", "lon": "nan", "lat": "nan"}, "Sverige"),
        ({"coordinates": "", "picked": "x y z"}, "två tal"),
        ({"place_label": "å" * 81}, "80 tecken"),
    ],
)
def test_what_cannot_be_used_is_said_and_what_was_typed_stays(
    client: FlaskClient, given: dict, sentence: str
) -> None:
    data = {"coordinates": "58.9521, 16.2951", "precision": "approx_300", **given}
    answer = Teller(client).post(START, {**data, "action": "next"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="approx_300" checked' in answer.text
    if given.get("coordinates"):
        assert f'value="{given["coordinates"]}"' in answer.text


@pytest.mark.parametrize("precision", [Precision.APPROX_300, Precision.APPROX_1000])
def test_an_approximate_place_keeps_the_exact_point_apart(
    client: FlaskClient, precision: Precision
) -> None:
    draft = draft_behind(Teller(client).begin(precision=precision.value).story)
    assert draft.point == pytest.approx(FORSSJO)
    assert draft.public_point == pytest.approx(public_point(*FORSSJO, precision))
    assert draft.public_point != pytest.approx(FORSSJO, abs=1e-5)


@pytest.mark.parametrize(("precision", "radius"), [("approx_300", 300), ("approx_1000", 750)])
def test_the_ring_is_drawn_round_the_cell_and_holds_the_place(
    client: FlaskClient, precision: str, radius: int
) -> None:
    seen = ask_ring(Teller(client), precision=precision)
    assert seen["ring_m"] == radius
    assert seen["public"] == list(public_point(*FORSSJO, Precision(precision)))
    assert math.dist(to_sweref(*seen["public"]), to_sweref(*FORSSJO)) < radius
    assert seen["municipality_name"] == "Katrineholms kommun"


def test_neighbours_of_one_cell_get_the_same_answer(client: FlaskClient) -> None:
    teller = Teller(client)
    one = ask_ring(teller, precision="approx_1000")
    other = ask_ring(teller, precision="approx_1000", lon=FORSSJO[0] + 0.0005)
    assert one == other


def test_the_ring_says_what_is_wrong_with_a_place(client: FlaskClient) -> None:
    teller = Teller(client)
    outside = ask_ring(teller, lon=22.15, lat=65.58)
    assert outside["public"] is None
    assert "kommuner" in outside["message"]
    assert ask_ring(teller, lon="x")["message"]


@pytest.mark.parametrize("body", [[], {"lon": 1, "lat": 1, "precision": "secret"}])
def test_the_ring_refuses_what_is_no_question(client: FlaskClient, body: object) -> None:
    teller = Teller(client)
    headers = {**FETCH, "X-CSRFToken": teller.token()}
    assert client.post(f"{START}/ring", json=body, headers=headers).status_code == 400


def test_names_are_found_while_typing(client: FlaskClient) -> None:
    teller = Teller(client)
    headers = {**FETCH, "X-CSRFToken": teller.token()}
    found = client.post(f"{START}/sok", json={"q": "forss"}, headers=headers).json["results"]
    assert found[0]["name"] == "Forssjö"
    assert found[0]["kind"] == "Ort"
    assert client.post(f"{START}/sok", json={"q": "f"}, headers=headers).json["results"] == []


def test_an_official_place_can_be_where_the_story_begins(client: FlaskClient) -> None:
    with reading(Scope.operator()) as session:
        place = session.scalars(
            select(OfficialPlace).join(Municipality).where(Municipality.slug == "katrineholm")
        ).first()
    page = client.get(f"{START}?plats={public_id.encode(place.id)}").text
    assert hidden(page, "lon").startswith("16.")
    assert f'value="{place.name}"' in page


def test_without_a_name_we_write_what_is_nearest_and_it_follows_the_place(
    client: FlaskClient,
) -> None:
    teller = Teller(client).begin()
    assert draft_behind(teller.story).place_label == "Forssjö"
    assert 'value="Forssjö"' not in teller.page("plats")
    moved = {"coordinates": "59.0171, 16.3747", "precision": "exact", "action": "next"}
    assert teller.post("plats", moved).status_code == 303
    assert draft_behind(teller.story).place_label == "Valla"


def test_a_name_of_ones_own_stays(client: FlaskClient) -> None:
    teller = Teller(client).begin(place_label="Farmors brygga")
    assert 'value="Farmors brygga"' in teller.page("plats")


def test_a_place_in_another_municipality_takes_the_story_there(client: FlaskClient) -> None:
    teller = Teller(client).begin()
    vaxjo = {"coordinates": "56.8777, 14.8091", "precision": "exact", "action": "next"}
    answer = teller.post("plats", vaxjo)
    assert answer.location.startswith("/vaxjo/beratta/")
    assert draft_behind(teller.story).municipality == "vaxjo"


def test_the_exact_place_stands_in_no_address(client: FlaskClient) -> None:
    told = Teller(client).begin(precision="approx_300")
    page = told.page("plats")
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page)
    assert not [each for each in addresses if "58.95" in each or "16.29" in each]


def test_begun_stories_wait_at_the_first_step_and_can_be_thrown_away(client: FlaskClient) -> None:
    teller = Teller(client).begin()
    assert f"{teller.story}/berattelse" in client.get(START).text
    assert teller.post("kasta").status_code == 303
    assert client.get(f"{teller.story}/berattelse").status_code == 404
    story_id = public_id.decode(teller.story.rpartition("/")[2])
    with reading(Scope.operator()) as session:
        assert session.get(Story, story_id) is None


def test_nobody_else_sees_the_draft(client: FlaskClient, app: Flask, resident: FlaskClient) -> None:
    teller = Teller(client).begin()
    for other in (app.test_client(), resident):
        for step in ("plats", "berattelse", "granska"):
            assert other.get(f"{teller.story}/{step}").status_code == 404
        assert f"{teller.story}/berattelse" not in other.get(START).text
