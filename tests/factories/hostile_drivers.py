"""Files that make a GDAL with all its drivers open another file or ask a host, under lying names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import shapely

from tests.factories.canary_places import Canary
from tests.factories.hostile_archives import archive
from tests.factories.hostile_layers import good_rows, shapefile_parts
from tests.factories.hostile_xml import document
from tests.factories.layer_files import HERE_SWEREF, collection, feature, write_geopackage

NAMES = ("lager.geojson", "lager.gpkg", "lager.csv", "lager.kml", "lager.shp", "lager.zip")
"""What an attacker calls a file: the reader must not care."""


WFS = "xmlns:wfs='http://www.opengis.net/wfs/2.0'><Get href='"


@dataclass(frozen=True)
class Hostile:
    """A file. `may_pass`: what refers elsewhere in it is not followed, and the rest can be used."""

    name: str
    file: str
    write: Callable[[Path], object]
    may_pass: bool = False

    def __str__(self) -> str:
        return f"{self.name} as {self.file}"


def list_drivers(canary: Canary) -> list[Hostile]:
    """All of them, aimed at the canary."""
    texts = {**_indirect(canary), **_connections(canary), **_tables(canary), **_documents(canary)}
    under_names = [
        Hostile(name, file, lambda path, text=text: path.write_bytes(text.encode()), may_pass)  # type: ignore[misc]
        for number, (name, (text, may_pass)) in enumerate(texts.items())
        for file in (NAMES[number % len(NAMES)], NAMES[(number + 1) % len(NAMES)])
    ]
    return [*under_names, *_geopackages(canary), *_shapefiles(canary), *_archives(canary)]


Texts = dict[str, tuple[str, bool]]


def _indirect(canary: Canary) -> Texts:
    """VRT and its like: a file that is another file."""
    targets = {
        "file": str(canary.file),
        "http": canary.url,
        "vsicurl": f"/vsicurl/{canary.url}",
        "vsicurl streaming": f"/vsicurl_streaming/{canary.url}",
        "vsisubfile": f"/vsisubfile/0_999,{canary.file}",
        "vsistdin": "/vsistdin/",
        "CSV": f"CSV:{canary.file}",
    }
    found: Texts = {}
    for name, target in targets.items():
        layer = f'<OGRVRTLayer name="canary"><SrcDataSource>{target}</SrcDataSource></OGRVRTLayer>'
        found[f"VRT, {name}"] = (f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>", False)
        found[f"OVF, {name}"] = (f"<ogrvrtdatasource>\n{layer}</ogrvrtdatasource>", False)
    found["VRT with a declaration"] = (
        '<?xml version="1.0"?>' + found["VRT, file"][0], False
    )  # fmt: skip
    found["VRT in a collection"] = (
        f'<FeatureCollection>{found["VRT, file"][0]}</FeatureCollection>', False
    )  # fmt: skip
    pipeline = {"type": "gdal_streamed_alg", "command_line": f"gdal vector read {canary.file}"}
    found["GDALG"] = (json.dumps(pipeline), False)
    return found


def _connections(canary: Canary) -> Texts:
    """What some drivers take for the address of a service."""
    service = canary.url
    return {
        "WFS description": (f"<OGRWFSDataSource><URL>{service}</URL></OGRWFSDataSource>", False),
        "WFS capabilities": (f"<wfs:WFS_Capabilities {WFS}{service}'/></wfs:WFS_Capabilities>", False),
        "OAPIF description": (f"<OGROAPIFDataSource><URL>{service}</URL></OGROAPIFDataSource>", False),
        "WFS prefix": (f"WFS:{service}", False),
        "OAPIF prefix": (f"OAPIF:{service}", False),
        "CSW prefix": (f"CSW:{service}", False),
        "PG prefix": ("PG:host=127.0.0.1 user=postgres", False),
        "HTTP address": (service, False),
        "vsicurl path": (f"/vsicurl/{service}", False),
        "path of the file": (str(canary.file), False),
        "GPSBabel prefix": (f"GPSBABEL:csv:{canary.file}", False),
        "an answer that moved": (f"HTTP/1.1 302 Found\r\nLocation: {service}\r\n\r\n", False),
        "ESRI JSON of a service": (json.dumps({"url": service, "layers": [{"id": 0}]}), False),
        "MapML": (f'<mapml><body><extent action="{service}"/></body></mapml>', False),
        "GeoRSS": (f'<rss version="2.0"><channel><link>{service}</link></channel></rss>', False),
        "MiraMon, TAB": (f'!table\n!version 300\nDefinition Table\n  File "{canary.file}"', False),
        "XLSX": ("PK\x03\x04xl/workbook.xml", False),
        "PDF": (f"%PDF-1.7\n1 0 obj<</F({service})>>endobj", False),
        "DXF": (f"0\nSECTION\n2\nBLOCKS\n0\nBLOCK\n1\n{canary.file}\n0\nEOF", False),
        "JML": (f"<JCSDataFile><source>{service}</source></JCSDataFile>", False),
        "S57": ("0000" + "3LE1 0900073   6604", False),
        "PMTiles": ("PMTiles\x03", False),
        "FlatGeobuf": ("fgb\x03fgb\x01", False),
    }  # fmt: skip


def _tables(canary: Canary) -> Texts:
    """Tables whose words look like references."""
    head = "register_id,kind,name,source,licence,lon,lat,WKT\n"
    row = "a-1,sight,{name},S,CC0,16.2,58.9,{wkt}\n"
    names = {
        "formula": f'"=WEBSERVICE(""{canary.url}"")"',
        "external": f"file://{canary.file}",
        "command": "=cmd|' /C calc'!A0",
        "include": f"@import {canary.url}",
    }
    found: Texts = {
        f"table with {what}": (head + row.format(name=name, wkt=""), True)
        for what, name in names.items()
    }
    found["table with its type file named"] = (f"{head}CSVT:{canary.file}\n", False)
    return found


def _documents(canary: Canary) -> Texts:
    """GeoJSON, GML, GPX and KML that refer elsewhere."""
    targets = {"file": canary.file.as_uri(), "http": canary.url, "path": str(canary.file)}
    found: Texts = {}
    for name, target in targets.items():
        link = {"type": "link", "properties": {"href": target, "type": "proj4"}}
        found[f"GeoJSON, crs by link, {name}"] = (
            json.dumps(collection(feature(), crs=link)),
            False,
        )
        named = {"type": "name", "properties": {"name": target}}
        found[f"GeoJSON, crs by name, {name}"] = (
            json.dumps(collection(feature(), crs=named)),
            False,
        )
        schema = collection(feature(), **{"$schema": target, "next": target, "links": [
            {"rel": "next", "href": target}]})  # fmt: skip
        found[f"GeoJSON, next page, {name}"] = (json.dumps(schema), True)
        network = f"<NetworkLink><Link><href>{target}</href></Link></NetworkLink>"
        overlay = f"<GroundOverlay><Icon><href>{target}</href></Icon></GroundOverlay>"
        for what, body in (("NetworkLink", network), ("GroundOverlay", overlay)):
            found[f"KML, {what}, {name}"] = (document("kml", body=body), True)
        gml = document("gml").replace("urn:ogc:def:crs:EPSG::4326", target)
        found[f"GML, srsName, {name}"] = (gml, True)
        schema_at = f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:a {target}"'
        found[f"GML, schema, {name}"] = (document("gml", more=schema_at), True)
        found[f"GPX, link, {name}"] = (
            document("gpx", body=f'<wpt lat="58.9" lon="16.2"><link href="{target}"/></wpt>'), True
        )  # fmt: skip
    grids = f"+proj=longlat +nadgrids={canary.file} +type=crs"
    for name, system in (
        ("PROJ grids", grids),
        ("PROJ init", f"+init={canary.file}:1"),
        ("PROJ pipeline", f"+proj=pipeline +step +proj=hgridshift +grids={canary.file}"),
        ("ESRI", f"ESRI::{canary.file}"),
        ("WKT of a file", f'GEOGCS["{canary.file}"]'),
        ("EPSG in another file", "IGNF:../../etc/passwd"),
    ):
        named = {"type": "name", "properties": {"name": system}}
        found[f"GeoJSON, crs: {name}"] = (json.dumps(collection(feature(), crs=named)), False)
    return found


def _geopackages(canary: Canary) -> Iterator[Hostile]:
    """GeoPackages whose SQL does more than hold rows."""
    secret = str(canary.file)
    statements = {
        "trigger": "CREATE TRIGGER t AFTER INSERT ON places BEGIN SELECT load_extension('x'); END",
        "trigger on the list": (
            "CREATE TRIGGER t AFTER UPDATE ON gpkg_contents BEGIN DELETE FROM places; END"
        ),
        "view with load_extension": "CREATE VIEW v AS SELECT load_extension('x') AS geom",
        "view with readfile": f"CREATE VIEW v AS SELECT readfile('{secret}') AS name, * FROM places",
        "view with gdal_get_layer": "CREATE VIEW v AS SELECT gdal_get_pixel_value('x') AS geom",
        "view that never ends": (
            "CREATE VIEW v AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) "
            "SELECT n AS fid, (SELECT geom FROM places LIMIT 1) AS geom FROM c"
        ),
        "virtual text": f"CREATE VIRTUAL TABLE v USING VirtualText('{secret}', UTF-8, 1)",
        "virtual shape": f"CREATE VIRTUAL TABLE v USING VirtualShape('{secret}', UTF-8, 4326)",
        "virtual OGR": f"CREATE VIRTUAL TABLE v USING VirtualOGR('{secret}')",
        "virtual GeoJSON": f"CREATE VIRTUAL TABLE v USING VirtualGeoJSON('{secret}')",
        "virtual CSV": f"CREATE VIRTUAL TABLE v USING csv(filename='{secret}')",
        "virtual fsdir": "CREATE VIRTUAL TABLE v USING fsdir",
        "view of schema": "CREATE VIEW v AS SELECT sql AS name, NULL AS geom FROM sqlite_master",
        "link in metadata": (
            "CREATE TABLE gpkg_metadata (id INTEGER PRIMARY KEY, md_scope TEXT, md_standard_uri TEXT,"
            f" mime_type TEXT, metadata TEXT); INSERT INTO gpkg_metadata VALUES (1, 'dataset',"
            f" '{canary.url}', 'text/xml', '<OGRVRTDataSource><OGRVRTLayer name=\"c\"><SrcDataSource>"
            f"{secret}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>')"
        ),
        "system from a file": (
            f"UPDATE gpkg_spatial_ref_sys SET definition = '+nadgrids={secret}', organization = "
            f"'{canary.url}' WHERE srs_id = 3006"
        ),
        "an extension wanted": (
            "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, "
            "extension_name TEXT, definition TEXT, scope TEXT); INSERT INTO gpkg_extensions VALUES "
            f"(NULL, NULL, 'evil', '{canary.url}', 'read-write')"
        ),
    }
    for name, statement in statements.items():
        for number, file in enumerate(NAMES[:2]):
            yield Hostile(
                f"GeoPackage, {name}",
                file,
                lambda path, statement=statement, listed=bool(number): _write(
                    path, statement, listed
                ),  # type: ignore[misc]
                may_pass=True,
            )


def _write(path: Path, statement: str, listed: bool) -> None:
    """A sound GeoPackage, then the statement; `listed`: the new view or table is its only layer."""
    package = path.with_suffix(".made.gpkg")
    write_geopackage(package, shapely.Point(HERE_SWEREF))
    connection = sqlite3.connect(package)
    dropped = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (trigger,) in dropped:
        connection.execute(f'DROP TRIGGER "{trigger}"')
    if "VIRTUAL TABLE" in statement:  # SQLite looks for the module when it is made: write it down
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, ?)", (statement,)
        )
    else:
        connection.executescript(statement)
    if listed and " v " in statement:
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            connection.execute(f"UPDATE {table} SET table_name = 'v'")
    connection.commit()
    connection.close()
    package.rename(path)


def _shapefiles(canary: Canary) -> Iterator[Hostile]:
    """Shapefiles whose small parts name other files."""
    secret, url = str(canary.file), canary.url
    systems = {
        "address": url,
        "file": secret,
        "vsicurl": f"/vsicurl/{url}",
        "PROJ grids": f"+proj=longlat +nadgrids={secret}",
        "PROJ init": f"+init={secret}:1",
        "WKT with grids": (
            'GEOGCS["a",DATUM["b",SPHEROID["c",6378137,298],EXTENSION["PROJ4_GRIDS",'
            f'"{secret}"]],PRIMEM["d",0],UNIT["e",0.0174532925199433]]'
        ),
        "very long": 'GEOGCS["' * 100_000,
        "several megabytes": "x" * 5_000_000,
        "JSON": json.dumps({"type": "GeographicCRS", "name": secret, "href": url}),
    }
    for name, system in systems.items():
        yield _zipped(f"prj: {name}", {".prj": system.encode()})
    for name in (url, secret, "../../etc/passwd", "UTF-7", "LDID/999", "x" * 100_000, "utf8//IGNORE",
                 "CP_ACP", "", "\0", "idna", "unicode_escape", "zlib_codec"):  # fmt: skip
        yield _zipped(f"cpg: {name[:40]!r}", {".cpg": name.encode()}, may_pass=True)
    for suffix in (".vrt", ".qix", ".sbn", ".shp.xml", ".qmd", ".csvt", ".gfs", ".xsd"):
        link = f"<OGRVRTDataSource><SrcDataSource>{secret}</SrcDataSource></OGRVRTDataSource>"
        yield _zipped(f"beside it: {suffix}", {suffix: link.encode()}, may_pass=True)


def _zipped(name: str, more: dict[str, bytes], *, may_pass: bool = False) -> Hostile:
    def write(path: Path) -> object:
        parts = {
            f"lager{suffix}": part
            for suffix, part in (shapefile_parts(good_rows(1)) | more).items()
        }
        return path.write_bytes(archive(*parts.items()))

    return Hostile(f"Shapefile, {name}", NAMES[len(name) % len(NAMES)], write, may_pass)


def _archives(canary: Canary) -> Iterator[Hostile]:
    """Archives in which one file leads out to another."""
    vrt = _indirect(canary)["VRT, file"][0].encode()
    network = f"<NetworkLink><Link><href>{canary.file}</href></Link></NetworkLink>"
    table = b"register_id,kind,name,source,licence,lon,lat\na-1,sight,a,S,CC0,16.2,58.9\n"
    members: dict[str, tuple[list[tuple[str, bytes]], bool]] = {
        "KMZ that links out": ([("doc.kml", document("kml", body=network).encode())], True),
        "table with a VRT": ([("a.csv", table), ("a.vrt", vrt)], True),
        "VRT called a table": ([("a.csv", vrt)], False),
        "VRT called a layer": ([("a.geojson", vrt)], False),
        "VRT called a Shapefile": ([("a.shp", vrt), ("a.dbf", vrt)], False),
        "GML with a template": ([("a.gml", document("gml").encode()), ("a.gfs", vrt)], True),
        "GML with a schema": ([("a.gml", document("gml").encode()), ("a.xsd", vrt)], True),
        "path of the file": ([(str(canary.file).lstrip("/"), table)], True),
    }
    for name, (files, may_pass) in members.items():
        content = archive(*files)
        for file in NAMES[:2]:
            yield Hostile(
                f"archive, {name}",
                file,
                lambda path, content=content: path.write_bytes(content),  # type: ignore[misc]
                may_pass,
            )
