"""Check 72: eight people tell at once while web processes are killed; what was answered is there, once."""

from __future__ import annotations

import os
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from geostories import public_id
from tests.conftest import Server, csrf_token
from tests.factories.kills import assert_files_and_rows_agree, kill_and_start
from tests.factories.over_http import LOST, ask, demo_site, visit
from tests.factories.photos import make_jpeg
from tests.factories.telling import FETCH, PLACE, START, Teller
from tests.site import Site

FULL = bool(os.environ.get("GEOSTORIES_FULL_FIGURES"))
TELLERS, KILLS, ANSWERS = (8, 100, 5_000) if FULL else (3, 2, 30)
PAUSE_S = (0.2, 2.5)
PATIENCE_S = 120
LIMITS = ("DRAFTS_PER_ADDRESS", "PHOTOS_PER_ADDRESS", "SUBMIT_PER_PERSON")

pytestmark = pytest.mark.trust


@dataclass(frozen=True)
class Promised:
    """What the server has acknowledged of one story."""

    story_id: UUID
    title: str
    photos: frozenset[str]


@dataclass
class Crowd:
    """People who tell at the same time, until they are told to go home."""

    site: Site
    is_over: threading.Event = field(default_factory=threading.Event)
    answers: int = 0
    lost_answers: int = 0
    promised: list[Promised] = field(default_factory=list)

    def ask_until_answered(self, act: Callable[[], TestResponse]) -> TestResponse:
        """Send the same form again, as a person would, until somebody answers."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            with suppress(HTTPException, OSError):  # half an answer is none
                answer = act()
                if answer.status_code != LOST:
                    self.answers += 1
                    return answer
            self.lost_answers += 1
            time.sleep(0.2)
        raise TimeoutError("nobody answers")

    def keep_telling(self, number: int) -> None:
        """One story after the other, with a photo each, without an account."""
        client = visit(self.site)
        token = csrf_token(self.ask_until_answered(lambda: client.get(START)).text)
        told = 0
        while not self.is_over.is_set():
            told += 1
            self.promised.append(self._tell(Known(client, "", token), f"Bryggan {number}.{told}"))

    def _tell(self, visitor: Known, title: str) -> Promised:
        place = {**PLACE, "action": "next"}
        begun = self.ask_until_answered(lambda: visitor.post(START, place))
        assert begun.status_code == 303, begun.text[:500]
        teller = Known(
            visitor.client, begun.location.removesuffix("/berattelse"), visitor.open_token
        )
        photos = self._send_photo(teller)
        words = {f"alt-{each}": "En brygga" for each in photos} | {"title": title}
        written = self.ask_until_answered(lambda: teller.write(**words))
        assert written.status_code == 303, written.text[:500]
        page = self.ask_until_answered(lambda: teller.client.get(f"{teller.story}/granska")).text
        key = re.findall(r'name="submission_key" value="([^"]+)"', page)[0]
        form = {"submission_key": key, "byline": "name", "rights": "y", "reach": "link"}
        sent = self.ask_until_answered(lambda: teller.post("skicka-in", form))
        assert sent.location == f"{teller.story}/tack", sent.text[:500]
        found = public_id.decode(teller.story.rpartition("/")[2])
        assert found
        return Promised(found, title, frozenset(photos))

    def _send_photo(self, teller: Known) -> set[str]:
        """Answers those of the draft, among them the one that was acknowledged."""
        photo = make_jpeg(random.randrange(1, 9))
        answer = self.ask_until_answered(lambda: teller.upload((photo, "bild.jpg"), headers=FETCH))
        assert answer.status_code == 200, answer.text[:500]
        promised = {each["id"] for each in answer.json["photos"]}
        page = self.ask_until_answered(lambda: teller.client.get(f"{teller.story}/berattelse"))
        there = set(re.findall(r'data-photo-id="(\w{22})"', page.text))
        assert promised <= there
        return there


@dataclass(frozen=True)
class Known(Teller):
    """A visitor whose session has a token already: what follows is one request."""

    open_token: str = ""

    def token(self) -> str:
        return self.open_token


@pytest.fixture(scope="module")
def site(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two web processes, and room for a crowd behind one address."""
    with demo_site(server, tmp_path_factory.mktemp("site"), "crowd") as started:
        started.environment |= {f"GEOSTORIES_{name}": str(10**6) for name in LIMITS}
        kill_and_start(started)
        yield started


def web_processes(site: Site) -> list[int]:
    """Those that answer requests; the first process only looks after them."""
    first = site.processes["serve"].pid
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return [int(each) for each in children if is_web_process(int(each))]


def is_web_process(pid: int) -> bool:
    with suppress(FileNotFoundError):
        return b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def keep_up(site: Site) -> None:
    """As a service manager does: the server gives up when one of its processes dies twice in a row."""
    if site.processes["serve"].poll() is not None:
        kill_and_start(site)


def kill_at_random(site: Site, chance: random.Random) -> str:
    """One web process of two, which the first replaces; or all, and they are started anew."""
    time.sleep(chance.uniform(*PAUSE_S))
    keep_up(site)
    alive = web_processes(site)
    if alive and chance.random() < 0.7:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(alive), signal.SIGKILL)
        return "one web process"
    kill_and_start(site)
    return "all"


def test_a_crowd_loses_and_doubles_nothing(site: Site) -> None:
    crowd, chance = Crowd(site), random.Random(72)
    with ThreadPoolExecutor(TELLERS) as pool:
        tellers = [pool.submit(crowd.keep_telling, number) for number in range(TELLERS)]
        try:
            kills = Counter(kill_at_random(site, chance) for _ in range(KILLS))
            while not (crowd.answers >= ANSWERS or any(each.done() for each in tellers)):
                keep_up(site)
                time.sleep(0.2)
        finally:
            crowd.is_over.set()
        while not all(each.done() for each in tellers):
            keep_up(site)
            time.sleep(0.2)
    for each in tellers:
        each.result()
    missing = [each for each in crowd.promised if stored(site, each.story_id) != [wanted(each)]]
    titles = Counter(title for title, _, _ in sent_in(site))
    print(
        f"killed {dict(kills)}, {TELLERS} tellers, answers {crowd.answers} (broken off "
        f"{crowd.lost_answers}), stories promised {len(crowd.promised)}; lost {len(missing)}, "
        f"doubled {sum(titles.values()) - len(titles)}"
    )
    assert missing == []
    assert titles == Counter(each.title for each in crowd.promised)
    assert_files_and_rows_agree(site)


def wanted(promised: Promised) -> tuple[str, frozenset[str], str]:
    return promised.title, promised.photos, "pending"


def stored(site: Site, story_id: UUID) -> list[tuple[str, frozenset[str], str]]:
    """What was sent in of a story: title, its photos, where it stands."""
    return sent_in(site, " AND v.story_id = %(story)s", story=story_id)


def sent_in(
    site: Site, condition: str = "", **values: object
) -> list[tuple[str, frozenset[str], str]]:
    query = """
        SELECT title, ARRAY(SELECT media_id FROM version_photo AS p WHERE p.version_id = v.id), status
        FROM story_version AS v WHERE status <> 'draft' AND title LIKE 'Bryggan %%.%%'"""
    return [
        (title, frozenset(map(public_id.encode, photos)), status)
        for title, photos, status in ask(site, query + condition, **values)
    ]
