"""Photo first, at 390 px: the place is read in the picture, and an upload survives a broken line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser import steps
from tests.browser.conftest import PHONE, Watch, assert_sound, open_context, sign_in
from tests.browser.steps import Tale
from tests.factories.photos import CANARY, make_large, make_noise, make_then_and_now
from tests.site import Site

TALE = Tale("Stranden som doftade kåda", category="Minne")
UPLOAD = re.compile(r"/uppladdningar")
PLACE = "59.0301, 16.1907"
COORDINATES = ("58.99", "16.20", "16.21")
"""How the position in the picture begins, however it is rounded."""
PUBLISH = re.compile(r"^Publicera( P)?$")


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """A large one with a position and a day, and one that says nothing."""
    files = [tmp_path / "IMG_0001.jpg", tmp_path / "IMG_0002.jpg"]
    files[0].write_bytes(make_large(at=(58.9921, 16.2051), taken="2019:07:14 12:00:00"))
    files[1].write_bytes(make_noise())
    return files


def choose_pictures(page: Page, files: list[Path]) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator("label", has_text="Hämta från bild").click()
    chooser.value.set_files(files)


def test_a_story_begins_with_its_pictures(
    browser: Browser, site: Site, watch: Watch, pictures: list[Path]
) -> None:
    context = open_context(browser, site, watch, viewport=PHONE)
    page = context.new_page()
    sign_in(page, site, "invanare@example.se")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    steps.begin(page)
    asked.clear()
    choose_pictures(page, pictures)
    expect(page.locator("[data-photo-says]")).to_contain_text("Platsen är läst i IMG_0001.jpg")
    expect(page.locator("input[name=lat]")).to_have_value(re.compile(r"^58\.992"))
    page.get_by_role("radio", name="Visa ungefärlig plats").check(force=True)
    page.wait_for_timeout(700)
    assert [each.url for each in asked if each.method != "GET"] == []
    assert [each.url for each in asked if any(part in each.url for part in COORDINATES)] == []
    assert_sound(page)

    sent = cut_the_line_once(page)
    steps.go_on(page)
    fields = page.get_by_role("textbox", name="Beskriv bilden för den som inte ser den")
    expect(page.locator("[data-slot=waiting]").first).to_contain_text("Nätet är borta")
    page.unroute_all(behavior="wait")
    expect(fields).to_have_count(2, timeout=60_000)
    assert_each_part_once(sent)
    assert max(len(each.post_data_buffer or b"") for each in sent) <= 500_000
    whole = b"".join(each.post_data_buffer or b"" for each in sent)
    assert CANARY.encode() not in whole[: len(pictures[0].read_bytes())]

    page.get_by_role("button", name="Det hände då").click()
    expect(page.get_by_role("textbox", name="När hände det?")).to_have_value("2019-07-14")
    write_around_the_day(page)
    order_and_describe(page)
    assert_sound(page)
    steps.to_check(page)
    steps.send_in(page)
    print(f"photo first: parts sent {len(sent)}, cut off 1, sent twice 0, before going on 0")
    watch.console[:] = [each for each in watch.console if "ERR_INTERNET_DISCONNECTED" not in each]
    watch.assert_clean()


def cut_the_line_once(page: Page) -> list[Request]:
    """The second part breaks off until the route is taken away; answers the parts that arrived."""
    passed: list[Request] = []
    sent: list[Request] = []

    def forward(route: Route) -> None:
        if route.request.method == "PUT" and passed:
            return route.abort("internetdisconnected")
        if route.request.method == "PUT":
            passed.append(route.request)
        return route.continue_()

    page.route(UPLOAD, forward)
    page.on("requestfinished", lambda each: each.method == "PUT" and sent.append(each))
    return sent


def assert_each_part_once(sent: list[Request]) -> None:
    offsets = [(each.url, each.headers["upload-offset"]) for each in sent]
    assert len(offsets) == len(set(offsets)) >= 3


def write_around_the_day(page: Page) -> None:
    page.get_by_role("textbox", name="Rubrik").fill(TALE.title)
    page.get_by_role("radio", name=TALE.category).check(force=True)
    page.get_by_role("textbox", name="Berättelse").fill(TALE.body)


def order_and_describe(page: Page) -> None:
    """Move the second picture up by its button; describe both, and say who took the first."""
    rows = page.locator(".photo-field")
    second = rows.nth(1).get_attribute("data-photo-id")
    rows.nth(1).get_by_role("button", name="Flytta upp bilden").click()
    expect(rows.nth(0)).to_have_attribute("data-photo-id", second or "")
    for number in range(2):
        rows.nth(number).get_by_role("textbox", name="Beskriv bilden").fill(f"Bild {number}")
    rows.nth(0).get_by_text("Fotograf, då och nu").click()
    rows.nth(0).get_by_role("textbox", name="Vem tog bilden?").fill("Mormor")


def test_pictures_that_say_nothing_come_along(
    browser: Browser, site: Site, watch: Watch, pictures: list[Path]
) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    steps.begin(page)
    choose_pictures(page, pictures[1:])
    expect(page.locator("[data-photo-says]")).to_contain_text("säger inte var de togs")
    steps.choose_by_coordinates(page, PLACE)
    steps.go_on(page)
    expect(page.locator(".photo-field textarea")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Ta bort bilden").click()
    expect(page.locator(".photo-field")).to_have_count(0)
    watch.assert_clean()


def test_what_one_chose_and_left_is_not_the_next_one_s(
    browser: Browser, site: Site, watch: Watch, pictures: list[Path]
) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    steps.begin(page)
    choose_pictures(page, pictures)
    expect(page.locator("[data-photo-says]")).to_contain_text("Platsen är läst")
    page.goto("/katrineholm/beratta")
    steps.choose_by_coordinates(page, PLACE)
    steps.go_on(page)
    page.wait_for_timeout(500)
    expect(page.locator(".photo-field")).to_have_count(0)
    watch.assert_clean()


def test_an_upload_goes_on_after_a_reload_and_can_be_called_off(
    browser: Browser, site: Site, watch: Watch, pictures: list[Path]
) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    steps.begin(page)
    steps.choose_by_coordinates(page, PLACE)
    steps.go_on(page)
    page.route(UPLOAD, lambda route: route.abort("internetdisconnected"))
    page.locator("input#photos").set_input_files(pictures)
    expect(page.locator(".photo-field progress")).to_have_count(2)
    expect(page.locator("[data-slot=waiting]").first).to_contain_text("Nätet är borta")
    page.locator(".photo-field").nth(1).get_by_role("button", name="Ta bort bilden").click()
    expect(page.locator(".photo-field progress")).to_have_count(1)
    page.unroute_all(behavior="wait")
    page.reload()
    expect(page.locator(".photo-field textarea")).to_be_visible(timeout=30_000)
    expect(page.locator(".photo-field")).to_have_count(1)


def test_pictures_chosen_before_the_script_has_come_are_taken_too(
    browser: Browser, site: Site, watch: Watch, pictures: list[Path]
) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    steps.begin(page)
    steps.choose_by_coordinates(page, PLACE)
    late: list[Route] = []
    page.route("**/photo-picker.js", lambda route: late.append(route))
    page.get_by_role("button", name="Fortsätt till berättelsen").click()
    page.locator("input#photos").set_input_files(pictures)
    page.wait_for_timeout(200)
    for route in late:
        route.continue_()
    expect(page.locator(".photo-field textarea:visible")).to_have_count(2, timeout=30_000)
    watch.assert_clean()


def test_then_and_now_beside_and_over_each_other(
    browser: Browser, site: Site, watch: Watch, tmp_path: Path
) -> None:
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    sign_in(page, site, "invanare@example.se")
    steps.begin(page)
    steps.choose_by_coordinates(page, PLACE)
    steps.go_on(page)
    steps.write(page, Tale("Kvarnen då och nu", category="Minne"))
    files = [tmp_path / "now.jpg", tmp_path / "then.jpg"]
    for file, content in zip(files, make_then_and_now(), strict=True):
        file.write_bytes(content)
    steps.add_photos(page, files, ["Kvarnen i dag", "Kvarnen 1920"])
    row = page.locator(".photo-field").nth(0)
    row.get_by_text("Fotograf, då och nu").click()
    row.get_by_label("En äldre bild av samma vy").select_option(label="Bild 2: Kvarnen 1920")
    steps.to_check(page)
    steps.send_in(page)
    publish(browser, site, watch, "Kvarnen då och nu")
    reader = open_context(browser, site, watch, viewport=PHONE).new_page()
    look_at_pair(reader)
    plain = open_context(browser, site, watch, java_script_enabled=False).new_page()
    open_story(plain)
    boxes = [plain.locator(f".then-now-{each} img").bounding_box() for each in ("then", "now")]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    watch.assert_clean()


def publish(browser: Browser, site: Site, watch: Watch, title: str) -> None:
    desk = open_context(browser, site, watch).new_page()
    sign_in(desk, site, "granskare@example.se")
    steps.open_case(desk, Tale(title))
    expect(desk.locator(".case-photo-credit")).to_contain_text("bredvid den äldre bilden (bild 2)")
    desk.get_by_role("radio", name=PUBLISH).check(force=True)
    desk.get_by_role("button", name="Publicera och öppna nästa").click()
    desk.wait_for_load_state("networkidle")


def open_story(page: Page) -> None:
    page.goto("/katrineholm/berattelser/?q=Kvarnen+då+och+nu")
    page.get_by_role("link", name="Kvarnen då och nu", exact=True).click()
    expect(page.get_by_role("heading", name="Kvarnen då och nu")).to_be_visible()


def look_at_pair(page: Page) -> None:
    """The slider moves by keys, and what is shown of the older picture with it."""
    open_story(page)
    slider = page.get_by_role("slider", name="Hur mycket av den äldre bilden som visas")
    slider.focus()
    before = shown(page)
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    assert shown(page) != before
    expect(slider).to_have_value("70")
    assert_sound(page)


def shown(page: Page) -> str:
    clip = "e => getComputedStyle(e).clipPath"
    return str(page.locator(".then-now-then").evaluate(clip))
