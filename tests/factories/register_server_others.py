"""HaV's bathing waters and an OGC API – Features as they answer; built after their specifications."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.factories.register_server import LoopbackServer, Reply, Request

GEOJSON = {"Content-Type": "application/geo+json"}
KATRINEHOLM, OSBY = "0483", "1273"


def water(
    serial: int,
    name: str,
    lon: float = 16.2,
    lat: float = 59.0,
    *,
    code: str = KATRINEHOLM,
    **changes: Any,
) -> dict[str, Any]:
    """One entry of `watersAndAdvisories`; positions are strings there."""
    bathing_water = {
        "id": f"SE022{code}{serial:09}",
        "name": name,
        "euType": True,
        "description": "Strand med brygga",
        "samplingPointPosition": {"latitude": str(lat), "longitude": str(lon)},
        "municipality": {"name": "Katrineholm", "contactInfo": {"phone": "", "email": ""}},
        "waterTypeIdText": "Sjö",
    }
    return {
        "bathingWater": bathing_water | changes,
        "adviceAgainstBathing": [],
        "abnormalSituations": [],
    }


def serve_hav(server: LoopbackServer, *waters: dict[str, Any]) -> None:
    """Lay out the list under /v2."""
    body = json.dumps({"watersAndAdvisories": waters}).encode()
    server.pages["/v2/bathing-waters"] = lambda _: Reply(
        body, headers={"Content-Type": "application/json"}
    )


class OgcFeatures:
    """A collection in pages, from link to link. `counts`: whether it says how many there are."""

    def __init__(self, server: LoopbackServer, features: Sequence[dict[str, Any]], cap: int = 10):
        self.server, self.features, self.cap = server, features, cap
        self.counts = True
        server.pages["/ogc/collections/platser/items"] = self.answer

    def answer(self, request: Request) -> Reply:
        """A page, with the link to the next."""
        start = int(request.query.get("offset", 0))
        page = self.features[start : start + min(self.cap, int(request.query["limit"]))]
        following = start + len(page)
        links = [{"rel": "self", "href": request.path}]
        if following < len(self.features):
            onward = f"{self.server.url}{request.path}?limit={self.cap}&offset={following}"
            links.append({"rel": "next", "type": "application/geo+json", "href": onward})
        whole: dict[str, Any] = {"type": "FeatureCollection", "features": page, "links": links}
        if self.counts:
            whole |= {"numberMatched": len(self.features), "numberReturned": len(page)}
        return Reply(json.dumps(whole).encode(), headers=GEOJSON)
