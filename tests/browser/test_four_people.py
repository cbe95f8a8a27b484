"""Report, decision, reasons, review and reversal, by four people who never meet but in the mails.

Lena reports, without an account, without scripts, by keyboard alone. Kajsa hides. Ingrid, who told
it, reads why and asks for a review. Amina, who did not decide the first time, changes the decision.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

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

NEEDS_WORKER = True
HOUSE = Tale("Det röda huset som ingen ville riva", category="Historia", year="1971")
WRONG = "Min granne i det röda huset nämns, och det vill han inte."
WHY_HIDDEN = "En granne nämns så att alla ser vem det är. Därför har vi dolt berättelsen."
BUT = "Ingen granne nämns. Huset som jag skriver om revs 1971."
WHY_CHANGED = "Du har rätt: huset finns inte mer, och ingen kan kännas igen."
LENA, INGRID = "lena@example.se", "invanare@example.se"


@pytest.fixture
def opened(browser: Browser, site: Site, watch: Watch) -> Callable[..., Page]:
    """A browser of one's own, signed in if an account is named."""

    def open_page(account: str = "", **options: object) -> Page:
        page = open_context(browser, site, watch, **options).new_page()
        if account:
            sign_in(page, site, account)
        return page

    return open_page


def test_a_decision_is_made_explained_and_changed(
    opened: Callable[..., Page], site: Site, watch: Watch
) -> None:
    ingrid = opened(INGRID, viewport=PHONE)
    kajsa = opened("granskare@example.se", viewport=DESKTOP)
    tell(ingrid)
    publish(kajsa)
    address, title = find_address(ingrid), HOUSE.title

    lena = opened(viewport=DESKTOP, java_script_enabled=False)
    number = report(lena, address)
    receipt = steps.await_mail(site, f"Vi har tagit emot din rapport: {title}")
    assert_to(receipt, LENA)
    assert number in lena.goto(link_in(receipt)).text()
    assert lena.goto(address).status == 200, "a report alone hides nothing"

    hide(kajsa, title, number)
    assert_to(answer := steps.await_mail(site, f"Om din rapport: {title}"), LENA)
    assert "Vi har tagit bort det." in answer.get_content()
    assert_to(reasons := steps.await_mail(site, f"Din berättelse är dold: {title}"), INGRID)
    assert_says_why(reasons)
    assert lena.goto(address).status == 404

    ask_for_review(ingrid, link_in(reasons), number)
    cannot_decide_again(kajsa, title)
    change(opened("admin@example.se", viewport=DESKTOP), title)
    assert_to(changed := steps.await_mail(site, "Omprövningen du begärde"), INGRID)
    assert WHY_CHANGED in changed.get_content()
    ingrid.goto(link_in(changed))
    expect(ingrid.get_by_text("Beslutet är ändrat.")).to_be_visible()
    assert_sound(ingrid)
    assert lena.goto(address).status == 200
    expect(lena.get_by_role("heading", name=title, level=1)).to_be_visible()
    watch.console = [line for line in watch.console if "404" not in line]  # the hidden story's
    watch.assert_clean()


def tell(page: Page) -> None:
    """Her story, sent in."""
    steps.begin(page)
    steps.choose_by_coordinates(page, "59.0301, 16.1907")
    steps.go_on(page)
    steps.write(page, HOUSE)
    steps.to_check(page)
    steps.send_in(page)


def publish(page: Page) -> None:
    steps.open_case(page, HOUSE)
    page.get_by_role("radio", name=re.compile(r"^Publicera( P)?$")).check(force=True)
    page.get_by_role("button", name="Publicera och öppna nästa").click()
    expect(page.get_by_text("Publicerat.")).to_be_visible()


def find_address(page: Page) -> str:
    """Where everybody reads it, from her own page."""
    page.goto("/konto/berattelser")
    story = page.locator(".my-story", has_text=HOUSE.title)
    address = story.get_by_role("link", name="Läs", exact=True).get_attribute("href")
    assert address
    return address


