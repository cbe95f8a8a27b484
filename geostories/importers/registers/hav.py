"""Bathing waters of Havs- och vattenmyndigheten: the list of version 2.1.0 of their public API.

Written against the OpenAPI document "bathing-waters-public" 2.1.0 (read in August 2026).
"""

from __future__ import annotations

import re
from typing import Any

from geostories.geo.coordinates import in_sweden
from geostories.importers.registers.asking import Asker, Collected, Register, to_geojson, under
from geostories.integrations.fetching import FetchFailed, FetchRefused

ID = re.compile(r"SE[A-Z0-9]{3}([0-9]{4})[0-9]{9}")
"""SE, the county's NUTS code, the municipality's code, a number."""

PAGE = "https://badplatsen.havochvatten.se/badplatsen/karta/#/bath/"


def collect(register: Register, asker: Asker) -> Collected:
    """The bathing places of the municipality whose code `register.query` is ("": of all).

    Raises FetchFailed and FetchRefused.
    """
    answer = asker.get_json(under(register.url, "bathing-waters"))
    listed = answer.get("watersAndAdvisories") if isinstance(answer, dict) else None
    if not isinstance(listed, list) or not listed:
        raise FetchFailed("register_unreadable")
    waters = [_water(entry) for entry in listed]
    chosen = [water for water in waters if register.query in ("", _municipality(water))]
    if not chosen:
        raise FetchRefused("register_nothing_there", query=register.query)
    features = [_feature(water) for water in chosen if water.get("samplingPointPosition")]
    return Collected("bathing-waters.geojson", to_geojson(features))


def _water(entry: Any) -> dict[str, Any]:
    water = entry.get("bathingWater") if isinstance(entry, dict) else None
    if not isinstance(water, dict) or not ID.fullmatch(str(water.get("id"))):
        raise FetchFailed("register_unreadable")
    return water


def _municipality(water: dict[str, Any]) -> str:
    found = ID.fullmatch(water["id"])
    return found[1] if found else ""


def _feature(water: dict[str, Any]) -> dict[str, Any]:
    properties = {
        "id": water["id"],
        "name": water.get("name"),
        "typ": "Badplats",
        "description": water.get("description"),
        "water_type": water.get("waterTypeIdText"),
        "source_url": PAGE + water["id"],
    }
    point = {"type": "Point", "coordinates": _position(water["samplingPointPosition"])}
    return {"type": "Feature", "id": water["id"], "properties": properties, "geometry": point}


def _position(said: Any) -> list[float]:
    """Longitude and latitude. The API's own examples have the two under each other's name.

    In Sweden no latitude can be a longitude, so that shows.
    """
    try:
        lon, lat = float(said["longitude"]), float(said["latitude"])
    except (TypeError, KeyError, ValueError):
        raise FetchFailed("register_unreadable") from None
    return [lat, lon] if in_sweden(lat, lon) else [lon, lat]
