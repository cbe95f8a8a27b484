"""Naturvårdsregistret as it answers: WFS 2.0 in GeoJSON and GML 3.2, and the REST service.

Built after the service's published schema and examples, the attributes of its downloadable files, and
what its users have reported of its paging; not a recording.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.factories.register_server import LoopbackServer, Reply, Request

EAST, NORTH = 569_000, 6_540_000
"""In Katrineholm, EPSG:3006."""

TYPE = "Naturvardsregistret_WFS:SkyddadeOmraden"
JSON = {"Content-Type": "application/json"}
XML = {"Content-Type": "application/xml;charset=UTF-8"}

NAMESPACES = (
    'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:ows="http://www.opengis.net/ows/1.1" '
    'xmlns:n="https://geodata.naturvardsverket.se/naturvardsregistret/wfs"'
)


@dataclass(frozen=True)
class Area:
    """A protected area: a square whose south-west corner is `east`, `north`."""

    nvrid: int
    name: str = "Stora skogen"
    kind: str = "Naturreservat"
    status: str = "Gällande"
    east: float = EAST
    north: float = NORTH
    side: float = 200
    rules: tuple[dict[str, Any], ...] = ()

    @property
    def ring(self) -> list[tuple[float, float]]:
        """Its corners, east first."""
        e, n, s = self.east, self.north, self.side
        return [(e, n), (e + s, n), (e + s, n + s), (e, n + s), (e, n)]

    def attributes(self) -> dict[str, Any]:
        """As the WFS names them."""
        return {
            "NVRID": str(self.nvrid),
            "NAMN": self.name,
            "SKYDDSTYP": self.kind,
            "BESLUTSSTATUS": self.status,
            "URSPR_BESLUTSDATUM": "1998-10-20",
            "LAN": "Södermanlands Län",
            "KOMMUN": "Katrineholm",
            "FORVALTARE": "Länsstyrelsen",
            "AREA_HA": 4.0,
        }


def areas(count: int, *, first: int = 2_000_001) -> list[Area]:
    """So many different ones, side by side."""
    return [
        Area(
            first + number,
            name=f"Skogen {number}",
            east=EAST + number % 40 * 300,
            north=NORTH + number // 40 * 300,
        )
        for number in range(count)
    ]


def moved(area: Area, **changes: Any) -> Area:
    """The same area, told otherwise."""
    return replace(area, **changes)


@dataclass
class Wfs:
    """The WFS. The registers behind it may be changed between two questions.

    `forms`: what it offers; `counts`: whether it says how many there are.
    """

    areas: Sequence[Area]
    cap: int = 500
    forms: tuple[str, ...] = ("application/gml+xml; version=3.2", "GEOJSON")
    counts: bool = True

    def answer(self, request: Request) -> Reply:
        """One answer, also to what it does not understand."""
        match request.query:
            case {"request": "GetCapabilities"}:
                return Reply(self.capabilities(), headers=XML)
            case {"request": "GetFeature", "typeNames": name} if name == TYPE:
                return self.features(request.query)
        return exception("InvalidParameterValue", "Feature type is not known.")

    def capabilities(self) -> bytes:
        """What it offers, shortened to what is read."""
        forms = "".join(f"<ows:Value>{form}</ows:Value>" for form in self.forms)
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<wfs:WFS_Capabilities version="2.0.0" {NAMESPACES}><ows:OperationsMetadata>
<ows:Operation name="GetFeature"><ows:Parameter name="outputFormat"><ows:AllowedValues>{forms}
</ows:AllowedValues></ows:Parameter></ows:Operation>
<ows:Constraint name="CountDefault"><ows:NoValues/><ows:DefaultValue>{self.cap}</ows:DefaultValue>
</ows:Constraint></ows:OperationsMetadata></wfs:WFS_Capabilities>""".encode()

    def features(self, query: dict[str, str]) -> Reply:
        """A page; `hits` in XML whatever form is asked for."""
        chosen = [area for area in self.areas if fits(area, query.get("CQL_FILTER", ""))]
        total = str(len(chosen)) if self.counts else "unknown"
        if query.get("resultType") == "hits":
            return Reply(gml([], matched=total), headers=XML)
        start = int(query.get("startIndex", 0))
        page = chosen[start : start + min(int(query.get("count", self.cap)), self.cap)]
        if "json" in query["outputFormat"].lower():
            return Reply(
                geojson(page, matched=len(chosen) if self.counts else "unknown"), headers=JSON
            )
        return Reply(gml(page, matched=total), headers=XML)


