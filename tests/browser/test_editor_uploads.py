"""An editor uploads a layer, reads the preview, applies it: with scripts, without, by keyboard."""

from __future__ import annotations

import json
import re
from pathlib import Path

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
from tests.factories.layer_files import HERE, collection, feature
from tests.site import Site

NEEDS_WORKER = True
DESK = "/katrineholm/redaktion/"
READ = 30_000


def write_layer(folder: Path, register: str, count: int, *, name: str) -> Path:
    """A GeoJSON file of sights."""
    rows = [
        feature(
            (HERE[0] + number / 1000, HERE[1]),
            register_id=f"{register}-{number}",
            name=f"{name} {number}",
        )
        for number in range(1, count + 1)
    ]
    file = folder / f"{register}.geojson"
    file.write_text(json.dumps(collection(*rows), ensure_ascii=False))
    return file


def upload(page: Page, file: Path) -> None:
    """From the table through the form, by keyboard."""
    page.goto(DESK)
    page.get_by_role("link", name="Ladda upp en fil").press("Enter")
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_label("Vad innehåller det?").select_option("Sevärdhet")
    page.get_by_role("button", name="Läs filen").press("Enter")


def count_of(page: Page, heading: str) -> str:
    return page.locator(".counts > div", has_text=heading).locator("dd").inner_text()


@pytest.mark.parametrize(
    ("viewport", "scripts", "register"),
    [(DESKTOP, True, "utsiktsstenar"), (PHONE, True, "kullar"), (PHONE, False, "hallar")],
    ids=["desktop", "phone", "phone without scripts"],
)
def test_an_editor_uploads_looks_and_applies(
    browser: Browser,
    site: Site,
    watch: Watch,
    tmp_path: Path,
    viewport: ViewportSize,
    scripts: bool,
    register: str,
) -> None:
    name = f"Utsikt {register}"
    context = open_context(browser, site, watch, viewport=viewport, java_script_enabled=scripts)
    page = context.new_page()
    sign_in(page, site, "redaktor@example.se")
    page.goto(DESK)
    assert_sound(page)
    page.goto(f"{DESK}lager/ladda-upp")
    assert_sound(page)
    upload(page, write_layer(tmp_path, register, 12, name=name))
    expect(page.get_by_role("button", name="Lägg in")).to_be_visible(timeout=READ)
    assert count_of(page, "Nya") == "12"
    expect(page.locator("main")).to_contain_text(f"{name} 1")
    assert_sound(page)
    page.get_by_role("button", name="Lägg in").press("Enter")
    expect(page.locator("main")).to_contain_text("Lagret är uppdaterat.", timeout=READ)
    assert_sound(page)
    page.goto(f"/katrineholm/platser?q={name} 7")
    expect(page.locator("main")).to_contain_text(f"{name} 7")

    upload(page, write_layer(tmp_path, register, 4, name=name))
    tick = page.get_by_role("checkbox", name="Jag har kontrollerat: de här raderna ska bort.")
    expect(tick).to_be_visible(timeout=READ)
    expect(page.locator("main")).to_contain_text("8 av lagrets 12 rader finns inte i filen.")
    assert_sound(page)
    page.get_by_role("button", name="Lägg in").press("Enter")
    assert tick.evaluate("box => box.matches(':invalid')"), "the browser asks for the tick"
    expect(tick).to_be_visible()
    page.get_by_role("button", name="Avbryt och ta bort filen").first.press("Enter")
    expect(page.locator("main")).to_contain_text("Filen är borttagen. Inget har ändrats.")
    row = page.get_by_role("row", name=re.compile(register, re.IGNORECASE))
    expect(row).to_contain_text("12 platser")
    row.get_by_role("link", name=re.compile("Visa logg")).click()
    expect(page.locator("main")).to_contain_text("12 nya")
    assert_sound(page)
    watch.assert_clean()


def test_a_wrong_file_gets_a_sentence_and_another_try(
    browser: Browser, site: Site, watch: Watch, tmp_path: Path
) -> None:
    page = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    sign_in(page, site, "redaktor@example.se")
    file = tmp_path / "meter.geojson"
    file.write_text(json.dumps(collection(feature((569350.57, 6540232.76)))))
    upload(page, file)
    expect(page.locator("main")).to_contain_text("Filen kunde inte användas.", timeout=READ)
    expect(page.locator("main")).to_contain_text("meter.geojson, rad 1")
    assert_sound(page)
    page.get_by_label("Referenssystem").select_option("3006")
    page.get_by_role("button", name="Läs om").press("Enter")
    expect(page.get_by_role("button", name="Lägg in")).to_be_visible(timeout=READ)
    assert count_of(page, "Nya") == "1"
    watch.assert_clean()


def test_a_known_register_is_added_and_its_trouble_is_told(
    browser: Browser, site: Site, watch: Watch
) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    sign_in(page, site, "redaktor@example.se")
    page.goto(DESK)
    page.get_by_role("link", name="Lägg till ett register").click()
    page.get_by_role("link", name="Leder i statens register").click()
    expect(page.get_by_label("Adress", exact=True)).to_have_value(re.compile("^https://"))
    assert_sound(page)
    page.get_by_label("Adress", exact=True).fill("https://register.invalid/leder.geojson")
    page.get_by_role("button", name="Spara och hämta nu").click()
    row = page.get_by_role("row", name=re.compile("Leder i statens register"))
    expect(row).to_contain_text("Import misslyckades", timeout=READ)
    expect(row.get_by_role("button", name=re.compile("Försök igen"))).to_be_visible()
    assert_sound(page)
    watch.assert_clean()
