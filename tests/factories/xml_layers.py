"""GML, KML and GPX as servers, map programs and recorders write them."""

from __future__ import annotations

import zipfile
from pathlib import Path

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

NORTH_EAST = "6540232.76 569350.57"
"""HERE in SWEREF 99 TM, the way GML writes it: north first."""

RING = "6540232 569350 6540332 569350 6540332 569450 6540232 569450 6540232 569350"


def gml_feature(
    number: int = 1, shape: str | None = None, *, name: str = "Växjö myr", more: str = ""
) -> str:
    """A feature with an id in the form of a municipality's code, and a point unless given another."""
    geometry = gml_point() if shape is None else shape
    return (
        f'<a:area gml:id="area.{number}"><a:shape>{geometry}</a:shape><a:NVRID>0{number}</a:NVRID>'
        f"<a:NAMN>{name}</a:NAMN>{more}</a:area>"
    )


def gml_point(numbers: str = NORTH_EAST, system: str = "urn:ogc:def:crs:EPSG::3006") -> str:
    """A point; no system: it says none."""
    named = f' srsName="{system}"' if system else ""
    return f'<gml:Point gml:id="p"{named}><gml:pos>{numbers}</gml:pos></gml:Point>'


def gml_polygon(ring: str = RING) -> str:
    """A polygon in SWEREF 99 TM."""
    return (
        '<gml:Polygon gml:id="s" srsName="urn:ogc:def:crs:EPSG::3006"><gml:exterior>'
        f"<gml:LinearRing><gml:posList>{ring}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
    )


def gml(*features: str, member: str = "wfs:member") -> str:
    """An answer of a WFS 2.0."""
    members = "".join(f"<{member}>{feature}</{member}>" for feature in features)
    return (
        f'{HEAD}<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:a="urn:a" '
        'xmlns:gml="http://www.opengis.net/gml/3.2" numberMatched="unknown">'
        f"{members}</wfs:FeatureCollection>"
    )


def placemark(shape: str, *, name: str = "Stigen", more: str = "") -> str:
    """A placemark of KML."""
    return f"<Placemark><name>{name}</name>{more}{shape}</Placemark>"


def kml(*elements: str) -> str:
    """A KML document."""
    return (
        f'{HEAD}<kml xmlns="http://www.opengis.net/kml/2.2" '
        'xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><Folder>'
        f"{''.join(elements)}</Folder></Document></kml>"
    )


def kmz(file: Path, text: str, **others: str) -> Path:
    """The archive that Google Earth saves; `others` are further files in it."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"doc.kml": text, **others}.items():
            archive.writestr(name, content)
    return file


def gpx(*elements: str, version: str = "1.1", head: str = HEAD) -> str:
    """A GPX file; no version: as programs write it that know of none."""
    said = (
        f' version="{version}" creator="x" xmlns="http://www.topografix.com/GPX/{version.replace(".", "/")}"'
        if version
        else ""
    )
    return f"{head}<gpx{said}>{''.join(elements)}</gpx>"


def track(*segments: str, name: str = "Stigen") -> str:
    """A track of segments (`points()`)."""
    parts = "".join(f"<trkseg>{segment}</trkseg>" for segment in segments)
    return f"<trk><name>{name}</name>{parts}</trk>"


def points(*corners: tuple[float, ...], tag: str = "trkpt") -> str:
    """Points from longitude, latitude and perhaps height."""
    return "".join(
        f'<{tag} lat="{lat}" lon="{lon}">{"".join(f"<ele>{each}</ele>" for each in height)}</{tag}>'
        for lon, lat, *height in corners
    )
