"""The same way in a browser that runs no scripts: every step is a page and a form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser import steps
from tests.browser.conftest import (
    DESKTOP,
    PHONE,
    Watch,
    assert_sound,
    open_context,
    sign_in,
)
from tests.browser.steps import Tale
from tests.factories.photos import write_photos
from tests.site import Site

NEEDS_WORKER = True
ALTS = ["En gul rund sak på blå botten", "Samma sak, mer åt det gröna"]
FERRY = Tale("Färjan som gick utan karta", category="Historia", year="1951")
OVEN = Tale("Bagarstugan som doftade ända till vägen", category="Mat och fika", year="1972")


@pytest.mark.parametrize(
    ("viewport", "tale"), [(DESKTOP, FERRY), (PHONE, OVEN)], ids=["desktop", "phone"]
)
def test_a_story_is_told_reviewed_found_and_reported(
    browser: Browser,
    site: Site,
    watch: Watch,
    tmp_path: Path,
    viewport: ViewportSize,
    tale: Tale,
) -> None:
    def newcomer() -> Page:
        return open_context(
            browser, site, watch, viewport=viewport, java_script_enabled=False
        ).new_page()

    tell(newcomer(), site, tale, write_photos(tmp_path), by_name=viewport is DESKTOP)
    review(newcomer(), site, tale)
    steps.await_mail(site, f"Din berättelse är publicerad: {tale.title}")
    find(newcomer(), tale)
    watch.assert_clean()


def tell(page: Page, site: Site, tale: Tale, photos: list[Path], *, by_name: bool) -> None:
    sign_in(page, site, "invanare@example.se")
    steps.begin(page)
    assert_sound(page)
    still = page.get_by_role("img", name=re.compile("^Karta"))
    expect(still).to_have_accessible_name("Karta. Ingen plats är vald än.")
    if by_name:
        page.get_by_role("searchbox", name="Sök en plats").fill("Julita")
        page.get_by_role("button", name="Sök", exact=True).click()
        page.get_by_role("radio", name=re.compile("^Julita")).first.check()
    else:
        page.get_by_role("textbox", name="Koordinater").fill("59.0301, 16.1907")
        page.get_by_role("radio", name="Visa ungefärlig plats").check()
    page.get_by_role("button", name="Visa på kartan").click()
    expect(still).to_have_accessible_name(re.compile("^Karta med den valda platsen"))
    expect(still.locator(".marker-story")).to_have_count(1)
    expect(still.locator("circle.approximate-ring")).to_have_count(0 if by_name else 1)
    assert_sound(page)
    steps.go_on(page)
    steps.write(page, tale)
    page.locator("input#photos").set_input_files(photos)
    page.get_by_role("button", name="Ladda upp bilderna").click()
    describe(page)
    assert_sound(page)
    steps.to_check(page)
    expect(page.locator(".compose-review")).to_contain_text("2 bilder, alla med beskrivning")
    assert_sound(page)
    steps.send_in(page)
    assert_sound(page)
    page.context.close()


def describe(page: Page) -> None:
    """What was typed has come back with the pictures, which now have a field each."""
    fields = page.get_by_role("textbox", name="Beskriv bilden för den som inte ser den")
    expect(fields).to_have_count(len(ALTS))
    expect(page.get_by_role("textbox", name="Rubrik")).not_to_be_empty()
    for number, alt in enumerate(ALTS):
        fields.nth(number).fill(alt)


def review(page: Page, site: Site, tale: Tale) -> None:
    sign_in(page, site, "granskare@example.se")
    steps.open_case(page, tale)
    expect(page.locator("article.case")).to_contain_text(tale.body)
    assert_sound(page)
    page.locator("#decision input[value=publish]").check(force=True)
    page.get_by_role("button", name="Bekräfta och öppna nästa").click()
    expect(page.get_by_text("Publicerat.")).to_be_visible()
    page.context.close()


def find(page: Page, tale: Tale) -> None:
    """On the map's page, in the list, on its own page; and report it."""
    page.goto("/katrineholm/")
    assert_sound(page)
    page.get_by_role("searchbox", name="Sök plats, berättelse eller led").fill(tale.title)
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("1 berättelse")
    page.get_by_role("link", name="Visa som lista").click()
    expect(page.get_by_role("heading", name="1 berättelse", exact=True)).to_be_visible()
    assert_sound(page)
    page.get_by_role("link", name=tale.title, exact=True).click()
    expect(page.get_by_role("heading", name=tale.title, level=1)).to_be_visible()
    expect(page.locator(".prose-story")).to_contain_text(tale.body)
    assert_sound(page)
    page.get_by_role("link", name="Rapportera").first.click()
    assert_sound(page)
    page.get_by_role("radio", name="Något i den stämmer inte").check()
    page.get_by_role("textbox", name="Berätta mer").fill("Färjan gick från andra sidan.")
    page.get_by_role("button", name="Skicka rapporten").click()
    expect(page.get_by_role("heading", name="Tack för din rapport")).to_be_visible()
    assert_sound(page)
    page.context.close()
