"""A passkey made and used in Chromium, with a key that the browser plays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, Watch, assert_sound, open_context
from tests.site import Site

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page_with_key(browser: Browser, site: Site, watch: Watch) -> Iterator[Page]:
    """A page of a browser whose device unlocks by finger."""
    page = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    page.context.close()


def test_a_passkey_is_made_and_opens(site: Site, page_with_key: Page, watch: Watch) -> None:
    page = page_with_key
    page.goto("/konto/logga-in?next=/konto/sakerhet/")
    page.get_by_label("E-postadress").fill("invanare@example.se")
    page.get_by_label("Lösenord", exact=True).fill(site.password)
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.get_by_role("button", name="Lägg till en nyckel på den här enheten").click()
    expect(page.get_by_role("heading", name="Dina reservkoder")).to_be_visible()
    page.get_by_role("link", name="Jag har sparat dem").click()
    expect(page.get_by_role("heading", name="Utöver lösenordet")).to_be_visible()
    assert_sound(page)
    page.context.clear_cookies()
    page.goto("/konto/logga-in?next=/konto/berattelser")
    page.get_by_role("button", name="Använd din nyckel").click()
    page.wait_for_url("**/konto/berattelser")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    watch.assert_clean()
