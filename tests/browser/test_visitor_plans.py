"""A visitor plans Saturday with a pram: narrows the list, reads a place, takes its file along, comes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import steps
from tests.browser.conftest import DESKTOP, PHONE, Watch, assert_sound, open_context
from tests.site import Site

PRAM = "Barnvagn"
LOOP = "Exempelslinga vid Djulösjön"
SHARED = "navigator.clipboard.readText()"


def unfold(page: Page) -> None:
    """All filters; a script has unfolded some of them on wide screens."""
    for name in (".list-filters", ".more-filters"):
        if page.locator(name).get_attribute("open") is None:
            page.locator(f"{name} > summary").click()


def narrow(page: Page) -> None:
    """Through the filters to what suits a pram."""
    page.goto("/katrineholm/platser/")
    assert_sound(page)
    unfold(page)
    page.get_by_role("checkbox", name=re.compile(f"^{PRAM}")).check()
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 plats eller led")
    expect(page.get_by_text(f"Kartan tar inte hänsyn till: {PRAM}")).to_be_visible()
    assert_sound(page)


def narrow_to_open(page: Page) -> bool:
    """Also to what is open now, if anything is, and back; answers whether that could be chosen."""
    unfold(page)
    choice = page.get_by_role("checkbox", name=re.compile("^Öppet nu"))
    if choice.count() == 0:
        return False
    choice.check()
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page).to_have_url(re.compile("oppet=nu"))
    expect(page.locator("[data-results] .place-card")).to_have_count(1)
    page.get_by_role("link", name="Ta bort filtret Öppet nu").click()
    expect(page).not_to_have_url(re.compile("oppet=nu"))
    return True


def open_place(page: Page, *, is_open: bool) -> None:
    """Its page says the same of the hours as the list did."""
    page.get_by_role("link", name=LOOP).click()
    expect(page.get_by_role("heading", name=LOOP, level=1)).to_be_visible()
    expect(page.locator("[data-open]")).to_have_attribute("data-open", "yes" if is_open else "no")
    for words in ("Går med barnvagn", "Minst 120 cm bred", "Mätt av exempelinventeringen"):
        expect(page.get_by_text(words).first).to_be_visible()


def take_file(page: Page) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Ladda ner GPX").click()
    assert waiting.value.suggested_filename.endswith("exempelslinga-vid-djulosjon.gpx")
    content = waiting.value.path().read_text()
    assert "<trkpt" in content
    assert "Exempel, inte en riktig led" in content


def go_back(page: Page) -> None:
    """By the page's own link, to the same choices."""
    link = page.get_by_role("link", name="Tillbaka till listan").locator("visible=true")
    link.click()
    expect(page).to_have_url(re.compile("passar=pram"))
    expect(page.get_by_role("heading", level=1)).to_have_text("1 plats eller led")


def share(page: Page, context: BrowserContext) -> None:
    """Where the browser has no sheet for sharing, the link is copied."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Dela").locator("visible=true").first.click()
    expect(page.get_by_text("Länken är kopierad.")).to_be_visible()
    assert page.evaluate(SHARED) == page.url


def see_surroundings(page: Page) -> None:
    """The small map shows the trail and, beside its own sign, what is around."""
    markers = page.locator(".place-map .leaflet-marker-pane .marker")
    expect(page.locator(".place-map .layer-trail.is-selected")).to_have_count(1)
    expect(markers.locator("nth=2")).to_be_attached()
    expect(page.get_by_role("img", name="Karta över platsen")).to_be_visible()


def read_profile(page: Page) -> None:
    """With the arrow keys."""
    steps.tab_to(page, "[data-plot]")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-plot]")).to_have_attribute(
        "aria-valuetext", re.compile("från starten")
    )


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_visitor_finds_an_outing_for_a_pram(
    browser: Browser, site: Site, watch: Watch, viewport: dict[str, int]
) -> None:
    context = open_context(browser, site, watch, viewport=viewport)
    page = context.new_page()
    narrow(page)
    open_place(page, is_open=narrow_to_open(page))
    see_surroundings(page)
    assert_sound(page)
    take_file(page)
    share(page, context)
    read_profile(page)
    go_back(page)
    page.get_by_role("link", name=LOOP).click()
    page.go_back()
    expect(page).to_have_url(re.compile("passar=pram"))
    watch.assert_clean()


def test_and_without_scripts(browser: Browser, site: Site, watch: Watch) -> None:
    context = open_context(browser, site, watch, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    narrow(page)
    open_place(page, is_open=narrow_to_open(page))
    assert_sound(page)
    take_file(page)
    go_back(page)
    watch.assert_clean()


def test_the_map_takes_the_kind_that_the_list_was_narrowed_to(
    browser: Browser, site: Site, watch: Watch
) -> None:
    page = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    page.goto("/katrineholm/platser/?slag=bathing_place")
    page.get_by_role("link", name="Visa karta").click()
    expect(page.locator("#count")).to_have_text(re.compile(r"^\d+ platser .* i kartbilden$"))
    chip = page.locator("[data-tab=natur] a[aria-current]")
    expect(chip).to_have_text("Badplats")
    kinds = page.locator("#results [data-slot=kind]")
    assert set(kinds.all_inner_texts()) == {"Badplats"}
    page.locator("[data-tab=natur] a", has_text="Led").click()
    expect(kinds.first).to_contain_text("Led")
    page.locator("[data-tab=natur] a", has_text="Alla").click()
    expect(page).not_to_have_url(re.compile("slag="))
    watch.assert_clean()
