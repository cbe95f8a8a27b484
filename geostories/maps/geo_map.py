"""folium.Map without a foreign host, an inline style or a random id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import folium
from branca.element import CssLink, Figure, JavascriptLink, MacroElement
from markupsafe import Markup

from geostories.maps.layers import Point, QuietBaseMap, Start

MAX_ZOOM = 19
MIN_ZOOM = 5

VENDORED = {
    "leaflet": "leaflet/leaflet.js",
    "leaflet_css": "leaflet/leaflet.css",
    "Control_locate_min_js": "locatecontrol/L.Control.Locate.min.js",
    "Control_locate_min_css": "locatecontrol/L.Control.Locate.min.css",
    "supercluster": "supercluster/supercluster.min.js",
}
"""folium's name for a file -> our copy in static/vendor/. folium's addresses are not used."""

STILL = dict.fromkeys(
    ("dragging", "touchZoom", "scrollWheelZoom", "doubleClickZoom", "boxZoom", "keyboard"), False
)


class ForeignFileError(ValueError):
    """folium asks for a file that we have no copy of."""


@dataclass(frozen=True)
class MapPart:
    """What a page needs to show a map; files are paths in static/vendor/, in loading order."""

    html: Markup
    script: Markup
    scripts: tuple[str, ...]
    styles: tuple[str, ...]


class GeoMap(folium.Map):
    """A Leaflet map on the quiet base map; variable and element are called `map_map`."""

    default_js = [("leaflet", VENDORED["leaflet"])]  # noqa: RUF012 - the type folium gave it
    default_css = [("leaflet_css", VENDORED["leaflet_css"])]  # noqa: RUF012

    def __init__(self, *, center: Point, zoom: int, still: bool = False) -> None:
        """Make the map. `still`: a picture that neither moves nor takes the keyboard."""
        super().__init__(
            location=[center[1], center[0]],
            zoom_start=zoom,
            tiles=None,
            zoom_control=False,
            maxZoom=MAX_ZOOM,
            minZoom=MIN_ZOOM,
        )
        if still:
            self.options.update(STILL)
        self._name, self._id = "map", "map"
        self.add_child(QuietBaseMap())

    def finish(self, kind: str, **parts: MacroElement) -> MapPart:
        """Let `GeoStories.<kind>(map, parts)` run when all is made; returns the parts of the page.

        Takes body and script out of the page that folium makes and drops its head. Raises
        ForeignFileError when something on the map wants a file that we have no copy of.
        """
        self.add_child(Start(kind, parts))
        figure = cast("Figure", self.get_root())
        figure.render()
        links = figure.header._children.items()
        return MapPart(
            html=Markup(figure.html.render()),  # noqa: S704 - folium's own element, no text in it
            script=Markup(figure.script.render()),  # noqa: S704 - all values went through tojson
            scripts=tuple(_vendored(name) for name, e in links if isinstance(e, JavascriptLink)),
            styles=tuple(_vendored(name) for name, e in links if isinstance(e, CssLink)),
        )


def _vendored(name: str) -> str:
    if name not in VENDORED:
        raise ForeignFileError(name)
    return VENDORED[name]
