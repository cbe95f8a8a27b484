"""Where a place is: the map to point on for the municipality's own, a still one for all others."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from geostories import public_id
from geostories.domain.transaction import Scope, reading
from geostories.errors import InvalidInput
from geostories.maps import page_map, quiet_svg
from geostories.maps.geo_map import MapPart
from geostories.queries import municipalities
from geostories.vocabulary import PlaceKind
from geostories.web.forms.place import OwnPlaceForm, PlaceForm
from geostories.web.forms.tell import read_point
from geostories.web.guards import settings
from geostories.web.municipality import current
from geostories.web.pages.place_editing.frame import Edited

AREA_ZOOM, POINT_ZOOM = 10, 14


def must_lie_here(form: PlaceForm, point: tuple[float, float]) -> None:
    """Blame a point that lies in no or another municipality."""
    with reading(Scope.public()) as session:
        found = municipalities.find_for_point(
            session, lon=point[0], lat=point[1], margin_m=settings().outside_border_m
        )
    if found != current().id:
        form.blame(InvalidInput("outside_this_municipality", field="coordinates"))


def of_page(edited: Edited, form: PlaceForm) -> dict[str, Any]:
    """What the editing page needs to show where the place is."""
    if isinstance(form, OwnPlaceForm):
        return of_form(form)
    info = edited.info
    if info.lon is None or info.lat is None:
        return {"map": None, "still": None, "page_data": {}}
    is_trail = edited.noun == "trail"
    kind = PlaceKind(info.kind) if not is_trail else None
    shown = page_map.place_map(
        lon=info.lon,
        lat=info.lat,
        group=kind.group if kind else "trail",
        icon=kind.value if kind else "trail",
        geometry_url=url_for(f"items.{edited.noun}", item=public_id.encode(edited.id)),
    )
    return {"map": shown, "still": None, "page_data": {}}


def of_form(form: Any, pin: dict[str, str] | None = None) -> dict[str, Any]:
    """What a form with lon and lat needs: the map, the same as a picture, data for scripts.

    `pin`: shape and glyph of what is moved; else the sign of the form's kind of place.
    """
    point = _point(form)
    return {
        "map": _moving_map(point),
        "still": _still_map(point),
        "page_data": _page_data(pin or _sign(form)),
    }


def _sign(form: OwnPlaceForm) -> dict[str, str]:
    kind = form.kind.data
    sign = PlaceKind(kind) if kind in set(PlaceKind) else PlaceKind.SIGHT
    return {"shape": sign.group, "glyph": sign.value}


def _point(form: Any) -> tuple[float, float] | None:
    try:
        found = read_point(form.lon.data, form.lat.data)
    except InvalidInput:
        return None
    return found.lon, found.lat


def _moving_map(point: tuple[float, float] | None) -> MapPart:
    box = current().extent
    lon, lat = point or ((box.west + box.east) / 2, (box.south + box.north) / 2)
    zoom = POINT_ZOOM if point else AREA_ZOOM
    return page_map.compose_map(lon=lon, lat=lat, zoom=zoom, here=_("Where I am now"))


def _still_map(point: tuple[float, float] | None) -> quiet_svg.StillMap:
    features = quiet_svg.read_quiet_map()
    if point is None:
        return quiet_svg.draw_area(features, box=current().extent.corners)
    return quiet_svg.draw_point(features, point=point, ring=None)


def _page_data(pin: dict[str, str]) -> dict[str, Any]:
    """What static/js/map/compose-map.js needs to know."""
    return {
        "csrf_token": generate_csrf(),
        "urls": {"ring": url_for("compose.ring", municipality=current().slug)},
        "pin": pin,
        "words": {"no_location": _("We do not know where you are. Point on the map instead.")},
    }
