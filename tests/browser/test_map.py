"""The map page: list, count, markers and address say the same, whatever is done to it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from shapely.geometry import shape

from tests.browser.conftest import DESKTOP, PHONE, Watch, assert_sound, open_context
from tests.browser.on_the_map import answered, count_of, listed, marked, open_map, settle
from tests.site import Site

TOWN = {"latitude": 58.9959, "longitude": 16.2072}
FAILED = "Kartan kunde inte hämtas. Listan fungerar ändå."


def test_list_count_and_markers_are_those_of_the_view(
    browser: Browser, site: Site, watch: Watch
) -> None:
    page = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    open_map(page)
    assert_agrees(page)
    page.get_by_role("button", name="Zooma ut", exact=True).click()
    settle(page)
    wide = assert_agrees(page)
    page.get_by_role("link", name="Minnen").click()
    settle(page)
    assert 0 < assert_agrees(page) < wide
    page.get_by_role("link", name="Alla", exact=True).click()
    settle(page)
    for _ in range(2):
        page.get_by_role("button", name="Zooma in", exact=True).click()
        settle(page)
    assert assert_agrees(page) < wide
    watch.assert_clean()


def test_on_a_phone_what_finds_no_room_on_the_map_is_in_the_list(
    browser: Browser, site: Site, watch: Watch
) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    open_map(page)
    count, ids = answered(page)
    assert count_of(page) == count
    assert set(listed(page)) == set(ids)
    assert marked(page) <= set(ids)
    assert len(marked(page)) >= 0.9 * count


def assert_agrees(page: Page) -> int:
    count, ids = answered(page)
    assert count_of(page) == count
    assert set(listed(page)) == set(ids)
    assert marked(page) == set(ids)
    return count


def test_nature_is_listed_like_the_api_has_it(browser: Browser, site: Site, watch: Watch) -> None:
    page = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    open_map(page)
    page.get_by_role("link", name="Natur & utflykter").click()
    expect(page.locator("#count")).to_contain_text("platser och leder")
    settle(page)
    box = re.search(r"bbox=([^&]+)", page.url)
    assert box
    found = [
        page.request.get(f"/api/v1/collections/{name}/items?limit=500&bbox={box[1]}").json()
        for name in ("places", "trails")
    ]
    count = sum(each["numberMatched"] for each in found)
    expect(page.locator("#count")).to_have_text(f"{count} platser och leder i kartbilden")
    ids = {feature["id"] for each in found for feature in each["features"]}
    assert set(listed(page)) <= ids


def test_a_link_brings_view_filter_and_selection(
    browser: Browser, site: Site, watch: Watch
) -> None:
    page = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    open_map(page, "?q=tåg")
    select(page, 0)
    title = page.locator("#selection .map-card-title").inner_text()
    settle(page)
    other = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    other.goto(page.url)
    settle(other)
    expect(other.locator("#selection .map-card-title")).to_have_text(title)
    expect(other.get_by_role("searchbox")).to_have_value("tåg")
    assert (count_of(other), listed(other)) == (count_of(page), listed(page))
    assert marked(other) == marked(page)
    watch.assert_clean()


@pytest.mark.parametrize(
    ("noun", "tab"), [("stories", "berattelser"), ("places", "natur"), ("trails", "natur")]
)
def test_a_link_to_one_thing_shows_it_also_far_from_the_first_view(
    browser: Browser, site: Site, watch: Watch, noun: str, tab: str
) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    asked = f"{site.url}/api/v1/collections/{noun}/items?municipality=katrineholm&limit=100"
    features = [each for each in page.request.get(asked).json()["features"] if each["geometry"]]
    feature = max(features, key=lambda each: shape(each["geometry"]).bounds[1])
    name = feature["properties"].get("title") or feature["properties"]["name"]
    page.goto(f"/katrineholm/?visa={tab}&vald={feature['id']}")
    expect(page.locator("#selection .map-card-title")).to_have_text(name)
    settle(page)
    expect(page.locator(f"[data-marker*='{feature['id']}']")).to_be_in_viewport()
    assert_sound(page)


def test_the_back_button_restores_selection_and_view(
    browser: Browser, site: Site, watch: Watch
) -> None:
    page = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    open_map(page, "?q=tåg")
    first = select(page, 0)
    second = select(page, 1)
    assert first != second
    page.go_back()
    expect(page.locator("#selection .map-card-title")).to_have_text(first)
    settle(page)
    address, count = page.url, count_of(page)
    page.locator("#selection [data-slot=link]").click()
    expect(page.get_by_role("heading", name=first, level=1)).to_be_visible()
    page.go_back()
    expect(page.locator("#selection .map-card-title")).to_have_text(first)
    settle(page)
    assert (page.url, count_of(page)) == (address, count)
    watch.assert_clean()


def select(page: Page, number: int) -> str:
    """Activate a story's own marker by key; answers the title on the card."""
    marker = page.locator(".leaflet-marker-pane [aria-label^='Berättelse: ']").nth(number)
    name = str(marker.get_attribute("aria-label"))
    marker.focus()
    page.keyboard.press("Enter")
    title = page.locator("#selection .map-card-title")
    expect(title).to_be_visible()
    expect(title).to_have_text(re.compile(re.escape(name.removeprefix("Berättelse: ")[:12])))
    return title.inner_text()


