"""WFS 2.0: counted first, then page by page, as GeoJSON where the server has it, else as GML 3.2."""

from __future__ import annotations

from typing import Any

from geostories.importers.registers import wfs_answers
from geostories.importers.registers.asking import Asker, Collected, Register, to_geojson, with_query
from geostories.importers.registers.pages import Pages
from geostories.integrations.fetching import FetchFailed

MOST_A_PAGE = 500
"""What Naturvårdsverket's server gives at a time, whatever is asked for."""

GML = "application/gml+xml; version=3.2"


def collect(register: Register, asker: Asker) -> Collected:
    """The whole type as one GeoJSON file. Raises FetchFailed, FetchRefused and ImportRefused."""
    formats, cap = wfs_answers.offer(asker.get(_ask(register, request="GetCapabilities")))
    size = min(cap or MOST_A_PAGE, MOST_A_PAGE)
    hits = asker.get(_get_feature(register, resultType="hits"))
    pages = Pages(total=wfs_answers.counts(hits).matched, most=asker.settings.import_features)
    form = next((name for name in formats if "json" in name.lower()), GML)
    crs = register.crs
    members: dict[str, Any] = {}
    while pages.total is None or len(pages.features) < pages.total:
        page = wfs_answers.page(
            asker.get(
                _get_feature(
                    register, outputFormat=form, count=size, startIndex=len(pages.features)
                )
            ),
            register,
            asker.settings,
        )
        if members and page.members != members and page.features:
            raise FetchFailed("register_changed_meanwhile")
        if not page.features:
            _check_end(pages, size)
            break
        members, crs = page.members, page.crs
        pages.add(page.features, matched=page.counts.matched, returned=page.counts.returned)
    return Collected(_file_name(register), to_geojson(pages.finish(), **members), crs=crs)


def _check_end(pages: Pages, size: int) -> None:
    """An empty page is the end. After just one full page it may also be a server that has no second.

    Naturvårdsverket's has been seen to answer so, with 144 rows left.
    """
    if pages.total is None and len(pages.features) == size:
        raise FetchFailed("register_cut_off", came=size, promised=size + 1)


def _get_feature(register: Register, **params: str | int) -> str:
    """Reference systems are asked for by their URN, which has one order of axes only."""
    if register.crs:
        params["srsName"] = f"urn:ogc:def:crs:EPSG::{register.crs}"
    if register.query.startswith("<"):
        params["filter"] = register.query
    elif register.query:
        params["CQL_FILTER"] = register.query
    return _ask(register, request="GetFeature", typeNames=register.type_name, **params)


def _ask(register: Register, **params: str | int) -> str:
    return with_query(register.url, service="WFS", version="2.0.0", **params)


def _file_name(register: Register) -> str:
    return f"{register.type_name.rpartition(':')[2] or 'layer'}.geojson"
