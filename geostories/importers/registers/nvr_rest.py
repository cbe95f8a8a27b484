"""Naturvårdsregistret's REST service: areas with the bans on access that its maps do not have.

Written against NVR REST API 2.1.0 (OpenAPI document, 2021); version 3 answers in the same form,
without the object around each row. Shapes come one at a time, as WKT in EPSG:3006.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from geostories.geo.srid import SWEREF99_TM
from geostories.importers.registers.access_bans import ATTRIBUTE, in_words
from geostories.importers.registers.asking import (
    Asker,
    Collected,
    Register,
    to_geojson,
    under,
    with_query,
)
from geostories.integrations.fetching import FetchFailed, FetchRefused

LIMIT = 1_000
"""The service gives no more, and has no second page."""

NAMES = {
    "id": "NVRID",
    "namn": "NAMN",
    "skyddstyp": "SKYDDSTYP",
    "beslutsstatus": "BESLSTATUS",
    "lanAsText": "LAN",
    "kommunerAsText": "KOMMUN",
    "iucnKategori": "IUCNKAT",
    "forvaltare": "FORVALTARE",
    "beslutsmyndighet": "BESLMYND",
    "areaHa": "AREA_HA",
    "landareaHa": "LAND_HA",
    "vattenareaHa": "VATTEN_HA",
    "skogAreaHa": "SKOG_HA",
}
DAYS = {"ursprBeslutsdatum": "URSBESLDAT", "gallandedatum": "SENGALLDAT"}
"""The service's names → those of the register's files."""

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_WKT = re.compile(r"(MULTIPOLYGON|POLYGON|MULTIPOINT|POINT)\s*(\([\d\s.,()+-]*\))", re.IGNORECASE)
_POSITION = re.compile(r"(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)")
_TYPES = {"MULTIPOLYGON": "MultiPolygon", "POLYGON": "Polygon", "MULTIPOINT": "MultiPoint"}


def collect(register: Register, asker: Asker) -> Collected:
    """All areas that `register.query` ("kommun=0483") asks for, as GeoJSON in EPSG:3006.

    Raises FetchFailed and FetchRefused.
    """
    listing = with_query(
        under(register.url, "omrade", "nolinks"), **dict(parse_qsl(register.query))
    )
    rows = [_unwrapped(row, "omrade") for row in _rows(asker.get_json(_limited(listing)))]
    if len(rows) >= LIMIT:
        raise FetchRefused("register_too_many", most=LIMIT)
    features = [_feature(row, register, asker) for row in rows]
    system = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{SWEREF99_TM}"}}
    return Collected("omrade.geojson", to_geojson(features, crs=system))


def _limited(url: str) -> str:
    return with_query(url, limit=LIMIT)


def _rows(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise FetchFailed("register_unreadable")
    return value


def _unwrapped(row: Any, name: str) -> dict[str, Any]:
    inner = row.get(name, row) if isinstance(row, dict) else None
    if not isinstance(inner, dict):
        raise FetchFailed("register_unreadable")
    return inner


def _feature(row: dict[str, Any], register: Register, asker: Asker) -> dict[str, Any]:
    """One area, with its shape and its bans: two more questions."""
    try:
        here = under(register.url, "omrade", str(row["id"]), str(row["beslutsstatus"]))
    except KeyError:
        raise FetchFailed("register_unreadable") from None
    properties = {ours: row.get(theirs) for theirs, ours in NAMES.items()}
    properties |= {ours: _day(row.get(theirs)) for theirs, ours in DAYS.items()}
    rules = [
        _unwrapped(rule, "foreskriftsomrade")
        for rule in _rows(asker.get_json(under(here, "foreskriftsomraden")))
    ]
    properties[ATTRIBUTE] = json.dumps(in_words(rules), ensure_ascii=False)
    shape = _shape(asker.get(under(here, "wkt")).body)
    return {"type": "Feature", "properties": properties, "geometry": shape}


def _day(said: Any) -> str | None:
    """A date as it stands in Sweden. Times are midnights there, in ISO form or in milliseconds."""
    if isinstance(said, int):
        return f"{datetime.fromtimestamp(said / 1000, UTC).astimezone(STOCKHOLM):%Y-%m-%d}"
    return str(said)[:10] if said else None


def _shape(body: bytes) -> dict[str, Any]:
    """WKT as GeoJSON: only the kinds that the register has, taken apart as text."""
    text = body.decode("utf-8", "replace").strip().strip('"')
    found = _WKT.fullmatch(text)
    if not found:
        raise FetchFailed("register_unreadable")
    kind, positions = found[1].upper(), _POSITION.sub(r"[\1,\2]", found[2])
    try:
        numbers = json.loads(positions.replace("(", "[").replace(")", "]"))
    except (ValueError, RecursionError):
        raise FetchFailed("register_unreadable") from None
    if kind == "POINT":
        return {"type": "Point", "coordinates": numbers[0]}
    return {
        "type": _TYPES[kind],
        "coordinates": _points(numbers) if kind == "MULTIPOINT" else numbers,
    }


def _points(numbers: list[Any]) -> list[Any]:
    """Points of a MULTIPOINT may each stand in brackets of their own."""
    return [each[0] if isinstance(each[0], list) else each for each in numbers]
