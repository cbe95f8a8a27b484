"""Registers that answered well once, and now do not: in every way that has been seen or thought of."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.factories.layer_files import collection, feature
from tests.factories.register_server import LoopbackServer, Page, Reply, Request
from tests.factories.register_server_nvr import (
    BIRDS,
    TYPE,
    Wfs,
    areas,
    exception,
    geojson,
    gml,
    moved,
    serve_rest,
)
from tests.factories.register_server_others import OSBY, OgcFeatures, serve_hav, water

Fault = Callable[[LoopbackServer], None]
PATHS = {
    "wfs": ("/wfs", {"type_name": TYPE, "crs": 3006}),
    "ogc_features": ("/ogc", {"type_name": "platser"}),
    "nvr_rest": ("/rest/v3", {"query": "kommun=0483"}),
    "hav": ("/v2", {"query": "0483", "kind": "bathing_place"}),
    "file": ("/platser.geojson", {}),
}
HTML = Reply(b"<!DOCTYPE html><html><body>Underh\xc3\xa5ll</body></html>")
BOMB = Reply(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')


def well(server: LoopbackServer, protocol: str) -> None:
    """The register as it should answer."""
    rows = [feature(register_id=f"a-{number}", name=f"Plats {number}") for number in range(9)]
    match protocol:
        case "wfs":
            server.pages["/wfs"] = Wfs(areas(9), cap=4).answer
        case "ogc_features":
            OgcFeatures(server, rows, cap=4)
        case "nvr_rest":
            serve_rest(server, [moved(area, rules=(BIRDS,)) for area in areas(9)])
        case "hav":
            serve_hav(server, *(water(number, f"Bad {number}") for number in range(9)))
        case _:
            body = json.dumps(collection(*rows)).encode()
            server.pages["/platser.geojson"] = lambda _: Reply(body)


def on(path: str, reply: Reply | Page) -> Fault:
    """One path answers this instead."""

    def lay(server: LoopbackServer) -> None:
        server.pages[path] = reply if callable(reply) else lambda _: reply

    return lay


def on_page(number: int, reply: Reply, *, path: str = "/wfs") -> Fault:
    """One page of several answers this; the one that would be asked for at the row `number`."""

    def lay(server: LoopbackServer) -> None:
        usual = server.pages[path]

        def page(request: Request) -> Reply:
            at = request.query.get("startIndex", request.query.get("offset", "-"))
            return reply if at == str(number) else usual(request)

        server.pages[path] = page

    return lay


def on_request(name: str, value: str, reply: Reply) -> Fault:
    """A WFS answers this to requests with this parameter."""

    def lay(server: LoopbackServer) -> None:
        usual = server.pages["/wfs"]
        server.pages["/wfs"] = lambda request: (
            reply if request.query.get(name) == value else usual(request)
        )

    return lay


def wfs(how: Callable[[Request, Wfs], Reply | None], **options: Any) -> Fault:
    """A WFS that pages in a way of its own."""

    def lay(server: LoopbackServer) -> None:
        service = Wfs(areas(9), cap=4, **options)
        server.pages["/wfs"] = lambda request: how(request, service) or service.answer(request)

    return lay


def page_of(request: Request) -> int | None:
    return int(request.query["startIndex"]) if "startIndex" in request.query else None


NINE = areas(9)
ITEMS = "/ogc/collections/platser/items"
AREA = "/rest/v3/omrade/2000003/G%C3%A4llande"
FAULTS: dict[str, tuple[str, str, Fault]] = {
    "capabilities away": ("wfs", "failed register_busy", on("/wfs", Reply(status=503))),
    "address gone": ("wfs", "refused register_says_no", on("/wfs", Reply(status=404))),
    "maintenance page": ("wfs", "failed register_unreadable", on("/wfs", HTML)),
    "entities": ("wfs", "failed register_unreadable", on("/wfs", BOMB)),
    "exception at once": (
        "wfs",
        "refused register_exception",
        on("/wfs", exception("NoApplicableCode", "ORA-28579")),
    ),
    "exception for the count": (
        "wfs",
        "refused register_exception",
        on_request("resultType", "hits", exception("InvalidParameterValue", "CQL")),
    ),
    "exception on a page": (
        "wfs",
        "refused register_exception",
        on_page(4, exception("NoApplicableCode", "ORA-28579")),
    ),
    "a page away": ("wfs", "failed register_busy", on_page(4, Reply(status=502))),
    "a page too many": ("wfs", "failed register_busy", on_page(8, Reply(status=429))),
    "a page cut off on the way": (
        "wfs",
        "failed fetch_broke_off",
        on_page(4, Reply(geojson(NINE[4:8], matched=9)[:900], announced=5_000)),
    ),
    "a page cut off in the middle": (
        "wfs",
        "failed register_unreadable",
        on_page(4, Reply(geojson(NINE[4:8], matched=9)[:900])),
    ),
    "a page of numbers that are none": (
        "wfs",
        "failed register_unreadable",
        on_page(4, Reply(geojson(NINE[4:8], matched=9).replace(b"4.0", b"NaN"))),
    ),
    "a page nested too deep": (
        "wfs",
        "failed register_unreadable",
        on_page(4, Reply(b"[" * 99_999)),
    ),
    "fewer than the page says": (
        "wfs",
        "failed register_cut_off",
        on_page(4, Reply(geojson(NINE[4:6], matched=9, returned=4))),
    ),
    "paging that is not understood": (
        "wfs",
        "failed register_cut_off",
        wfs(lambda request, _: Reply(geojson([], matched=9)) if page_of(request) else None),
    ),
    "the first page again and again": (
        "wfs",
        "failed register_pages_overlap",
        wfs(
            lambda request, service: (
                Reply(geojson(service.areas[:4], matched=9)) if page_of(request) else None
            )
        ),
    ),
    "one full page, and no count": (
        "wfs",
        "failed register_cut_off",
        wfs(
            lambda request, _: Reply(geojson([], matched="unknown")) if page_of(request) else None,
            counts=False,
        ),
    ),
    "more between two pages": (
        "wfs",
        "failed register_changed_meanwhile",
        on_page(4, Reply(geojson(NINE[4:8], matched=10))),
    ),
    "another system on a page": (
        "wfs",
        "failed register_changed_meanwhile",
        on_page(4, Reply(geojson(NINE[4:8], matched=9).replace(b"3006", b"3010"))),
    ),
    "more than was counted": (
        "wfs",
        "failed register_changed_meanwhile",
        on_request("resultType", "hits", Reply(gml([], matched="3"))),
    ),
    "a header that promises, a body that holds none": (
        "wfs",
        "failed register_cut_off",
        wfs(
            lambda request, _: (
                Reply(gml([], matched="9", returned=4)) if page_of(request) else None
            ),
            forms=("application/gml+xml; version=3.2",),
        ),
    ),
    "half a page of GML": (
        "wfs",
        "refused import_broken_xml",
        wfs(
            lambda request, _: (
                Reply(gml(NINE[4:8], matched="9")[:1_200]) if page_of(request) else None
            ),
            forms=("application/gml+xml; version=3.2",),
        ),
    ),
    "a shape that crosses itself": (
        "file",
        "refused import_open_ring",
        on(
            "/platser.geojson",
            Reply(
                json.dumps(
                    collection(
                        feature([[[16, 59], [16.1, 59], [16, 59.1], [16.2, 59.2]]], "Polygon")
                    )
                ).encode()
            ),
        ),
    ),
    "sent on inside": (
        "wfs",
        "refused fetch_private_address",
        on("/wfs", Reply(status=302, headers={"Location": "http://127.0.0.1/wfs"})),
    ),
    "no JSON": ("ogc_features", "failed register_unreadable", on(ITEMS, HTML)),
    "no features": (
        "ogc_features",
        "failed register_unreadable",
        on(ITEMS, Reply(b'{"type":"x"}')),
    ),
    "a list": ("ogc_features", "failed register_unreadable", on(ITEMS, Reply(b"[1]"))),
    "second page away": (
        "ogc_features",
        "failed register_busy",
        on_page(4, Reply(status=500), path=ITEMS),
    ),
    "ends too early": (
        "ogc_features",
        "failed register_cut_off",
        on_page(4, Reply(json.dumps({"features": [], "numberMatched": 9}).encode()), path=ITEMS),
    ),
    "turns in a circle": (
        "ogc_features",
        "failed register_pages_overlap",
        on(ITEMS, Reply(b'{"features":[],"links":[{"rel":"next","href":"?limit=500"}]}')),
    ),
    "leads to another host": (
        "ogc_features",
        "refused register_leads_elsewhere",
        on(ITEMS, Reply(b'{"features":[],"links":[{"rel":"next","href":"http://else.example/"}]}')),
    ),
    "metres instead of degrees": (
        "ogc_features",
        "refused register_wrong_crs",
        on(
            ITEMS,
            Reply(
                b'{"features":[]}',
                headers={"Content-Crs": "<http://www.opengis.net/def/crs/EPSG/0/3006>"},
            ),
        ),
    ),
    "an object instead of the list": (
        "nvr_rest",
        "failed register_unreadable",
        on("/rest/v3/omrade/nolinks", Reply(b'{"message":"fel"}')),
    ),
    "rows that are none": (
        "nvr_rest",
        "failed register_unreadable",
        on("/rest/v3/omrade/nolinks", Reply(b'[{"namn":"utan id"}]')),
    ),
    "as many as it gives": (
        "nvr_rest",
        "refused register_too_many",
        on("/rest/v3/omrade/nolinks", Reply(b"[" + b"{}," * 999 + b"{}]")),
    ),
    "a shape away": ("nvr_rest", "failed register_busy", on(f"{AREA}/wkt", Reply(status=500))),
    "an error as a shape": (
        "nvr_rest",
        "failed register_unreadable",
        on(f"{AREA}/wkt", Reply(b"ORA-28579: network error")),
    ),
    "a shape cut off": (
        "nvr_rest",
        "failed register_unreadable",
        on(f"{AREA}/wkt", Reply(b"POLYGON ((569000 6540000, 569200 65)")),
    ),
    "a shape nested too deep": (
        "nvr_rest",
        "failed register_unreadable",
        on(f"{AREA}/wkt", Reply(b"POLYGON " + b"(" * 99_999)),
    ),
    "a day that is none": (
        "nvr_rest",
        "failed register_unreadable",
        on(
            f"{AREA}/foreskriftsomraden",
            Reply(json.dumps([BIRDS | {"tillDatum": "31/6"}]).encode()),
        ),
    ),
    "half a period": (
        "nvr_rest",
        "failed register_unreadable",
        on(
            f"{AREA}/foreskriftsomraden",
            Reply(json.dumps([BIRDS | {"tillDatum": None}]).encode()),
        ),
    ),
    "another form of answer": (
        "hav",
        "failed register_unreadable",
        on("/v2/bathing-waters", Reply(b'{"features":[]}')),
    ),
    "an empty list": (
        "hav",
        "failed register_unreadable",
        on("/v2/bathing-waters", Reply(b'{"watersAndAdvisories":[]}')),
    ),
    "an id of another form": (
        "hav",
        "failed register_unreadable",
        lambda server: serve_hav(server, water(1, "Bad", id="0483-1")),
    ),
    "a position that is none": (
        "hav",
        "failed register_unreadable",
        lambda server: serve_hav(server, water(1, "Bad", samplingPointPosition={"latitude": "x"})),
    ),
    "none of this municipality": (
        "hav",
        "refused register_nothing_there",
        lambda server: serve_hav(server, water(1, "Osbysjön", code=OSBY)),
    ),
    "too many calls": ("hav", "failed register_busy", on("/v2/bathing-waters", Reply(status=429))),
    "nothing": ("file", "failed register_unreadable", on("/platser.geojson", Reply(b""))),
    "nothing new, though nobody asked": (
        "file",
        "failed register_unreadable",
        on("/platser.geojson", Reply(status=304)),
    ),
    "a page instead of the file": ("file", "refused", on("/platser.geojson", HTML)),
    "half an archive": ("file", "refused", on("/platser.geojson", Reply(b"PK\x03\x04half"))),
    "a name missing": (
        "file",
        "refused import_no_name",
        on("/platser.geojson", Reply(json.dumps(collection(feature(name=""))).encode())),
    ),
    "somebody else's layer": (
        "file",
        "refused import_outside_municipality",
        on("/platser.geojson", Reply(json.dumps(collection(feature((14.8, 56.9)))).encode())),
    ),
}
