"""Good layers of every format, and three hundred ways in which people and programs spoil them."""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import shapely
from pyogrio import raw

from tests.factories.hostile_archives import archive
from tests.factories.layer_files import HERE, write_geopackage

ROWS = 12
FLIPS, CUTS = 14, 10
SEED = 87


@dataclass(frozen=True)
class Row:
    """A place as the file shall have it; the position as it is written."""

    ident: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Poison:
    """A spoilt file, and how many rows it has if it can be used after all."""

    name: str
    suffix: str
    make: Callable[[], bytes]
    rows: int = ROWS

    def __str__(self) -> str:
        return self.name


def good_rows(count: int = ROWS) -> list[Row]:
    """Places in a row, with letters that encodings differ in."""
    return [
        Row(f"a-{number}", f"Åsen på Öja {number}", round(HERE[0] + number / 1_000, 6), HERE[1])
        for number in range(1, count + 1)
    ]


def geojson(rows: list[Row]) -> bytes:
    """As GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {"ident": row.ident, "name": row.name},
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
        }
        for row in rows
    ]
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False).encode()


def table(rows: list[Row]) -> bytes:
    """As CSV."""
    whole = io.StringIO()
    lines = csv.writer(whole)
    lines.writerow(("ident", "latitude", "longitude", "name"))
    lines.writerows((row.ident, row.lat, row.lon, row.name) for row in rows)
    return whole.getvalue().encode()


def kml(rows: list[Row]) -> bytes:
    """As KML, the id among the extended data."""
    marks = "".join(
        f"<Placemark><name>{escape(row.name)}</name><ExtendedData><Data name='ident'>"
        f"<value>{row.ident}</value></Data></ExtendedData><Point><coordinates>{row.lon},{row.lat}"
        "</coordinates></Point></Placemark>"
        for row in rows
    )
    return (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'.encode()
    )


def gpx(rows: list[Row]) -> bytes:
    """As GPX, which has no ids."""
    marks = "".join(
        f'<wpt lat="{row.lat}" lon="{row.lon}"><name>{escape(row.name)}</name></wpt>'
        for row in rows
    )
    head = '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="x">'
    return f"{head}{marks}</gpx>".encode()


def gml(rows: list[Row]) -> bytes:
    """As a WFS answers, north first."""
    marks = "".join(
        f'<wfs:member><a:p gml:id="p.{n}"><a:ident>{row.ident}</a:ident><a:name>{escape(row.name)}'
        f'</a:name><a:geom><gml:Point gml:id="g.{n}" srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>'
        f"{row.lat} {row.lon}</gml:pos></gml:Point></a:geom></a:p></wfs:member>"
        for n, row in enumerate(rows)
    )
    return (
        '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:a="urn:a" '
        f'xmlns:gml="http://www.opengis.net/gml/3.2">{marks}</wfs:FeatureCollection>'
    ).encode()


def shapefile_parts(rows: list[Row]) -> dict[str, bytes]:
    """As a Shapefile; its parts by suffix."""
    shapes = [shapely.Point(row.lon, row.lat) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        raw.write(
            Path(folder) / "lager.shp",
            np.array(shapely.to_wkb(shapes), object),
            [np.array([row.ident for row in rows]), np.array([row.name for row in rows])],
            ["ident", "name"],
            geometry_type="Point",
            crs="EPSG:4326",
            driver="ESRI Shapefile",
            encoding="UTF-8",
        )
        return {part.suffix: part.read_bytes() for part in Path(folder).iterdir()}


def packed(parts: dict[str, bytes]) -> bytes:
    """The parts in an archive."""
    return archive(*((f"lager{suffix}", part) for suffix, part in parts.items()))


def shapefile(rows: list[Row]) -> bytes:
    """As a zipped Shapefile."""
    return packed(shapefile_parts(rows))


def geopackage(rows: list[Row]) -> bytes:
    """As GeoPackage in degrees."""
    with tempfile.TemporaryDirectory() as folder:
        file = write_geopackage(
            Path(folder) / "a.gpkg",
            *(shapely.Point(row.lon, row.lat) for row in rows),
            crs="EPSG:4326",
            register_id=[row.ident for row in rows],
            name=[row.name for row in rows],
        )
        return file.read_bytes()


FORMATS: dict[str, Callable[[list[Row]], bytes]] = {
    "geojson": geojson,
    "csv": table,
    "kml": kml,
    "gpx": gpx,
    "gml": gml,
    "zip": shapefile,
    "gpkg": geopackage,
}
TEXTS = ("geojson", "csv", "kml", "gpx", "gml")


@cache
def good(suffix: str) -> bytes:
    """The good layer in this format."""
    return FORMATS[suffix](good_rows())


def list_poisons(*, huge: int) -> list[Poison]:
    """All of them; `huge` is the number of rows of the largest."""
    return [
        *(each for suffix in FORMATS for each in _with_a_bad_row(suffix)),
        *(each for suffix in FORMATS for each in _broken(suffix)),
        *(each for suffix in TEXTS for each in _in_other_letters(suffix)),
        *_strange_signs(),
        *_parts_missing(),
        *_other_systems(),
        *(
            Poison(f"{s}: {huge} rows", s, lambda s=s: FORMATS[s](good_rows(huge)), huge)
            for s in TEXTS
        ),  # type: ignore[misc]
    ]


def _with_a_bad_row(suffix: str) -> Iterator[Poison]:
    rows, middle = good_rows(), ROWS // 2
    bad = rows[middle]
    spoilt = {
        "axes swapped in one row": replace(bad, lon=bad.lat, lat=bad.lon),
        "metres in one row": replace(bad, lon=569_350.0, lat=6_540_232.0),
        "one row at zero": replace(bad, lon=0.0, lat=0.0),
        "one row in Berlin": replace(bad, lon=13.4, lat=52.5),
        "one row in Kiruna": replace(bad, lon=20.2, lat=67.86),
        "one row without a name": replace(bad, name=""),
        "the last id on two rows": replace(
            bad, ident=rows[-1].ident, name=rows[-1].name, lon=rows[-1].lon
        ),
        "a letter decoded wrongly": replace(bad, name="\ufffdsen"),
    }
    if suffix in TEXTS:  # the others cannot hold them
        spoilt["one row that is no number"] = replace(bad, lon=float("nan"))
        spoilt["one name of 5,000 letters"] = replace(bad, name="Å" * 5_000)
        spoilt["one row without end"] = replace(bad, lat=float("inf"))
    for name, row in spoilt.items():
        changed = [*rows[:middle], row, *rows[middle + 1 :]]
        yield Poison(f"{suffix}: {name}", suffix, lambda changed=changed: FORMATS[suffix](changed))  # type: ignore[misc]
    swapped = [replace(row, lon=row.lat, lat=row.lon) for row in rows]
    yield Poison(f"{suffix}: all axes swapped", suffix, lambda: FORMATS[suffix](swapped))
    yield Poison(f"{suffix}: no rows", suffix, lambda: FORMATS[suffix](rows[:0]), 0)


def _broken(suffix: str) -> Iterator[Poison]:
    """Cut off, scratched, doubled. A table cut between two rows is a whole, shorter table."""
    content, luck = good(suffix), random.Random(SEED)
    for number in range(1, CUTS + 1):
        at = len(content) * number // (CUTS + 1)
        if suffix == "csv":
            at = content.rindex(b"\n", 0, at) + 4
        yield Poison(f"{suffix}: cut after {at} bytes", suffix, lambda at=at: content[:at])  # type: ignore[misc]
    for number in range(FLIPS):
        spoilt = bytearray(content)
        for _ in range(1 + number):
            spoilt[luck.randrange(len(spoilt))] ^= 1 << luck.randrange(8)
        yield Poison(
            f"{suffix}: {number + 1} bits flipped", suffix, lambda spoilt=spoilt: bytes(spoilt)
        )  # type: ignore[misc]
    at = len(content) // 2
    yield Poison(
        f"{suffix}: a hole of zeros", suffix, lambda: content[:at] + bytes(64) + content[at + 64 :]
    )
    yield Poison(f"{suffix}: twice", suffix, lambda: content + content)
    yield Poison(f"{suffix}: something before", suffix, lambda: b"Hej!\n" + content)
    yield Poison(f"{suffix}: something after", suffix, lambda: content + b"\n</html>")
    yield Poison(f"{suffix}: nothing", suffix, bytes)


def _in_other_letters(suffix: str) -> Iterator[Poison]:
    text = good(suffix).decode()
    for letters in ("cp1252", "cp437", "mac-roman", "utf-16", "utf-16-le", "utf-32", "cp037"):
        yield Poison(
            f"{suffix}: in {letters}", suffix, lambda letters=letters: text.encode(letters)
        )  # type: ignore[misc]
    twice = text.encode().decode("latin-1").encode()
    yield Poison(f"{suffix}: encoded twice", suffix, lambda: twice)
    yield Poison(f"{suffix}: two marks", suffix, lambda: b"\xef\xbb\xbf" * 2 + text.encode())
    mixed = text.encode("cp1252")[: len(text) // 2] + text[len(text) // 2 :].encode()
    yield Poison(f"{suffix}: half of it in cp1252", suffix, lambda: mixed)


def _strange_signs() -> Iterator[Poison]:
    """JSON can write down what no database and no page can hold."""
    for name, sign in {
        "half a sign": r"\ud83c",
        "halves the wrong way round": r"\udf1e\ud83c",
        "NUL": r"\u0000",
        "no character": r"\uffff",
    }.items():
        text = good("geojson").replace("Åsen på Öja 7".encode(), f"Åsen {sign}".encode())
        yield Poison(f"geojson: {name} in a name", "geojson", lambda text=text: text)  # type: ignore[misc]


def _parts_missing() -> Iterator[Poison]:
    parts = shapefile_parts(good_rows())
    fewer = shapefile_parts(good_rows(ROWS - 1))
    for suffix in (".shp", ".dbf", ".shx", ".prj", ".cpg"):
        left = {name: part for name, part in parts.items() if name != suffix}
        yield Poison(f"Shapefile without {suffix}", "zip", lambda left=left: packed(left))  # type: ignore[misc]
        if suffix in fewer:
            other = parts | {suffix: fewer[suffix]}
            yield Poison(
                f"Shapefile with another's {suffix}", "zip", lambda other=other: packed(other)
            )  # type: ignore[misc]
        cut = parts | {suffix: parts[suffix][: len(parts[suffix]) // 2]}
        yield Poison(f"Shapefile with half a {suffix}", "zip", lambda cut=cut: packed(cut))  # type: ignore[misc]


def _other_systems() -> Iterator[Poison]:
    """The numbers are in one system, the file says or means another."""
    for east, north, name in (
        (569_350.57, 6_540_232.76, "SWEREF 99 TM"),
        (133_157.82, 6_542_260.42, "SWEREF 99 16 30"),
        (1_523_098.26, 6_541_661.49, "RT 90"),
        (1_804_154.99, 8_179_522.38, "web Mercator"),
    ):
        rows = [replace(row, lon=east + n, lat=north) for n, row in enumerate(good_rows())]
        for suffix, write in FORMATS.items():
            yield Poison(
                f"{suffix}: numbers of {name}", suffix, lambda rows=rows, write=write: write(rows)
            )  # type: ignore[misc]
