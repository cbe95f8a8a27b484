"""Each protocol brings the whole layer: every page, every row once, positions as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from geostories.config import Settings
from geostories.importers.registers.asking import Collected, Register, with_query
from geostories.importers.registers.collect import collect
from geostories.vocabulary import SourceProtocol
from tests.factories.layer_files import feature
from tests.factories.register_server import LoopbackServer, Reply, Request, served
from tests.factories.register_server_nvr import (
    BIRDS,
    TYPE,
    Area,
    Wfs,
    areas,
    geojson,
    moved,
    serve_rest,
)
from tests.factories.register_server_others import OSBY, OgcFeatures, serve_hav, water


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with served(LoopbackServer()) as started:
        yield started


def ask(server: LoopbackServer, protocol: str, path: str, **how: Any) -> Collected | None:
    register = Register(SourceProtocol(protocol), f"{server.url}{path}", **how)
    return collect(register, Settings(fetch_private_hosts=server.host))


def bring(server: LoopbackServer, protocol: str, path: str, **how: Any) -> dict[str, Any]:
    """The GeoJSON that was collected."""
    found = ask(server, protocol, path, **how)
    assert found is not None
    whole: dict[str, Any] = json.loads(found.content)
    return whole


def names(collection: dict[str, Any], key: str = "NAMN") -> list[str]:
    return [each["properties"][key] for each in collection["features"]]


@pytest.mark.parametrize("counts", [True, False], ids=["counted", "unknown"])
@pytest.mark.parametrize("number", [0, 1, 499, 501, 1_203])
def test_wfs_is_read_to_its_last_page(server: LoopbackServer, number: int, counts: bool) -> None:
    wfs = Wfs(areas(number), counts=counts)
    server.pages["/wfs"] = wfs.answer
    whole = bring(server, "wfs", "/wfs", type_name=TYPE, crs=3006)
    assert names(whole) == [area.name for area in wfs.areas]
    if number:
        assert whole["crs"]["properties"]["name"].endswith("3006")
    pages = [each.query for each in server.asked if "startIndex" in each.query]
    assert {page["count"] for page in pages} <= {"500"}
    assert {page["srsName"] for page in pages} <= {"urn:ogc:def:crs:EPSG::3006"}


def test_wfs_is_asked_with_the_filter(server: LoopbackServer) -> None:
    wanted, other = Area(1, kind="Naturminne"), Area(2)
    server.pages["/wfs"] = Wfs([wanted, other]).answer
    query = "SKYDDSTYP='Naturminne' AND KOMMUN LIKE '%Katrineholm%'"
    whole = bring(server, "wfs", "/wfs?map=nvr", type_name=TYPE, query=query)
    assert [each["properties"]["NVRID"] for each in whole["features"]] == ["1"]
    assert {each.query["map"] for each in server.asked} == {"nvr"}
    assert [each.query.get("CQL_FILTER") for each in server.asked] == [None, query, query]


def test_wfs_is_asked_with_an_xml_filter(server: LoopbackServer) -> None:
    server.pages["/wfs"] = Wfs([Area(1)]).answer
    bring(server, "wfs", "/wfs", type_name=TYPE, query="<fes:Filter/>")
    assert server.asked[-1].query["filter"] == "<fes:Filter/>"
    assert "CQL_FILTER" not in server.asked[-1].query


def test_wfs_without_json_is_read_as_gml_with_its_order_of_axes(server: LoopbackServer) -> None:
    forms = ("application/gml+xml; version=3.2", "text/xml; subtype=gml/3.2.1")
    wfs = Wfs(areas(5), cap=2, forms=forms)
    server.pages["/wfs"] = wfs.answer
    whole = bring(server, "wfs", "/wfs", type_name=TYPE, crs=3006)
    assert names(whole) == [area.name for area in wfs.areas]
    lon, lat = whole["features"][0]["geometry"]["coordinates"][0][0][:2]
    assert (round(lon, 2), round(lat, 2)) == (16.2, 58.99)
    assert len([each for each in server.asked if "startIndex" in each.query]) == 3


def test_a_server_that_gives_less_than_asked_for_is_read_on(server: LoopbackServer) -> None:
    """It says 500 and gives 7 at a time."""
    wfs = Wfs(areas(20))

    def sparing(request: Request) -> Reply:
        if "startIndex" not in request.query:
            return wfs.answer(request)
        start = int(request.query["startIndex"])
        return Reply(geojson(wfs.areas[start : start + 7], matched=20))

    server.pages["/wfs"] = sparing
    assert len(bring(server, "wfs", "/wfs", type_name=TYPE)["features"]) == 20


@pytest.mark.parametrize("counts", [True, False], ids=["counted", "not"])
@pytest.mark.parametrize("number", [0, 3, 10, 25])
def test_ogc_features_are_read_from_link_to_link(
    server: LoopbackServer, number: int, counts: bool
) -> None:
    rows = [feature(register_id=f"a-{each}", name=f"Plats {each}") for each in range(number)]
    OgcFeatures(server, rows).counts = counts
    whole = bring(server, "ogc_features", "/ogc", type_name="platser", query="kommun=0483")
    assert names(whole, "name") == [f"Plats {each}" for each in range(number)]
    assert server.asked[0].query == {"limit": "500", "kommun": "0483"}
    assert "geo+json" in server.asked[0].headers["accept"]


@pytest.mark.parametrize("wrapped", [True, False], ids=["version 2", "version 3"])
def test_nvr_rest_brings_shapes_dates_and_bans(server: LoopbackServer, wrapped: bool) -> None:
    all_year = {"foreskriftstyp": "Tillträdesförbud", "foreskriftssubtyp": "Säl"}
    other = {"foreskriftstyp": "Kanalisering", "franDatum": "1/1", "tillDatum": "1/2"}
    area = Area(2_001_362, name="Näset", rules=(BIRDS, BIRDS, other, all_year))
    serve_rest(server, [area, moved(area, nvrid=2, status="Beslutad", rules=())], wrapped=wrapped)
    whole = bring(server, "nvr_rest", "/rest/v3", query="kommun=0483&skyddstypkod=NR")
    first, second = (each["properties"] for each in whole["features"])
    assert (first["NVRID"], first["NAMN"], first["BESLSTATUS"]) == (2_001_362, "Näset", "Gällande")
    assert (first["URSBESLDAT"], first["SENGALLDAT"]) == ("1998-10-20", "1998-10-20")
    assert json.loads(first["access_bans"]) == [
        {"text": "Tillträdesförbud, säl", "start": "01-01", "end": "12-31"},
        {"text": "Tillträdesförbud, fågel", "start": "03-01", "end": "08-15"},
    ]
    assert (second["BESLSTATUS"], second["access_bans"]) == ("Beslutad", "[]")
    assert whole["features"][0]["geometry"] == {
        "type": "Polygon",
        "coordinates": [[list(corner) for corner in area.ring]],
    }
    assert server.asked[0].query == {"kommun": "0483", "skyddstypkod": "NR", "limit": "1000"}


SHAPES = {
    "POINT (569000.5 6540000)": ("Point", [569000.5, 6540000]),
    "MULTIPOINT (1 2, 3 4)": ("MultiPoint", [[1, 2], [3, 4]]),
    "MULTIPOINT ((1 2), (3 4))": ("MultiPoint", [[1, 2], [3, 4]]),
    '"polygon((0 0,1 0,1 1,0 0),(0.1 0.1,0.2 0.1,0.2 0.2,0.1 0.1))"': (
        "Polygon",
        [[[0, 0], [1, 0], [1, 1], [0, 0]], [[0.1, 0.1], [0.2, 0.1], [0.2, 0.2], [0.1, 0.1]]],
    ),
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))": (
        "MultiPolygon",
        [[[[0, 0], [1, 0], [1, 1], [0, 0]]], [[[5, 5], [6, 5], [6, 6], [5, 5]]]],
    ),
}


@pytest.mark.parametrize("wkt", SHAPES)
def test_nvr_rest_understands_the_shapes_of_the_register(server: LoopbackServer, wkt: str) -> None:
    serve_rest(server, [Area(1)])
    server.pages["/rest/v3/omrade/1/G%C3%A4llande/wkt"] = lambda _: Reply(wkt.encode())
    [found] = bring(server, "nvr_rest", "/rest/v3")["features"]
    assert (found["geometry"]["type"], found["geometry"]["coordinates"]) == SHAPES[wkt]


def test_hav_brings_the_bathing_places_of_the_municipality(server: LoopbackServer) -> None:
    serve_hav(
        server,
        water(1118, "Fiskeboda", 15.89, 59.18),
        water(1, "Osbysjön", code=OSBY),
        water(1120, "Aspen", 59.14, 16.12),  # latitude and longitude changed places
        water(1121, "Utan läge", samplingPointPosition=None),
    )
    whole = bring(server, "hav", "/v2", query="0483")
    assert names(whole, "name") == ["Fiskeboda", "Aspen"]
    assert [each["geometry"]["coordinates"] for each in whole["features"]] == [
        [15.89, 59.18],
        [16.12, 59.14],
    ]
    assert whole["features"][0]["properties"]["id"] == "SE0220483000001118"
    assert len(bring(server, "hav", "/v2")["features"]) == 3


def test_a_file_is_asked_for_only_when_it_is_new(server: LoopbackServer) -> None:
    def newest(request: Request) -> Reply:
        told = {"ETag": '"7"', "Last-Modified": "Sat, 01 Aug 2026 02:00:00 GMT"}
        if request.headers.get("if-none-match") == '"7"':
            return Reply(status=304, headers=told)
        return Reply(b"PK\x03\x04", headers=told)

    server.pages["/nr/NR%20hela.zip"] = newest
    found = ask(server, "file", "/nr/NR%20hela.zip", type_name="NR_polygon", crs=3006)
    assert found == Collected(
        "NR hela.zip",
        b"PK\x03\x04",
        crs=3006,
        layer="NR_polygon",
        etag='"7"',
        last_modified="Sat, 01 Aug 2026 02:00:00 GMT",
    )
    told = {"etag": found.etag, "last_modified": found.last_modified}
    assert ask(server, "file", "/nr/NR%20hela.zip", **told) is None
    assert server.asked[1].headers["if-modified-since"] == "Sat, 01 Aug 2026 02:00:00 GMT"


def test_parameters_take_the_place_of_others_of_their_name() -> None:
    assert (
        with_query("https://x.example/wfs?SERVICE=WMS&map=a%2Fb#part", service="WFS", q="å b&c")
        == "https://x.example/wfs?map=a%2Fb&service=WFS&q=%C3%A5%20b%26c"
    )
