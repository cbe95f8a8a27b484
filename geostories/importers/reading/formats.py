"""Which format a file has, by what its bytes are, and who reads it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from geostories.importers.reading import (
    archive,
    csv_table,
    geojson,
    geojson_check,
    geopackage,
    gml,
    gpx,
    kml,
    shapefile,
    shapefile_check,
    xml_check,
)
from geostories.importers.reading.archive import Archive
from geostories.importers.reading.found import Found, Refused
from geostories.importers.reading.gdal import UNREADABLE
from geostories.importers.reading.geojson_check import BrokenGeoJson
from geostories.importers.reading.order import Order

SQLITE_MAGIC = b"SQLite format 3\0"

_HTTP_HEAD = re.compile(rb"HTTP/\d[^\r\n]{0,200}\r?\n(?:[^\r\n]{1,8000}\r?\n){0,100}\r?\n")
_DATA = {".geojson", ".json", ".gpkg", ".gml", ".xml", ".kml", ".gpx", ".csv", ".txt"}
_PLAIN_READERS = {"gpx": gpx.read, "kml": kml.read}


def read(data: bytes, order: Order) -> Found:
    """Read by what the bytes are, whatever the file is called; raises Refused."""
    if len(data) > order.bytes:
        raise Refused("import_too_large", megabytes=order.bytes // 10**6)
    try:
        if data.startswith(archive.MAGIC):
            return _archive(Archive(data, most_bytes=order.bytes), order)
        return _file(data, order)
    except BrokenGeoJson as broken:
        raise Refused(broken.code, **broken.params) from None
    except UnicodeDecodeError:
        raise Refused("import_wrong_letters", encoding="UTF-8") from None
    except UNREADABLE:
        raise Refused("import_unreadable") from None


def _file(data: bytes, order: Order) -> Found:
    head = _HTTP_HEAD.match(data)
    found = _body(data[head.end() :] if head else data, order)
    if head:
        found.remarks.append({"code": "import_http_head", "row": 0, "count": 1})
    return found


def _body(data: bytes, order: Order) -> Found:
    if data.startswith(SQLITE_MAGIC):
        return geopackage.read(data, order)
    if data.startswith(shapefile_check.MAGIC):
        raise Refused("import_no_dbf")
    if data.removeprefix(geojson_check.BYTE_ORDER_MARK).lstrip()[:1] in {b"{", b"["}:
        return _json(data, order)
    if xml_check.is_xml(data):
        return _xml(data, order)
    text = csv_table.find_csv(data)
    if text is not None:
        return csv_table.read_csv(text, order)
    raise Refused("import_unknown_format")


def _json(data: bytes, order: Order) -> Found:
    try:
        return geojson.read(data, order)
    except BrokenGeoJson as broken:
        rows = csv_table.find_results(data) if broken.code == "import_not_a_collection" else None
        if rows is None:
            raise
        return csv_table.read_results(rows, order)


def _xml(data: bytes, order: Order) -> Found:
    document = xml_check.check(data)
    if document.root in _PLAIN_READERS:
        return _PLAIN_READERS[document.root](document, order)
    if document.root.endswith(("FeatureCollection", "ExceptionReport")):
        return gml.read(document, order)
    raise Refused("import_unknown_format")


def _archive(files: Archive, order: Order) -> Found:
    """A Shapefile, or the one file of data in it."""
    shapefiles = shapefile.layers(files.names)
    if shapefiles:
        name = _chosen(list(shapefiles), order.layer)
        return shapefile.read(files, name, shapefiles[name], order)
    names = [name for name in files.names if PurePosixPath(name).suffix.casefold() in _DATA]
    if "doc.kml" in names:
        names = ["doc.kml"]  # a KMZ says so: what else lies there, it links to
    if not names:
        raise Refused("import_unknown_format")
    if len(names) > 1:
        raise Refused("import_several_files", files=", ".join(names))
    return _file(files.read(names[0]), order)


def _chosen(names: list[str], wanted: str | None) -> str:
    if wanted is None and len(names) > 1:
        raise Refused("import_several_layers", layers=", ".join(names))
    if wanted is not None and wanted not in names:
        raise Refused("import_no_such_layer", layers=", ".join(names))
    return wanted or names[0]
