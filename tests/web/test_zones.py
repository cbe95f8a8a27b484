"""The moderators' page of zones: drawn, pasted, taken from a file, changed, removed, put back."""

from __future__ import annotations

import io
import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ZONES = "/katrineholm/granska/zoner/"
CORNERS = "58.95, 16.29\n58.95, 16.30\n58.96, 16.30\n58.96, 16.29"
RING = [[16.29, 58.95], [16.30, 58.95], [16.30, 58.96], [16.29, 58.95]]
GEOJSON = json.dumps({"type": "Polygon", "coordinates": [RING]})


def send(moderator: FlaskClient, path: str, **given: object) -> TestResponse:
    page = moderator.get(f"{ZONES}ny").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    zone = {"name": "Vattentäkten", "reason": "Titta efter pumphuset."}
    return moderator.post(
        path, data={"csrf_token": token, **zone, **given}, content_type="multipart/form-data"
    )


def drawn(moderator: FlaskClient) -> str:
    """The address of the zone in the list."""
    found = re.search(rf'href="({ZONES}\w{{22}})">Vattentäkten', moderator.get(ZONES).text)
    assert found
    return found[1]


@pytest.mark.parametrize("shape", [CORNERS, GEOJSON])
def test_a_zone_is_drawn_or_pasted_and_comes_back_as_typed(
    moderator: FlaskClient, shape: str
) -> None:
    assert send(moderator, f"{ZONES}ny", shape=shape).status_code == 303
    page = moderator.get(drawn(moderator)).text
    assert "58.950000, 16.290000" in page
    assert "ritade zonen" in page


def test_a_zone_is_taken_from_a_file(moderator: FlaskClient) -> None:
    file = (io.BytesIO(GEOJSON.encode()), "zon.geojson")
    assert send(moderator, f"{ZONES}ny", file=file, shape="").status_code == 303
    assert "58.960000, 16.300000" in moderator.get(drawn(moderator)).text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"shape": ""}, "Sätt minst 3 punkter"),
        ({"shape": "{}"}, "ingen GeoJSON"),
        ({"shape": CORNERS, "name": ""}, "Ge zonen ett namn"),
        ({"shape": CORNERS, "reason": ""}, "Skriv varför"),
        ({"shape": CORNERS, "starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "före början"),
        ({"shape": "x" * 1_000_001}, "mer än 1000 kB"),
    ],
)
def test_what_is_no_zone_is_said_at_its_field(
    moderator: FlaskClient, given: dict, sentence: str
) -> None:
    answer = send(moderator, f"{ZONES}ny", **given)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_zone_is_changed_removed_and_put_back_with_its_history(moderator: FlaskClient) -> None:
    send(moderator, f"{ZONES}ny", shape=CORNERS, ends_on="2099-01-01")
    zone = drawn(moderator)
    assert send(moderator, zone, shape=CORNERS, reason="Nytt skäl").status_code == 303
    assert send(moderator, f"{zone}/ta-bort").status_code == 303
    assert "borttagen" in moderator.get(ZONES).text
    assert send(moderator, zone, shape=CORNERS).status_code == 303
    assert "Nytt skäl" in moderator.get(ZONES).text
    assert send(moderator, f"{zone}/lagg-tillbaka").status_code == 303
    page = moderator.get(zone).text
    for line in ("ritade zonen", "ändrade zonen", "tog bort zonen", "lade tillbaka zonen"):
        assert line in page


def test_nobody_but_moderators_sees_a_zone(
    moderator: FlaskClient, resident: FlaskClient, app: Flask
) -> None:
    send(moderator, f"{ZONES}ny", shape=CORNERS)
    zone = drawn(moderator)
    for path in (ZONES, zone):
        assert app.test_client().get(path).status_code == 303
        assert resident.get(path).status_code == 403
    assert "Vattentäkten" not in moderator.get(ZONES.replace("katrineholm", "vaxjo")).text
    assert moderator.get(zone.replace("katrineholm", "vaxjo")).status_code == 404
