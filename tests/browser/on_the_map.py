"""What can be seen of the map page, read as a visitor would: its markers, its count, its list."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

IN_VIEW = re.compile(r"^(\d+) berättelse(r)? i kartbilden$")
STORY = ".leaflet-marker-pane [data-marker]:is([aria-label^='Berättelse: '], [aria-label*=' berättelser'])"
"""Markers of stories: alone, gathered, or together at one place."""


def open_map(page: Page, query: str = "") -> None:
    """Open the map page and wait until list and markers follow the view."""
    page.goto(f"/katrineholm/{query}")
    settle(page)


def settle(page: Page) -> None:
    """Wait until the count speaks of the view and stands still."""
    expect(page.locator("#count")).to_have_text(re.compile("i kartbilden$"))
    before = ""
    while before != (before := page.url + page.locator("#count").inner_text()):
        page.wait_for_timeout(500)
        expect(page.locator("#results")).to_have_attribute("aria-busy", "false")


def count_of(page: Page) -> int:
    """The number that stands over the list."""
    found = IN_VIEW.match(page.locator("#count").inner_text())
    assert found, page.locator("#count").inner_text()
    return int(found[1])


def marked(page: Page) -> set[str]:
    """Ids of the stories that have a marker, their own or one of several."""
    keys = page.locator(STORY).evaluate_all("all => all.map((each) => each.dataset.marker)")
    return {part for key in keys for part in key.split("+")}


def listed(page: Page) -> list[str]:
    """Ids of the list beside the map, in order."""
    ids: list[str] = page.locator("#results [data-id]").evaluate_all(
        "all => all.map((each) => each.dataset.id)"
    )
    return ids


def answered(page: Page) -> tuple[int, list[str]]:
    """What the API says of the box and the filters in the page's address: how many, and which."""
    asked = parse_qs(urlsplit(page.url).query)
    query = {name: asked[name][0] for name in ("bbox", "q") if name in asked}
    if "kategori" in asked:
        query["category"] = asked["kategori"][0]
    answer = page.request.get("/api/v1/collections/stories/items", params={**query, "limit": 500})
    found = json.loads(answer.body())
    return found["numberMatched"], [each["id"] for each in found["features"]]
