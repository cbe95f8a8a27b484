"""The line or area of a story: drawn by taps on a phone, set with keys and a list, seen on the map."""

from __future__ import annotations

import re

from geoalchemy2.shape import from_shape
from playwright.sync_api import Browser, Locator, Page, expect
from shapely.geometry import LineString

from geostories import public_id
from geostories.domain.transaction import Scope, transaction
from geostories.models import Story
from geostories.queries.municipalities import get_municipality
from geostories.vocabulary import StoryStatus
from tests.browser import steps
from tests.browser.conftest import PHONE, Watch, assert_sound, open_context
from tests.conftest import make_settings, opened
from tests.factories.person import make_person
from tests.factories.story import make_story
from tests.site import Site

TAPS = ((0.3, 0.45), (0.45, 0.4), (0.55, 0.5))
LINE = ".leaflet-overlay-pane .drawn-line"
AREA = ".leaflet-overlay-pane .drawn-area"
CORNERS = "58.95210, 16.29510\n58.95400, 16.30400\n58.96000, 16.30100"
WALKED = LineString([(16.0501, 59.1501), (16.0601, 59.1551), (16.0651, 59.1501)])
THREE_ROWS = re.compile(r"^(?:\d+\.\d+, \d+\.\d+\n?){3}$")


def test_a_stretch_is_drawn_by_taps_on_a_phone(browser: Browser, site: Site, watch: Watch) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    steps.begin(page)
    page.get_by_role("radio", name="Sträcka", exact=True).check(force=True)
    chart = page.locator(".leaflet-container")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    for across, down in TAPS:
        page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
    expect(rows(page)).to_have_value(THREE_ROWS)
    expect(page.locator(LINE)).to_have_count(1)
    page.get_by_role("button", name="Ångra").click()
    expect(page.locator("[data-drawing-says]")).to_contain_text("2 kvar")
    page.get_by_role("button", name="Färdigritat").click()
    expect(page.locator("[data-drawing-says]")).to_contain_text("2 punkter")
    assert_sound(page)
    steps.go_on(page)
    watch.assert_clean()


def test_an_area_is_set_with_keys_and_as_a_list(browser: Browser, site: Site, watch: Watch) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    steps.begin(page)
    page.get_by_role("radio", name="Område", exact=True).check(force=True)
    steps.tab_to(page, ".leaflet-container")
    page.keyboard.press("Enter")
    expect(page.locator("[data-drawing-says]")).to_have_text("Punkt 1 är satt.")
    page.get_by_text("Skriv punkterna som en lista").click()
    rows(page).fill(CORNERS)
    expect(page.locator(AREA)).to_have_count(1)
    expect(page.locator("[data-chosen-label]").first).not_to_be_empty()
    page.get_by_role("button", name="Ta bort").click()
    expect(page.locator(AREA)).to_have_count(0)
    rows(page).fill(CORNERS)
    assert_sound(page)
    steps.go_on(page)
    watch.assert_clean()


def test_the_start_map_shows_what_a_story_is_about(
    browser: Browser, site: Site, watch: Watch
) -> None:
    with (
        opened(make_settings(site.home, site.database_url)),
        transaction(Scope.operator()) as session,
    ):
        told = make_story(
            session,
            municipality_id=get_municipality(session, "katrineholm").id,
            owner=make_person(session, "spar@example.se"),
            status=StoryStatus.PUBLISHED,
            at=WALKED.coords[0],
        )
        session.get_one(Story, told.id).public_shape = from_shape(WALKED, srid=4326)
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    page.goto(f"/katrineholm/?vald={public_id.encode(told.id)}")
    expect(page.locator(LINE)).to_have_count(1)
    expect(page.locator(LINE)).to_be_in_viewport()
    assert_sound(page)


def rows(page: Page) -> Locator:
    """The list of corners, open or not."""
    return page.locator("textarea[name=shape]")
