"""GPX 1.1, as hand-held receivers and walking apps read it (topografix.com/GPX/1/1)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import shapely
from shapely.geometry import LineString

from geostories.exporters.described import CREATOR, Described, document, put

NAMESPACE = "http://www.topografix.com/GPX/1/1"


def write_gpx(thing: Described) -> bytes:
    """A line as a track with a segment for each part; anything else as a waypoint."""
    root = Element("gpx", {"xmlns": NAMESPACE, "version": "1.1", "creator": CREATOR})
    _metadata(root, thing)
    lines = [
        part
        for part in getattr(thing.shape, "geoms", [thing.shape])
        if part.geom_type == "LineString"
    ]
    if lines:
        _track(root, thing, lines)
    else:
        _point(root, "wpt", [thing.point.x, thing.point.y])
        _words(root[-1], thing)
    return document(root)


def _metadata(root: Element, thing: Described) -> None:
    about = put(root, "metadata")
    put(about, "name", thing.name)
    put(about, "desc", thing.description)
    put(put(about, "author"), "name", thing.source)
    owner = put(about, "copyright", author=thing.source)
    put(owner, "year", str(thing.fetched_at.year))
    if thing.licence_page:
        put(owner, "license", thing.licence_page)
    put(about, "link", href=thing.page)
    put(about, "time", thing.instant)


def _track(root: Element, thing: Described, lines: list[LineString]) -> None:
    track = put(root, "trk")
    _words(track, thing)
    for line in lines:
        segment = put(track, "trkseg")
        for corner in shapely.get_coordinates(line, include_z=line.has_z).tolist():
            _point(segment, "trkpt", corner)


def _point(parent: Element, name: str, corner: list[float]) -> None:
    point = put(parent, name, lat=f"{corner[1]:.6f}", lon=f"{corner[0]:.6f}")
    if len(corner) > 2:
        put(point, "ele", f"{corner[2]:.1f}")


def _words(element: Element, thing: Described) -> None:
    put(element, "name", thing.name)
    put(element, "desc", thing.description)
    put(element, "src", thing.source)
    put(element, "link", href=thing.page)
    put(element, "type", thing.kind)
