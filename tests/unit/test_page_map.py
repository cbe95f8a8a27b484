"""The map part of a page: no foreign host, no random id, no inline style, no way in for a script."""

from __future__ import annotations

from collections.abc import Callable

import folium
import pytest

from geostories.config import resource
from geostories.maps import page_map
from geostories.maps.geo_map import VENDORED, ForeignFileError, GeoMap, MapPart
from geostories.maps.layers import QuietBaseMap

URLS = page_map.Collections("/api/stories?a=1&b=2", "/api/places", "/api/trails")
WORDS = page_map.StartWords("Berättelser", "Naturreservat", "Utflyktsmål", "Leder", "Nära mig")


def start_map(words: page_map.StartWords = WORDS) -> MapPart:
    return page_map.start_map(lon=16.2, lat=59.0, zoom=10, urls=URLS, words=words)


MAPS: dict[str, Callable[[], MapPart]] = {
    "start": start_map,
    "story": lambda: page_map.story_map(lon=16.2, lat=59.0, category="memory", ring_m=300),
    "place": lambda: page_map.place_map(
        lon=16.2,
        lat=59.0,
        group="nature",
        icon="nature_reserve",
        geometry_url="/api/places/1",
        around=page_map.Around("1", URLS),
    ),
    "case": lambda: page_map.case_map(
        lon=16.2, lat=59.0, public_lon=16.201, public_lat=59.001, category="legend", ring_m=750
    ),
    "compose": lambda: page_map.compose_map(lon=16.2, lat=59.0, zoom=12, here="Här jag är nu"),
}


@pytest.fixture(params=MAPS, name="make")
def _make(request: pytest.FixtureRequest) -> Callable[[], MapPart]:
    return MAPS[request.param]


def test_no_address_of_another_host_is_left(make: Callable[[], MapPart]) -> None:
    part = make()
    assert "//" not in part.html + part.script + "".join(part.scripts + part.styles)


def test_a_map_is_the_same_each_time(make: Callable[[], MapPart]) -> None:
    assert make() == make()


def test_the_map_has_its_fixed_name(make: Callable[[], MapPart]) -> None:
    part = make()
    assert 'id="map_map"' in part.html
    assert "var map_map = L.map(" in part.script


def test_nothing_is_styled_inline_and_zooming_the_page_is_left_alone(
    make: Callable[[], MapPart],
) -> None:
    part = make()
    assert "style" not in part.html
    assert "user-scalable" not in part.html + part.script


def test_leaflet_comes_first_and_no_file_twice(make: Callable[[], MapPart]) -> None:
    part = make()
    assert part.scripts[0] == "leaflet/leaflet.js"
    assert part.styles[0] == "leaflet/leaflet.css"
    assert len(set(part.scripts)) == len(part.scripts)


@pytest.mark.parametrize("file", sorted(VENDORED.values()))
def test_every_named_file_is_vendored(file: str) -> None:
    assert (resource("static") / "vendor" / file).is_file()


def test_a_file_we_have_no_copy_of_is_refused() -> None:
    page = GeoMap(center=(16.2, 59.0), zoom=10)
    page.add_child(folium.plugins.MarkerCluster())
    with pytest.raises(ForeignFileError):
        page.finish("miniMap")


def test_a_layers_name_cannot_become_markup_or_script() -> None:
    script = start_map(
        page_map.StartWords('</script><img src=x onerror="a()">', "${b()}", "`c`", "d'", "<i>e")
    ).script
    assert "<" not in script
    assert 'onerror="' not in script


def test_a_page_code_starts_when_all_layers_exist() -> None:
    script = start_map().script
    start = script.index("GeoStories.startPage(map_map")
    for made in ("quiet_layer", "stories_layer", "places_nature", "places_destination"):
        assert 0 < script.index(f"var {made} = GeoStories.") < start
    assert 0 < script.index("L.control.layers(") < start
    assert 0 < script.index("L.control.locate(") < start


def test_the_layer_control_lists_what_can_be_switched() -> None:
    script = start_map().script
    for name in ("Ber\\u00e4ttelser", "Naturreservat", "Utflyktsm\\u00e5l", "Leder"):
        assert f'"{name}" :' in script
    assert not QuietBaseMap().control


def test_maps_inside_pages_stand_still_and_take_no_keys() -> None:
    assert '"keyboard": false' in MAPS["story"]().script
    assert '"keyboard": false' not in MAPS["compose"]().script


def test_only_the_moderators_map_knows_the_exact_place() -> None:
    assert '"exact": [16.2, 59.0]' in MAPS["case"]().script
    assert "exact" not in MAPS["story"]().script
