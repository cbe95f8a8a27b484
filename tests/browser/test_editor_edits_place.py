"""An editor makes a place, says what is there, and undoes it: with scripts and keys, and without either."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import steps
from tests.browser.conftest import DESKTOP, PHONE, Watch, assert_sound, open_context, sign_in
from tests.site import Site

EDITOR = "redaktor@example.se"
DESK = "/katrineholm/redaktion/platser/"
PIN = ".leaflet-marker-pane [aria-label^='Vald plats']"


def begin(page: Page, site: Site, name: str) -> None:
    """From the desk to the form for a new place, named and of a kind."""
    sign_in(page, site, EDITOR)
    page.goto(DESK)
    assert_sound(page)
    page.get_by_role("link", name="Ny plats").click()
    page.get_by_role("textbox", name="Namn").fill(name)
    page.get_by_role("combobox", name="Slag").select_option(label="Utsiktsplats")


def describe(page: Page) -> None:
    """Tick what is there, and measure the path."""
    page.get_by_role("checkbox", name="Parkering").check(force=True)
    page.get_by_role("button", name="Stigens bredd").click()
    page.get_by_role("textbox", name="Som smalast").fill("120")


def save(page: Page) -> None:
    """Press the button at the foot of the form."""
    page.get_by_role("button", name="Spara", exact=True).last.click()


def colleague(context: BrowserContext, site: Site, path: str) -> None:
    """Somebody else says meanwhile that there are benches."""
    other = context.new_page()
    sign_in(other, site, "admin@example.se")
    other.goto(path)
    other.get_by_role("checkbox", name="Bänkar").check(force=True)
    save(other)
    expect(other.get_by_text("Sparat.")).to_be_visible()


def test_a_place_is_made_by_keys_and_edited_by_two(
    browser: Browser, site: Site, watch: Watch
) -> None:
    page = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    begin(page, site, "Utsikten vid kröken")
    steps.tab_to(page, ".leaflet-container")
    page.keyboard.press("Enter")
    expect(page.locator(PIN)).to_be_visible()
    steps.tab_to(page, PIN)
    page.keyboard.press("ArrowRight")
    assert_sound(page)
    page.get_by_role("button", name="Lägg den på kartan").click()
    expect(page.get_by_role("heading", name="Utsikten vid kröken")).to_be_visible()
    describe(page)
    assert_sound(page)
    colleague(open_context(browser, site, watch, viewport=DESKTOP), site, page.url)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Amina Administratör sparade medan du skrev")
    assert_sound(page)
    save(page)
    expect(page.get_by_text("Sparat.")).to_be_visible()
    page.get_by_role("link", name="Visa sidan").click()
    for words in ("Parkering", "120 cm", "Bänkar"):
        expect(page.locator("main")).to_contain_text(words)
    # The one answer that is no success: the conflict itself.
    watch.console = [text for text in watch.console if "409" not in text]
    watch.assert_clean()


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
def test_a_place_is_made_and_undone_without_scripts(
    browser: Browser, site: Site, watch: Watch, viewport: dict[str, int]
) -> None:
    page = open_context(
        browser, site, watch, viewport=viewport, java_script_enabled=False
    ).new_page()
    sign_in(page, site, EDITOR)
    page.goto(f"{DESK}ny")
    page.get_by_role("textbox", name="Namn").fill("Udden i dimman")
    page.get_by_role("combobox", name="Slag").select_option(label="Utsiktsplats")
    page.get_by_role("textbox", name="Koordinater").fill("58,99 16,2")
    page.get_by_role("button", name="Visa på kartan").click()
    expect(page.get_by_role("img", name="Karta med platsen")).to_be_visible()
    page.get_by_role("button", name="Lägg den på kartan").click()
    expect(page.get_by_role("heading", name="Udden i dimman")).to_be_visible()
    describe(page)
    page.get_by_role("textbox", name="Som smalast").fill("bred")
    save(page)
    expect(page.get_by_role("alert").first).to_contain_text("1 sak att se över")
    assert_sound(page)
    page.get_by_role("textbox", name="Som smalast").fill("120")
    save(page)
    expect(page.get_by_text("Sparat.")).to_be_visible()
    page.get_by_role("link", name="Allt som har ändrats").click()
    expect(page.locator("ins", has_text="120 cm")).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="Gå tillbaka hit").last.click()
    expect(page.get_by_text("Klart. Nu står det som förut.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Som smalast")).to_have_count(0)


def test_the_desk_s_other_pages_are_sound(browser: Browser, site: Site, watch: Watch) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    sign_in(page, site, EDITOR)
    for name in ("enheter", "att-kontrollera", "ny", "?visa=kontroll"):
        page.goto(f"{DESK}{name}")
        assert_sound(page)
    page.goto(f"{DESK}?q=Djulö")
    page.locator(".cell-name a").first.click()
    expect(page.get_by_role("heading", name="Från registret")).to_be_visible()
    assert_sound(page)
    watch.assert_clean()
