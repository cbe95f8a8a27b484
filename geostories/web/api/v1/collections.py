"""Landing page, conformance and the list of collections."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_smorest import Blueprint

from geostories.errors import NotFound
from geostories.web.api.v1 import schemas
from geostories.web.guards import open_to_all

blueprint = Blueprint("collections", __name__, description="What there is")
NAMES = ("stories", "places", "trails")
WGS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMS_TO = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
]


def link(endpoint: str, rel: str, **values: Any) -> dict[str, str]:
    """A link to one of our own doors."""
    kind = "application/geo+json" if endpoint.startswith("items.") else "application/json"
    return {"href": url_for(endpoint, _external=True, **values), "rel": rel, "type": kind}


def describe(name: str) -> dict[str, Any]:
    """A collection's entry."""
    words = {
        "stories": (_("Stories"), _("What residents have told, tied to places.")),
        "places": (_("Official places"), _("Reserves, bathing places, shelters and sights.")),
        "trails": (_("Trails"), _("Marked trails.")),
    }
    if name not in NAMES:
        raise NotFound("no_collection")
    return {
        "id": name,
        "title": words[name][0],
        "description": words[name][1],
        "crs": [WGS84],
        "links": [
            link("collections.one", "self", collection=name),
            link(f"items.{name}", "items"),
        ],
    }


@blueprint.get("/")
@open_to_all
@blueprint.response(200, schemas.Landing)
def landing() -> dict[str, Any]:
    """Where to go on."""
    return {
        "title": "GeoStories",
        "description": _("Stories tied to places, beside official places and trails."),
        "links": [
            link("collections.landing", "self"),
            {
                "href": url_for("openapi", _external=True),
                "rel": "service-desc",
                "type": "application/vnd.oai.openapi+json;version=3.1",
            },
            link("collections.conformance", "conformance"),
            link("collections.every", "data"),
        ],
    }


@blueprint.get("/conformance")
@open_to_all
@blueprint.response(200, schemas.Conformance)
def conformance() -> dict[str, Any]:
    """Which parts of OGC API – Features are kept."""
    return {"conformsTo": CONFORMS_TO}


@blueprint.get("/collections")
@open_to_all
@blueprint.response(200, schemas.Collections)
def every() -> dict[str, Any]:
    """Stories, places, trails."""
    return {
        "collections": [describe(name) for name in NAMES],
        "links": [link("collections.every", "self")],
    }


@blueprint.get("/collections/<collection>")
@open_to_all
@blueprint.response(200, schemas.Collection)
@blueprint.alt_response(404, schema=schemas.Problem, description="No such collection")
def one(collection: str) -> dict[str, Any]:
    """One collection."""
    return describe(collection)
