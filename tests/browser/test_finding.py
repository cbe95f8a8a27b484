"""Finding stories: one query for list, map and count, in the address, by the map and by the list."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Watch, assert_sound, open_context
from tests.browser.on_the_map import count_of, listed, marked, open_map, settle
from tests.site import Site

LIST = "/katrineholm/berattelser/"


def asked(page: Page) -> dict[str, str]:
    """What the address asks for, without the view."""
    given = parse_qs(urlsplit(page.url).query)
    return {name: values[0] for name, values in given.items() if name != "bbox"}


def search(page: Page, words: str) -> None:
    """Type into the map's search, and wait for another answer."""
    before = page.locator("#count").inner_text()
    field = page.get_by_role("searchbox", name="Sök plats, berättelse eller led")
    field.fill(words)
    field.press("Enter")
    expect(page.locator("#count")).not_to_have_text(before)
    settle(page)


def test_one_query_drives_map_count_and_list(browser: Browser, site: Site, watch: Watch) -> None:
    page = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    open_map(page)
    everything = count_of(page)
    search(page, "djulosjon")
    assert 0 < count_of(page) < everything
    expect(page.locator("#results mark").first).to_have_text("Djulösjön")
    search(page, "")
    page.locator("summary", has_text="Fler filter").first.click()
    page.get_by_role("spinbutton", name="Till år").fill("1966")
    page.get_by_role("spinbutton", name="Till år").press("Enter")
    settle(page)
    assert asked(page) == {"till": "1966"}
    told = listed(page)
    assert len(told) == count_of(page) > 0
    assert marked(page) == set(told)
    page.get_by_label("Listans ordning").select_option("oldest_event")
    settle(page)
    assert asked(page) == {"till": "1966", "ordning": "oldest_event"}
    oldest = listed(page)
    assert sorted(oldest) == sorted(told)
    assert_sound(page)
    page.get_by_role("link", name="Visa som lista").click()
    cards = page.locator("[data-results] [data-id]")
    assert cards.evaluate_all("all => all.map((each) => each.dataset.id)") == oldest
    page.go_back()
    settle(page)
    expect(page.get_by_label("Listans ordning")).to_have_value("oldest_event")
    watch.assert_clean()


def test_nature_is_ordered_by_name_or_by_distance(
    browser: Browser, site: Site, watch: Watch
) -> None:
    page = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    open_map(page, "?ordning=most_thanked")
    order = page.get_by_label("Listans ordning")
    assert order.evaluate(OFFERED) == [
        "Nyast först",
        "Närmast mig",
        "Äldsta händelsen först",
        "Flest tack först",
    ]
    page.get_by_role("link", name="Natur & utflykter").click()
    settle(page)
    assert order.evaluate(OFFERED) == ["Efter namn", "Närmast mig"]
    expect(order).to_have_value("")
    page.get_by_role("link", name="Berättelser", exact=True).first.click()
    settle(page)
    expect(order).to_have_value("most_thanked")
    open_map(page, "?visa=natur")
    assert order.evaluate(OFFERED) == ["Efter namn", "Närmast mig"]
    watch.assert_clean()


OFFERED = "box => [...box.options].filter((each) => !each.hidden).map((each) => each.textContent)"


def test_a_word_that_nobody_wrote_leads_to_the_nearest(
    browser: Browser, site: Site, watch: Watch
) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    page.goto(f"{LIST}?q=skridsskorrn&bbox=17,58,17.1,58.1")
    expect(page.get_by_role("heading", level=1)).to_have_text("0 berättelser")
    assert_sound(page)
    page.get_by_role("link", name="”skridskor").first.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("0 berättelser")
    expect(page.locator("mark").first).to_have_text(re.compile("skridsko", re.IGNORECASE))
    watch.assert_clean()


def test_the_slider_and_the_years_are_one(browser: Browser, site: Site, watch: Watch) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    page.goto(LIST)
    before = page.get_by_role("heading", level=1).inner_text()
    page.locator("summary", has_text="Filter").click()
    page.get_by_role("slider", name="Från år").press("End")
    for _ in range(10):
        page.get_by_role("slider", name="Från år").press("ArrowLeft")
    chosen = page.get_by_role("slider", name="Från år").input_value()
    expect(page.get_by_role("spinbutton", name="Från år")).to_have_value(chosen)
    assert_sound(page)
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before)
    assert asked(page)["fran"] == chosen
    watch.assert_clean()


def test_filters_need_no_script(browser: Browser, site: Site, watch: Watch) -> None:
    context = open_context(browser, site, watch, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(LIST)
    page.locator("summary", has_text="Filter").click()
    page.get_by_role("spinbutton", name="Till år").fill("1966")
    page.get_by_label("Listans ordning").select_option("oldest_event")
    page.get_by_role("button", name="Visa", exact=True).click()
    assert asked(page)["till"] == "1966"
    assert asked(page)["ordning"] == "oldest_event"
    found = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Visa karta").click()
    expect(page.locator("#count")).to_have_text(found)
    watch.assert_clean()
