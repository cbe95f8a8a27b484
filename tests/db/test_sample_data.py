"""Real files from outside (never committed): they come in with the counts of their manifest.

Their folder is named by GEOSTORIES_SAMPLE_DATA; without it these tests are skipped, and the small
fixtures of the other tests cover the same traps.
"""

from __future__ import annotations

import csv
import json
import os
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pytest
import shapely
from geoalchemy2.shape import from_shape
from pyproj import Transformer
from shapely.geometry import MultiPolygon, box
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain.transaction import Scope, transaction
from geostories.geo.coordinates import SWEDEN
from geostories.geo.srid import SWEREF99_TM, WGS84
from geostories.importers.report import ImportRefused
from geostories.models import Municipality, OfficialPlace
from geostories.wording.imports import say_reason
from tests.factories.importing import Import
from tests.factories.layer_files import PLACE
from tests.factories.read_files import read

DATA = Path(os.environ.get("GEOSTORIES_SAMPLE_DATA", ""))
pytestmark = pytest.mark.skipif(
    not (DATA / "MANIFEST.tsv").is_file() or not os.environ.get("GEOSTORIES_SAMPLE_DATA"),
    reason="GEOSTORIES_SAMPLE_DATA names no folder of sample files",
)
GIVEN = {"source": "Provfil", "licence": "CC0"}
VARIANTS = "derived_nvr_variants"
REGISTERS = [
    ("nvr_naturminnen_nationalparker/naturminne_punkt.geojson", "place"),
    ("nvr_naturminnen_nationalparker/naturminne_polygon.geojson", "place"),
    (f"{VARIANTS}/a_nvr_3006_utf8.shp", "place"),
    (f"{VARIANTS}/f_katrineholm_sweref991630_3010.gpkg", "place"),
    (f"{VARIANTS}/h_nvr_3006_gml32.gml", "place"),
    (f"{VARIANTS}/i_geojson_3006_with_crs.geojson", "place"),
    (f"{VARIANTS}/l_v1.geojson", "place"),
]


@cache
def manifest() -> dict[str, int]:
    """How many features each file has."""
    with (DATA / "MANIFEST.tsv").open(newline="") as lines:
        return {
            row["path"]: int(row["features"])
            for row in csv.DictReader(lines, delimiter="\t")
            if row["features"]
        }


@pytest.fixture
def sweden(katrineholm: UUID) -> UUID:
    """A municipality as large as the country."""
    with transaction(Scope.operator()) as session:
        everywhere = Municipality(
            slug="sverige",
            code="9999",
            name="Sverige",
            site_name="Sverige",
            contact_email="a@example.se",
            contact_url="https://example.se",
            geom=from_shape(MultiPolygon([box(*SWEDEN)]), srid=WGS84),
        )
        session.add(everywhere)
        session.flush()
        return everywhere.id


@pytest.mark.parametrize(("path", "kind"), REGISTERS)
def test_registers_come_in_with_the_counts_of_the_manifest(
    path: str, kind: str, run: Import, sweden: UUID
) -> None:
    order = {"municipality_id": sweden, "scope": Scope.municipality(sweden), "kind": kind}
    report = run(DATA / path, allow_outside=True, **order)
    print(f"{path}: {report.read} read, {report.added} added")
    assert report.read == report.added == manifest()[path]
    again = run(DATA / path, allow_outside=True, **order)
    assert (again.unchanged, again.added, again.changed) == (report.added, 0, 0)


def test_a_national_register_gives_a_municipality_its_own(run: Import, rows: Session) -> None:
    path = "hav_badplatser/active_bathing_waters.geojson"
    report = run(DATA / path, **GIVEN)
    print(
        f"{path}: {report.read} read, {report.added} of Katrineholm, {report.elsewhere} of others"
    )
    assert report.read == report.added + report.elsewhere == manifest()[path]
    found = rows.scalars(select(OfficialPlace.name)).all()
    assert len(found) == 10
    assert {"Fiskeboda", "Djulösjön", "Duveholmssjön"} <= set(found)


