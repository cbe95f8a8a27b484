"""A story in the teller's own voice: recorded in the page, heard, written down, published, found."""

from __future__ import annotations

import base64
import io
import re

import av
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import (
    DESKTOP,
    PHONE,
    Watch,
    assert_sound,
    open_context,
    sign_in,
)
from tests.browser.steps import await_mail
from tests.factories.sounds import make_sound, seconds_of
from tests.site import Site

NEEDS_WORKER = True
TITLE = "Kvällen då isen sjöng"
SAID = "Isen sjöng hela kvällen."
LISTEN = """() => {
  window.recorded = [];
  const { MediaRecorder: Real } = window;
  window.MediaRecorder = class extends Real {
    constructor(...given) {
      super(...given);
      this.addEventListener("dataavailable", ({ data }) => window.recorded.push(data));
    }
  };
}"""
"""Keeps what the browser recorded beside what the page does with it."""
HAND_OVER = """async () => {
  const bytes = new Uint8Array(await new Blob(window.recorded).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""
DURATION = """async () => {
  const audio = document.querySelector("[data-recorder] audio");
  audio.preload = "metadata";
  audio.load();
  await new Promise((resolve, reject) => {
    audio.addEventListener("loadedmetadata", resolve, { once: true });
    audio.addEventListener("error", () => reject(audio.error.message), { once: true });
  });
  return audio.duration;
}"""


def begin(page: Page) -> None:
    """Choose a place and come to the second step."""
    page.goto("/katrineholm/beratta")
    token = page.locator("input[name=csrf_token]").first.get_attribute("value")
    answer = page.request.post(
        "/katrineholm/beratta",
        form={
            "csrf_token": token or "",
            "coordinates": "58.9521, 16.2951",
            "precision": "exact",
            "action": "next",
        },
    )
    assert answer.ok
    page.goto(answer.url)


def record(page: Page, milliseconds: int) -> None:
    """Press the button, speak, pause, go on, end."""
    page.get_by_role("button", name="Spela in ljud").click()
    expect(page.get_by_role("button", name="Klar")).to_be_focused()
    page.wait_for_timeout(milliseconds // 2)
    page.get_by_role("button", name="Pausa").click()
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Fortsätt", exact=True).click()
    page.wait_for_timeout(milliseconds // 2)
    page.get_by_role("button", name="Klar").press("Enter")


def recorded_seconds(page: Page) -> float:
    """How long what Chromium recorded plays."""
    content = base64.b64decode(page.evaluate(HAND_OVER))
    with av.open(io.BytesIO(content)) as source:
        assert source.format.name.startswith("matroska")
    return seconds_of(content)


def test_a_story_is_told_by_voice(browser: Browser, site: Site, watch: Watch) -> None:
    """Nobody but the moderator writes: the teller only speaks, and says yes."""
    phone = open_context(browser, site, watch, viewport=PHONE)
    phone.grant_permissions(["microphone"], origin=site.url)
    phone.add_init_script(f"({LISTEN})()")
    teller = phone.new_page()
    sign_in(teller, site, "invanare@example.se")
    speak(teller)
    desk = open_context(browser, site, watch, viewport=DESKTOP)
    moderator = desk.new_page()
    sign_in(moderator, site, "granskare@example.se")
    write_down(moderator)
    say_yes(teller, site)
    publish(moderator)
    for viewport in (PHONE, DESKTOP):
        visit(browser, site, watch, viewport)
    watch.assert_clean()


def speak(page: Page) -> None:
    """Record in the second step, listen, and send in without a written word but the title."""
    begin(page)
    assert_sound(page)
    record(page, 2_400)
    play = page.locator("[data-recorder]").get_by_role("button", name="Spela upp", exact=True)
    expect(play).to_be_focused(timeout=30_000)
    source, played = recorded_seconds(page), float(page.evaluate(DURATION))
    print(f"recorded WebM {source:.3f} s, the transcoded file plays {played:.3f} s")
    assert source > 2
    assert abs(source - played) < 0.1
    assert_sound(page)
    hear(page)
    page.get_by_label("Rubrik").fill(TITLE)
    page.get_by_text("Minnen", exact=True).click()
    page.get_by_role("button", name="Fortsätt och granska").click()
    page.wait_for_url("**/granska")
    expect(page.get_by_text("vi skriver ut den och frågar dig först")).to_be_visible()
    assert_sound(page)
    page.get_by_label("Jag har rätt att dela").check()
    page.get_by_role("button", name="Skicka in berättelsen").click()
    page.wait_for_url("**/tack")


def hear(page: Page) -> None:
    """By the keyboard alone: play, seek, faster."""
    recorder = page.locator("[data-recorder]")
    page.keyboard.press("Enter")
    expect(recorder.locator("[data-own=play]")).to_have_attribute("aria-pressed", "true")
    slider = recorder.get_by_role("slider", name="Var i inspelningen")
    expect(slider).not_to_have_value("0")
    page.keyboard.press("Enter")
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"0:0[23] / 0:0[23]"))
    slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"0:00 / 0:0[23]"))
    recorder.get_by_label("Hastighet").select_option("1.5")
    assert page.evaluate("document.querySelector('[data-recorder] audio').playbackRate") == 1.5


def open_case(page: Page) -> None:
    """From the queue to the recording."""
    page.goto("/katrineholm/granska/")
    page.locator(".queue-item", has_text=TITLE).click()
    expect(page.locator("#case-title")).to_have_text(TITLE)


def write_down(page: Page) -> None:
    """A moderator listens, writes it down, and asks."""
    open_case(page)
    expect(page.get_by_text("Ingen har skrivit ner det som sägs.")).to_be_visible()
    assert_sound(page)
    press_play(page)
    page.get_by_label("Det som sägs").fill(SAID)
    page.get_by_role("button", name="Skicka till berättaren för ett ja").click()
    expect(page.get_by_text("Berättaren är tillfrågad.")).to_be_visible()
    assert_sound(page)


def confirm(page: Page) -> None:
    """Decide to publish."""
    page.locator("input[name=action][value=publish]").check()
    page.locator("[data-confirm]").click()
    page.wait_for_load_state()


def say_yes(page: Page, site: Site) -> None:
    """The mail leads to one's own stories, where the yes is given."""
    mail = await_mail(site, f"Är det här vad du säger? {TITLE}")
    text = mail.get_content()
    assert SAID not in text
    found = re.search(r"https?://localhost(/\S+)", text)
    assert found
    page.goto(found[1])
    expect(page.get_by_text(SAID)).to_be_visible()
    assert_sound(page)
    press_play(page)
    page.get_by_role("button", name="Ja, så sa jag").click()
    expect(page.get_by_role("button", name="Ja, så sa jag")).to_have_count(0)


