"""Visits are counted by the day; who came is known to nobody, and at midnight cannot be."""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text

from geostories import public_id
from geostories.domain import erasing, visits
from geostories.domain.days import today
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, reading, transaction
from geostories.jobs.worker import sweep_up
from geostories.models import OfficialPlace, Story, Theme, Trail, VisitCount
from geostories.vocabulary import StoryStatus
from geostories.web import visits as doors
from tests.conftest import SignIn
from tests.factories.story import make_story
from tests.factories.visits import (
    FIREFOX,
    HOME,
    TELEPHONE,
    counted,
    forget_visits,
    kept,
    make_count,
    visit,
)

pytestmark = pytest.mark.trust
START = "/katrineholm/"
THREADS = 8
EACH = 100 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 10


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


@pytest.fixture(autouse=True)
def _nobody_was_here(app: Flask) -> None:
    forget_visits()


def an_id(model: Any, **more: object) -> UUID:
    """The id of one of Katrineholm's."""
    with reading(Scope.operator()) as session:
        query = select(model.id).filter_by(municipality_id=town(), **more)
        found: UUID = session.scalars(query.limit(1)).one()
    return found


def town(slug: str = "katrineholm") -> UUID:
    with reading(Scope.operator()) as session:
        found: UUID = session.scalar(
            text("SELECT id FROM municipality WHERE slug = :slug"), {"slug": slug}
        )
    return found


def story_path() -> str:
    story = an_id(Story, status=StoryStatus.PUBLISHED)
    return f"/katrineholm/berattelser/{public_id.encode(story)}"


def at(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """It is another day for whoever counts."""
    monkeypatch.setattr(doors, "today", lambda: day)


def test_one_browser_twice_is_two_visits_and_one_of_them_unique(app: Flask) -> None:
    assert [visit(app, START), visit(app, START)] == [200, 200]
    assert counted() == (2, 1)
    visit(app, START, browser=TELEPHONE)
    visit(app, START, address="198.51.100.78")
    assert counted() == (4, 3)


def test_a_story_a_place_a_trail_and_a_theme_are_counted_and_their_municipality(
    app: Flask,
) -> None:
    place, trail = an_id(OfficialPlace, withdrawn_at=None), an_id(Trail, withdrawn_at=None)
    with reading(Scope.operator()) as session:
        theme = session.scalars(
            select(Theme.slug).where(
                Theme.is_published, Theme.opens_on <= today(), Theme.municipality_id == town()
            )
        ).first()
    paths = {
        "story": story_path(),
        "place": f"/katrineholm/platser/{public_id.encode(place)}",
        "trail": f"/katrineholm/platser/{public_id.encode(trail)}",
        "theme": f"/katrineholm/insamlingar/{theme}",
    }
    for path in paths.values():
        for _ in range(2):
            assert visit(app, path) == 200, path
    assert {noun: counted(noun) for noun in paths} == dict.fromkeys(paths, (2, 1))
    assert counted() == (8, 1)


def test_an_address_of_version_six_counts_as_its_household(app: Flask) -> None:
    for last in ("1", "2"):
        visit(app, START, address=f"2001:db8:1:2::{last}")
    assert counted() == (2, 1)


def test_the_next_day_everybody_is_new_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    visit(app, START)
    first = kept()
    at(monkeypatch, today() + timedelta(days=1))
    visit(app, START)
    assert counted() == (2, 2)
    second = kept()
    assert len(second["salts"]) == 1
    assert not set(first["salts"] + first["marks"]) & set(second["salts"] + second["marks"])


def test_after_midnight_nothing_is_left_that_an_address_could_be_tried_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = today() - timedelta(days=1)
    at(monkeypatch, yesterday)
    for path in (START, story_path()):
        visit(app, path)
    before = kept()
    assert (len(before["salts"]), len(before["marks"])) == (1, 2)
    sweep_up(app)
    assert kept() == {"salts": [], "marks": []}
    stored = everything_stored(app)
    addresses = [HOME, *(f"198.51.100.{last}" for last in range(256))]
    tried, found = 0, 0
    for value in stored:
        for address in addresses:
            said = address.encode()
            for derived in (
                said,
                hashlib.sha256(said).digest(),
                hmac.digest(value[:64], said, hashlib.sha256),
                hmac.digest(value[:64], f"{address}\n{FIREFOX}".encode(), hashlib.sha256),
            ):
                tried += 1
                found += derived in stored
    print(f"stored values {len(stored)}, derivations tried {tried}, found {found}")
    assert found == 0
    assert tried > 1_000
    assert counted() == (2, 1)


def everything_stored(app: Flask) -> set[bytes]:
    """Every value of every table about visits, and of those that count tries."""
    values: set[bytes] = set()
    with reading(Scope.operator()) as session:
        for table in ("visit_count", "visitor_mark", "day_salt", "rate_count"):
            for row in session.execute(text(f"SELECT * FROM {table}")):
                values |= {
                    bytes(each) if isinstance(each, bytes | memoryview) else str(each).encode()
                    for each in row
                }
    return values


def test_a_mark_can_be_found_again_only_with_salt_and_key(app: Flask) -> None:
    visit(app, START)
    (salt,), (mark,) = kept().values()
    said = f"{HOME}\n{FIREFOX}\n{town()}\n".encode()
    key = app.config["SETTINGS"].signing_key().encode()
    assert hmac.digest(bytes(salt) + key, said, hashlib.sha256) == bytes(mark)
    assert hmac.digest(bytes(salt), said, hashlib.sha256) != bytes(mark)


def test_who_is_late_finds_no_salt_of_yesterday_and_makes_none(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(app, START)
    at(monkeypatch, today() - timedelta(days=1))
    visit(app, START)
    assert counted() == (1, 1)
    assert len(kept()["salts"]) == 1


def test_a_dump_made_as_the_manual_says_holds_neither_salt_nor_mark(app: Flask) -> None:
    program = shutil.which("pg_dump") or next(
        iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))), None
    )
    if program is None:
        pytest.skip("no pg_dump here")
    visit(app, START)
    url = app.extensions["database"].url.replace("postgresql+psycopg://", "postgresql://")
    options = ["--no-unlogged-table-data", "--table=day_salt", "--table=visitor_mark"]
    done = subprocess.run([program, *options, url], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "COPY" not in done.stdout
    for value in (*kept()["salts"], *kept()["marks"]):
        assert bytes(value).hex() not in done.stdout
    manual = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    assert "--no-unlogged-table-data" in manual


@pytest.mark.parametrize(
    "headers",
    [
        {"DNT": "1"},
        {"Sec-GPC": "1"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"Sec-Fetch-Dest": "empty"},
        {"User-Agent": ""},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {
            "User-Agent": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0)"
        },
        {"User-Agent": "Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/138.0 Safari/537.36"},
        {"User-Agent": "facebookexternalhit/1.1"},
    ],
    ids=str,
)
def test_these_are_not_counted(app: Flask, headers: dict[str, str]) -> None:
    assert visit(app, START, headers=headers) == 200
    assert counted() == (0, 0)
    assert kept() == {"salts": [], "marks": []}


