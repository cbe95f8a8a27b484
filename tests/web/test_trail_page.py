"""A trail's page: the profile in picture and words, and what lies along the way."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from geostories import public_id
from geostories.domain.transaction import Scope, reading, transaction
from geostories.models import Story, Trail
from geostories.queries.along import Along
from geostories.vocabulary import PlaceKind
from geostories.web.pages.trail_part import letters_for

NAME = "Exempelslinga vid Skirtorp och Jättens handfat"
STORY = "Hur stor var tvålen?"


@pytest.fixture(scope="module")
def visitor(standing: Flask) -> FlaskClient:
    return standing.test_client()


def address(model: Any, title: str) -> UUID:
    name = Story.title if model is Story else model.name
    with reading(Scope.public()) as session:
        return session.scalars(select(model.id).where(name == title)).one()


def page(visitor: FlaskClient, model: Any, title: str) -> str:
    room = "berattelser" if model is Story else "platser"
    answer = visitor.get(f"/katrineholm/{room}/{public_id.encode(address(model, title))}")
    assert answer.status_code == 200
    return answer.text


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture(scope="module")
def trail_page(visitor: FlaskClient) -> str:
    return page(visitor, Trail, NAME)


def test_the_profile_is_there_without_scripts_and_said_in_words(trail_page):
    drawing = trail_page.split('class="profile-drawing"')[1].split("</svg>")[0]
    summary = re.search(r'role="img" aria-label="([^"]+)"', drawing)[1]
    assert summary.startswith(
        "Höjdprofil över 3,8 km. Leden ligger mellan 45 och 74 meter över havet."
    )
    assert "45 meter uppför och 45 meter nedför" in summary
    assert 'class="profile-line" d="M0.0 ' in trail_page
    assert "Stigning 45 m" in trail_page
    assert "Lägst 45 m, högst 74 m ö.h." in trail_page
    assert "style=" not in trail_page.split('class="place-trail')[1].split("</section>")[0]


def test_what_lies_along_the_way_is_a_list_in_its_order(trail_page):
    listed = words(trail_page.split('class="along-list"')[1].split("</ol>")[0])
    order = ["vid starten Glysas grav", "omkring 1,3 km Jättens handfat", f"1,3 km {STORY}"]
    places = [listed.index(each) for each in [*order, "omkring 1,9 km Skirtorpsmossen"]]
    assert places == sorted(places)


def test_time_and_difficulty_are_said_with_their_rule(trail_page):
    said = words(trail_page)
    assert "1 h 5 min" in said
    assert "Medel, efter underlaget." in said
    assert "DIN 33466" in said


def test_the_script_gets_the_numbers_that_are_drawn(trail_page):
    block = re.search(
        r'<script type="application/json" id="trail-profile"[^>]*>(.+?)</script>', trail_page
    )
    data = json.loads(block[1])
    assert data["points"][0][0] == 0
    assert data["points"][-1][0] == pytest.approx(3_800, abs=60)


def test_a_trail_without_a_line_has_no_profile(visitor):
    unlined = page(visitor, Trail, "Krämbolsleden")
    assert "place-trail" not in unlined
    assert ".gpx" not in unlined


def test_a_line_without_heights_says_so_and_keeps_its_list(visitor):
    trail_id = address(Trail, NAME)
    with transaction(Scope.operator()) as session:
        trail = session.get(Trail, trail_id)
        kept, trail.profile = trail.profile, None
    try:
        html = page(visitor, Trail, NAME)
        assert "Höjderna längs leden känner vi inte till än." in html
        assert "profile-drawing" not in html
        assert "Glysas grav" in html.split('class="along-list"')[1]
    finally:
        with transaction(Scope.operator()) as session:
            session.get(Trail, trail_id).profile = kept


def test_a_story_page_names_the_trail_that_passes(visitor):
    said = words(page(visitor, Story, STORY))
    assert f"Längs leden {NAME} , 1,3 km från starten" in said


def test_each_kind_has_a_letter_of_its_own(standing):
    found = [
        Along("place", uuid4(), "katrineholm", kind.value, kind.value, False, 0.0, 0.0)
        for kind in PlaceKind
    ]
    with standing.test_request_context():
        letters = letters_for(found)
    known = [letter for letter in letters.values() if letter != "•"]
    assert len(known) == len(set(known)) >= 20
    assert letters[PlaceKind.NATURE_RESERVE] == "N"
