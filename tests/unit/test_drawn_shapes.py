"""Lines and areas that people draw: what is taken, what is refused, which point stands for them."""

from __future__ import annotations

import pytest
from shapely.geometry import LineString, Point, Polygon

from geostories.errors import InvalidInput
from geostories.geo.drawn_shapes import Limits, as_rows, on_ground, point_of, read_shape
from geostories.geo.zone_reading import read_zone
from geostories.vocabulary import ShapeKind

LIMITS = Limits(corners=5, length_m=20_000, area_km2=2)
LINE = "58.95, 16.20\n58.95, 16.21\n58.95, 16.24"
SQUARE = "58.95, 16.20\n58.95, 16.21\n58.96, 16.21\n58.96, 16.20"
BOW_TIE = "58.95, 16.20\n58.96, 16.21\n58.95, 16.21\n58.96, 16.20"
LINE_KIND, AREA = ShapeKind.LINE, ShapeKind.AREA


def test_a_line_goes_through_its_points_in_order() -> None:
    line = read_shape(LINE_KIND, LINE, LIMITS)
    assert list(line.coords) == [(16.20, 58.95), (16.21, 58.95), (16.24, 58.95)]


def test_the_point_of_a_line_is_halfway_along_it() -> None:
    line = read_shape(LINE_KIND, LINE, LIMITS)
    lon, lat = point_of(line)
    half = LineString([line.coords[0], line.coords[1], (lon, lat)])
    assert on_ground(half).length == pytest.approx(on_ground(line).length / 2, abs=1)


def test_the_point_of_an_area_lies_inside_it() -> None:
    horseshoe = Polygon([(0, 0), (4, 0), (4, 4), (3, 4), (3, 1), (1, 1), (1, 4), (0, 4)])
    shape = Polygon([(16.2 + x / 1000, 58.9 + y / 1000) for x, y in horseshoe.exterior.coords])
    assert not shape.contains(shape.centroid)
    assert shape.contains(Point(point_of(shape)))


@pytest.mark.parametrize("kind", [LINE_KIND, AREA])
def test_what_is_read_is_written_as_it_can_be_read_again(kind: ShapeKind) -> None:
    shape = read_shape(kind, SQUARE, LIMITS)
    assert read_shape(kind, as_rows(shape), LIMITS) == shape


@pytest.mark.parametrize(
    ("kind", "rows", "code"),
    [
        (LINE_KIND, "", "shape_too_few"),
        (LINE_KIND, "58.95, 16.20\n58.95, 16.20", "shape_too_few"),
        (AREA, "58.95, 16.20\n58.95, 16.21\n58.95, 16.20", "shape_too_few"),
        (LINE_KIND, "\n".join(f"58.95, 16.{n}" for n in range(10, 16)), "shape_too_many"),
        (LINE_KIND, "58.95, 16.20\nhär", "shape_unreadable"),
        (LINE_KIND, "58.95, 16.20\n48.85, 2.35", "shape_outside"),
        (LINE_KIND, "58.95, 16.20\n58.95, 16.90", "shape_too_long"),
        (AREA, "58.95, 16.20\n58.95, 16.25\n58.98, 16.25\n58.98, 16.20", "shape_too_large"),
        (AREA, BOW_TIE, "shape_crosses"),
        (AREA, "58.95, 16.20\n58.96, 16.20\n58.97, 16.20", "shape_crosses"),
    ],
)
def test_what_cannot_be_shown_is_refused(kind: ShapeKind, rows: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_shape(kind, rows, LIMITS)
    assert (refused.value.code, refused.value.field) == (code, "shape")


GEOJSON = '{"type": "Polygon", "coordinates": [[[16.2,58.9],[16.3,58.9],[16.3,58.8],[16.2,58.9]]]}'


@pytest.mark.parametrize(
    "text",
    [
        GEOJSON,
        f'{{"type": "Feature", "properties": null, "geometry": {GEOJSON}}}',
        f'{{"type": "FeatureCollection", "features": [{{"type": "Feature", "geometry": {GEOJSON}}}]}}',
        "58.9, 16.2\n58.9, 16.3\n58.8, 16.3",
    ],
)
def test_a_zone_is_read_from_geojson_and_from_corners(text: str) -> None:
    assert read_zone(text, corners=50).equals(Polygon([(16.2, 58.9), (16.3, 58.9), (16.3, 58.8)]))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "zone_unreadable"),
        ('{"type": "Polygon"}', "zone_unreadable"),
        ('{"type": "Polygon", "coordinates": [[["x", "y"]]]}', "zone_unreadable"),
        ('{"a":' * 20_000 + "1" + "}" * 20_000, "zone_unreadable"),
        ('{"type": "FeatureCollection", "features": 7}', "zone_unreadable"),
        ('{"type": "FeatureCollection", "features": [7]}', "zone_unreadable"),
        ('{"type": "Point", "coordinates": [16.2, 58.9]}', "zone_without_area"),
        (GEOJSON.replace("58.9", "NaN"), "zone_unreadable"),
        (GEOJSON.replace("16.", "6."), "outside_sweden"),
        (GEOJSON.replace("[16.2,58.9],[16.3,58.9]", "[16.2,58.9],[16.2,58.9]"), "shape_crosses"),
        (BOW_TIE, "shape_crosses"),
        ("här", "shape_unreadable"),
    ],
)
def test_what_is_no_zone_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_zone(text, corners=50)
    assert refused.value.code == code


def test_a_zone_with_too_many_corners_is_refused() -> None:
    with pytest.raises(InvalidInput, match="shape_too_many"):
        read_zone(GEOJSON, corners=3)
