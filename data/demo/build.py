"""Write the demonstration's layers and the quiet map from the facts beside this file."""

# Run it after changing a fact: python data/demo/build.py
# The same facts give the same bytes; the checksums in data/catalogue.toml follow.

from __future__ import annotations

import csv
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyproj import Geod, Transformer

HERE = Path(__file__).parent
FACTS = HERE / "facts"
DATA = HERE.parent
FETCHED_ON = "2026-11-21"
DECIMALS = 5  # about a metre: no finer than any of the sources
WGS84 = Geod(ellps="WGS84")
TO_SWEREF = Transformer.from_crs(4326, 3006, always_xy=True)
MUNICIPALITIES = {"0483": ("katrineholm", "Katrineholm"), "0780": ("vaxjo", "Växjö")}
LABELS = {"village-approx": "village", "lake": "lake_label"}

Row = dict[str, str]
Feature = dict[str, Any]


def main() -> None:
    """Write every layer, then the checksums."""
    write_geojson(HERE / "katrineholm_places.geojson", map(place, located("katrineholm")))
    write_geopackage(HERE / "vaxjo_places.gpkg", [place(row) for row in located("vaxjo")])
    for slug, _ in MUNICIPALITIES.values():
        write_geojson(HERE / f"{slug}_trails.geojson", trails(slug))
    write_geojson(HERE / "municipalities.geojson", municipalities())
    write_geojson(DATA / "basemap" / "quiet.geojson", quiet_map())
    write_geojson(HERE / "place_names.geojson", place_names())
    refresh_checksums(DATA / "catalogue.toml")


def rows(name: str) -> list[Row]:
    """The rows of a facts table."""
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def located(slug: str) -> Iterator[Row]:
    """The places of a municipality whose position is known."""
    return (row for row in rows(f"{slug}.csv") if row["lat"])


def number(text: str, kind: type[int | float] = float) -> float | None:
    """The number in a table's cell; None for an empty one."""
    return kind(text) if text else None


def feature(geometry: Any, properties: dict[str, Any]) -> Feature:
    """A GeoJSON feature of a Shapely geometry, a GeoJSON one or None."""
    if isinstance(geometry, shapely.Geometry):
        geometry = shapely.geometry.mapping(geometry)
    return {"type": "Feature", "properties": properties, "geometry": rounded(geometry)}


def rounded(value: Any) -> Any:
    """The same structure with every coordinate rounded."""
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return value


def place(row: Row) -> Feature:
    """An official place; a position that is not exact says how far off it may be."""
    exact = row["coord_quality"].startswith("exact")
    names = ("register_id", "kind", "name", "summary", "source", "licence")
    properties = {name: row[name] for name in names} | {
        "area_ha": number(row["area_ha"]),
        "protected_since": number(row["protected_since"], int),
        "source_url": row["source_url"] or None,
        "position_accuracy": "exact" if exact else "approximate",
        "accuracy_m": number(row["accuracy_m"], int),
        "fetched_on": FETCHED_ON,
    }
    return feature(shapely.Point(float(row["lon"]), float(row["lat"])), properties)


def trails(slug: str) -> Iterator[Feature]:
    """Trails whose line nobody gave us (no geometry), then the examples drawn by us."""
    for row in rows("trails.csv"):
        if row["municipality"] == slug:
            yield unlined_trail(row)
    drawn = tomllib.loads((FACTS / "example_trails.toml").read_text(encoding="utf-8"))
    for entry in drawn["trail"]:
        if entry["municipality"] == slug:
            yield example_trail(entry)


def unlined_trail(row: Row) -> Feature:
    """A real trail of which only name, length and perhaps the two ends are known."""
    properties = {
        "register_id": row["register_id"],
        "name": row["name"],
        "summary": None,
        "length_km": number(row["length_km"]),
        "start_name": row["start"] or None,
        "start_lat": number(row["start_lat"]),
        "start_lon": number(row["start_lon"]),
        "end_name": row["end"] or None,
        "end_lat": number(row["end_lat"]),
        "end_lon": number(row["end_lon"]),
        "source": row["source"],
        "licence": "Enstaka uppgifter",
        "position_accuracy": "approximate" if row["accuracy_m"] else None,
        "accuracy_m": number(row["accuracy_m"], int),
        "is_example": False,
        "fetched_on": FETCHED_ON,
    }
    return feature(None, properties)


def example_trail(entry: dict[str, Any]) -> Feature:
    """A line drawn by us, with its corners rounded and its length measured (LineStringZ)."""
    points = entry["points"]
    line = round_corners(np.array(points, dtype=float))
    metres = WGS84.line_length(line[:, 0], line[:, 1])
    names = ("register_id", "name", "summary", "start_name", "end_name", "surface")
    properties = {name: entry[name] for name in names} | {
        "length_km": round(metres / 1_000, 1),
        "start_lat": points[0][1],
        "start_lon": points[0][0],
        "end_lat": points[-1][1],
        "end_lon": points[-1][0],
        "source": "Ritad som exempel",
        "licence": "CC0",
        "is_example": True,
        "fetched_on": FETCHED_ON,
    }
    line[:, 2] = np.round(line[:, 2], 1)
    return feature(shapely.LineString(line), properties)