def publish(page: Page) -> None:
    """Now the moderator may."""
    open_case(page)
    expect(page.locator(".case-sound").get_by_text(SAID)).to_be_visible()
    confirm(page)
    expect(page.locator("#case-title")).not_to_have_text(TITLE)


def visit(browser: Browser, site: Site, watch: Watch, viewport: ViewportSize) -> None:
    """Somebody finds it by what is said, sees that it can be heard, and hears and reads it."""
    context = open_context(browser, site, watch, viewport=viewport)
    page = context.new_page()
    page.goto("/katrineholm/berattelser/?q=sjöng")
    expect(page.locator(".story-card [data-sound]").first).to_be_visible()
    page.get_by_role("link", name=TITLE).click()
    press_play(page)
    page.get_by_role("link", name="Läs utskriften").click()
    expect(page.get_by_text(SAID)).to_be_visible()
    assert_sound(page)
    context.close()


def press_play(page: Page) -> None:
    """Hear that it moves."""
    page.get_by_role("button", name="Spela upp", exact=True).click()
    expect(page.get_by_role("slider", name="Var i inspelningen")).not_to_have_value("0")


def test_who_says_no_to_the_microphone_chooses_a_file(
    browser: Browser, site: Site, watch: Watch
) -> None:
    context = open_context(browser, site, watch, viewport=DESKTOP)
    page = context.new_page()
    begin(page)
    page.get_by_role("button", name="Spela in ljud").click()
    expect(page.get_by_text("Vi får inte använda mikrofonen")).to_be_visible()
    file = {"name": "röst.mp3", "mimeType": "audio/mpeg", "buffer": make_sound("mp3", 2.0)}
    page.locator("input[name=sound]").set_input_files(file)
    recorder = page.locator("[data-recorder]")
    expect(recorder.get_by_role("button", name="Ta bort inspelningen")).to_be_visible(
        timeout=30_000
    )
    expect(page.get_by_text("Vi får inte använda mikrofonen")).to_have_count(0)
    assert_sound(page)
    recorder.get_by_role("button", name="Ta bort inspelningen").click()
    expect(page.get_by_role("button", name="Spela in ljud")).to_be_focused()
    context.close()
    watch.assert_clean()
