"""Fifty cases of every kind, by keyboard alone: at most 200 keys, and every outcome is right."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from statistics import median

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from geostories.domain.transaction import Scope, transaction
from geostories.queries.municipalities import get_municipality
from geostories.vocabulary import Role
from tests.browser.conftest import DESKTOP, Watch, assert_sound, open_context, sign_in
from tests.conftest import make_settings, opened
from tests.factories.fifty_cases import Fifty, Todo
from tests.factories.person import make_person
from tests.site import Site

MOST = 200
MODERATOR = "ebba@example.se"
OUTCOME = """
    SELECT d.ground, d.message, t.status,
        (SELECT count(*) FROM statement_of_reasons s WHERE s.decision_id = d.id) AS reasons,
        (SELECT count(*) FROM audit_entry e WHERE e.details->>'decision' = d.id::text) AS logged
    FROM decision d JOIN {table} t ON t.{key} = d.subject_id
    WHERE d.subject_id = :id AND d.decided_by = :by AND d.action = :action
        AND NOT EXISTS (SELECT FROM decision u WHERE u.undoes_id = d.id)
"""
UNDONE = 40
"""So many are left when one decision is taken back, and made again."""
FEW = 8
"""Pages loaded on the way: the case that comes back, the empty queue, their redirects, an icon."""
TIMES = 5
FRACTION = 0.5
LOADED = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
NEXT = "li:has(> [aria-current]) + li > [data-ready]"
LISTEN = """() => {
  let from = 0;
  window.took = [];
  addEventListener("keydown", () => { from = performance.now(); }, true);
  addEventListener("focusin", ({ target }) => {
    if (target.id === "case-title") window.took.push(performance.now() - from);
  });
}"""


@pytest.fixture(scope="module")
def app(site: Site) -> Iterator[Flask]:
    with opened(make_settings(site.home, site.database_url)) as made:
        yield made


@pytest.fixture(scope="module")
def fifty(app: Flask) -> dict[str, Todo]:
    with app.app_context(), transaction(Scope.operator()) as session:
        here = get_municipality(session, "vaxjo").id
        make_person(session, MODERATOR, role=Role.MODERATOR, municipality_id=here)
        teller = make_person(session, "tore@example.se")
        return Fifty(session, here, teller, app.extensions["files"]).make()


@pytest.fixture
def desk(browser: Browser, site: Site, watch: Watch, fifty: dict[str, Todo]) -> Page:
    page = open_context(browser, site, watch, viewport=DESKTOP).new_page()
    sign_in(page, site, MODERATOR)
    page.goto("/vaxjo/granska/")
    return page


def number_on(page: Page) -> str:
    """Which of the fifty is open."""
    words = page.locator("article.case").inner_text()
    found = re.search(r"Nr \d\d", words)
    assert found, words
    return found[0]


def press(page: Page, keys: tuple[str, ...]) -> None:
    """The keys of a decision, and those that confirm it."""
    for key in keys:
        if key.startswith("type:"):
            page.keyboard.type(key.removeprefix("type:"))
        else:
            page.keyboard.press(key)
    page.keyboard.press("Control+Enter")


def assert_next(page: Page, before: str, left: int) -> None:
    """Another case is open, its title has the focus and is announced; what was done can be undone."""
    expect(page.locator("article.case")).not_to_contain_text(before)
    expect(page.locator("#case-title")).to_be_focused()
    expect(page.locator("[data-said]")).to_contain_text(f"{left} i kön")
    expect(page.locator("[data-done] form[data-undo]")).to_be_visible()
    expect(page.locator(".queue-item")).to_have_count(left)


def test_opening_the_next_case_takes_a_fraction(desk: Page) -> None:
    """What lies ready against what is loaded: the time from the key until the title has the focus."""
    links = [each.get_attribute("href") or "" for each in desk.locator(".queue-item").all()]
    loaded = []
    for link in links[:TIMES]:
        desk.goto(link)
        loaded.append(desk.evaluate(LOADED))
    desk.evaluate(LISTEN)
    for _ in range(TIMES):
        expect(desk.locator(NEXT)).to_be_visible()
        before = desk.locator("#case-title").inner_text()
        desk.keyboard.press("j")
        expect(desk.locator("#case-title")).not_to_have_text(before)
        expect(desk.locator("#case-title")).to_be_focused()
        title = desk.locator("#case-title").inner_text()
        expect(desk.locator(".queue-item[aria-current] .queue-item-title")).to_have_text(title)
    there, anew = median(desk.evaluate("window.took")), median(loaded)
    print(f"the next case is open after {there:.0f} ms, loaded anew after {anew:.0f} ms")
    print(f"ratio {there / anew:.2f}")
    assert there / anew <= FRACTION
    assert_sound(desk)


def test_keys_keep_still_where_one_writes_and_can_be_turned_off(desk: Page) -> None:
    title = desk.locator("#case-title").inner_text()
    desk.keyboard.press("n")
    expect(desk.locator("#note")).to_be_focused()
    desk.keyboard.type("japz1?")
    expect(desk.locator("#note")).to_have_value("japz1?")
    expect(desk.locator("#case-title")).to_have_text(title)
    expect(desk.locator("input[value=publish]")).to_be_checked()
    desk.keyboard.press("Escape")
    desk.keyboard.press("a")
    expect(desk.locator("input[value=reject]")).to_be_checked()
    desk.keyboard.press("?")
    desk.locator("[data-keys-on]").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("p")
    expect(desk.locator("input[value=reject]")).to_be_checked()
    assert desk.locator(".decision [data-single-keys]:visible").count() == 0


def test_a_decision_that_is_not_sent_stays_written(desk: Page) -> None:
    title = desk.locator("#case-title").inner_text()
    desk.route("**/beslut*", lambda route: route.abort())
    press(desk, ("a", "1"))
    expect(desk.locator("[data-not-sent]")).to_be_focused()
    expect(desk.locator("#message")).to_have_value(re.compile("annan"))
    expect(desk.locator("#case-title")).to_have_text(title)


def test_fifty_cases_by_keyboard(
    desk: Page, fifty: dict[str, Todo], app: Flask, watch: Watch
) -> None:
    left, presses, began = dict(fifty), 0, time.monotonic()
    undone: list[str] = []
    pages: list[str] = []
    desk.on("request", lambda it: pages.append(it.url) if it.is_navigation_request() else None)
    while left:
        number = number_on(desk)
        todo = left.pop(number)
        press(desk, todo.keys)
        presses += todo.presses
        if left:
            assert_next(desk, number, len(left))
        if len(left) == UNDONE and not undone:
            desk.keyboard.press("z")
            presses += 1
            expect(desk.locator("article.case")).to_contain_text(number)
            left[number] = fifty[number]
            undone.append(number)
    expect(desk.get_by_text("Inget väntar på granskning")).to_be_visible()
    seconds = time.monotonic() - began
    print(f"50 cases decided with {presses} keys in {seconds:.0f} s, {len(pages)} pages loaded")
    assert presses <= MOST
    assert len(pages) <= FEW, pages
    for number, todo in fifty.items():
        assert_decided(app, number, todo)
    watch.assert_clean()


def assert_decided(app: Flask, number: str, todo: Todo) -> None:
    """The decision, its ground, where the thing stands, reasons for a restriction, the log's line."""
    table, status = todo.stands
    query = OUTCOME.format(table=table, key="subject_id" if table == "report" else "id")
    with app.app_context(), transaction(Scope.operator()) as session:
        who = session.scalar(text('SELECT id FROM "user" WHERE email = :it'), {"it": MODERATOR})
        values = {"id": todo.subject_id, "by": who, "action": todo.action}
        row = session.execute(text(query), values).one()
    assert (row.ground, row.status) == (todo.ground, status), number
    restricts = todo.action in ("request_changes", "reject", "hide")
    assert (row.reasons, row.logged) == (int(restricts), 1), number
    assert row.message or todo.action in ("dismiss", "correct", "publish"), number