def round_corners(line: np.ndarray, times: int = 2) -> np.ndarray:
    """Chaikin's corner cutting on an (n, 3) line; the ends stay where they are."""
    for _ in range(times):
        near, far = line[:-1] * 0.75 + line[1:] * 0.25, line[:-1] * 0.25 + line[1:] * 0.75
        between = np.stack([near, far], axis=1).reshape(-1, 3)
        line = np.vstack([line[:1], between[1:-1], line[-1:]])
    return line


def municipalities() -> Iterator[Feature]:
    """The two municipalities of the demonstration with their generalised borders."""
    for border in geojson("municipalities.geojson"):
        code = border["properties"]["code"]
        if code not in MUNICIPALITIES:
            continue
        slug, name = MUNICIPALITIES[code]
        properties = {"slug": slug, "name": name, "code": code, "site_name": f"{name} 3.0"}
        yield feature(border["geometry"], properties)


def quiet_map() -> Iterator[Feature]:
    """Lakes, borders and names: everything the quiet map draws."""
    lakes = geojson("lakes.geojson")
    for lake in lakes:
        yield feature(lake["geometry"], {"kind": "lake", "name": lake["properties"]["name"]})
    for border in geojson("municipalities.geojson"):
        name = border["properties"]["kommun"]
        yield feature(border["geometry"], {"kind": "border", "name": name})
    for lake in lakes:
        if name := lake["properties"]["name"]:
            yield feature(roomiest_point(lake["geometry"]), {"kind": "lake_label", "name": name})
    for row in rows("places.csv"):
        kind = LABELS.get(row["kind"], row["kind"])
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        yield feature(point, {"kind": kind, "name": row["name"]})


def place_names() -> Iterator[Feature]:
    """The quiet map's names as a layer of its own, for searching a place."""
    for item in quiet_map():
        if item["geometry"]["type"] == "Point":
            names = item["properties"]
            yield {
                **item,
                "properties": {
                    "register_id": f"{names['kind']}-{names['name']}",
                    **names,
                    "source": "GeoNames, Trafikverket, HaV, GSHHG",
                    "licence": "CC BY 4.0",
                },
            }


def roomiest_point(geometry: dict[str, Any]) -> shapely.Point:
    """Where a name has most room inside a lake."""
    outline = shapely.geometry.shape(geometry)
    radius = shapely.maximum_inscribed_circle(outline, tolerance=0.001)
    return shapely.Point(radius.coords[0])


def geojson(name: str) -> list[Feature]:
    """The features of a GeoJSON file among the facts."""
    features: list[Feature] = json.loads((FACTS / name).read_text(encoding="utf-8"))["features"]
    return features


def write_geojson(path: Path, features: Iterable[Feature]) -> None:
    """A FeatureCollection with one feature a line, so that a change reads as one."""
    lines = ",\n".join(
        json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in features
    )
    head = '{"type":"FeatureCollection","features":[\n'
    path.write_text(f"{head}{lines}\n]}}\n", encoding="utf-8")


def write_geopackage(path: Path, features: list[Feature]) -> None:
    """The points in SWEREF 99 TM as a GeoPackage of one layer named after the file."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{FETCHED_ON}T00:00:00.000Z"})
    path.unlink(missing_ok=True)
    lonlat = np.array([item["geometry"]["coordinates"] for item in features])
    east, north = TO_SWEREF.transform(lonlat[:, 0], lonlat[:, 1])
    points = shapely.to_wkb(shapely.points(np.round(east, 2), np.round(north, 2)))
    names = list(features[0]["properties"])
    columns = [column([item["properties"][name] for item in features]) for name in names]
    pyogrio.raw.write(
        path,
        geometry=points,
        field_data=[values for values, _ in columns],
        fields=names,
        field_mask=[missing for _, missing in columns],
        layer=path.stem,
        driver="GPKG",
        geometry_type="Point",
        crs="EPSG:3006",
        promote_to_multi=False,
    )


def column(values: list[Any]) -> tuple[np.ndarray, np.ndarray]:
    """A column for GDAL and which of its cells are empty."""
    missing = np.array([value is None for value in values])
    known = [value for value in values if value is not None]
    kind = type(known[0]) if known else str
    dtype = {int: "int32", float: "float64"}.get(kind, "object")
    return np.array([kind() if value is None else value for value in values], dtype), missing


def refresh_checksums(catalogue: Path) -> None:
    """Set each layer's sha256 in the catalogue to that of the file it names."""

    def current(match: re.Match[str]) -> str:
        digest = hashlib.sha256((DATA / match["file"]).read_bytes()).hexdigest()
        return f'{match["head"]}sha256 = "{digest}"'

    pattern = r'(?P<head>^file = "(?P<file>[^"]+)"$(?:\n(?!\[\[).*)*?\n)sha256 = "[^"]*"'
    text = catalogue.read_text(encoding="utf-8")
    text = re.sub(pattern, current, text, flags=re.MULTILINE)
    catalogue.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
