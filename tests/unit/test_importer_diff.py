"""Comparing a new reading with what is there, and making reasons that can be printed."""

from __future__ import annotations

from typing import Any

from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geostories.importers.diff import Diff, compare, is_loss, same, same_shape
from geostories.importers.records import Record
from geostories.importers.report import ImportRefused, Report, reason


def record(key: str, name: str = "a", shape: BaseGeometry | None = None, **columns: Any) -> Record:
    return Record(1, key, {"name": name, **columns}, {"geom": shape or Point(16, 59)})


def present(*records: Record) -> dict[str, Record]:
    return {each.register_id: each for each in records}


def test_each_row_is_added_changed_unchanged_or_withdrawn() -> None:
    before = present(record("1"), record("2"), record("3"))
    changed, added = record("2", "b"), record("4")
    diff = compare([record("1"), changed, added], before, gone=set())
    assert diff == Diff([added], [changed], [before["1"]], ["3"])


def test_a_row_that_was_withdrawn_comes_back_as_a_change_and_is_not_withdrawn_twice() -> None:
    before = present(record("1"), record("2"))
    assert compare([record("1")], before, gone={"1", "2"}) == Diff(changed=[record("1")])


def test_when_it_was_fetched_is_no_change() -> None:
    assert same(record("1", fetched_at=1), record("1", fetched_at=2))
    assert not same(record("1", facts={}), record("1", facts={"area_ha": 1}))


def test_shapes_are_the_same_to_a_tenth_of_a_millimetre() -> None:
    assert same_shape(Point(16, 59), Point(16, 59 + 1e-10))
    assert not same_shape(Point(16, 59), Point(16, 59 + 1e-7))
    assert not same_shape(Point(16, 59), None)
    assert same_shape(None, None)
    assert not same_shape(Polygon([(0, 0), (1, 0), (1, 1)]), LineString([(0, 0), (1, 0), (1, 1)]))


def test_heights_count() -> None:
    low, high = LineString([(16, 59, 1), (17, 59, 2)]), LineString([(16, 59, 1), (17, 59, 3)])
    assert same_shape(low, low)
    assert not same_shape(low, high)
    assert not same_shape(low, LineString([(16, 59), (17, 59)]))


def test_a_loss_is_three_in_ten_or_more() -> None:
    assert not is_loss(withdrawn=2, present=10)
    assert is_loss(withdrawn=3, present=10)
    assert is_loss(withdrawn=1, present=1)
    assert not is_loss(withdrawn=0, present=0)


def test_words_from_a_file_are_cut_to_one_printable_line() -> None:
    shown = reason("import_bad_value", file="a\x1b[2J.gpkg", layer="", row=3, value="x" * 500)
    assert shown.params["file"] == "a [2J.gpkg"
    assert len(str(shown.params["value"])) == 80
    assert shown.params["row"] == 3


def test_a_refusal_names_the_first_reason_and_how_many_follow() -> None:
    reasons = [reason("import_no_name", file="a.gpkg", layer="l", row=row) for row in (2, 5, 9)]
    report = Report(read=10, refused=3, reasons=reasons)
    refusal = ImportRefused.because(report)
    assert refusal.code == "import_no_name"
    assert refusal.params == {"file": "a.gpkg", "layer": "l", "row": 2, "more": 2}
    assert refusal.report is report
