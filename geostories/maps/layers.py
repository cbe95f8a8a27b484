"""What lies on our maps, as folium layers: each is one call to static/js/map.

No text of a user comes here: texts reach the page as data, and static/js/map writes them with
textContent. Names of layers are translated words and are escaped, since Leaflet reads them as HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.template import Template
from markupsafe import escape

Point = tuple[float, float]
"""Longitude and latitude, WGS 84."""

Options = Mapping[str, Any]
"""What a layer's script needs beside its address; every value goes through tojson."""

SUPERCLUSTER = ("supercluster", "supercluster/supercluster.min.js")


class DataLayer(JSCSSMixin, Layer):
    """A layer that static/js/map makes: `GeoStories.<kind>(url, options)`."""

    kind = ""
    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = "
        "GeoStories.{{ this.kind }}({{ this.url|tojson }}, {{ this.options|tojson }});\n"
        "{% endmacro %}"
    )

    def __init__(
        self, url: str = "", *, label: str = "", options: Options | None = None, part: str = "layer"
    ) -> None:
        """Make the layer; with a `label` it can be switched on and off in the layer control.

        `part` tells two layers of one kind apart.
        """
        super().__init__(name=str(escape(label)), overlay=True, control=bool(label))
        self._name, self._id = self.kind, part
        self.url = url
        self.options = dict(options or {})


class QuietBaseMap(DataLayer):
    """Land, water, borders and names; the page says where its one file is (_map.html)."""

    kind = "quiet"


class StoriesLayer(DataLayer):
    """Residents' stories: bubbles, clusters and rings."""

    kind = "stories"
    default_js = [SUPERCLUSTER]  # noqa: RUF012 - the type folium gave it


class PlacesLayer(DataLayer):
    """Official places of one group (`nature` or `destination`): signs, and outlines where known."""

    kind = "places"
    default_js = [SUPERCLUSTER]  # noqa: RUF012 - the type folium gave it

    def __init__(self, url: str, *, group: str, label: str) -> None:
        super().__init__(url, label=label, options={"group": group}, part=group)


class TrailsLayer(DataLayer):
    """Trails: arrow signs, and lines where known."""

    kind = "trails"
    default_js = [SUPERCLUSTER]  # noqa: RUF012 - the type folium gave it


class StoryPoint(DataLayer):
    """One story's bubble on a small map. Options: point, ring_m, icon, shape, exact (moderators only)."""

    kind = "storyPoint"


class GatheredStories(DataLayer):
    """Stories that belong together, on a small map. Options: stops, way (lines)."""

    kind = "gatheredStories"


class OfficialPoint(DataLayer):
    """One official place or trail on a small map; `url` is its feature, for outline or line.

    Options: point, group, icon; to show what is around also item (its id) and the addresses of the
    collections: stories, places, trails.
    """

    kind = "officialPoint"
    default_js = [SUPERCLUSTER]  # noqa: RUF012 - the type folium gave it


class ComposePoint(DataLayer):
    """The point that a teller moves, with the ring that others will see."""

    kind = "composePoint"


class Start(MacroElement):
    """Hands the finished map and its parts to page code; the last child, so that all exist."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "GeoStories.{{ this.kind }}({{ this._parent.get_name() }}, { "
        "{% for role, part in this.parts.items() %}{{ role }}: {{ part.get_name() }}, {% endfor %}"
        "});\n"
        "{% endmacro %}"
    )

    def __init__(self, kind: str, parts: Mapping[str, MacroElement]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "start", kind
        self.kind = kind
        self.parts = dict(parts)