def test_positions_that_cannot_be_are_named_for_all_of_sweden(run: Import, sweden: UUID) -> None:
    path = DATA / "hav_badplatser/active_bathing_waters.geojson"
    order = {"municipality_id": sweden, "scope": Scope.municipality(sweden)}
    report = run(path, allow_outside=True, dry_run=True, **order, **GIVEN)
    assert report.refused == 17
    assert {each.code for each in report.reasons} == {"import_outside_sweden"}


def test_the_municipal_table_comes_in(run: Import, sweden: UUID) -> None:
    order = {"municipality_id": sweden, "scope": Scope.municipality(sweden)}
    file = DATA / "municipal_badplatser_csv/Badplatser_Harryda.csv"
    report = run(file, kind="bathing_place", **order, **GIVEN)
    assert report.added == 9
    assert "import_ids_made" in {each.code for each in report.remarks}
    assert run(file, kind="bathing_place", **order, **GIVEN).unchanged == 9
    broken = DATA / "municipal_badplatser_csv/Badplatser_Harryda.json"
    with pytest.raises(ImportRefused) as refused:
        run(broken, kind="bathing_place", **order, **GIVEN)
    assert (refused.value.code, refused.value.params["line"]) == ("import_broken_json", 404)


def test_all_municipalities_get_their_borders(
    run: Import, rows: Session, katrineholm: UUID
) -> None:
    path = "boundaries_okfse/swedish_municipalities.geojson"
    order = {"kind": "municipality", "municipality_id": None, "scope": Scope.operator()}
    report = run(DATA / path, **order)
    assert report.read == manifest()[path] == 290
    assert (report.added, report.changed) == (289, 1)
    assert run(DATA / path, **order).unchanged == 290
    slugs = rows.scalars(select(Municipality.slug)).all()
    assert len(set(slugs)) == 290
    assert rows.get_one(Municipality, katrineholm).slug == "katrineholm"
    regions = "boundaries_okfse/swedish_regions.geojson"
    assert len(read(DATA / regions).rows) == manifest()[regions]


# The variants of one data set

_TO_METRES = Transformer.from_crs(WGS84, SWEREF99_TM, always_xy=True)


def in_metres(shape: BaseGeometry | None) -> BaseGeometry:
    """The shape in SWEREF 99 TM."""
    assert shape is not None
    return shapely.transform(shape, lambda xy: list(zip(*_TO_METRES.transform(*xy.T), strict=True)))


def by_id(path: str) -> dict[str, tuple[str, BaseGeometry]]:
    rows = read(DATA / VARIANTS / path).rows
    return {
        str(row.attributes["NVRID"]): (str(row.attributes["NAMN"]), in_metres(row.shape))
        for row in rows
    }


def test_the_variants_of_one_data_set_are_the_same() -> None:
    whole = by_id("a_nvr_3006_utf8.shp")
    for path, count in (
        ("h_nvr_3006_gml32.gml", 41),
        ("i_geojson_3006_with_crs.geojson", 37),
        ("l_v1.geojson", 37),
        ("f_katrineholm_sweref991630_3010.gpkg", 2),
    ):
        variant = by_id(path)
        assert len(variant) == count
        assert {key: name for key, (name, _) in variant.items()} == {
            key: whole[key][0] for key in variant
        }
        apart = max(
            shapely.hausdorff_distance(shape, whole[key][1]) for key, (_, shape) in variant.items()
        )
        print(f"{path}: {count} features within {apart:.3f} m of the Shapefile's")
        assert apart < 2


# GPX


def counted(file: Path) -> tuple[int, int, int]:
    """Waypoints, routes and tracks, as any reader of XML counts them."""
    tags = [each.tag.rpartition("}")[2] for each in ElementTree.parse(file).getroot()]
    return tags.count("wpt"), tags.count("rte"), tags.count("trk")


def test_gpx_files_give_what_is_in_them() -> None:
    files = sorted((DATA / "gpx_gpxpy").glob("*.gpx"))
    assert len(files) == 30
    for file in files:
        layers = ("waypoints", "routes", "tracks")
        found = tuple(len(read(file, layer=layer).rows) for layer in layers)
        print(f"{file.name}: {found[0]} waypoints, {found[1]} routes, {found[2]} tracks")
        assert found == counted(file)


