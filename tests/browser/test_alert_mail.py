"""Following a place by mail: ordered on the story, confirmed, told of what is new, ended."""

from __future__ import annotations

import email
import email.policy
import time
from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from geostories import public_id
from geostories.domain.transaction import Scope, transaction
from geostories.jobs import alerts
from geostories.models.base import now
from geostories.queries.municipalities import get_municipality
from geostories.vocabulary import StoryStatus
from tests.browser.conftest import DESKTOP, PHONE, Watch, assert_sound, open_context, sign_in
from tests.browser.steps import await_mail
from tests.conftest import make_settings, opened
from tests.factories.person import make_person
from tests.factories.post import link_in
from tests.factories.story import make_story
from tests.site import Site

NEEDS_WORKER = True
ADDRESS = "foljare@example.se"
WORDS = "Den bryggan minns jag också."


def publish(site: Site, title: str, email: str) -> str:
    """Somebody tells a story and it is published; answers its path."""
    with (
        opened(make_settings(site.home, site.database_url)),
        transaction(Scope.operator()) as session,
    ):
        told = make_story(
            session,
            municipality_id=get_municipality(session, "katrineholm").id,
            owner=make_person(session, email),
            status=StoryStatus.PUBLISHED,
            title=title,
        )
    return f"/katrineholm/berattelser/{public_id.encode(told.id)}"


def look_for_news(site: Site) -> None:
    """What the worker's clock does every quarter; the site's worker sends the mail."""
    settings = make_settings(site.home, site.database_url)
    with opened(settings):
        assert alerts.promise_due(now() + timedelta(minutes=1), settings) == 1


def test_an_address_is_mailed_about_what_is_new_nearby(
    browser: Browser, site: Site, watch: Watch
) -> None:
    first = publish(site, "Den gamla bryggan", "forsta@example.se")
    page = open_context(browser, site, watch, viewport=PHONE).new_page()
    page.goto(first)
    page.get_by_role("link", name="Nya berättelser häromkring").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nya berättelser")
    assert_sound(page)
    page.get_by_role("radio", name="1 km").check()
    page.get_by_label("Din e-postadress").fill(ADDRESS)
    page.get_by_role("button", name="Beställ mejl").click()
    expect(page.get_by_role("heading", name="Titta i din e-post")).to_be_visible()
    assert_sound(page)
    page.goto(link_in(await_mail(site, "Nya berättelser inom 1 km")))
    assert_sound(page)
    page.get_by_role("button", name="Ja, skriv till mig").click()
    expect(page.get_by_text("Klart. Vi skriver till dig")).to_be_visible()
    publish(site, "Den nya bryggan", "andra@example.se")
    before = len(site.mails())
    look_for_news(site)
    mail = await_news(site, before)
    assert "Den nya bryggan" in mail
    assert "Den gamla bryggan" not in mail
    page.goto("/konto/bevakning?nyckel=" + mail.split("nyckel=")[1].split()[0].rstrip(">"))
    page.get_by_role("button", name="Avsluta mejlen").click()
    expect(page.get_by_role("heading", name="Mejlen är avslutade")).to_be_visible()
    assert_sound(page)
    watch.assert_clean()


def await_news(site: Site, before: int) -> str:
    """The text of the mail that is new."""
    for _ in range(100):
        for text in site.mails():
            mail = email.message_from_string(text, policy=email.policy.default)
            if mail["To"] == ADDRESS and "Den nya bryggan" in mail.get_content():
                return mail.get_content()
        time.sleep(0.2)
    raise AssertionError(f"no news in {before} mails")


def test_thanks_and_an_answer_in_one_tap_each(browser: Browser, site: Site, watch: Watch) -> None:
    path = publish(site, "Bryggan som alla minns", "tredje@example.se")
    reader = open_context(browser, site, watch, viewport=PHONE).new_page()
    reader.goto(path)
    assert_sound(reader)
    reader.get_by_role("link", name="Tack, Tredje").click()
    expect(reader.get_by_text("1 person har tackat för berättelsen")).to_be_visible()
    write_comment(reader)
    moderator = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    sign_in(moderator, site, "granskare@example.se")
    moderator.goto(path)
    expect(moderator.get_by_text(WORDS)).to_have_count(0)
    moderator.goto("/katrineholm/granska/kommentarer/")
    assert_sound(moderator)
    case = moderator.locator(".comment-case", has_text=WORDS)
    case.get_by_role("button", name="Publicera").click()
    expect(moderator.get_by_text("Kommentaren visas.")).to_be_visible()
    other = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    other.goto(path)
    expect(other.get_by_role("heading", name="Kommentarer (1)")).to_be_visible()
    expect(other.get_by_text(WORDS)).to_be_visible()
    assert_sound(other)
    share(other)
    watch.assert_clean()


def write_comment(page: Page) -> None:
    """The line opens into a form where it stands."""
    page.get_by_role("link", name="Skriv en vänlig kommentar").or_(
        page.get_by_label("Din kommentar")
    ).first.click()
    page.get_by_label("Din kommentar").fill(WORDS)
    page.get_by_label("Ditt namn").fill("Sven")
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_text("Tack! Kommentaren visas när")).to_be_visible()
    expect(page.locator(".comment", has_text=WORDS)).to_contain_text("Väntar på granskning")
    assert_sound(page)


def share(page: Page) -> None:
    """The address, as letters and as a code."""
    page.locator("summary", has_text="Dela").click()
    expect(page.get_by_label("Länk till berättelsen")).to_have_value(page.url.partition("#")[0])
    expect(page.get_by_role("img", name="QR-kod med länken")).to_be_visible()
    assert_sound(page)
