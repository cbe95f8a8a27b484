"""The steps people take through the pages, each as they do it: by label, button and key."""

from __future__ import annotations

import email
import email.policy
import time
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.site import Site

MOST_TABS = 60
PATIENCE_S = 20


@dataclass(frozen=True)
class Tale:
    """What is told in a test; the title is found nowhere else."""

    title: str
    body: str = (
        "Mitt på spåret stod en älgko och hennes kalv. Föraren stängde av motorn och väntade."
    )
    category: str = "Järnväg"
    year: str = "1987"


def begin(page: Page) -> None:
    """From the map to the first step, as everybody comes there."""
    page.goto("/katrineholm/")
    page.get_by_role("link", name="Berätta", exact=True).first.click()
    expect(page.get_by_role("heading", name="Var hände det?")).to_be_visible()


def go_on(page: Page) -> None:
    """From the place to the words."""
    page.get_by_role("button", name="Fortsätt till berättelsen").click()
    expect(page.get_by_role("heading", name="Vad vill du berätta?")).to_be_visible()


def choose_by_name(page: Page, name: str) -> None:
    """Search a place and take the first that is found."""
    page.get_by_role("radio", name="Sök en plats").check()
    page.get_by_role("searchbox", name="Sök en plats").press_sequentially(name, delay=20)
    page.locator("[data-results] button", has_text=name).first.click()
    expect(page.locator("[data-chosen]")).to_contain_text(name)


def choose_by_coordinates(page: Page, text: str) -> None:
    """Type latitude and longitude."""
    page.get_by_role("radio", name="Skriv koordinater").check()
    field = page.get_by_role("textbox", name="Koordinater")
    field.fill(text)
    field.press("Enter")
    expect(page.locator("[data-chosen]")).to_contain_text("Vald plats")
    expect(page.locator("[data-chosen] [data-chosen-label]")).not_to_be_empty()


def write(page: Page, tale: Tale) -> None:
    """Title, year, category, text."""
    page.get_by_role("textbox", name="Rubrik").fill(tale.title)
    page.get_by_role("radio", name="År", exact=True).check(force=True)
    page.get_by_role("textbox", name="När hände det?").fill(tale.year)
    page.get_by_role("radio", name=tale.category).check(force=True)
    page.get_by_role("textbox", name="Berättelse").fill(tale.body)


def add_photos(page: Page, files: list[Path], alts: list[str]) -> None:
    """Choose files, wait for each to be taken in, describe them."""
    page.locator("input#photos").set_input_files(files)
    fields = page.get_by_role("textbox", name="Beskriv bilden för den som inte ser den")
    expect(fields).to_have_count(len(files), timeout=30_000)
    for number, alt in enumerate(alts):
        fields.nth(number).fill(alt)


def to_check(page: Page) -> None:
    """From the words to the last look."""
    page.get_by_role("button", name="Fortsätt och granska").click()
    expect(page.get_by_role("heading", name="Ser allt rätt ut?")).to_be_visible()


def send_in(page: Page) -> None:
    """Tick that one may, and send."""
    page.get_by_role("checkbox", name="Jag har rätt att dela").check()
    page.get_by_role("button", name="Skicka in berättelsen").click()
    expect(page.get_by_role("heading", name="Tack! Din berättelse är inskickad.")).to_be_visible()


def open_case(page: Page, tale: Tale) -> None:
    """From the queue to the case."""
    page.goto("/katrineholm/granska/")
    page.locator(".queue-item", has_text=tale.title).click()
    expect(page.locator("#case-title")).to_have_text(tale.title)


def await_mail(site: Site, words: str) -> EmailMessage:
    """The mail in whose subject the words stand, once the worker has sent it."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        for text in site.mails():
            mail = email.message_from_bytes(text.encode(), policy=email.policy.default)
            if words in mail["Subject"]:
                return mail
        time.sleep(0.2)
    raise AssertionError(f"no mail about {words}: {site.mails()}")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something that matches has the focus, and can be seen to have it."""
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate_handle("document.activeElement").as_element()
        assert focused
        if focused.evaluate("(element, selector) => element.matches(selector)", selector):
            assert_seen(page)
            return
        passed.append(
            focused.evaluate("e => e.getAttribute('aria-label') || e.innerText.slice(0, 40)")
        )
    raise AssertionError(f"{selector} is not reached by Tab; passed {passed}")


def assert_seen(page: Page) -> None:
    """What has the focus lies in the window, and nothing covers all of it (WCAG 2.4.11)."""
    page.wait_for_timeout(50)
    seen = page.evaluate(
        """() => {
          const focused = document.activeElement;
          const box = focused.getBoundingClientRect();
          const at = (x, y) => {
            const top = document.elementFromPoint(x, y);
            return top && (focused.contains(top) || top.contains(focused));
          };
          const xs = [0.1, 0.5, 0.9].map((part) => box.left + box.width * part);
          const ys = [0.1, 0.5, 0.9].map((part) => box.top + box.height * part);
          return xs.some((x) => ys.some((y) => at(x, y)));
        }"""
    )
    assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
