"""An editor asks a question and a visitor answers it; a story walk is read in order and printed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

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
from tests.site import Site

WALK = "Från perrongen till torget"
STOPS = [
    "Jag skulle bara byta tåg",
    "”Han har för lite fyr”",
    "Paketet till Sture",
    "Varför jag kallades Korsetten i fyrtioett år",
    "Tvättad potatis",
]


def ask(page: Page, title: str) -> None:
    """The editor enters a theme that is open for a month."""
    page.goto("/katrineholm/redaktion/insamlingar/")
    assert_sound(page)
    page.get_by_role("link", name="Ny insamling").click()
    page.get_by_label("Rubrik").fill(title)
    page.get_by_label("Frågan").fill(f"Vem minns {title}?")
    page.get_by_role("radio", name="Plommon").check(force=True)
    last = datetime.now(ZoneInfo("Europe/Stockholm")).date() + timedelta(days=30)
    page.get_by_label("Öppnar", exact=True).fill((last - timedelta(days=40)).isoformat())
    page.get_by_label("Sista dag").fill(last.isoformat())
    page.get_by_role("checkbox", name="Alla ser den").check(force=True)
    assert_sound(page)
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Insamlingen är sparad.")).to_be_visible()


def answer(page: Page, title: str, tale: Tale) -> None:
    """A visitor without an account tells, from the theme's page."""
    page.goto("/katrineholm/insamlingar/")
    assert_sound(page)
    page.get_by_role("link", name=f"Vem minns {title}?").click()
    expect(page.get_by_role("heading", name=f"Vem minns {title}?", level=1)).to_be_visible()
    assert_sound(page)
    page.locator("main").get_by_role("link", name="Berätta", exact=True).first.click()
    expect(page.get_by_role("checkbox", name=re.compile(title))).to_be_checked()
    steps.choose_by_coordinates(page, "59.0301, 16.1907")
    assert_sound(page)
    steps.go_on(page)
    steps.write(page, tale)
    steps.to_check(page)
    page.get_by_role("radio", name="Med en länk som jag sparar").check(force=True)
    steps.send_in(page)


def close(page: Page, title: str) -> None:
    """As the editor: yesterday was its last day."""
    page.goto("/katrineholm/redaktion/insamlingar/")
    page.get_by_role("link", name=title, exact=True).click()
    yesterday = datetime.now(ZoneInfo("Europe/Stockholm")).date() - timedelta(days=1)
    page.get_by_label("Sista dag").fill(yesterday.isoformat())
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Insamlingen är sparad.")).to_be_visible()


def publish(page: Page, tale: Tale) -> None:
    """As the moderator."""
    page.goto("/katrineholm/granska/")
    steps.open_case(page, tale)
    page.get_by_role("radio", name=re.compile(r"^Publicera( P)?$")).check(force=True)
    page.get_by_role("button", name="Publicera och öppna nästa").click()
    expect(page.get_by_text("Publicerat.")).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_question_is_asked_and_answered(
    browser: Browser, site: Site, watch: Watch, viewport: ViewportSize
) -> None:
    title = f"ladan {viewport['width']}"
    tale = Tale(f"Höet i {title}", category="Minne")
    editor = open_context(browser, site, watch, viewport=viewport).new_page()
    sign_in(editor, site, "redaktor@example.se")
    ask(editor, title)
    visitor = open_context(browser, site, watch, viewport=viewport).new_page()
    answer(visitor, title, tale)
    moderator = open_context(browser, site, watch, viewport=viewport).new_page()
    sign_in(moderator, site, "granskare@example.se")
    publish(moderator, tale)
    visitor.goto("/katrineholm/insamlingar/")
    visitor.get_by_role("link", name=f"Vem minns {title}?").click()
    expect(visitor.locator("[data-results]").get_by_role("link", name=tale.title)).to_be_visible()
    expect(visitor.locator(".map-frame .marker-story")).to_be_visible()
    assert_sound(visitor)
    visitor.get_by_role("link", name=tale.title).click()
    expect(visitor.get_by_role("link", name=f"Vem minns {title}?")).to_be_visible()
    close(editor, title)
    visitor.get_by_role("link", name=f"Vem minns {title}?").click()
    expect(visitor.get_by_text("Insamlingen är stängd")).to_be_visible()
    expect(visitor.locator("[data-results]").get_by_role("link", name=tale.title)).to_be_visible()
    expect(visitor.locator('a[href*="insamling="]')).to_have_count(0)
    assert_sound(visitor)
    watch.assert_clean()


def read_in_order(page: Page) -> None:
    """Every stop with its number and its text, in the order of the walk."""
    titles = page.locator("[data-walk-stops] .stop-title")
    expect(titles).to_have_text(STOPS)
    expect(page.locator("[data-walk-stops] .stop-number")).to_have_text(["1", "2", "3", "4", "5"])
    expect(page.locator("[data-walk-stops] .prose-story")).to_have_count(len(STOPS))


