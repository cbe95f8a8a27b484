"""The first story of somebody without an account, on a phone: three screens, under a minute."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE, Watch, assert_sound, open_context
from tests.factories.photos import write_photos
from tests.site import Site

TYPED_PER_SECOND = 200 / 60
BODY = (
    "Här lärde farfar mig simma. Vattnet var svart och kallt, och efteråt fick vi varm saft i "
    "gräset. Aldrig har jag frusit så."
)
TITLE, ALT = "Svarta bryggan", "En gul sak"
MOST_SCREENS, MOST_SECONDS = 3, 60


@dataclass
class Thumb:
    """Does what a thumb does, and counts it."""

    taps: int = 0
    typed: int = 0

    def tap(self, target: Locator) -> None:
        target.scroll_into_view_if_needed()
        target.click()
        self.taps += 1

    def write(self, field: Locator, text: str) -> None:
        """Tap the field and type; what is typed is counted."""
        self.tap(field)
        field.press_sequentially(text)
        self.typed += len(text)

    @property
    def seconds(self) -> float:
        return self.taps + self.typed / TYPED_PER_SECOND


def test_three_screens_and_a_minute_are_enough(
    browser: Browser, site: Site, watch: Watch, tmp_path: Path
) -> None:
    page = open_context(
        browser, site, watch, viewport=PHONE, has_touch=True, permissions=["clipboard-write"]
    ).new_page()
    thumb, screens = Thumb(), []
    page.goto("/katrineholm/")
    thumb.tap(page.get_by_role("link", name="Berätta", exact=True).locator("visible=true").first)
    screens.append(choose_place(page, thumb))
    screens.append(write_words(page, thumb, write_photos(tmp_path)[0]))
    screens.append(send_in(page, thumb))
    print(
        f"screens {len(screens)}, taps {thumb.taps}, typed {thumb.typed}, "
        f"counted {thumb.seconds:.0f} s"
    )
    assert len(BODY) >= 120
    assert len(set(screens)) <= MOST_SCREENS
    assert thumb.seconds <= MOST_SECONDS
    keep_the_link(page, browser, site, watch)
    watch.assert_clean()


def choose_place(page: Page, thumb: Thumb) -> str:
    """Tap the map."""
    expect(page.get_by_role("heading", name="Var hände det?")).to_be_visible()
    thumb.tap(page.locator(".leaflet-container"))
    expect(page.locator(".leaflet-marker-pane [aria-label^='Vald plats']")).to_be_visible()
    screen = urlsplit(page.url).path
    thumb.tap(page.get_by_role("button", name="Fortsätt till berättelsen"))
    return screen


def write_words(page: Page, thumb: Thumb, photo: Path) -> str:
    """Title, category, text and a picture with its description."""
    expect(page.get_by_role("heading", name="Vad vill du berätta?")).to_be_visible()
    thumb.write(page.get_by_role("textbox", name="Rubrik"), TITLE)
    thumb.tap(page.locator(".chip", has_text="Minne").first)
    thumb.write(page.get_by_role("textbox", name="Berättelse", exact=False).first, BODY)
    with page.expect_file_chooser() as chooser:
        thumb.tap(page.locator("label.photo-add").first)
    chooser.value.set_files(photo)
    thumb.taps += 1  # the picture in the phone's own list
    alt = page.get_by_role("textbox", name="Beskriv bilden för den som inte ser den")
    expect(alt).to_have_count(1, timeout=30_000)
    thumb.write(alt, ALT)
    screen = urlsplit(page.url).path
    thumb.tap(page.get_by_role("button", name="Fortsätt och granska"))
    return screen


def send_in(page: Page, thumb: Thumb) -> str:
    """No address, no name: a link to keep."""
    expect(page.get_by_role("heading", name="Ser allt rätt ut?")).to_be_visible()
    assert_sound(page)
    thumb.tap(page.get_by_role("checkbox", name="Jag har rätt att dela"))
    thumb.tap(page.get_by_role("radio", name="Med en länk som jag sparar"))
    screen = urlsplit(page.url).path
    thumb.tap(page.get_by_role("button", name="Skicka in berättelsen"))
    expect(page.get_by_role("heading", name="Tack! Din berättelse är inskickad.")).to_be_visible()
    return screen


def keep_the_link(page: Page, browser: Browser, site: Site, watch: Watch) -> None:
    """It is copied, and opens the story in another browser."""
    assert_sound(page)
    link = page.get_by_label("Din länk").input_value()
    page.get_by_role("button", name="Kopiera").click()
    expect(page.get_by_text("Länken är kopierad.")).to_be_visible()
    other = open_context(browser, site, watch, viewport=PHONE).new_page()
    other.goto(link)
    assert_sound(other)
    other.get_by_role("button", name="Öppna").click()
    expect(other.locator(".my-story", has_text=TITLE)).to_contain_text("Väntar på granskning")
    assert_sound(other)
    other.context.close()
    page.context.close()
