"""OGC API – Features: items of a collection, from link to link."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from geostories.importers.registers.asking import (
    GEOJSON,
    Asker,
    Collected,
    Register,
    features_of,
    read_json,
    to_geojson,
    under,
    with_query,
)
from geostories.importers.registers.pages import Pages
from geostories.integrations.fetching import Answer, FetchFailed, FetchRefused

LIMIT = 500

IN_DEGREES = ("CRS84", "CRS84h", "/4326")
"""Ends of the names of reference systems that GeoJSON means anyway."""


def collect(register: Register, asker: Asker) -> Collected:
    """The whole collection as one GeoJSON file. Raises FetchFailed and FetchRefused."""
    pages = Pages(total=None, most=asker.settings.import_features)
    seen: set[str] = set()
    url: str | None = _items(register)
    while url:
        if url in seen:
            raise FetchFailed("register_pages_overlap")
        seen.add(url)
        answer = asker.get(url, headers={"Accept": GEOJSON})
        _check_degrees(answer)
        value = read_json(answer)
        pages.add(
            features_of(value),
            matched=_count(value.get("numberMatched")),
            returned=_count(value.get("numberReturned")),
        )
        url = _next(value, answer.url, register.url)
    return Collected(f"{register.type_name or 'items'}.geojson", to_geojson(pages.finish()))


def _items(register: Register) -> str:
    url = register.url
    if not urlsplit(url).path.endswith("/items"):
        url = under(url, "collections", register.type_name, "items")
    return with_query(url, **{"limit": str(LIMIT)} | dict(parse_qsl(register.query)))


def _next(value: dict[str, Any], here: str, first: str) -> str | None:
    """The address of the next page. It stays at the host that was named."""
    links = value.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "next" and "json" in _type(link):
            onward = urljoin(here, str(link.get("href", "")))
            if urlsplit(onward).hostname != urlsplit(first).hostname:
                raise FetchRefused("register_leads_elsewhere")
            return onward
    return None


def _type(link: dict[str, Any]) -> str:
    return str(link.get("type") or "json")


def _check_degrees(answer: Answer) -> None:
    system = answer.headers.get("content-crs", "").strip("<> ")
    if system and not system.endswith(IN_DEGREES):
        raise FetchRefused("register_wrong_crs", crs=system)


def _count(said: object) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) else None
