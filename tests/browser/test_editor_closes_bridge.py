"""An editor brings in a register and closes its bridge for two days; visitors see it until it ends.

The clock is not turned: the notice's dates are moved back in the database, by as much as would have
passed. Pages compare them with the moment of the request, as they do on any other day.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import (
    DESKTOP,
    PHONE,
    Watch,
    assert_sound,
    open_context,
    sign_in,
)
from tests.browser.on_the_map import settle
from tests.factories.layer_files import feature, write_geojson
from tests.site import Site

NEEDS_WORKER = True
READ_MS = 30_000
TRAILS = "/api/v1/collections/trails/items?municipality=katrineholm&limit=500"
CLOSED = re.compile(r"Avstängt till \d+ \w+")


def trail_with_a_line(page: Page) -> tuple[str, str, tuple[float, float]]:
    """Name and address of a trail, and a corner of its line."""
    answer = json.loads(page.request.get(TRAILS).body())
    trail = next(
        each
        for each in answer["features"]
        if each["geometry"] and "Line" in each["geometry"]["type"]
    )
    lines = trail["geometry"]["coordinates"]
    line = lines[0] if trail["geometry"]["type"] == "MultiLineString" else lines
    lon, lat, *_ = line[len(line) // 2]
    return trail["properties"]["name"], trail["properties"]["url"], (lon, lat)


def bring_in(page: Page, file: Path, bridge: str) -> None:
    """Upload the register, read what would change, apply it."""
    page.goto("/katrineholm/redaktion/")
    page.get_by_role("link", name="Ladda upp en fil").click()
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_label("Vad innehåller det?").select_option("place")
    page.get_by_role("button", name="Läs filen").click()
    expect(page.get_by_role("button", name="Lägg in")).to_be_visible(timeout=READ_MS)
    expect(page.locator(".counts > div", has_text="Nya").locator("dd")).to_have_text("1")
    expect(page.locator("main")).to_contain_text(bridge)
    page.get_by_role("button", name="Lägg in").click()
    expect(page.locator("main")).to_contain_text("Lagret är uppdaterat.", timeout=READ_MS)


def close(page: Page, bridge: str, trail: str) -> None:
    """From the bridge's own page: closed today and tomorrow, after a look at what that marks."""
    page.goto(f"/katrineholm/platser/?q={bridge}")
    page.get_by_role("link", name=bridge, exact=True).click()
    page.get_by_role("link", name="Lägg in ett meddelande här").click()
    assert_sound(page)
    page.get_by_role("radio", name="Avstängt").check(force=True)
    page.get_by_label("Rubrik").fill(f"{bridge} är avstängd")
    page.get_by_label("Vad ska besökaren göra?").fill("Ta stigen runt viken.")
    tomorrow = datetime.now(ZoneInfo("Europe/Stockholm")).date() + timedelta(days=1)
    page.get_by_label("Till och med").fill(tomorrow.isoformat())
    page.get_by_role("button", name="Se vad det märker").click()
    expect(page.get_by_role("heading", name=re.compile("^Det här märker"))).to_be_visible()
    for name in (bridge, trail):
        expect(page.get_by_role("listitem").filter(has_text=name)).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="Publicera meddelandet").click()
    expect(
        page.get_by_text("Meddelandet är sparat och syns överallt där det gäller.")
    ).to_be_visible()
    assert_sound(page)


def let_pass(site: Site, time: timedelta) -> None:
    """Notices begin and end so much earlier."""
    address = site.database_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(address) as connection:
        connection.execute("SELECT set_config('geostories.scope', 'operator', true)")
        moved = connection.execute(
            "UPDATE notice SET starts_at = starts_at - %(t)s, ends_at = ends_at - %(t)s",
            {"t": time},
        )
        assert moved.rowcount


@dataclass(frozen=True)
class Bridge:
    """The bridge, where it is, and the trail over it."""

    name: str
    point: tuple[float, float]
    trail: str
    trail_url: str


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_closed_bridge_is_seen_everywhere_and_is_gone_when_it_opens(
    browser: Browser, site: Site, watch: Watch, tmp_path: Path, viewport: ViewportSize
) -> None:
    editor = open_context(browser, site, watch, viewport=viewport).new_page()
    trail, trail_url, point = trail_with_a_line(editor)
    bridge = Bridge(f"Träbron {viewport['width']}", point, trail, trail_url)
    row = feature(point, register_id=bridge.name, name=bridge.name, kind="bridge")
    file = write_geojson(tmp_path / f"broar-{viewport['width']}.geojson", row)
    sign_in(editor, site, "redaktor@example.se")
    bring_in(editor, file, bridge.name)
    visitor = open_context(browser, site, watch, viewport=viewport).new_page()
    expect_open(visitor, bridge)
    close(editor, bridge.name, bridge.trail)
    see_it_closed(visitor, bridge)
    let_pass(site, timedelta(days=2, hours=1))
    expect_open(visitor, bridge)
    watch.assert_clean()


def open_on_the_map(page: Page, bridge: Bridge) -> None:
    """The map round the bridge, with nothing else in its list."""
    lon, lat = bridge.point
    box = f"{lon - 0.01},{lat - 0.005},{lon + 0.01},{lat + 0.005}"
    page.goto(f"/katrineholm/?visa=natur&q={bridge.name}&bbox={box}")
    settle(page)


def see_it_closed(page: Page, bridge: Bridge) -> None:
    """On the map, in the list beside it, on the card, on the pages, in the list of places."""
    open_on_the_map(page, bridge)
    marker = page.locator(f"[data-marker][aria-label*='{bridge.name}']")
    expect(marker).to_have_accessible_name(CLOSED)
    expect(marker.locator(".marker-warning")).to_be_visible()
    expect(page.locator("#results .place-card")).to_contain_text(CLOSED)
    assert_sound(page)
    marker.press("Enter")
    expect(page.locator("#selection .map-card")).to_contain_text(CLOSED)
    assert_sound(page)
    page.locator("#selection [data-slot=link]").click()
    banner = page.locator(".notices .banner")
    expect(banner).to_contain_text(re.compile(rf"{bridge.name} är avstängd till \d+ \w+"))
    expect(banner).to_contain_text("Ta stigen runt viken.")
    assert_sound(page)
    page.goto(bridge.trail_url)
    expect(page.locator(".notices")).to_contain_text(f"{bridge.name} är avstängd till")
    page.goto(f"/katrineholm/platser/?q={bridge.name}")
    expect(page.locator(".place-card")).to_contain_text(CLOSED)
    assert_sound(page)


def expect_open(page: Page, bridge: Bridge) -> None:
    """Nothing of it at the same places."""
    open_on_the_map(page, bridge)
    marker = page.locator(f"[data-marker][aria-label*='{bridge.name}']")
    expect(marker).to_be_visible()
    expect(marker).not_to_have_accessible_name(CLOSED)
    expect(marker.locator(".marker-warning")).to_be_hidden()
    expect(page.locator("#results .place-card")).not_to_contain_text("Avstängt")
    marker.press("Enter")
    expect(page.locator("#selection .map-card-title")).to_have_text(bridge.name)
    expect(page.locator("#selection")).not_to_contain_text("Avstängt")
    page.locator("#selection [data-slot=link]").click()
    expect(page.get_by_role("heading", name=bridge.name, level=1)).to_be_visible()
    for path in ("", bridge.trail_url, f"/katrineholm/platser/?q={bridge.name}"):
        if path:
            page.goto(path)
        expect(page.locator("main")).not_to_contain_text("är avstängd")
        expect(page.locator("main")).not_to_contain_text("Avstängt")
