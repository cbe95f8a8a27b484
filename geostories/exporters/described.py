"""What a downloaded file says besides the shape: where it comes from and what one may do with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

LICENCE_PAGES = {
    "cc0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ccby40": "https://creativecommons.org/licenses/by/4.0/",
    "ccbysa40": "https://creativecommons.org/licenses/by-sa/4.0/",
    "odbl": "https://opendatacommons.org/licenses/odbl/1-0/",
}
"""By the letters and figures of the licence's short name."""

CREATOR = "GeoStories"

_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold in any way of writing."""


@dataclass(frozen=True)
class Described:
    """A place or a trail. `shape`: WGS 84, heights in metres where it has them; `point`: its sign."""

    name: str
    kind: str
    description: str
    source: str
    licence: str
    page: str
    fetched_at: datetime
    is_example: bool
    shape: BaseGeometry
    point: Point

    @property
    def licence_page(self) -> str:
        """The licence's own page; "" for one we do not know."""
        return LICENCE_PAGES.get("".join(filter(str.isalnum, self.licence.casefold())), "")

    @property
    def instant(self) -> str:
        """When the register was asked, as XML writes it."""
        return self.fetched_at.isoformat(timespec="seconds")


def put(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    """Add an element with text that XML can hold."""
    clean = {key: _NO_XML.sub("", value) for key, value in attributes.items()}
    child = SubElement(parent, tag, clean)
    child.text = _NO_XML.sub("", text) or None
    return child


def document(root: Element) -> bytes:
    """The whole file in UTF-8."""
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
