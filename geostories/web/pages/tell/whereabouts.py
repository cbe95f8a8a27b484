"""What is known of a point: whose municipality it is, what is near, what others would see."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from geostories.domain.transaction import Scope, reading
from geostories.errors import InvalidInput
from geostories.geo.grid import public_point
from geostories.maps import page_map, quiet_svg
from geostories.maps.geo_map import MapPart
from geostories.queries import municipalities, place_names
from geostories.queries.municipalities import MunicipalityInfo
from geostories.queries.place_names import NamedPoint
from geostories.vocabulary import RING_RADIUS_M, PlaceKind, Precision
from geostories.web.forms.tell import ChosenPoint
from geostories.web.guards import settings
from geostories.web.municipality import current
from geostories.wording import vocabulary as words

NAMES_AT_MOST = 8
NEAR_M = 20_000
AT_THE_PLACE_M = 400
AREA_ZOOM, POINT_ZOOM = 10, 14


def municipality_of(point: ChosenPoint) -> MunicipalityInfo:
    """Whose story it would be; raises InvalidInput where nobody takes part."""
    with reading(Scope.public()) as session:
        found = municipalities.find_for_point(
            session, lon=point.lon, lat=point.lat, margin_m=settings().outside_border_m
        )
        if found is None:
            raise InvalidInput("outside_municipalities", field="coordinates")
        taking_part = municipalities.list_municipalities(session)
    return next(each for each in taking_part if each.id == found)


def describe(point: ChosenPoint, precision: Precision) -> dict[str, str]:
    """A name for the place and how far it is from what has one: `place_label`, `nearest_text`.

    Both are of the point that others see, so that they tell no more than it does.
    """
    lon, lat = public_point(point.lon, point.lat, precision)
    with reading(Scope.public()) as session:
        found = place_names.find_nearest_name(session, lon=lon, lat=lat, within_m=NEAR_M)
    if found is None:
        return {"place_label": "", "nearest_text": ""}
    near, metres = found
    is_there = metres <= AT_THE_PLACE_M
    label = near.name if is_there else _("Near %(place)s", place=near.name)
    away = _("%(distance)s from %(place)s", distance=words.distance(metres), place=near.name)
    return {"place_label": label, "nearest_text": away}


def search(text: str) -> list[NamedPoint]:
    """Places by name; none for a single letter."""
    wanted = " ".join(text.replace("\x00", "").split())[: settings().query_length]
    if len(wanted) < 2:
        return []
    with reading(Scope.public()) as session:
        return place_names.search_names(session, words=wanted, limit=NAMES_AT_MOST)


def as_result(found: NamedPoint) -> dict[str, Any]:
    """A row of the search: `value` is what a form sends for it."""
    return {
        "name": found.name,
        "kind": _kind(found),
        "lon": round(found.lon, 6),
        "lat": round(found.lat, 6),
        "value": f"{found.lon:.6f} {found.lat:.6f} {found.name}",
    }


def _kind(found: NamedPoint) -> str:
    if found.kind in set(PlaceKind):
        return words.place_kind(PlaceKind(found.kind))
    return {
        "lake_label": _("Lake"),
        "village": _("Village"),
        "town": _("Town"),
        "city": _("Town"),
    }.get(found.kind, "")


def moving_map(point: ChosenPoint | None) -> MapPart:
    """The map to point on."""
    lon, lat = (point.lon, point.lat) if point else _middle(current())
    zoom = POINT_ZOOM if point else AREA_ZOOM
    return page_map.compose_map(lon=lon, lat=lat, zoom=zoom, here=_("Where I am now"))


def still_map(point: ChosenPoint | None, precision: Precision) -> quiet_svg.StillMap:
    """The same as a picture, for pages without scripts."""
    features = quiet_svg.read_quiet_map()
    if point is None:
        return quiet_svg.draw_area(features, box=current().extent.corners)
    radius = RING_RADIUS_M[precision]
    center = public_point(point.lon, point.lat, precision)
    ring = quiet_svg.Ring(center, radius) if radius else None
    return quiet_svg.draw_point(features, point=(point.lon, point.lat), ring=ring)


def _middle(municipality: MunicipalityInfo) -> tuple[float, float]:
    box = municipality.extent
    return (box.west + box.east) / 2, (box.south + box.north) / 2
