"""What residents write is shown, never run: on the map, in lists, on pages, at the moderators' desk.

Check 46: every text of tests/factories/hostile_texts.py in every field, with the policy and without.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from geostories import public_id
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.integrations.files import FileStore
from geostories.models import Media, Story
from geostories.queries.municipalities import get_municipality
from geostories.vocabulary import CommentStatus, StoryStatus
from tests.browser.conftest import DESKTOP, Watch, open_context, sign_in
from tests.browser.on_the_map import open_map, settle
from tests.conftest import make_settings, opened
from tests.factories.comments import make_comment
from tests.factories.gatherings import make_association, make_collection, make_theme
from tests.factories.hostile_texts import TEXTS, pick, together
from tests.factories.person import make_person
from tests.factories.story import make_story
from tests.site import Site

pytestmark = pytest.mark.trust

STORIES = len(TEXTS) if os.environ.get("GEOSTORIES_FULL_FIGURES") else 6
"""At full figure each text stands in each field; otherwise in the long ones."""
WORD, LONE = "angreppsord", "allenaste"
"""In every planted story; in the first of them only, which so has a marker of its own."""
TITLE_LENGTH, NAME_LENGTH, LINE_LENGTH = 80, 80, 120
PLANTED = (
    "img[src='x'], [onload], [onerror], [onmouseover], [onfocus], [ontoggle], [onstart], [onbegin],"
    "[onpageshow], [onanimationstart], [srcdoc], object, embed, base, math, marquee, animate,"
    "[href^='java' i], [href^='data:' i], [action^='java' i], [formaction^='java' i],"
    "script:not([src]):not([nonce]):not([type='application/json'])"
)


@dataclass(frozen=True)
class Planted:
    """Ids as they stand in addresses."""

    published: list[str]
    pending: list[str]
    collection: str


@pytest.fixture(scope="module")
def planted(site: Site) -> Planted:
    """Published and waiting stories, gathered and answered, in which every text is an attack."""
    with (
        opened(make_settings(site.home, site.database_url)) as app,
        transaction(Scope.operator()) as session,
    ):
        here = get_municipality(session, "katrineholm").id
        owner = make_person(session, "angripare@example.se")
        session.flush()
        store = app.extensions["files"]
        published = [
            plant(session, here, owner, number, StoryStatus.PUBLISHED, store)
            for number in range(STORIES)
        ]
        pending = [plant(session, here, owner, 0, StoryStatus.PENDING, store)]
        gathered = gather(session, here, owner, published)
    return Planted(
        [public_id.encode(each) for each in published],
        [public_id.encode(each) for each in pending],
        public_id.encode(gathered),
    )


def plant(
    session: Session,
    here: UUID,
    owner: Person,
    number: int,
    status: StoryStatus,
    store: FileStore,
) -> UUID:
    """A story of this number: its title, names and captions one text each, the long ones a share."""
    made = make_story(
        session,
        municipality_id=here,
        owner=owner,
        status=status,
        title=pick(number, TITLE_LENGTH),
        body=f"{WORD} {'' if number else LONE}\n\n{together(number, STORIES)}",
        store=store,
    )
    story, photo = session.get_one(Story, made.id), session.get_one(Media, made.media_id)
    if status is StoryStatus.PUBLISHED:
        story.author_label = pick(number + 1, NAME_LENGTH)
        story.place_label = pick(number + 2, TITLE_LENGTH)
        photo.public_alt = pick(number + 3, LINE_LENGTH)
        photo.public_credit = pick(number + 4, LINE_LENGTH)
        make_comment(
            session,
            story_id=made.id,
            municipality_id=here,
            author=owner,
            body=together(number, max(STORIES, 20)),
            name=pick(number + 5, NAME_LENGTH),
            status=CommentStatus.PUBLISHED,
        )
    return made.id


def gather(session: Session, here: UUID, owner: Person, stories: list[UUID]) -> UUID:
    """A theme, an association and a walk of the same kind; answers the walk's id."""
    for number in range(len(stories) // 6):
        make_theme(session, here, title=pick(number, TITLE_LENGTH))
        make_association(session, here, name=pick(number, TITLE_LENGTH))
    return make_collection(
        session,
        here,
        owner=owner,
        stories=stories[:6],
        title=pick(0, TITLE_LENGTH),
        introduction=together(0, 20),
        author_label=pick(1, NAME_LENGTH),
    )


@pytest.mark.parametrize("has_policy", [True, False], ids=["with the policy", "without it"])
def test_nothing_that_was_written_runs(
    browser: Browser, site: Site, watch: Watch, planted: Planted, has_policy: bool
) -> None:
    context = open_context(browser, site, watch, viewport=DESKTOP, bypass_csp=not has_policy)
    ran: list[str] = []
    context.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page = context.new_page()
    on_the_map(page, planted.published[0])
    pages = [
        f"/katrineholm/?q={WORD}&vald={planted.published[0]}",
        f"/katrineholm/berattelser/?q={WORD}",
        "/katrineholm/insamlingar/",
        f"/katrineholm/samlingar/{planted.collection}",
        f"/katrineholm/berattelser/{planted.published[0]}/rapportera",
        *(f"/katrineholm/berattelser/{story}" for story in planted.published),
    ]
    desk = [
        "/katrineholm/granska/",
        *(f"/katrineholm/granska/{s}" for s in (*planted.pending, *planted.published[:6])),
    ]
    for path in pages:
        look(page, path)
    sign_in(page, site, "granskare@example.se")
    for path in desk:
        look(page, path)
    print(f"texts {len(TEXTS)}, pages {len(pages) + len(desk) + 1}, ran {len(ran)}")
    assert ran == []
    watch.assert_clean()


def on_the_map(page: Page, story: str) -> None:
    """The marker, its tooltip, the row and the card."""
    open_map(page, f"?q={LONE}")
    title, name, place = (pick(at, TITLE_LENGTH) for at in range(3))
    marker = page.locator(f".leaflet-marker-pane [data-marker='{story}']")
    expect(marker).to_have_attribute("title", f"Berättelse: {title}, {place}")
    marker.hover()
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#selection .map-card-title")).to_have_text(title)
    expect(page.locator("#selection [data-slot=author]")).to_have_text(name)
    settle(page)
    assert page.locator(PLANTED).count() == 0


def look(page: Page, path: str) -> None:
    """Some of the words are on the page, as words."""
    page.goto(path)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("alert(1)").first).to_be_attached()
    assert page.locator(PLANTED).count() == 0, path
