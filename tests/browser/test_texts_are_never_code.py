"""What residents write is shown, never run: on the map, in lists, on pages, at the moderators' desk."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from geostories import public_id
from geostories.app import create_app
from geostories.domain.transaction import Scope, transaction
from geostories.models import Media, Story
from geostories.queries.municipalities import get_municipality
from geostories.vocabulary import StoryStatus
from tests.browser.conftest import DESKTOP, Watch, open_context, sign_in
from tests.browser.on_the_map import open_map, settle
from tests.conftest import make_settings
from tests.factories.person import make_person
from tests.factories.story import make_story
from tests.site import Site

TITLE = "${alert(1)}</script><img src=x onerror=alert(1)>"
BODY = "<script>alert(2)</script>\n\n[hit](javascript:alert(3)) **<svg onload=alert(4)>**"
NAME = "<b onmouseover=alert(5)>Kerstin</b>"
PLACE = "'\"><iframe srcdoc='<script>parent.alert(6)</script>'>"
ALT = '" onload="alert(7)" x="'
PLANTED = "img[src='x'], [onload], [onerror], [onmouseover], iframe, a[href^='javascript']"


@dataclass(frozen=True)
class Planted:
    """Ids as they stand in addresses."""

    published: str
    pending: str
    owner: str


@pytest.fixture(scope="module")
def planted(site: Site) -> Planted:
    """A published and a waiting story in which every text is an attack."""
    app = create_app(make_settings(site.home, site.database_url))
    with transaction(Scope.operator()) as session:
        here = get_municipality(session, "katrineholm").id
        owner = make_person(session, "angripare@example.se")
        session.flush()
        made = {
            status: make_story(
                session,
                municipality_id=here,
                owner=owner,
                status=status,
                title=TITLE,
                body=BODY,
                store=app.extensions["files"],
            )
            for status in (StoryStatus.PUBLISHED, StoryStatus.PENDING)
        }
        story = session.get_one(Story, made[StoryStatus.PUBLISHED].id)
        story.author_label, story.place_label = NAME, PLACE
        session.get_one(Media, made[StoryStatus.PUBLISHED].media_id).public_alt = ALT
    app.extensions["database"].dispose()
    published, pending = (public_id.encode(each.id) for each in made.values())
    return Planted(published, pending, "angripare@example.se")


@pytest.mark.parametrize("has_policy", [True, False], ids=["with the policy", "without it"])
def test_nothing_that_was_written_runs(
    browser: Browser, site: Site, watch: Watch, planted: Planted, has_policy: bool
) -> None:
    context = open_context(browser, site, watch, viewport=DESKTOP, bypass_csp=not has_policy)
    ran: list[str] = []
    context.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page = context.new_page()
    on_the_map(page, planted)
    for path in (
        f"/katrineholm/?q=onerror&vald={planted.published}",
        "/katrineholm/berattelser/?q=onerror",
        f"/katrineholm/berattelser/{planted.published}",
        f"/katrineholm/berattelser/{planted.published}/rapportera",
    ):
        look(page, path)
    sign_in(page, site, "granskare@example.se")
    look(page, "/katrineholm/granska/")
    look(page, f"/katrineholm/granska/{planted.pending}")
    look(page, f"/katrineholm/granska/{planted.published}")
    assert ran == []
    watch.assert_clean()


def on_the_map(page: Page, planted: Planted) -> None:
    """The marker, its tooltip, the row and the card."""
    open_map(page, "?q=onerror")
    marker = page.locator(f".leaflet-marker-pane [data-marker='{planted.published}']")
    expect(marker).to_have_attribute("title", f"Berättelse: {TITLE}, {PLACE}")
    marker.hover()
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#selection .map-card-title")).to_have_text(TITLE)
    expect(page.locator("#selection [data-slot=author]")).to_have_text(NAME)
    settle(page)
    assert page.locator(PLANTED).count() == 0


def look(page: Page, path: str) -> None:
    """The words are on the page, as words."""
    page.goto(path)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text(TITLE).first).to_be_attached()
    assert page.locator(PLANTED).count() == 0, path