def test_what_does_not_answer_a_page_is_not_counted(app: Flask) -> None:
    shown = story_path()
    with transaction(Scope.operator()) as session:
        hidden = make_story(
            session, owner=Person(uuid4()), municipality_id=town(), status=StoryStatus.HIDDEN
        )
    assert visit(app, f"/katrineholm/berattelser/{public_id.encode(hidden.id)}") == 404
    assert visit(app, shown, method="HEAD") == 200
    assert visit(app, "/katrineholm/nagot-som-inte-finns") == 404
    assert visit(app, shown.replace("katrineholm", "vaxjo")) == 301
    assert visit(app, "/katrineholm/berattelser.atom") in (200, 404)
    assert visit(app, "/katrineholm/beratta/") in (200, 302, 303, 404)
    assert counted() == (0, 0)


def test_whoever_works_there_is_not_counted(app: Flask, sign_in: SignIn) -> None:
    for account, expected in (("granskare@example.se", 0), ("invanare@example.se", 1)):
        client = sign_in(account)
        client.get(START, headers={"User-Agent": FIREFOX}).close()
        assert counted() == (expected, expected), account


def test_no_cookie_is_set(app: Flask) -> None:
    answer = app.test_client().get(START, headers={"User-Agent": FIREFOX})
    answer.close()
    assert "Set-Cookie" not in answer.headers
    assert counted() == (1, 1)


def test_a_counting_that_fails_breaks_no_page_and_logs_no_address(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(HOME)

    monkeypatch.setattr(visits, "begin_counting", fail)
    assert visit(app, START) == 200
    assert "RuntimeError" in caplog.text
    assert HOME not in caplog.text
    assert counted() == (0, 0)


def test_a_crowd_is_counted_to_the_last(app: Flask) -> None:
    path = story_path()
    addresses = [f"203.0.113.{number}" for number in range(THREADS * EACH // 4)]

    def open_pages(thread: int) -> None:
        for number in range(EACH):
            visit(app, path, address=addresses[(thread * EACH + number) % len(addresses)])

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(open_pages, range(THREADS)))
    print(f"visits {THREADS * EACH}, counted {counted('story')}")
    assert counted("story") == counted() == (THREADS * EACH, len(addresses))


def test_an_erased_story_leaves_its_part_of_the_sum_and_nothing_else(app: Flask) -> None:
    story = an_id(Story, status=StoryStatus.PUBLISHED)
    visit(app, f"/katrineholm/berattelser/{public_id.encode(story)}")
    with reading(Scope.operator()) as session:  # rolled back: others want the story
        erasing.remove(session, story_id=story)
        left = session.execute(text("SELECT story_id, visits FROM visit_count")).all()
    assert left == [(None, 1)]


def test_counts_of_long_ago_go(app: Flask) -> None:
    months = app.config["SETTINGS"].visit_count_months
    with transaction(Scope.operator()) as session:
        for days in (0, 30 * (months - 1), 31 * months + 2):
            make_count(session, town(), today() - timedelta(days=days), 10, 5)
    sweep_up(app)
    assert counted() == (20, 10)


def test_each_scope_sees_its_own(app: Flask) -> None:
    visit(app, START)
    visit(app, "/vaxjo/")
    here, there = town(), town("vaxjo")

    def seen(scope: Scope) -> set[UUID]:
        with reading(scope) as session:
            return set(session.scalars(select(VisitCount.municipality_id)))

    assert seen(Scope.operator()) == {here, there}
    assert seen(Scope.municipality(here)) == seen(Scope.counting(here)) == {here}
    for scope in (Scope.public(), Scope.account(), Scope.platform(), Scope.person(here)):
        assert seen(scope) == set()
        with reading(scope) as session:
            assert list(session.scalars(text("SELECT salt FROM day_salt"))) == []
            assert list(session.scalars(text("SELECT digest FROM visitor_mark"))) == []
    with reading(Scope.municipality(here)) as session:
        assert list(session.scalars(text("SELECT digest FROM visitor_mark"))) == []
