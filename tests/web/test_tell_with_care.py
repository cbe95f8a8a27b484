"""Telling of a line or an area, what it belongs to, homes, and pictures from the air; by forms."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shapely.geometry import LineString, Polygon
from sqlalchemy import select, update

from geostories import public_id
from geostories.domain.transaction import Scope, reading, transaction
from geostories.geo.drawn_shapes import on_ground
from geostories.models import Municipality, OfficialPlace
from geostories.queries.own_stories import VersionInfo, get_newest
from geostories.vocabulary import DecisionAction, Precision, StoryStatus
from tests.factories.story import Told, decide, make_moderator
from tests.factories.telling import FETCH, START, Teller

LINE = {"shape_kind": "line", "shape": "58.9521, 16.2951\n58.95413, 16.30417\n58.9600, 16.3010"}
AREA = {"shape_kind": "area", "shape": "58.95, 16.29\n58.95, 16.30\n58.96, 16.30\n58.96, 16.29"}
BOW_TIE = {"shape_kind": "area", "shape": "58.95, 16.29\n58.96, 16.30\n58.95, 16.30\n58.96, 16.29"}
NOWHERE = {"coordinates": ""}
CORNER = re.compile(r"58\.95413|16\.30417")
"""Of the line: in no answer unless the line itself is shown."""


def newest(teller: Teller) -> VersionInfo:
    story_id = public_id.decode(teller.story.rpartition("/")[2])
    with reading(Scope.operator()) as session:
        return get_newest(session, story_id=story_id)


def publish(version: VersionInfo) -> str:
    """The address of its page."""
    told = Told(version.story_id, version.version_id)
    with transaction(Scope.operator()) as session:
        decide(session, told, make_moderator(version.municipality_id), DecisionAction.PUBLISH)
    return f"/katrineholm/berattelser/{public_id.encode(version.story_id)}"


def told_and_published(client: FlaskClient, **place: str) -> str:
    teller = Teller(client).begin(**{**NOWHERE, **place})
    teller.write()
    assert teller.tell().status_code == 303
    return publish(newest(teller))


def test_a_line_stands_for_its_middle_and_comes_back_to_be_changed(client: FlaskClient) -> None:
    teller = Teller(client).begin(**NOWHERE, **LINE)
    draft = newest(teller)
    assert isinstance(draft.shape, LineString)
    assert draft.point is not None
    whole = on_ground(draft.shape)
    first = on_ground(LineString([*draft.shape.coords[:2], draft.point]))
    assert first.length == pytest.approx(whole.length / 2, abs=5)
    page = teller.page("plats")
    assert 'value="line" checked' in page
    assert "58.954130, 16.304170" in page


def test_an_area_stands_for_a_point_inside_it(client: FlaskClient) -> None:
    draft = newest(Teller(client).begin(**NOWHERE, **AREA))
    assert isinstance(draft.shape, Polygon)
    assert draft.point is not None
    assert 16.29 < draft.point[0] < 16.30


def test_a_point_again_takes_the_line_away(client: FlaskClient) -> None:
    teller = Teller(client).begin(**NOWHERE, **LINE)
    point = {"coordinates": "58.9521, 16.2951", "precision": "exact", "shape_kind": "point"}
    assert (
        teller.post("plats", {**point, "shape": LINE["shape"], "action": "next"}).status_code == 303
    )
    assert newest(teller).shape is None


def test_an_area_that_crosses_itself_is_said_and_stays_typed(client: FlaskClient) -> None:
    answer = Teller(client).post(START, {**BOW_TIE, "precision": "exact", "action": "next"})
    assert answer.status_code == 422
    assert "korsar sig själv" in answer.text
    assert "58.95, 16.29" in answer.text


def test_the_ring_answers_for_what_is_drawn(client: FlaskClient) -> None:
    teller = Teller(client)
    headers = {**FETCH, "X-CSRFToken": teller.token()}
    asked = {"precision": "exact", **AREA}
    seen = client.post(f"{START}/ring", json=asked, headers=headers).json
    assert 16.29 < seen["anchor"][0] < 16.30
    crossed = client.post(f"{START}/ring", json={**asked, **BOW_TIE}, headers=headers).json
    assert "korsar" in crossed["message"]


@pytest.mark.parametrize("precision", [Precision.APPROX_300, Precision.APPROX_1000])
def test_no_page_shows_the_line_of_an_approximate_story(
    client: FlaskClient, app: Flask, precision: Precision
) -> None:
    url = told_and_published(client, **LINE, precision=precision.value)
    item = f"/api/v1/collections/stories/items/{url.rpartition('/')[2]}"
    for path in (url, item, "/katrineholm/"):
        answer = app.test_client().get(path)
        assert answer.status_code == 200
        assert not CORNER.search(answer.text), path
        assert "LineString" not in answer.text


def test_the_page_of_an_exact_story_shows_its_line(client: FlaskClient, app: Flask) -> None:
    url = told_and_published(client, **LINE, precision="exact")
    page = app.test_client().get(url).text
    assert "LineString" in page
    assert "[16.30417, 58.95413]" in page
    item = app.test_client().get(f"/api/v1/collections/stories/items/{url.rpartition('/')[2]}")
    assert item.json["geometry"]["type"] == "Point"


def test_what_was_told_nearby_is_named_and_opens_beside(client: FlaskClient, app: Flask) -> None:
    url = told_and_published(client, coordinates="58.9521, 16.2951")
    shown = Teller(app.test_client()).post(
        START, {"action": "preview", "coordinates": "58.9522, 16.2952", "precision": "exact"}
    )
    assert shown.status_code == 200
    assert "Redan berättat i närheten" in shown.text
    assert re.search(rf'href="{url}" target="_blank" rel="noopener"', shown.text)
    far = {"action": "preview", "coordinates": "58.9621, 16.2951", "precision": "exact"}
    assert url not in Teller(app.test_client()).post(START, far).text


def test_telling_from_a_place_belongs_to_it(client: FlaskClient, app: Flask) -> None:
    with reading(Scope.operator()) as session:
        place = session.scalars(
            select(OfficialPlace)
            .join(Municipality, Municipality.id == OfficialPlace.municipality_id)
            .where(Municipality.slug == "katrineholm")
            .where(OfficialPlace.withdrawn_at.is_(None), OfficialPlace.in_force)
            .order_by(OfficialPlace.name)
        ).first()
    key = public_id.encode(place.id)
    page = client.get(f"{START}?plats={key}").text
    assert re.search(rf'<option selected value="{key}">', page)
    lon, lat = (
        re.search(rf'name="{name}" type="hidden" value="([^"]+)"', page)[1]
        for name in ("lon", "lat")
    )
    teller = Teller(client).begin(coordinates=f"{lat}, {lon}", belongs=key)
    teller.write()
    assert place.name in teller.page("granska")
    teller.tell()
    url = publish(newest(teller))
    visitor = app.test_client()
    assert re.search(rf"Hör till <a href=\"[^\"]*{key}\">", visitor.get(url).text)
    there = visitor.get(f"/katrineholm/platser/{key}?berattat=alla").text
    assert url in there
    with transaction(Scope.operator()) as session:
        session.execute(
            update(OfficialPlace)
            .where(OfficialPlace.id == place.id)
            .values(withdrawn_at=place.fetched_at)
        )
    assert "inte längre på kartan" in visitor.get(url).text


def test_a_story_belongs_to_nothing_far_away(client: FlaskClient) -> None:
    with reading(Scope.operator()) as session:
        query = (
            select(OfficialPlace.id)
            .join(Municipality, Municipality.id == OfficialPlace.municipality_id)
            .where(Municipality.slug == "vaxjo")
        )
        key = public_id.encode(session.scalars(query).first())
    far = {"coordinates": "58.9521, 16.2951", "precision": "exact", "belongs": key}
    answer = Teller(client).post(START, {**far, "action": "next"})
    assert answer.status_code == 422
    assert "för långt från" in answer.text


def test_a_home_becomes_a_ring_with_a_sentence_and_the_teller_may_choose(
    client: FlaskClient,
) -> None:
    teller = Teller(client).begin()
    teller.write(title="Vårt gamla hus")
    assert newest(teller).precision is Precision.APPROX_300
    page = teller.page("granska")
    assert "Det låter som ett hem" in page
    assert "300 meter" in page
    again = {"coordinates": "58.9521, 16.2951", "precision": "exact", "action": "next"}
    assert teller.post("plats", again).status_code == 303
    teller.write(title="Vårt gamla hus")
    assert newest(teller).precision is Precision.EXACT


def test_a_home_by_the_name_of_its_place_is_heard_in_the_first_step(client: FlaskClient) -> None:
    teller = Teller(client).begin(place_label="Sommarstugan")
    assert newest(teller).precision is Precision.APPROX_300
    assert "Det låter som någons hem" in teller.page("berattelse")


def test_the_moderator_answers_on_the_permit_and_the_zone(
    client: FlaskClient, moderator: FlaskClient
) -> None:
    teller = Teller(client).begin()
    teller.write()
    teller.tell(aerial="y")
    version = newest(teller)
    assert version.is_aerial
    desk = f"/katrineholm/granska/{public_id.encode(version.story_id)}"
    corners = "58.95, 16.29\n58.95, 16.30\n58.96, 16.30\n58.96, 16.29"
    token = re.search(r'name="csrf_token" value="([^"]+)"', moderator.get(desk).text)[1]
    zone = {"csrf_token": token, "name": "Vattentäkten", "reason": "Titta efter pumphuset."}
    drawn = moderator.post("/katrineholm/granska/zoner/ny", data={**zone, "shape": corners})
    assert drawn.status_code == 303
    page = moderator.get(desk).text
    assert "I zonen Vattentäkten." in page
    assert "Titta efter pumphuset." in page
    assert "Inget är sagt om spridningstillstånd" in page
    assert "i en zon" in moderator.get("/katrineholm/granska/").text
    key = re.search(r'name="zones" value="([^"]+)"', page)[1]
    given = {
        "csrf_token": token,
        "action": "publish",
        "version_id": public_id.encode(version.version_id),
        "ground": "none",
    }
    unseen = moderator.post(f"{desk}/beslut", data=given)
    assert (unseen.status_code, "Kryssa i att du har sett det" in unseen.text) == (422, True)
    unasked = moderator.post(f"{desk}/beslut", data={**given, "zones": key})
    assert (unasked.status_code, "Skriv numret på spridningstillståndet" in unasked.text) == (
        422,
        True,
    )
    assert f'value="{key}" checked' in unasked.text
    assert newest(teller).story_status is StoryStatus.PENDING
    answered = {**given, "zones": key, "spreading_permit": "LM2026/1"}
    assert moderator.post(f"{desk}/beslut", data=answered).status_code == 303
    assert newest(teller).spreading_permit == "LM2026/1"
