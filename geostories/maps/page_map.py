"""The maps of our pages: numbers, addresses and translated words in, a MapPart out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import folium
from folium.plugins import LocateControl

from geostories.maps.geo_map import GeoMap, MapPart
from geostories.maps.layers import (
    ComposePoint,
    GatheredStories,
    OfficialPoint,
    Options,
    PlacesLayer,
    Point,
    StoriesLayer,
    StoryPoint,
    TrailsLayer,
)

Shape = Mapping[str, Any]
"""A GeoJSON geometry, WGS 84."""

CLOSE_ZOOM = 14
"""A ring of 300 m fills about half of a small map."""


@dataclass(frozen=True)
class StartWords:
    """Translated words that folium writes: names in the layer control, and *Nära mig*."""

    stories: str
    nature: str
    destinations: str
    trails: str
    near_me: str


@dataclass(frozen=True)
class Collections:
    """Where the features are: the addresses of the three `items` collections."""

    stories: str
    places: str
    trails: str


def start_map(
    *, lon: float, lat: float, zoom: int, urls: Collections, words: StartWords
) -> MapPart:
    """The map of a municipality with all its layers; WGS 84 degrees."""
    page = GeoMap(center=(lon, lat), zoom=zoom)
    layers = {
        "stories": StoriesLayer(urls.stories, label=words.stories),
        "nature": PlacesLayer(urls.places, group="nature", label=words.nature),
        "destination": PlacesLayer(urls.places, group="destination", label=words.destinations),
        "trail": TrailsLayer(urls.trails, label=words.trails),
    }
    control = folium.LayerControl(position="topright")
    control._id = "control"
    locate = _locate_control("bottomright", title=words.near_me, text=words.near_me)
    for part in (*layers.values(), control, locate):
        page.add_child(part)
    return page.finish("startPage", control=control, locate=locate, **layers)


def story_map(
    *, lon: float, lat: float, category: str, ring_m: int, shape: Shape | None = None
) -> MapPart:
    """A story's place as everyone sees it: bubble, and the ring when it is approximate.

    `shape`: the line or area it is about, as GeoJSON.
    """
    page = GeoMap(center=(lon, lat), zoom=_zoom_for(ring_m), still=True)
    options: Options = {"point": (lon, lat), "ring_m": ring_m, "icon": category, "shape": shape}
    page.add_child(StoryPoint(options=options))
    return page.finish("miniMap")


@dataclass(frozen=True)
class MapStop:
    """A story on a map of several; `number` from 1 where they are walked in order, else 0."""

    point: Point
    ring_m: int
    icon: str
    number: int = 0


def gathered_map(stops: Sequence[MapStop], *, way: Sequence[Sequence[Point]] = ()) -> MapPart:
    """Stories that belong together; `way`: the lines from one to the next. At least one stop."""
    lons, lats = zip(*(stop.point for stop in stops), strict=True)
    middle = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    page = GeoMap(center=middle, zoom=CLOSE_ZOOM, still=True)
    page.add_child(
        GatheredStories(options={"stops": [asdict(stop) for stop in stops], "way": list(way)})
    )
    return page.finish("miniMap")


@dataclass(frozen=True)
class Around:
    """What a place's map shows beside the place: all of the collections but the item itself."""

    item: str
    urls: Collections


def place_map(
    *,
    lon: float,
    lat: float,
    group: str,
    icon: str,
    geometry_url: str,
    around: Around | None = None,
) -> MapPart:
    """An official place or trail; `group` nature | destination | trail, `icon` a PlaceKind.

    Its outline or line, where known, comes from the GeoJSON feature at `geometry_url`.
    """
    page = GeoMap(center=(lon, lat), zoom=CLOSE_ZOOM, still=True)
    options: Options = {"point": (lon, lat), "group": group, "icon": icon}
    if around:
        options = {**options, "item": around.item, **asdict(around.urls)}
    page.add_child(OfficialPoint(geometry_url, options=options))
    return page.finish("miniMap")


def case_map(
    *,
    lon: float,
    lat: float,
    public_lon: float,
    public_lat: float,
    category: str,
    ring_m: int,
    shape: Shape | None = None,
) -> MapPart:
    """A story under review: the exact place, and what others will see of it. Never public."""
    page = GeoMap(center=(public_lon, public_lat), zoom=_zoom_for(ring_m), still=True)
    options: Options = {
        "point": (public_lon, public_lat),
        "exact": (lon, lat),
        "ring_m": ring_m,
        "icon": category,
        "shape": shape,
    }
    page.add_child(StoryPoint(options=options))
    return page.finish("miniMap")


def compose_map(*, lon: float, lat: float, zoom: int, here: str) -> MapPart:
    """Step 1 of telling; `here` is the translated *Här jag är nu*.

    The chosen point itself lives in the form's fields lon and lat, empty as long as none is chosen.
    """
    page = GeoMap(center=(lon, lat), zoom=zoom)
    point = ComposePoint()
    locate = _locate_control("topright", title=here)
    page.add_child(point).add_child(locate)
    return page.finish("composePage", point=point, locate=locate)


def drawing_map(*, lon: float, lat: float, zoom: int) -> MapPart:
    """A map to draw an area on; its corners live in the form's field shape."""
    page = GeoMap(center=(lon, lat), zoom=zoom)
    return page.finish("drawPage")


def _zoom_for(ring_m: int) -> int:
    return CLOSE_ZOOM - 1 if ring_m > 300 else CLOSE_ZOOM


def _locate_control(position: str, **strings: str) -> LocateControl:
    """The plugin's button; static/js/map draws the point itself, with a name for screen readers."""
    control = LocateControl(  # type: ignore[no-untyped-call]
        position=position,
        setView=False,
        drawMarker=False,
        drawCircle=False,
        showCompass=False,
        showPopup=False,
        cacheLocation=False,
        strings=strings,
        locateOptions={"watch": False, "enableHighAccuracy": True, "timeout": 15_000},
    )
    control._id = "control"
    return control
