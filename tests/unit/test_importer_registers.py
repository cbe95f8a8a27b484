"""The registers' own names, words, dates and junk, as official-data has seen them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from shapely.geometry import LineString, MultiLineString, Point

from geostories.importers import kinds, names
from geostories.importers.attributes import Attributes, BadRow
from geostories.importers.reader import SourceRow
from geostories.importers.records import Origin, Record
from geostories.importers.rows import maker_for
from geostories.importers.trail_records import joined
from geostories.vocabulary import PlaceKind, TrailKind
from tests.factories.layer_files import HERE

NOW = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
GIVEN = Origin(source="Naturvårdsverket", licence="CC0", fetched_at=NOW)
LINE = LineString([HERE, (16.3, 58.9)])

NVR = {"NVRID": "2004477", "NAMN": "Tolmon", "SKYDDSTYP": "Naturreservat", "BESLSTATUS": "Gällande"}
TRAILS = [
    {"LEDNAMN": "Runt sjön", "LED_ID": "7", "LEDTYP": "Cykelled", "LEDMARKERING": "Orange"},
    {"Lednamn": "Runt sjön", "Led_ID": "7", "Typ_av_led": "Cykelled", "Ledmarkering": "Orange"},
    {"lednamn": "Runt sjön", "led_id": 7.0, "typ": "cykelled", "markering": "Orange"},
]
FACILITIES = [
    {
        "ANORDNINGSNAMN": "Tornet",
        "ANORDNING_ID": "9",
        "TYP": "Fågeltorn",
        "SKYDDATOMRADE": "Tolmon",
    },
    {"ANORDNINGNAMN": "Tornet", "ANORDNING_ID": "9", "TYP": "Fågeltorn", "SKYDDATOMRADE": "Tolmon"},
    {
        "Anordningsnamn": "Tornet",
        "Anordning_ID": "9",
        "Typ": "Fågeltorn",
        "Skyddat_område": "Tolmon",
    },
    {"ANORD_NAMN": "Tornet", "ANORD_ID": "9", "TYP": "Fågeltorn", "SKOMRDE": "Tolmon"},
]


def place(said: dict[str, Any], **changed: Any) -> Record:
    return maker_for("place")(SourceRow(1, said | changed, Point(HERE), None), "place", GIVEN)


def trail(said: dict[str, Any], **changed: Any) -> Record:
    return maker_for("trail")(SourceRow(1, said | changed, LINE, None), "trail", GIVEN)


@pytest.mark.parametrize("said", TRAILS)
def test_three_spellings_of_trails_are_one(said: dict[str, Any]) -> None:
    made = trail(said)
    assert (made.register_id, made.columns["name"]) == ("7", "Runt sjön")
    assert made.columns["kind"] is TrailKind.CYCLING
    assert made.columns["marking"] == "Orange"


@pytest.mark.parametrize("said", FACILITIES)
def test_four_spellings_of_facilities_are_one(said: dict[str, Any]) -> None:
    made = place(said)
    assert (made.register_id, made.columns["name"]) == ("9", "Tornet")
    assert made.columns["kind"] is PlaceKind.BIRD_TOWER
    assert made.columns["facts"] == {"protected_area": "Tolmon"}


@pytest.mark.parametrize(
    ("status", "in_force", "key"),
    [
        ("Gällande", True, "2004477"),
        ("gällande beslut", True, "2004477"),
        (None, True, "2004477"),
        ("Beslutad", False, "2004477:beslutad"),
        ("Beslutat", False, "2004477:beslutad"),
        ("Överklagad", False, "2004477:overklagad"),
        ("Överklagat", False, "2004477:overklagad"),
        ("Upphävd", False, "2004477:upphävd"),
    ],
)
def test_a_decision_that_does_not_hold_yet_is_a_row_of_its_own(
    status: str | None, in_force: bool, key: str
) -> None:
    made = place(NVR, BESLSTATUS=status)
    assert (made.columns["in_force"], made.register_id) == (in_force, key)
    assert made.columns["facts"].get("status", "") == ("" if in_force else status)


def test_numbers_for_ids_are_the_same_ids() -> None:
    for said in ("2004477", 2004477, 2004477.0, " 2004477 "):
        assert place(NVR, NVRID=said).register_id == "2004477"


def test_every_kind_of_protection_is_known() -> None:
    words = {
        "Naturreservat": PlaceKind.NATURE_RESERVE,
        "Nationalpark": PlaceKind.NATIONAL_PARK,
        "Naturminne": PlaceKind.NATURAL_MONUMENT,
        "Naturvårdsområde": PlaceKind.NATURE_CONSERVATION_AREA,
        "Kulturreservat": PlaceKind.CULTURE_RESERVE,
        "Biotopskyddsområde": PlaceKind.BIOTOPE_PROTECTION,
        "Djur- och växtskyddsområde": PlaceKind.SPECIES_PROTECTION,
        "Vattenskyddsområde": PlaceKind.WATER_PROTECTION,
        "Landskapsbildsskyddsområde": PlaceKind.LANDSCAPE_PROTECTION,
        "Något helt nytt": PlaceKind.OTHER_PROTECTION,
    }
    for word, kind in words.items():
        assert place(NVR, SKYDDSTYP=word).columns["kind"] is kind
    assert place(NVR, SKYDDSTYP="Något helt nytt").columns["facts"]["type"] == "Något helt nytt"


def test_every_kind_of_facility_is_known() -> None:
    words = {
        "Övernattningsstuga": PlaceKind.CABIN,
        "Raststuga": PlaceKind.SHELTER,
        "Rastskydd": PlaceKind.SHELTER,
        "Vindskydd": PlaceKind.LEAN_TO,
        "Eldstad": PlaceKind.FIREPLACE,
        "Dass": PlaceKind.TOILET,
        "Fågeltorn": PlaceKind.BIRD_TOWER,
        "Koja": PlaceKind.SHELTER,
        "bro": PlaceKind.BRIDGE,
        "skylt": PlaceKind.SIGN,
        "parkering": PlaceKind.PARKING,
        "Hjälptelefon": PlaceKind.FACILITY,
    }
    for word, kind in words.items():
        assert place(FACILITIES[0], TYP=word).columns["kind"] is kind
    assert (
        place(FACILITIES[0], TYP="Byggnad", UNDERTYP="Vindskydd").columns["kind"]
        is PlaceKind.LEAN_TO
    )
    with pytest.raises(BadRow, match="import_unknown_kind"):
        place({"id": 1, "name": "a", "typ": "Hjälptelefon"})


def test_bathing_waters_are_known_by_their_id() -> None:
    made = place({"nutsCode": "SE0220483000001118", "NAMN": "Fiskeboda", "KMN_NAMN": "Katrineholm"})
    assert made.columns["kind"] is PlaceKind.BATHING_PLACE


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Vandringsled", TrailKind.HIKING),
        ("Pilgrimsled", TrailKind.HIKING),
        ("Skidspår", TrailKind.SKIING),
        ("Vinterled", TrailKind.SKIING),
        ("Ridled", TrailKind.RIDING),
        ("Kanotled", TrailKind.PADDLING),
        ("Mountainbike", TrailKind.CYCLING),
        ("hiking", TrailKind.HIKING),
        ("http://data.visitsweden.com/terms/Hiking", TrailKind.HIKING),
        ("http://data.visitsweden.com/terms/Cycling", TrailKind.CYCLING),
    ],
)
def test_kinds_of_trails(word: str, kind: TrailKind) -> None:
    assert kinds.of_trail(word) is kind


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1998/10/20", date(1998, 10, 20)),
        ("1998-10-20", date(1998, 10, 20)),
        ("19981020", date(1998, 10, 20)),
        (19981020, date(1998, 10, 20)),
        ("1998/10/20 00:00:00", date(1998, 10, 20)),
        ("1982-05-06T00:00:00+02:00", date(1982, 5, 6)),
        ("1982-01-06T00:00:00+01:00", date(1982, 1, 6)),
        ("1982-05-06T00:00:00Z", date(1982, 5, 6)),
        ("1982-05-06+02:00", date(1982, 5, 6)),
        ("1982-05-06Z", date(1982, 5, 6)),
        ("0000/00/00", None),
        ("0000-00-00", None),
        ("00000000", None),
        ("0000", None),
        ("0", None),
        ("0000-12-31", None),
        ("0001-01-01T00:00:00", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_as_written_and_never_shifted(
    written: str | int | None, day: date | None
) -> None:
    assert Attributes({"URSBESLDAT": written}).day("protected_since") == day


@pytest.mark.parametrize("written", ["1998-02-30", "20219931", "i går", "98-10-20", "20/10/1998"])
def test_dates_that_mean_nothing_are_shown(written: str) -> None:
    with pytest.raises(BadRow, match="import_bad_value"):
        Attributes({"URSBESLDAT": written}).day("protected_since")


@pytest.mark.parametrize(
    ("written", "name", "metres"),
    [
        ("Hagmarksslingan (Längd: 4,1 kilometer)", "Hagmarksslingan", 4100),
        ("Slingan (2.5 km)", "Slingan", 2500),
        ("Slingan (800 m)", "Slingan", 800),
        ("Slingan (gul)", "Slingan (gul)", None),
        ('\\"Kungens\\" stig', '"Kungens" stig', None),
        ("Två\n rader  text ", "Två rader text", None),
    ],
)
def test_junk_in_names_goes(written: str, name: str, metres: int | None) -> None:
    assert names.tidy(written) == name
    assert names.length_in(written) == metres
    made = trail(TRAILS[0], LEDNAMN=written)
    assert made.columns["name"] == name
    if metres:
        assert made.columns["length_m"] == metres


def test_segments_of_a_trail_are_joined_whatever_their_order() -> None:
    corners = [(16.2 + n / 100, 58.9, 40.0 + n) for n in range(5)]
    pieces = [LineString(corners[n : n + 2]) for n in range(4)]
    rows = [SourceRow(n, TRAILS[0], piece, None) for n, piece in enumerate(pieces, start=1)]
    other = SourceRow(9, TRAILS[0] | {"LED_ID": "8"}, LINE, None)
    lines = []
    for order in ((0, 1, 2, 3), (2, 0, 3, 1)):
        first, second = joined([*(rows[n] for n in order), other])
        assert second is other
        made = maker_for("trail")(first, "trail", GIVEN)
        line = made.shapes["geom"]
        assert isinstance(line, MultiLineString)
        assert len(line.geoms) == 1
        lines.append(line)
        assert made.columns["length_m"] == pytest.approx(2307, abs=5)
    assert lines[0] == lines[1]


def test_rows_of_one_id_but_two_names_are_not_one_trail() -> None:
    rows = [SourceRow(n, TRAILS[0] | {"LEDNAMN": f"Etapp {n}"}, LINE, None) for n in (1, 2)]
    assert len(joined(rows)) == 2


def test_segments_lend_each_other_what_they_do_not_say() -> None:
    mute = TRAILS[0] | {"LEDMARKERING": "", "length_km": 1}
    rows = [SourceRow(1, mute, LINE, None), SourceRow(2, TRAILS[0], LINE, None)]
    (whole,) = joined(rows)
    made = maker_for("trail")(whole, "trail", GIVEN)
    assert made.columns["marking"] == "Orange"
    assert made.columns["length_m"] != 1000  # a segment's length is not the trail's


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"KOMMUN": "Gnosjö, Vaggeryd, Värnamo"}, {"gnosjö", "vaggeryd", "värnamo"}),
        ({"kommunkod": 483}, {"0483"}),
        ({"nutsCode": "SE0220483000001118"}, {"0483"}),
        ({"source": "0483", "id": "a"}, {"0483"}),
        ({"source": "Länsstyrelsen"}, set()),
        ({"KOMMUN": None}, set()),
    ],
)
def test_rows_say_in_which_municipality_they_lie(said: dict[str, Any], words: set[str]) -> None:
    assert Attributes(said).municipalities() == words


@pytest.mark.parametrize("word", ["katrineholm", "katrineholms kommun", "0483"])
def test_municipalities_are_named_in_several_ways(word: str) -> None:
    assert word in names.of_municipality("Katrineholm", "0483")


def test_ids_are_made_of_name_and_position_where_there_are_none() -> None:
    origin = Origin("a", "b", NOW, makes_ids=True)
    make = maker_for("bathing_place")
    rows = [
        SourceRow(1, {"name": name}, point, None)
        for name, point in (
            ("Djulö", Point(HERE)),
            ("djulö ", Point(HERE[0] + 1e-7, HERE[1])),
            ("Djulö", Point(16.3, 58.9)),
            ("Duveholm", Point(HERE)),
        )
    ]
    first, same, elsewhere, other = (make(row, "bathing_place", origin).register_id for row in rows)
    assert first == same
    assert len({first, elsewhere, other}) == 3


def test_a_number_for_a_source_is_no_name() -> None:
    said = {"source": "0483", "id": "a", "name": "Djulö", "visit_url": "www.example.se/djulo"}
    made = maker_for("bathing_place")(SourceRow(1, said, Point(HERE), None), "bathing_place", GIVEN)
    assert made.columns["source"] == "Naturvårdsverket"
    assert made.columns["source_url"] == "https://www.example.se/djulo"
