"""Files to take along: right form, right words, and readable by what reads them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from uuid import UUID

import pyogrio
import pytest
import shapely
from flask import Flask
from flask.testing import FlaskClient
from geoalchemy2.shape import from_shape, to_shape
from shapely.geometry import MultiLineString, MultiPolygon, box
from sqlalchemy import select

from geostories import public_id
from geostories.domain import trail_measures
from geostories.domain.transaction import Scope, transaction
from geostories.models import OfficialPlace, Trail

GPX = "{http://www.topografix.com/GPX/1/1}"
KML = "{http://www.opengis.net/kml/2.2}"
TYPES = {
    "gpx": "application/gpx+xml",
    "kml": "application/vnd.google-earth.kml+xml",
    "geojson": "application/geo+json",
}
NAMES = {"loop": "Exempelslinga vid Djulösjön", "point": "Jättens handfat"}


@pytest.fixture(scope="module")
def visitor(standing: Flask) -> FlaskClient:
    return standing.test_client()


@pytest.fixture(scope="module")
def ids(standing: Flask) -> dict[str, UUID]:
    """An example trail, a place with a point, a trail without a line, a reserve with a hole."""
    with standing.app_context(), transaction(Scope.operator()) as session:
        reserve = session.scalars(select(OfficialPlace).filter_by(name="Skirtorpssjön")).one()
        outer, hole = box(16.1, 58.9, 16.2, 59.0), box(16.14, 58.94, 16.16, 58.96)
        reserve.geom = from_shape(MultiPolygon([outer - hole, box(16.3, 58.9, 16.4, 59.0)]), 4326)
        session.flush()
        return {
            "loop": session.scalar(select(Trail.id).where(Trail.name == NAMES["loop"])),
            "point": session.scalar(
                select(OfficialPlace.id).where(OfficialPlace.name == NAMES["point"])
            ),
            "unlined": session.scalar(
                select(Trail.id).where(Trail.geom.is_(None), Trail.start_geom.is_(None)).limit(1)
            ),
            "reserve": reserve.id,
        }


def fetch(visitor: FlaskClient, place_id: UUID, form: str, town: str = "katrineholm"):
    return visitor.get(f"/{town}/platser/{public_id.encode(place_id)}.{form}")


@pytest.mark.parametrize("form", TYPES)
def test_file_has_its_media_type_and_a_name_for_every_file_system(visitor, ids, form):
    answer = fetch(visitor, ids["loop"], form)
    assert answer.status_code == 200
    assert answer.mimetype == TYPES[form]
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=exempel-inte-en-riktig-led-exempelslinga-vid-djulosjon.{form}"
    )


def test_gpx_is_ordered_as_its_schema_says(visitor, ids):
    root = ET.fromstring(fetch(visitor, ids["loop"], "gpx").data)
    assert (root.tag, root.get("version")) == (f"{GPX}gpx", "1.1")
    about, track = root
    tags = [child.tag.removeprefix(GPX) for child in about]
    assert tags == ["name", "desc", "author", "copyright", "link", "time"]
    tags = [child.tag.removeprefix(GPX) for child in track]
    assert tags == ["name", "desc", "src", "link", "type", "trkseg"]


def test_an_example_says_so_in_its_name_and_files_say_source_and_licence(visitor, ids):
    root = ET.fromstring(fetch(visitor, ids["loop"], "gpx").data)
    for name in (f"{GPX}metadata/{GPX}name", f"{GPX}trk/{GPX}name"):
        assert root.findtext(name) == f"Exempel, inte en riktig led: {NAMES['loop']}"
    owner = root.find(f"{GPX}metadata/{GPX}copyright")
    assert owner.get("author") == "Ritad som exempel"
    assert owner.findtext(f"{GPX}license") == "https://creativecommons.org/publicdomain/zero/1.0/"
    kml = fetch(visitor, ids["loop"], "kml").text
    said = json.loads(fetch(visitor, ids["loop"], "geojson").data)["properties"]
    assert "Exempel, inte en riktig led" in kml
    assert "Licens: CC0." in kml
    assert (said["licence"], said["is_example"]) == ("CC0", True)


def test_three_forms_hold_the_same_line_with_heights(visitor, ids, tmp_path: Path):
    lines = {}
    for form in TYPES:
        file = tmp_path / f"slinga.{form}"
        file.write_bytes(fetch(visitor, ids["loop"], form).data)
        options = {"layer": "tracks", "ELE_AS_25D": "YES"} if form == "gpx" else {}
        lines[form] = shapely.from_wkb(pyogrio.raw.read(file, **options)[2])[0]
    with transaction(Scope.public()) as session:
        drawn = session.get(Trail, ids["loop"]).geom
    stored = shapely.get_coordinates(shapely.from_wkb(drawn.data), include_z=True)
    for line in lines.values():
        corners = shapely.get_coordinates(line, include_z=True)
        assert corners == pytest.approx(stored, abs=0.06)
        assert corners[:, :2] == pytest.approx(stored[:, :2], abs=1e-6)
        assert 30 < corners[:, 2].min() < corners[:, 2].max() < 70


def test_a_place_is_a_waypoint_that_says_how_sure_it_is(visitor, ids):
    root = ET.fromstring(fetch(visitor, ids["point"], "gpx").data)
    mark = root.find(f"{GPX}wpt")
    assert mark.findtext(f"{GPX}name") == NAMES["point"]
    assert "Ungefärlig plats, inom omkring 50 meter." in mark.findtext(f"{GPX}desc")
    assert root.find(f"{GPX}trk") is None


def test_an_area_keeps_its_parts_and_its_hole(visitor, ids):
    root = ET.fromstring(fetch(visitor, ids["reserve"], "kml").data)
    assert len(root.findall(f".//{KML}Polygon")) == 2
    assert len(root.findall(f".//{KML}innerBoundaryIs")) == 1
    shape = json.loads(fetch(visitor, ids["reserve"], "geojson").data)["geometry"]
    assert (shape["type"], len(shape["coordinates"])) == ("MultiPolygon", 2)
    assert ET.fromstring(fetch(visitor, ids["reserve"], "gpx").data).find(f"{GPX}wpt") is not None


def test_what_nobody_knows_the_place_of_has_no_file(visitor, ids):
    for form in TYPES:
        assert fetch(visitor, ids["unlined"], form).status_code == 404
    assert fetch(visitor, ids["loop"], "shp").status_code == 404
    assert visitor.get("/katrineholm/platser/.gpx").status_code == 404


def test_a_file_of_another_municipality_is_found_there(visitor, ids):
    answer = fetch(visitor, ids["loop"], "gpx", town="vaxjo")
    assert answer.status_code == 301
    assert answer.location.endswith(f"/katrineholm/platser/{public_id.encode(ids['loop'])}.gpx")


def test_words_that_xml_cannot_hold_do_not_break_the_file(visitor, ids):
    with transaction(Scope.operator()) as session:
        place = session.get(OfficialPlace, ids["point"])
        before, place.summary = place.summary, "<b>&\x0b\ufffe]]>"
    try:
        root = ET.fromstring(fetch(visitor, ids["point"], "gpx").data)
        assert root.findtext(f"{GPX}wpt/{GPX}desc").startswith("<b>&]]>")
        assert ET.fromstring(fetch(visitor, ids["point"], "kml").data) is not None
    finally:
        with transaction(Scope.operator()) as session:
            session.get(OfficialPlace, ids["point"]).summary = before


def test_heights_of_a_height_file_are_in_the_files(visitor, ids):
    """A register's line is flat; its profile came from elsewhere."""
    flat = MultiLineString(
        [[(16.2, 58.99, 0), (16.2, 58.995, 0)], [(16.2, 59.0, 0), (16.2, 59.001, 0)]]
    )
    with transaction(Scope.operator()) as session:
        trail = session.get(Trail, ids["loop"])
        held, trail.geom = trail.geom, from_shape(flat, 4326)
        trail_measures.take_line(trail, flat)
        assert trail.profile is None
        trail.profile = [[0, 10.0], [557, 20.0], [557, 50.0], [668, 60.0]]
    try:
        root = ET.fromstring(fetch(visitor, ids["loop"], "gpx").data)
        assert len(root.findall(f".//{GPX}trkseg")) == 2
        heights = [float(point.text) for point in root.iter(f"{GPX}ele")]
        assert heights[0] == 10.0
        assert heights[-1] == pytest.approx(60.0, abs=0.2)
    finally:
        with transaction(Scope.operator()) as session:
            trail = session.get(Trail, ids["loop"])
            trail.geom = held
            trail_measures.take_line(trail, to_shape(held))
