"""What the teller takes back is gone from every answer and file when the answer to them is out.

The installation has two server processes; each is asked, again and again, by connections of its own.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from geostories import public_id
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.models import User
from geostories.queries.municipalities import get_municipality
from geostories.vocabulary import DecisionAction, StoryStatus
from tests.browser.conftest import DESKTOP, PHONE, Watch, open_context, sign_in
from tests.conftest import make_settings, opened
from tests.factories.story import Told, decide, make_moderator, make_story, resubmit
from tests.site import Site

WEB_WORKERS = 2
TELLER = "invanare@example.se"
NAME = "Ingrid Invånare"
TITLE, EDITED = "Isbjörnen på perrongen", "Isbjörnen var uppstoppad"
WORD = "perrongvakt"
"""Both versions have it."""
ASKED = 8
"""Times that each address is asked: enough for both processes to answer."""
FILES = re.compile(r'(?:href|src|srcset)="(/media/[^" ]+)')


@pytest.fixture
def app(site: Site) -> Iterator[Flask]:
    with opened(make_settings(site.home, site.database_url)) as made:
        yield made


@dataclass(frozen=True)
class Published:
    """The teller's story, and where it can be read."""

    told: Told
    owner: Person

    @property
    def key(self) -> str:
        return public_id.encode(self.told.id)

    @property
    def page(self) -> str:
        return f"/katrineholm/berattelser/{self.key}"

    @property
    def addresses(self) -> list[str]:
        """Every answer that shows it to everybody."""
        items = "/api/v1/collections/stories/items"
        return [
            self.page,
            f"/katrineholm/berattelser/?q={WORD}",
            f"/katrineholm/?q={WORD}",
            "/katrineholm/berattelser/ny.atom",
            f"{items}/{self.key}",
            f"{items}?municipality=katrineholm&limit=500",
            f"{items}?municipality=katrineholm&q={WORD}",
        ]


@pytest.fixture
def story(app: Flask) -> Published:
    """Published, with a photo and a recording, under the teller's whole name."""
    with app.app_context(), transaction(Scope.operator()) as session:
        user = session.scalars(select(User).where(User.email == TELLER)).one()
        owner = Person(user.id, True, user.display_name)
        told = make_story(
            session,
            municipality_id=get_municipality(session, "katrineholm").id,
            owner=owner,
            status=StoryStatus.PUBLISHED,
            title=TITLE,
            body=f"En {WORD} såg den, och den stod stilla.",
            store=app.extensions["files"],
        )
    return Published(told, owner)


def ask(site: Site, path: str) -> tuple[int, str]:
    """By a connection of its own."""
    request = urllib.request.Request(site.url + path)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace")


def files_of(story: Published, page: str) -> list[str]:
    """The addresses of its own photo and recording; the page shows those of stories nearby too."""
    own = [
        public_id.encode(each) for each in (story.told.media_id, story.told.recording_id) if each
    ]
    return sorted({path for path in FILES.findall(page) if path.split("/")[2] in own})


def answers_with(site: Site, story: Published, words: str) -> list[str]:
    """The addresses of which some answer has the words, as text or as JSON writes them."""
    written = {words, json.dumps(words).strip('"')}

    def has(path: str) -> bool:
        said = ask(site, path)[1]
        return any(each in said for each in written)

    return [path for path in story.addresses if any(has(path) for _ in range(ASKED))]


def change_name(page: Page, story: Published, choice: str) -> None:
    """In *Mina berättelser*; what the page says afterwards is the answer."""
    page.goto("/konto/berattelser")
    card = page.locator(f"#b-{story.key}")
    card.get_by_text("Namn", exact=True).click()
    card.get_by_role("radio", name=choice).check()
    card.get_by_role("button", name="Ändra namnet").click()
    expect(page.get_by_text("Namnet är ändrat överallt.")).to_be_visible()


def withdraw(page: Page, story: Published) -> None:
    page.goto("/konto/berattelser")
    card = page.locator(f"#b-{story.key}")
    card.get_by_text("Ta tillbaka", exact=True).click()
    card.get_by_role("button", name="Ta tillbaka berättelsen").click()
    expect(page.get_by_text("Berättelsen är tillbakatagen.")).to_be_visible()


def publish_edited(app: Flask, story: Published) -> None:
    """The teller's next version, without the word; a moderator lets it stand for the first."""
    with app.app_context(), transaction(Scope.operator()) as session:
        body = f"En {WORD} såg den, och den var av gips."
        edited = resubmit(session, story.told, story.owner, title=EDITED, body=body)
        town = get_municipality(session, "katrineholm").id
        decide(session, edited, make_moderator(town), DecisionAction.PUBLISH)


@pytest.fixture
def readers(browser: Browser, site: Site, watch: Watch) -> list[Page]:
    """Two visitors, each with a browser of their own."""
    return [
        open_context(browser, site, watch, viewport=view).new_page() for view in (DESKTOP, PHONE)
    ]


def test_a_name_an_edit_and_a_withdrawal_reach_everybody_at_once(
    browser: Browser, site: Site, watch: Watch, app: Flask, story: Published, readers: list[Page]
) -> None:
    files = files_of(story, ask(site, story.page)[1])
    assert {path.rpartition(".")[2] for path in files} >= {"webp", "m4a"}
    assert {ask(site, path)[0] for path in files} == {200}
    teller = open_context(browser, site, watch, viewport=PHONE).new_page()
    sign_in(teller, site, TELLER)
    change_name(teller, story, "Visa mitt namn")
    for reader in readers:
        reader.goto(story.page)
        expect(reader.locator(".byline-name")).to_contain_text(NAME)

    change_name(teller, story, "Berätta anonymt")
    assert answers_with(site, story, NAME) == []
    for reader in readers:
        reader.reload()
        expect(reader.locator("main")).not_to_contain_text(NAME)

    assert answers_with(site, story, TITLE) == story.addresses
    publish_edited(app, story)
    assert answers_with(site, story, TITLE) == []
    assert answers_with(site, story, EDITED) == story.addresses

    withdraw(teller, story)
    assert answers_with(site, story, EDITED) == []
    gone = [ask(site, path)[0] for path in [*files, story.page] for _ in range(ASKED)]
    assert set(gone) <= {404, 410}
    for reader in readers:
        reader.reload()
        expect(reader.locator("main")).not_to_contain_text(EDITED)
    print(f"addresses {len(story.addresses)}, files {len(files)}, each asked {ASKED} times: left 0")
