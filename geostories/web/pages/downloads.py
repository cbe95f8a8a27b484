"""A place or a trail as a file to take along: GPX, KML, GeoJSON."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from shapely.geometry import MultiLineString, Point, shape
from shapely.geometry.base import BaseGeometry

from geostories import public_id
from geostories.domain.transaction import Scope, reading
from geostories.errors import NotFound
from geostories.exporters.described import Described
from geostories.exporters.geojson import write_geojson
from geostories.exporters.gpx import write_gpx
from geostories.exporters.kml import write_kml
from geostories.geo.line_measures import lifted
from geostories.queries import places, trails
from geostories.queries.places import PlaceInfo
from geostories.queries.profiles import find_profile
from geostories.queries.trails import TrailInfo
from geostories.vocabulary import Accuracy
from geostories.web.guards import open_to_all
from geostories.web.municipality import current, of_municipality
from geostories.wording.official import trail_kind
from geostories.wording.vocabulary import longdate, place_kind

blueprint = of_municipality(Blueprint("downloads", __name__))

FORMS: dict[str, tuple[str, Callable[[Described], bytes]]] = {
    "gpx": ("application/gpx+xml", write_gpx),
    "kml": ("application/vnd.google-earth.kml+xml", write_kml),
    "geojson": ("application/geo+json", write_geojson),
}


@blueprint.get("/platser/<place>.<any(gpx, kml, geojson):form>")
@open_to_all
def show(place: str, form: str) -> ResponseReturnValue:
    """The file, named after the place."""
    place_id = public_id.decode(place)
    if place_id is None:
        raise NotFound("no_place")
    with reading(Scope.public()) as session:
        found = places.find_place(session, place_id) or trails.get_trail(session, place_id)
        thing = _described(session, found)
    if found.municipality != current().slug:
        there = url_for("downloads.show", municipality=found.municipality, place=place, form=form)
        return redirect(there, code=301)
    media_type, write = FORMS[form]
    return send_file(
        io.BytesIO(write(thing)),
        mimetype=media_type,
        as_attachment=True,
        download_name=f"{file_name(thing.name)}.{form}",
    )


def file_name(name: str) -> str:
    """The name in letters that every file system and every receiver takes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "plats"


def _described(session: Any, found: PlaceInfo | TrailInfo) -> Described:
    if found.lon is None or found.lat is None or not found.geometry:
        raise NotFound("no_place")
    is_example = isinstance(found, TrailInfo) and found.is_example
    return Described(
        name=_("Example, not a real trail: %(name)s", name=found.name)
        if is_example
        else found.name,
        kind=trail_kind(found.kind) if isinstance(found, TrailInfo) else place_kind(found.kind),
        description=_description(found),
        source=found.source,
        licence=found.licence,
        page=url_for(
            "places.show",
            municipality=found.municipality,
            place=public_id.encode(found.id),
            _external=True,
        ),
        fetched_at=found.fetched_at,
        is_example=is_example,
        shape=_shape(session, found.id, shape(found.geometry)),
        point=Point(found.lon, found.lat),
    )


def _description(found: PlaceInfo | TrailInfo) -> str:
    """The summary, and on the last lines how sure the place is and where it comes from."""
    origin = _(
        "Source: %(source)s. Licence: %(licence)s. Fetched %(date)s.",
        source=found.source,
        licence=found.licence,
        date=longdate(found.fetched_at),
    )
    return "\n".join(filter(None, [found.summary, _how_sure(found), origin]))


def _how_sure(found: PlaceInfo | TrailInfo) -> str:
    if found.accuracy is Accuracy.EXACT:
        return ""
    if found.accuracy_m is None:
        return _("Approximate location.")
    return _("Approximate location, within about %(metres)s metres.", metres=found.accuracy_m)


def _shape(session: Any, thing_id: UUID, drawn: BaseGeometry) -> BaseGeometry:
    """A line with its heights, those of the profile where it has none of its own."""
    if not isinstance(drawn, MultiLineString):
        return drawn
    profile = find_profile(session, thing_id)
    return lifted(drawn, profile.points if profile else None)