def test_near_me_sorts_by_distance(browser: Browser, site: Site, watch: Watch) -> None:
    page = open_context(
        browser, site, watch, viewport=DESKTOP, geolocation=TOWN, permissions=["geolocation"]
    ).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    open_map(page)
    page.get_by_role("link", name="Nära mig").or_(
        page.get_by_role("button", name="Nära mig")
    ).click()
    expect(page.get_by_role("img", name="Du är här")).to_be_visible()
    settle(page)
    metres = [
        in_metres(text) for text in page.locator("#results [data-slot=distance]").all_inner_texts()
    ]
    assert metres
    assert metres == sorted(metres)
    assert not [url for url in asked if str(TOWN["latitude"]) in url], (
        "the position left the browser"
    )
    assert_sound(page)
    watch.assert_clean()


def in_metres(text: str) -> float:
    """*350 m norrut* or *omkring 2 km söderut* as a number."""
    if text == "här":
        return 0
    found = re.match(r"(?:omkring\s)?([\d,]+)\s(k?m)\b", text)
    assert found, text
    return float(found[1].replace(",", ".")) * (1000 if found[2] == "km" else 1)


def test_near_me_denied_offers_the_search(browser: Browser, site: Site, watch: Watch) -> None:
    page = open_context(browser, site, watch, viewport=PHONE, permissions=[]).new_page()
    open_map(page)
    before = count_of(page)
    page.get_by_role("link", name="Nära mig").or_(
        page.get_by_role("button", name="Nära mig")
    ).click()
    message = page.locator("[data-map-message]")
    expect(message).to_contain_text("Vi vet inte var du är.")
    message.get_by_role("button", name="Sök en plats i stället").click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert_sound(page)
    assert count_of(page) == before
    watch.assert_clean()


def test_the_list_stays_when_the_map_cannot_be_fetched(
    browser: Browser, site: Site, watch: Watch
) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/api/v1/**", refuse)
    page.goto("/katrineholm/")
    message = page.locator("[data-map-message]")
    expect(message).to_have_text(re.compile(re.escape(FAILED)))
    expect(page.locator("#results a").first).to_be_visible()
    assert len(listed(page)) > 20
    assert_sound(page)
    page.wait_for_timeout(1000)  # the sheet is back in its place, and the map has asked once more
    page.unroute("**/api/v1/**", refuse)
    message.get_by_role("button", name="Försök igen").click()
    settle(page)
    expect(message).to_be_empty()
    assert marked(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_follow_the_system_at_once(
    browser: Browser, site: Site, watch: Watch, scheme: str
) -> None:
    page = open_context(browser, site, watch, viewport=DESKTOP, color_scheme=scheme).new_page()
    open_map(page)
    before = luminance(page)
    assert (before > 0.5) is (scheme == "light")
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    page.wait_for_timeout(500)
    assert (luminance(page) > 0.5) is (scheme == "dark")
    watch.assert_clean()


def luminance(page: Page) -> float:
    """How light the map's ground is, from 0 to 1."""
    colour = page.locator(".leaflet-container").evaluate("e => getComputedStyle(e).backgroundColor")
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_the_map_flies_only_where_motion_is_welcome(
    browser: Browser, site: Site, watch: Watch, motion: str
) -> None:
    page = open_context(browser, site, watch, viewport=DESKTOP, reduced_motion=motion).new_page()
    open_map(page)
    cluster = page.locator(".leaflet-marker-pane [aria-label$='berättelser, zooma in']").first
    cluster.focus()
    page.keyboard.press("Enter")
    at_once = standing(page)
    page.wait_for_timeout(1000)
    assert (standing(page) == at_once) is (motion == "reduce")


def standing(page: Page) -> tuple[float, float]:
    """Where the map has the town's name just now."""
    name = page.locator(".leaflet-map-pane span", has_text=re.compile("^Katrineholm$"))
    box: dict[str, float] = name.evaluate("e => e.getBoundingClientRect().toJSON()")
    return round(box["x"]), round(box["y"])
