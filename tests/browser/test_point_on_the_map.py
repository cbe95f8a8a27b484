"""The first step of telling by pointing: with keys alone, and the ring that others see drawn live."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, ViewportSize, expect

from geostories.geo.grid import to_sweref
from tests.browser import steps
from tests.browser.conftest import DESKTOP, PHONE, Watch, assert_sound, open_context
from tests.site import Site

PIN = ".leaflet-marker-pane [aria-label^='Vald plats']"
RING = ".leaflet-overlay-pane .approximate-ring"
CELL_M = 400


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pin_is_set_and_moved_by_keys_and_its_ring_follows(
    browser: Browser, site: Site, watch: Watch, viewport: ViewportSize
) -> None:
    page = open_context(browser, site, watch, viewport=viewport).new_page()
    steps.begin(page)
    steps.tab_to(page, ".leaflet-container")
    page.keyboard.press("Enter")
    expect(page.locator(PIN)).to_be_visible()
    start = chosen(page)
    steps.tab_to(page, PIN)
    page.keyboard.press("ArrowRight")
    east = chosen(page)
    assert east[0] > start[0]
    assert abs(east[1] - start[1]) < 1e-5
    page.keyboard.press("Shift+ArrowUp")
    assert 0 < chosen(page)[1] - east[1] < abs(east[0] - start[0]), "Shift makes small steps"
    expect(page.locator(RING)).to_have_count(0)
    with page.expect_response(is_ring_of("approx_300")) as answer:
        page.get_by_role("radio", name="Visa ungefärlig plats").check(force=True)
    assert_snapped(answer.value.json(), chosen(page))
    expect(page.locator(RING)).to_have_count(1)
    assert_sound(page)
    move_to_another_cell(page)
    page.get_by_role("radio", name="Exakt plats").check(force=True)
    expect(page.locator(RING)).to_have_count(0)
    steps.go_on(page)
    watch.assert_clean()


def is_ring_of(precision: str) -> Callable[[Response], bool]:
    """The answer to the question with this precision; earlier ones may still be on their way."""
    return lambda answer: (
        answer.url.endswith("/beratta/ring") and precision in (answer.request.post_data or "")
    )


def chosen(page: Page) -> tuple[float, float]:
    """What the form will send: longitude and latitude."""
    lon, lat = (page.locator(f"input[name={name}]").input_value() for name in ("lon", "lat"))
    return float(lon), float(lat)


def assert_snapped(seen: dict[str, Any], exact: tuple[float, float]) -> None:
    """The ring's middle is the middle of the cell that the exact point lies in."""
    assert seen["ring_m"] == 300
    east, north = to_sweref(*seen["public"])
    truly_east, truly_north = to_sweref(*exact)
    for public, true in ((east, truly_east), (north, truly_north)):
        assert math.isclose(public % CELL_M, CELL_M / 2, abs_tol=0.2)
        assert public // CELL_M == true // CELL_M


def move_to_another_cell(page: Page) -> None:
    """The ring stays while the pin moves within a cell, and jumps with it into the next."""
    before = page.locator(RING).get_attribute("d")
    page.locator(PIN).focus()
    for _ in range(40):
        with page.expect_response(is_ring_of("approx_300")) as answer:
            page.keyboard.press("ArrowLeft")
        assert_snapped(answer.value.json(), chosen(page))
        page.wait_for_timeout(50)
        if page.locator(RING).get_attribute("d") != before:
            return
    raise AssertionError("the ring never moved")


def test_where_i_am_now_is_taken_once(browser: Browser, site: Site, watch: Watch) -> None:
    page = open_context(
        browser,
        site,
        watch,
        viewport=PHONE,
        geolocation={"latitude": 59.0301, "longitude": 16.1907},
        permissions=["geolocation"],
    ).new_page()
    steps.begin(page)
    page.get_by_role("radio", name="Här jag är nu").check(force=True)
    expect(page.locator(PIN)).to_be_visible()
    assert chosen(page) == (16.1907, 59.0301)
    page.context.set_geolocation({"latitude": 59.1, "longitude": 16.1})
    page.wait_for_timeout(500)
    assert chosen(page) == (16.1907, 59.0301)
    steps.go_on(page)
    watch.assert_clean()


def test_a_place_outside_is_refused_in_words(browser: Browser, site: Site, watch: Watch) -> None:
    page = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    steps.begin(page)
    page.get_by_role("radio", name="Skriv koordinater").check(force=True)
    field = page.get_by_role("textbox", name="Koordinater")
    field.fill("59.3293, 18.0686")
    field.press("Enter")
    expect(page.locator("[data-chosen-message]")).to_contain_text("utanför kommunerna som är med")
    page.get_by_role("button", name="Fortsätt till berättelsen").click()
    expect(page.get_by_role("alert").first).to_contain_text("1 sak att se över")
    assert_sound(page)
