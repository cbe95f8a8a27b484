"""The main job, the whole way: a resident tells, a moderator publishes, a visitor finds it."""

from __future__ import annotations

import re
from collections.abc import Callable
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
PUBLISH = re.compile(r"^Publicera( P)?$")
TRAIN = Tale("Tåget som stannade för en älg vid Julita")
JETTY = Tale("Bryggan där alla lärde sig simma", category="Minne", year="1963")


def by_button(page: Page) -> None:
    """Publish with the pointer."""
    page.get_by_role("radio", name=PUBLISH).check(force=True)
    page.get_by_role("button", name="Publicera och öppna nästa").click()


def by_keys(page: Page) -> None:
    """Publish with the keyboard alone."""
    page.keyboard.press("p")
    expect(page.get_by_role("radio", name=PUBLISH)).to_be_checked()
    page.keyboard.press("Control+Enter")


Choose = Callable[[Page], None]


@pytest.mark.parametrize(
    ("viewport", "tale", "choose", "publish"),
    [
        (DESKTOP, TRAIN, lambda page: steps.choose_by_name(page, "Julita"), by_keys),
        (
            PHONE,
            JETTY,
            lambda page: steps.choose_by_coordinates(page, "59.0301, 16.1907"),
            by_button,
        ),
    ],
    ids=["desktop", "phone"],
)
def test_a_story_is_told_reviewed_and_found(
    browser: Browser,
    site: Site,
    watch: Watch,
    tmp_path: Path,
    viewport: ViewportSize,
    tale: Tale,
    choose: Choose,
    publish: Choose,
) -> None:
    tell(browser, site, watch, viewport, tale, choose, write_photos(tmp_path))
    review(browser, site, watch, viewport, tale, publish)
    mail = steps.await_mail(site, f"Din berättelse är publicerad: {tale.title}")
    assert "invanare@example.se" in mail["To"]
    find_on_the_map(browser, site, watch, viewport, tale)
    find_in_the_list(browser, site, watch, viewport, tale)
    watch.assert_clean()


def tell(
    browser: Browser,
    site: Site,
    watch: Watch,
    viewport: ViewportSize,
    tale: Tale,
    choose: Choose,
    photos: list[Path],
) -> None:
    page = open_context(browser, site, watch, viewport=viewport).new_page()
    sign_in(page, site, "invanare@example.se")
    assert_sound(page)
    steps.begin(page)
    choose(page)
    assert_sound(page)
    steps.go_on(page)
    steps.write(page, tale)
    steps.add_photos(page, photos, ALTS)
    assert_sound(page)
    steps.to_check(page)
    expect(page.locator(".compose-review")).to_contain_text(tale.title)
    expect(page.locator(".compose-review")).to_contain_text("2 bilder, alla med beskrivning")
    expect(page.locator(".compose-review")).to_contain_text("Den exakta platsen visas på kartan.")
    assert_sound(page)
    steps.send_in(page)
    assert_sound(page)
    page.get_by_role("link", name="Mina berättelser").last.click()
    expect(page.locator(".my-story", has_text=tale.title)).to_contain_text("Väntar på granskning")
    assert_sound(page)
    page.context.close()


def review(
    browser: Browser,
    site: Site,
    watch: Watch,
    viewport: ViewportSize,
    tale: Tale,
    publish: Choose,
) -> None:
    page = open_context(browser, site, watch, viewport=viewport).new_page()
    sign_in(page, site, "granskare@example.se")
    page.goto("/katrineholm/granska/")
    assert_sound(page)
    steps.open_case(page, tale)
    case = page.locator("article.case")
    expect(case).to_contain_text(tale.body)
    for alt in ALTS:
        assert_loaded(page, alt)
    expect(page.locator("#decision")).to_be_visible()
    assert_sound(page)
    publish(page)
    expect(page.get_by_text("Publicerat.")).to_be_visible()
    page.context.close()


def find_on_the_map(
    browser: Browser, site: Site, watch: Watch, viewport: ViewportSize, tale: Tale
) -> None:
    """By keyboard alone, without an account."""
    page = open_context(browser, site, watch, viewport=viewport).new_page()
    page.goto("/katrineholm/")
    expect(page.locator("#count")).to_contain_text("i kartbilden")
    assert_sound(page)
    steps.tab_to(page, "input[name=q]")
    page.keyboard.type(tale.title)
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("1 berättelse i kartbilden")
    steps.tab_to(page, f"[aria-label^='Berättelse: {tale.title}']")
    page.keyboard.press("Enter")
    expect(page.locator("#selection .map-card-title")).to_have_text(tale.title)
    assert_sound(page)
    steps.tab_to(page, "#selection [data-slot=link]")
    page.keyboard.press("Enter")
    read(page, tale)
    assert_sound(page)
    page.context.close()


def find_in_the_list(
    browser: Browser, site: Site, watch: Watch, viewport: ViewportSize, tale: Tale
) -> None:
    """From the map by *Visa som lista*."""
    page = open_context(browser, site, watch, viewport=viewport).new_page()
    page.goto(f"/katrineholm/?q={tale.title}")
    expect(page.locator("#count")).to_have_text("1 berättelse i kartbilden")
    page.get_by_role("link", name="Visa som lista").click()
    page.wait_for_url("**/berattelser/**")
    expect(page.get_by_role("heading", name="1 berättelse", exact=True)).to_be_visible()
    assert_sound(page)
    page.get_by_role("link", name=tale.title, exact=True).click()
    read(page, tale)
    page.context.close()


def read(page: Page, tale: Tale) -> None:
    """The story's page, with all that was told."""
    expect(page.get_by_role("heading", name=tale.title, level=1)).to_be_visible()
    expect(page.locator(".prose-story")).to_contain_text(tale.body)
    expect(page.locator(".story-facts")).to_contain_text(tale.year)
    for alt in ALTS:
        assert_loaded(page, alt)


def assert_loaded(page: Page, alt: str) -> None:
    """The picture of this description is there and shows something."""
    picture = page.get_by_role("img", name=re.compile(alt)).first
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
