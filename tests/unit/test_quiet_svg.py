"""The still map puts things where they are, and the ring where others will see it."""

from __future__ import annotations

import math

import pytest

from geostories.geo.grid import public_point, to_sweref
from geostories.maps.quiet_svg import (
    HEIGHT,
    MARGIN,
    POINT_ZOOM,
    WIDTH,
    Ring,
    draw_area,
    draw_point,
    read_quiet_map,
)
from geostories.vocabulary import RING_RADIUS_M, Precision

FORSSJO = (16.2951, 58.9521)
KATRINEHOLM = (15.9, 58.8, 16.6, 59.25)


def lake(*ring: tuple[float, float]) -> dict:
    return {
        "properties": {"kind": "lake", "name": "Sjön"},
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }


def village(name: str, lon: float, lat: float) -> dict:
    return {
        "properties": {"kind": "village", "name": name},
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }


def test_the_pin_stands_in_the_middle() -> None:
    assert draw_point([], point=FORSSJO, ring=None).pin == (WIDTH / 2, HEIGHT / 2)


def test_without_a_ring_none_is_drawn() -> None:
    assert draw_point([], point=FORSSJO, ring=None).ring is None


@pytest.mark.parametrize("precision", [Precision.APPROX_300, Precision.APPROX_1000])
def test_the_ring_holds_the_pin_and_has_its_radius(precision: Precision) -> None:
    center = public_point(*FORSSJO, precision)
    radius = RING_RADIUS_M[precision]
    picture = draw_point([], point=FORSSJO, ring=Ring(center, radius))
    assert picture.ring is not None
    assert picture.pin is not None
    x, y, r = picture.ring
    pixels = math.dist((x, y), picture.pin)
    metres = math.dist(to_sweref(*center), to_sweref(*FORSSJO))
    assert pixels < r
    assert pixels / r == pytest.approx(metres / radius, abs=0.02)


def test_north_is_up_and_east_is_right() -> None:
    lon, lat = FORSSJO
    picture = draw_point([village("NO", lon + 0.02, lat + 0.01)], point=FORSSJO, ring=None)
    (name,) = picture.names
    assert name.x > WIDTH / 2
    assert name.y < HEIGHT / 2
    assert name.look == "base-name-village"


def test_names_do_not_lie_on_each_other_and_the_town_comes_first() -> None:
    lon, lat = FORSSJO
    town = village("Staden", lon + 0.03, lat)
    town["properties"]["kind"] = "town"
    meeting = [village("Byn", lon + 0.031, lat), town]
    assert [n.text for n in draw_point(meeting, point=FORSSJO, ring=None).names] == ["Staden"]


def test_a_name_where_the_pin_stands_is_written_under_it() -> None:
    picture = draw_point([village("Forssjö", *FORSSJO)], point=FORSSJO, ring=None)
    assert picture.names[0].y > HEIGHT / 2


def test_what_lies_beside_the_picture_is_left_out() -> None:
    far = [village("Växjö", 14.8, 56.9), lake((14.8, 56.9), (14.9, 56.9), (14.9, 56.8))]
    picture = draw_point(far, point=FORSSJO, ring=None)
    assert (picture.names, picture.shapes) == ([], [])


def test_a_lake_round_the_whole_picture_is_drawn() -> None:
    sea = lake((15.0, 58.0), (17.0, 58.0), (17.0, 60.0), (15.0, 60.0))
    (shape,) = draw_point([sea], point=FORSSJO, ring=None).shapes
    assert shape.look == "base-water"
    assert shape.path.startswith("M")
    assert shape.path.endswith("Z")


def test_an_area_fills_the_picture() -> None:
    west, south, east, north = KATRINEHOLM
    corners = [village("SV", west, south), village("NO", east, north)]
    first, second = draw_area(corners, box=KATRINEHOLM).names
    assert (second.x - first.x == pytest.approx(MARGIN * WIDTH, abs=1)) or (
        first.y - second.y == pytest.approx(MARGIN * HEIGHT, abs=1)
    )


def test_an_area_that_is_a_point_is_not_looked_at_closer_than_a_point() -> None:
    lon, lat = FORSSJO
    mark = [village("Ö", lon + 0.01, lat)]
    near = draw_area(mark, box=(lon, lat, lon, lat)).names[0].x - WIDTH / 2
    assert near == pytest.approx(256 * 2**POINT_ZOOM * 0.01 / 360, abs=0.2)


def test_the_shipped_map_has_water_borders_and_names() -> None:
    picture = draw_area(read_quiet_map(), box=KATRINEHOLM)
    assert {shape.look for shape in picture.shapes} == {"base-water", "base-border"}
    assert "Katrineholm" in {name.text for name in picture.names}