def fits(area: Area, cql: str) -> bool:
    """As much of CQL as is asked for: `NAME='value'` and `NAME LIKE '%value%'`, joined with AND."""
    for term in filter(None, cql.split(" AND ")):
        name, _, value = term.replace(" LIKE ", "=").partition("=")
        if value.strip("'%") not in str(area.attributes()[name.strip()]):
            return False
    return True


def geojson(page: Sequence[Area], *, matched: object, returned: int | None = None) -> bytes:
    """A page as the service's GEOJSON has it: in EPSG:3006, and saying so."""
    features = [
        {
            "type": "Feature",
            "id": f"SkyddadeOmraden.{area.nvrid}.{area.status}",
            "properties": area.attributes(),
            "geometry": {"type": "Polygon", "coordinates": [area.ring]},
        }
        for area in page
    ]
    whole = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}},
        "numberMatched": matched,
        "numberReturned": len(page) if returned is None else returned,
        "features": features,
    }
    return json.dumps(whole).encode()


def gml(page: Sequence[Area], *, matched: str, returned: int | None = None) -> bytes:
    """A page as GML 3.2: north comes first."""
    members = "".join(_member(area) for area in page)
    count = len(page) if returned is None else returned
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<wfs:FeatureCollection {NAMESPACES} timeStamp="2026-08-01T02:00:00Z"
 numberMatched="{matched}" numberReturned="{count}">{members}</wfs:FeatureCollection>""".encode()


def _member(area: Area) -> str:
    told = "".join(f"<n:{name}>{value}</n:{name}>" for name, value in area.attributes().items())
    corners = " ".join(f"{north} {east}" for east, north in area.ring)
    return f"""<wfs:member><n:SkyddadeOmraden gml:id="s.{area.nvrid}">{told}<n:GEOMETRY>
<gml:Polygon gml:id="p.{area.nvrid}" srsName="urn:ogc:def:crs:EPSG::3006"><gml:exterior>
<gml:LinearRing><gml:posList>{corners}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>
</n:GEOMETRY></n:SkyddadeOmraden></wfs:member>"""


def exception(code: str, words: str) -> Reply:
    """An exception as WFS sends it: with status 200."""
    body = f"""<?xml version="1.0" encoding="UTF-8"?>
<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0">
<ows:Exception exceptionCode="{code}"><ows:ExceptionText>{words}</ows:ExceptionText></ows:Exception>
</ows:ExceptionReport>"""
    return Reply(body.encode(), headers=XML)


BIRDS = {
    "foreskriftstyp": "Tillträdesförbud",
    "foreskriftssubtyp": "Fågel",
    "franDatum": "1/3",
    "tillDatum": "15/8",
    "areaHa": 7.2,
}
"""The example of the service's own documentation."""


def serve_rest(server: LoopbackServer, areas: Sequence[Area], *, wrapped: bool = False) -> None:
    """Lay out the REST service under /rest/v3. `wrapped`: with the object that version 2 had."""
    for path in [path for path in server.pages if path.startswith("/rest/v3/")]:
        del server.pages[path]
    rows = [_row(area) for area in areas]
    listing = [{"omrade": row} for row in rows] if wrapped else rows
    _lay(server, "/rest/v3/omrade/nolinks", Reply(json.dumps(listing).encode(), headers=JSON))
    for area in areas:
        here = f"/rest/v3/omrade/{area.nvrid}/{'G%C3%A4llande' if area.status == 'Gällande' else area.status}"
        corners = ", ".join(f"{east:.8f} {north:.8f}" for east, north in area.ring)
        _lay(server, f"{here}/wkt", Reply(f"POLYGON  (( {corners}))".encode()))
        rules = [{"foreskriftsomrade": rule} if wrapped else rule for rule in area.rules]
        _lay(server, f"{here}/foreskriftsomraden", Reply(json.dumps(rules).encode(), headers=JSON))


def _row(area: Area) -> dict[str, Any]:
    return {
        "id": area.nvrid,
        "beslutsstatus": area.status,
        "namn": area.name,
        "skyddstyp": area.kind,
        "lanAsText": "Södermanlands Län",
        "kommunerAsText": "Katrineholm",
        "beslutsdatum": "1998-10-20T00:00:00+02:00",
        "ursprBeslutsdatum": "1998-10-20T00:00:00+02:00",
        "gallandedatum": 908834400000,
        "forvaltare": "Länsstyrelsen",
        "areaHa": 4.0,
    }


def _lay(server: LoopbackServer, path: str, reply: Reply) -> None:
    server.pages[path] = lambda _: reply
