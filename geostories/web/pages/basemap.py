"""The real base map, if there is one, from our own address: no visitor is seen by its source."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, send_file
from flask.typing import ResponseReturnValue

from geostories.errors import NotFound
from geostories.geo.coordinates import SWEDEN
from geostories.geo.tiles import tile_bounds
from geostories.integrations import tile_cache
from geostories.integrations.base_maps import BaseMap, list_base_maps
from geostories.web.guards import open_to_all, settings
from geostories.web.headers import FILE_POLICY

blueprint = Blueprint("basemap", __name__)
A_DAY = "public, max-age=86400"


@blueprint.get("/basemap/<int:z>/<int:x>/<int:y>")
@open_to_all
def first(z: int, x: int, y: int) -> ResponseReturnValue:
    """A tile of the base map that pages show unasked."""
    maps = list_base_maps(settings().base_maps_file)
    if not maps:
        raise NotFound("no_base_map")
    return _tile(maps[0], z, x, y)


@blueprint.get("/basemap/<slug>/<int:z>/<int:x>/<int:y>")
@open_to_all
def tile(slug: str, z: int, x: int, y: int) -> ResponseReturnValue:
    """A tile of one of the base maps."""
    return _tile(_named(slug), z, x, y)


@blueprint.get("/basemap/<slug>.pmtiles")
@open_to_all
def archive(slug: str) -> ResponseReturnValue:
    """A PMTiles file, which browsers read piece by piece (RFC 9110 ranges)."""
    base_map = _named(slug)
    file = settings().base_maps_file.parent / base_map.file
    if not base_map.file or not file.is_file():
        raise NotFound("no_base_map")
    return _public(send_file(file.absolute(), mimetype="application/vnd.pmtiles", conditional=True))


def _named(slug: str) -> BaseMap:
    found = [each for each in list_base_maps(settings().base_maps_file) if each.slug == slug]
    if not found:
        raise NotFound("no_base_map")
    return found[0]


def _tile(base_map: BaseMap, z: int, x: int, y: int) -> ResponseReturnValue:
    """Only of Sweden, and only at its zooms: the door is no mirror of somebody's whole map."""
    if base_map.file or not _is_wanted(base_map, z, x, y):
        raise NotFound("no_tile")
    try:
        found = tile_cache.get_tile(base_map, z, x, y, settings=settings())
    except tile_cache.NoTile:
        return "", 204, {"Cache-Control": "no-store"}  # a 404 would be an error in the console
    return _public(make_response(found.body, {"Content-Type": found.mimetype}))


def _is_wanted(base_map: BaseMap, z: int, x: int, y: int) -> bool:
    if not base_map.min_zoom <= z <= base_map.max_zoom or not (x < 2**z and y < 2**z):
        return False
    west, south, east, north = tile_bounds(z, x, y)
    return west < SWEDEN[2] and east > SWEDEN[0] and south < SWEDEN[3] and north > SWEDEN[1]


def _public(response: Response) -> Response:
    response.headers["Cache-Control"] = A_DAY
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response