def report(page: Page, address: str) -> str:
    """By Tab, space and letters; answers the case's number on the receipt."""
    page.goto(address)
    steps.tab_to(page, "a[href$='/rapportera']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Rapportera"))).to_be_visible()
    assert_sound(page)
    steps.tab_to(page, "input[name=ground]")
    page.keyboard.press("Space")
    steps.tab_to(page, "textarea[name=text]")
    page.keyboard.type(WRONG)
    steps.tab_to(page, "input[name=name]")
    page.keyboard.type("Lena")
    steps.tab_to(page, "input[name=email]")
    page.keyboard.type(LENA)
    steps.tab_to(page, "input[name=in_good_faith]")
    page.keyboard.press("Space")
    steps.tab_to(page, "form .button[type=submit], form button.button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tack för din rapport")).to_be_visible()
    assert_sound(page)
    found = re.search(r"Ärende (20\d\d-\d{4})", page.content())
    assert found
    return found[1]


def hide(page: Page, title: str, number: str) -> None:
    """From the queue: read the report, choose, say why."""
    open_case(page, title)
    expect(page.locator("article.case")).to_contain_text(WRONG)
    expect(page.locator("article.case")).to_contain_text(number)
    page.get_by_role("radio", name=re.compile(r"^Dölj( D)?$")).check(force=True)
    page.get_by_role("radio", name="Personuppgift").check(force=True)
    page.get_by_role("textbox", name="Meddelande").fill(WHY_HIDDEN)
    page.get_by_role("button", name="Dölj och öppna nästa").click()
    expect(page.get_by_text("Dolt. Ingen ser det längre.")).to_be_visible()


def assert_says_why(mail: EmailMessage) -> None:
    """The ground, the reasons, that it can be looked at again, and nobody's name."""
    text = mail.get_content()
    assert WHY_HIDDEN in text
    assert "Personuppgift" in text
    assert "sex månader" in text
    for secret in ("Kajsa", "Lena", LENA):
        assert secret not in text, secret


def ask_for_review(page: Page, decision: str, number: str) -> None:
    page.goto(decision)
    expect(page.locator("main")).to_contain_text(WHY_HIDDEN)
    expect(page.locator("main")).to_contain_text(number)
    assert_sound(page)
    page.get_by_role("textbox").fill(BUT)
    page.get_by_role("button", name="Begär omprövning").click()
    expect(page.get_by_text("Vi omprövar beslutet.")).to_be_visible()
    assert_sound(page)


def cannot_decide_again(page: Page, title: str) -> None:
    """Whoever decided the first time reads it, and has no form."""
    open_case(page, title)
    expect(page.get_by_text("Du beslutade första gången.")).to_be_visible()
    expect(page.locator("form#decision")).to_have_count(0)


def change(page: Page, title: str) -> None:
    """The second reader changes the decision."""
    open_case(page, title)
    expect(page.locator("article.case")).to_contain_text(BUT)
    assert_sound(page)
    page.get_by_role("radio", name=re.compile(r"^Ändra beslutet( E)?$")).check(force=True)
    page.locator("textarea[name=message]").fill(WHY_CHANGED)
    page.get_by_role("button", name="Svara och öppna nästa").click()
    expect(page.get_by_text("Beslutet är ändrat. Den som frågade får veta det.")).to_be_visible()


def open_case(page: Page, title: str) -> None:
    page.goto("/katrineholm/granska/")
    page.locator(".queue-item", has_text=title).first.click()
    expect(page.locator("#case-title")).to_contain_text(title)


def assert_to(mail: EmailMessage, address: str) -> None:
    assert address in mail["To"]


def link_in(mail: EmailMessage) -> str:
    """The path of the mail's first link."""
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.get_content())
    assert found, mail.get_content()
    return found[1]