def printed(page: Page) -> str:
    """What stands on the paper."""
    page.emulate_media(media="print")
    shown: str = page.locator("main").evaluate("main => main.innerText")
    page.emulate_media(media="screen")
    return shown


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_story_walk_is_read_walked_and_printed(
    browser: Browser, site: Site, watch: Watch, viewport: ViewportSize
) -> None:
    here = {"longitude": 16.2084, "latitude": 58.9930}
    context = open_context(
        browser, site, watch, viewport=viewport, geolocation=here, permissions=["geolocation"]
    )
    page = context.new_page()
    page.goto("/katrineholm/samlingar/")
    assert_sound(page)
    page.get_by_role("link", name=WALK).click()
    read_in_order(page)
    expect(page.locator(".map-frame .marker-stop")).to_have_count(len(STOPS))
    assert_sound(page)
    guide = page.locator("[data-walk]")
    expect(guide).to_contain_text(f"Härnäst: stopp 1, {STOPS[0]}")
    page.get_by_role("button", name="Följ min position").click()
    expect(guide.locator("[data-walk-away]")).to_have_text(re.compile(r"^\d+ m norr"))
    expect(guide.locator("[data-walk-arrow]")).to_be_visible()
    context.set_geolocation({"longitude": 16.20840, "latitude": 58.99570})
    expect(guide).to_contain_text("Du är framme: stopp 1")
    page.get_by_role("button", name="Nästa stopp").click()
    expect(guide).to_contain_text(f"Härnäst: stopp 2, {STOPS[1]}")
    follow = page.get_by_role("button", name="Följ min position")
    expect(follow).to_have_attribute("aria-pressed", "true")
    follow.click()
    expect(follow).to_have_attribute("aria-pressed", "false")
    expect(guide.locator("[data-walk-away]")).to_have_text("")
    page.locator(".walk-index").get_by_role("link", name=STOPS[3]).click()
    expect(guide).to_contain_text(f"Härnäst: stopp 4, {STOPS[3]}")
    assert_sound(page)
    paper = printed(page)
    places = [paper.index(title) for title in STOPS]
    assert places == sorted(places)
    assert "Följ min position" not in paper
    assert urlsplit(page.url).path in paper  # the address, for whoever has the paper
    watch.assert_clean()


def test_a_walk_is_whole_without_scripts(browser: Browser, site: Site, watch: Watch) -> None:
    page = open_context(browser, site, watch, viewport=PHONE, java_script_enabled=False).new_page()
    page.goto("/katrineholm/samlingar/")
    page.get_by_role("link", name=WALK).click()
    read_in_order(page)
    expect(page.locator("svg.still-map .marker-stop")).to_have_count(len(STOPS))
    expect(page.get_by_role("button", name="Följ min position")).to_be_hidden()
    watch.assert_clean()


def put(page: Page, story: str) -> None:
    """The story, from its page, in the collection at hand; the first time, in a new one."""
    page.goto("/katrineholm/berattelser/")
    page.get_by_role("link", name=story, exact=True).click()
    page.get_by_role("link", name="Lägg i samling").click()
    assert_sound(page)
    name = page.get_by_label("Vad heter den nya?")
    if page.get_by_role("radio").count() == 0:
        name.fill("Två stopp")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.get_by_role("heading", name="Två stopp", level=1)).to_be_visible()


def test_a_resident_makes_a_walk_that_a_moderator_reads_first(
    browser: Browser, site: Site, watch: Watch
) -> None:
    """At a phone's width: put together, turned round, sent in, read, on the list of walks."""
    maker = open_context(browser, site, watch, viewport=PHONE).new_page()
    sign_in(maker, site, "invanare@example.se")
    for story in STOPS[:2]:
        put(maker, story)
    maker.get_by_text("Som en vandring, från plats till plats").click()
    assert_sound(maker)
    maker.get_by_role("button", name="Flytta ner").click()
    expect(maker.locator(".edit-stop-title")).to_have_text([STOPS[1], STOPS[0]])
    expect(maker.get_by_role("radio", name="Som en vandring")).to_be_checked()
    maker.get_by_role("button", name="Skicka till granskning").click()
    expect(maker.get_by_text("Väntar på granskning")).to_be_visible()
    assert_sound(maker)
    visitor = open_context(browser, site, watch, viewport=PHONE).new_page()
    visitor.goto("/katrineholm/samlingar/")
    expect(visitor.get_by_role("link", name="Två stopp")).to_have_count(0)
    moderator = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    sign_in(moderator, site, "granskare@example.se")
    moderator.goto("/katrineholm/granska/samlingar/")
    assert_sound(moderator)
    moderator.get_by_role("link", name="Två stopp").click()
    moderator.get_by_role("radio", name="Publicera").check(force=True)
    assert_sound(moderator)
    moderator.get_by_role("button", name="Besluta").click()
    expect(moderator.get_by_text("Publicerad.")).to_be_visible()
    visitor.reload()
    visitor.get_by_role("link", name="Två stopp").click()
    expect(visitor.locator("[data-walk-stops] .stop-title")).to_have_text([STOPS[1], STOPS[0]])
    assert_sound(visitor)
    watch.assert_clean()