# Problematic GeoJSON

KATRINEHOLM_FROM_BERLIN = (2.8, 6.5)
IMPORTED, REFUSED = "imported", "refused"
PROBLEMATIC: dict[str, tuple[str, str]] = {
    "3d_coordinates": (IMPORTED, "import_heights_dropped"),
    "4d_coordinates": (IMPORTED, "import_numbers_dropped"),
    "crosses_antimeridian": (REFUSED, "import_outside_sweden"),
    "duplicate_nodes": (IMPORTED, "import_repeated_corners"),
    "excessive_coordinate_precision": (IMPORTED, "import_rounded"),
    "excessive_vertices": (IMPORTED, "import_rounded"),
    "feature_null_geometry": (REFUSED, "import_empty_geometry"),
    "holes": (IMPORTED, ""),
    "inner_and_exterior_ring_intersect": (REFUSED, "import_invalid_geometry"),
    "multitype_geometry_with_just_one_geometry": (IMPORTED, ""),
    "outside_lat_lon_boundaries": (REFUSED, "import_outside_sweden"),
    "self_intersection_large": (REFUSED, "import_invalid_geometry"),
    "self_intersection_small": (IMPORTED, "import_crossings_mended"),
    "wrong_bbox_coordinate_order": (IMPORTED, "import_box_ignored"),
    "zero_length_linestring": (REFUSED, "import_invalid_geometry"),
    "crs_defined": (REFUSED, "import_unknown_crs"),
    "geometry_not_wrapped": (REFUSED, "import_not_a_collection"),
    "geometrycollection_single": (REFUSED, "import_not_a_collection"),
    "nested_geometrycollection": (REFUSED, "import_not_a_collection"),
}
"""What becomes of each once it lies in Katrineholm and has a name; with which remark or reason.

As they are, in Berlin and elsewhere, all are refused.
"""


def moved(file: Path, folder: Path) -> Path:
    """The file with every position that much farther north-east, and with our attributes."""

    def further(thing: Any) -> Any:
        if isinstance(thing, list):
            numbers = thing and all(isinstance(each, int | float) for each in thing)
            if numbers and len(thing) >= 2:
                east, north, *more = thing
                return [
                    east + KATRINEHOLM_FROM_BERLIN[0],
                    north + KATRINEHOLM_FROM_BERLIN[1],
                    *more,
                ]
            return [further(each) for each in thing]
        return thing

    told = json.loads(file.read_text())
    for feature in told.get("features", ()):
        feature["properties"] = PLACE
        if feature["geometry"] and "crs" not in told:
            feature["geometry"]["coordinates"] = further(feature["geometry"]["coordinates"])
    copy = folder / file.name
    copy.write_text(json.dumps(told))
    return copy


@pytest.mark.parametrize("name", PROBLEMATIC)
def test_problematic_geojson_is_mended_with_a_remark_or_refused_with_a_sentence(
    name: str, tmp_path: Path, run: Import
) -> None:
    (file,) = DATA.glob(f"geojson_chrieke/problematic_*/problematic_{name}.geojson")
    with pytest.raises(ImportRefused):
        run(file)
    outcome, code = PROBLEMATIC[name]
    here = moved(file, tmp_path)
    if outcome == REFUSED:
        with pytest.raises(ImportRefused) as refused:
            run(here)
        said = [say_reason(refused.value.code, refused.value.params)]
        assert refused.value.code == code
    else:
        report = run(here)
        said = [say_reason(each.code, each.params) for each in report.remarks]
        assert report.added == 1
        assert code in {each.code for each in report.remarks} | {""}
    print(f"{name:42} {outcome}: {' '.join(said) or 'nothing to mend'}")


def test_the_table_names_every_problematic_file() -> None:
    files = DATA.glob("geojson_chrieke/problematic_*/*.geojson")
    assert {file.stem.removeprefix("problematic_") for file in files} == set(PROBLEMATIC)
