"""Rows of files as rows of ours: the registers' names, and every value that makes no sense."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from shapely.geometry import LineString, MultiLineString, MultiPoint, Point, box
from shapely.geometry.base import BaseGeometry

from geostories.importers.attributes import BadRow
from geostories.importers.reader import SourceRow
from geostories.importers.records import Origin, Record
from geostories.importers.rows import maker_for
from geostories.vocabulary import Accuracy, PlaceKind
from tests.factories.layer_files import HERE, PLACE

NOW = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
NOWHERE = Origin(source="", licence="", fetched_at=NOW)
HERE_POINT = Point(HERE)
NVR = {
    "NVRID": 2004599.0,
    "NAMN": "Flyttblock Tors stenar",
    "SKYDDSTYP": "Naturminne",
    "URSBESLDAT": "1958/12/22",
    "AREA_HA": 0.0,
    "FORVALTARE": "Länsstyrelsen i Södermanlands län",
}


def make(
    said: dict[str, Any],
    *,
    kind: str = "place",
    shape: BaseGeometry | None = HERE_POINT,
    origin: Origin = NOWHERE,
) -> Record:
    return maker_for(kind)(SourceRow(7, said, shape, None), kind, origin)


def refused(said: dict[str, Any], **row: Any) -> tuple[str, str]:
    """The code, and the name of the value it is about."""
    with pytest.raises(BadRow) as bad:
        make(said, **row)
    return bad.value.code, str(bad.value.params.get("name", ""))


def test_our_own_names_are_read() -> None:
    said = {
        "summary": " En grop \n",
        "area_ha": "12,5",
        "protected_since": 1955,
        "position_accuracy": "approximate",
        "accuracy_m": 300,
        "fetched_on": "2026-01-31",
        "source_url": "https://example.se/a?b=1",
    }
    record = make(PLACE | said)
    assert (record.row, record.register_id) == (7, "a-1")
    assert record.columns == {
        "name": "Jättens handfat",
        "summary": "En grop",
        "kind": PlaceKind.SIGHT,
        "in_force": True,
        "facts": {"area_ha": 12.5, "protected_since": 1955},
        "source": "Länsstyrelsen",
        "licence": "CC0",
        "source_url": "https://example.se/a?b=1",
        "fetched_at": datetime(2026, 1, 31, tzinfo=UTC),
        "accuracy": Accuracy.APPROXIMATE,
        "accuracy_m": 300,
    }
    assert record.shapes == {"geom": HERE_POINT}


def test_naturvardsregistret_is_known_by_its_names() -> None:
    record = make(NVR)
    assert record.register_id == "2004599"
    assert record.columns["kind"] is PlaceKind.NATURAL_MONUMENT
    assert record.columns["facts"] == {"protected_since": 1958, "manager": NVR["FORVALTARE"]}
    assert record.columns["licence"] == "CC0"
    assert record.columns["source_url"].endswith("?nvrid=2004599")
    assert record.columns["fetched_at"] == NOW


def test_bathing_waters_need_a_source_and_a_licence_given() -> None:
    said = {"nutsCode": "SE0220483000001141", "NAMN": "Djulösjön"}
    assert refused(said, kind="bathing_place")[0] == "import_no_source"
    given = Origin("Havs- och vattenmyndigheten", "CC0", NOW)
    record = make(said, kind="bathing_place", origin=given)
    assert (record.register_id, record.columns["kind"]) == (said["nutsCode"], "bathing_place")
    assert record.columns["source"] == "Havs- och vattenmyndigheten"


def test_a_kind_given_for_all_outweighs_the_rows_own() -> None:
    assert make(PLACE, kind="nature_reserve").columns["kind"] is PlaceKind.NATURE_RESERVE


def test_letters_are_composed() -> None:
    assert make(PLACE | {"name": "Skirtorpssjo\u0308n"}).columns["name"] == "Skirtorpssjön"


def test_shapes_of_places_lose_height_and_needless_wrapping() -> None:
    assert make(PLACE, shape=MultiPoint([HERE])).shapes["geom"] == HERE_POINT
    high = make(PLACE, shape=Point(*HERE, 40)).shapes["geom"]
    assert high
    assert not high.has_z
    assert make(PLACE, shape=box(16, 58, 17, 59)).bounds() == (16, 58, 17, 59)


def test_a_trail_has_a_line_with_heights_or_a_start_or_neither() -> None:
    line = make(PLACE | {"length_km": "4,5"}, kind="trail", shape=LineString([HERE, (16.3, 58.9)]))
    assert line.columns["length_m"] == 4500
    assert isinstance(line.shapes["geom"], MultiLineString)
    assert line.shapes["geom"].has_z
    point = make(PLACE, kind="trail")
    assert point.shapes == {"geom": None, "start_geom": HERE_POINT}
    start = {"start_lon": 16.29, "start_lat": 59.08, "end_lon": 16.25, "end_lat": 59.04}
    ends = make(PLACE | start | {"is_example": True}, kind="trail", shape=None)
    assert ends.shapes == {"geom": None, "start_geom": Point(16.29, 59.08)}
    assert ends.columns["facts"] == {"end": [16.25, 59.04]}
    assert ends.columns["is_example"] is True
    neither = make(PLACE, kind="trail", shape=None)
    assert neither.bounds() is None
    assert neither.columns["is_example"] is False


def test_a_name_of_a_place_is_a_point_of_any_kind() -> None:
    record = make(PLACE | {"kind": "village"}, kind="place_name", shape=MultiPoint([HERE]))
    assert record.columns == {"name": PLACE["name"], "kind": "village", "source": PLACE["source"]}
    assert record.shapes == {"geom": HERE_POINT}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import_no_id", {"register_id": " "}),
        ("import_no_name", {"name": None}),
        ("import_no_source", {"source": ""}),
        ("import_no_licence", {"licence": None}),
        ("import_unknown_kind", {"kind": "volcano"}),
        ("import_unknown_kind", {"kind": None}),
        ("import_too_long", {"name": "a" * 201}),
        ("import_too_long", {"summary": "a" * 5_001}),
    ],
)
def test_what_is_missing_or_wrong_is_named(code: str, said: dict[str, Any]) -> None:
    assert refused(PLACE | said)[0] == code


@pytest.mark.parametrize(
    ("code", "kind", "shape"),
    [
        ("import_empty_geometry", "place", None),
        ("import_empty_geometry", "place_name", None),
        ("import_wrong_geometry", "place_name", LineString([HERE, (16, 59)])),
        ("import_wrong_geometry", "trail", box(16, 58, 17, 59)),
        ("import_wrong_geometry", "trail", MultiPoint([HERE, (16, 59)])),
    ],
)
def test_a_shape_of_the_wrong_sort_is_named(
    code: str, kind: str, shape: BaseGeometry | None
) -> None:
    assert refused(PLACE, kind=kind, shape=shape)[0] == code


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "Sj\ufffdn"),
        ("name", "Sjön\x00"),
        ("summary", "\x1b[31m"),
        ("source_url", "javascript:alert(1)"),
        ("source_url", 'https://a.se/"onclick='),
        ("area_ha", "stor"),
        ("area_ha", "-1"),
        ("area_ha", "inf"),
        ("fetched_on", "i går"),
        ("fetched_on", "2026-02-30"),
        ("protected_since", "1998/13/01"),
        ("accuracy", "ungefär"),
    ],
)
def test_a_value_that_makes_no_sense_is_shown(name: str, value: str) -> None:
    assert refused(PLACE | {name: value}) == ("import_bad_value", name)


@pytest.mark.parametrize(
    "half", [{"start_lon": 16.3}, {"start_lat": 59.0}, {"start_lat": 16.3, "start_lon": 59.0}]
)
def test_half_a_start_or_one_in_another_country_is_shown(half: dict[str, float]) -> None:
    assert refused(PLACE | half, kind="trail")[0] == "import_bad_value"
