"""Warnings while telling: a reserve's rules, and species that must not be led to."""

from __future__ import annotations

import logging
import re
from html import unescape
from itertools import product
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shapely.geometry import Point
from sqlalchemy import select

from geostories import public_id
from geostories.domain.transaction import Scope, reading, transaction
from geostories.geo.grid import to_sweref
from geostories.models import OfficialPlace, Story
from geostories.queries.municipalities import MunicipalityInfo
from geostories.vocabulary import Accuracy, FactTopic, PlaceKind, Precision
from tests.factories.desk import decide
from tests.factories.nature import (
    LAYER,
    add_fact,
    circle,
    make_place,
    make_sensitive_area,
    moved,
)
from tests.factories.telling import FETCH, START, Teller

HERE = (16.2951, 58.9521)
"""Where tests.factories.telling tells."""
RULE = "Eldning och tältning är inte tillåten"
LEAD = "Platsen ligger i Prövningens naturreservat."
NAMES_IT = "Där satt kungsörnen i sin tall."
NEST = moved(HERE, east=290, north=70)


@pytest.fixture
def reserve(municipality: MunicipalityInfo) -> UUID:
    """A reserve around HERE, with a rule and a yearly ban."""
    with transaction(Scope.operator()) as session:
        place_id = make_place(
            session,
            municipality.id,
            name="Prövningens naturreservat",
            shape=circle(HERE, 500),
            rules=(RULE,),
        )
        ban = {"text": "Håll dig borta från ön", "start": "04-01", "end": "07-15"}
        add_fact(session, session.get_one(OfficialPlace, place_id), FactTopic.ACCESS_BAN, ban)
    return place_id


@pytest.fixture
def nest(municipality: MunicipalityInfo) -> None:
    """An eagle's nest 300 m from HERE."""
    with transaction(Scope.operator()) as session:
        make_sensitive_area(
            session, municipality.id, species="kungsörn, kanariefjäril", at=NEST, metres=20
        )


def test_the_steps_show_the_rules_and_go_on(
    resident: FlaskClient, reserve: UUID, municipality: MunicipalityInfo
) -> None:
    teller = Teller(resident).begin()
    teller.write()
    for page in (teller.page("plats"), teller.page("granska")):
        words = " ".join(unescape(page).split())
        assert LEAD in words
        assert f"{RULE}." in words
        assert "1 april–15 juli: Håll dig borta från ön." in words
        assert f'href="/{municipality.slug}/platser/{public_id.encode(reserve)}"' in words
    assert teller.send().location.endswith("/tack")


def test_the_map_hears_of_the_rules_at_once(client: FlaskClient, reserve: UUID) -> None:
    teller = Teller(client)
    headers = {**FETCH, "X-CSRFToken": teller.token()}
    for point, leads in ((HERE, [LEAD]), (moved(HERE, north=-5_000), [])):
        given = {"lon": point[0], "lat": point[1], "precision": "exact"}
        seen = client.post(f"{START}/ring", json=given, headers=headers).json
        assert [each["lead"] for each in seen["protected"] if "Pröv" in each["lead"]] == leads


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        ({}, LEAD),
        ({"in_force": False}, ""),
        ({"withdrawn_at": "2026-01-01T00:00:00Z"}, ""),
        ({"kind": PlaceKind.BATHING_PLACE}, ""),
        ({"accuracy": Accuracy.APPROXIMATE}, "Platsen ligger i eller nära Prövningens"),
        ({"shape": Point(HERE)}, "Platsen ligger i eller nära Prövningens"),
        ({"shape": Point(moved(HERE, east=300)), "facts": {"area_ha": 40}}, "i eller nära Pröv"),
        ({"shape": Point(moved(HERE, east=300)), "facts": {"area_ha": 4}}, ""),
        ({"shape": circle(moved(HERE, east=300), 250)}, ""),
        ({"name": "Prövningen"}, "Platsen ligger i Prövningen (naturreservat)."),
    ],
)
def test_only_what_protects_the_place_today_is_told(
    client: FlaskClient, municipality: MunicipalityInfo, columns: dict, shown: str
) -> None:
    given = {"name": "Prövningens naturreservat", "shape": circle(HERE, 500), **columns}
    with transaction(Scope.operator()) as session:
        make_place(session, municipality.id, **given)
    page = unescape(Teller(client).begin().page("plats"))
    assert shown in page
    assert bool(re.search("Platsen ligger i[^.]*Prövning", page)) == bool(shown)


def test_the_teller_is_told_in_plain_words_and_the_moderator_why(
    resident: FlaskClient, moderator: FlaskClient, nest: None
) -> None:
    teller = Teller(resident).begin()
    teller.write(body=NAMES_IT)
    thanks = unescape(resident.get(teller.send().location).text)
    assert "Vi visar platsen ungefärligt." in thanks
    assert "kungsörn" not in thanks.casefold()
    story = teller.story.rpartition("/")[2]
    case = unescape(moderator.get(f"/katrineholm/granska/{story}").text)
    assert "Nämner kungsörn nära ett känsligt område." in case
    assert "kanariefjäril" not in case
    assert "Andra ser en ring på 750 m" in case


def test_far_from_the_nest_nobody_is_told_anything(
    resident: FlaskClient, moderator: FlaskClient, nest: None
) -> None:
    lon, lat = moved(HERE, north=-5_000)
    teller = Teller(resident).begin(coordinates=f"{lat:.6f}, {lon:.6f}")
    teller.write(body=NAMES_IT)
    assert "ungefärligt" not in resident.get(teller.send().location).text
    story = teller.story.rpartition("/")[2]
    assert "känsligt område" not in moderator.get(f"/katrineholm/granska/{story}").text


def traces() -> list[str]:
    """Words and numbers of the layer, as any format might write them."""
    points = product(((NEST, 4), (NEST, 5)), range(2))
    degrees = {f"{point[axis]:.{decimals}f}" for (point, decimals), axis in points}
    return [LAYER, "kanariefjäril", *degrees, *(str(int(metres)) for metres in to_sweref(*NEST))]


def everything(client: FlaskClient, *addresses: str) -> str:
    """What the doors say, headers too."""
    answers = [client.get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == [200] * len(addresses)
    return "".join(unescape(answer.text) + str(answer.headers) for answer in answers)


def test_no_door_and_no_log_shows_the_layer(
    app: Flask,
    resident: FlaskClient,
    moderator: FlaskClient,
    nest: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    teller = Teller(resident).begin()
    teller.write(body=NAMES_IT)
    thanks = teller.send().location
    story = teller.story.rpartition("/")[2]
    decide(moderator, story, "publish")
    with reading(Scope.public()) as session:
        shown = session.scalars(select(Story).where(Story.body == NAMES_IT)).one()
        assert shown.precision is Precision.APPROX_1000
    seen = [
        everything(resident, thanks, "/konto/berattelser"),
        everything(moderator, f"/katrineholm/granska/{story}"),
        everything(
            app.test_client(),
            "/",
            "/katrineholm/",
            "/katrineholm/platser/",
            "/katrineholm/berattelser/",
            f"/katrineholm/berattelser/{story}",
            "/api/v1/collections",
            "/api/v1/collections/places/items?limit=500",
            f"/api/v1/collections/stories/items/{story}",
            "/api/v1/collections/stories/items?limit=500",
        ),
        caplog.text,
    ]
    found = [trace for trace in traces() for text in seen if trace in text]
    print(f"traces of the sensitive layer looked for {len(traces())}, found {len(found)}")
    assert found == []
