"""Check 72: what was answered is there after the server was killed, once, and nothing is left over."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from uuid import UUID

import pytest
from werkzeug.test import Client, TestResponse

from geostories import public_id
from tests.conftest import Server
from tests.factories.kills import assert_files_and_rows_agree, files, kill_and_start
from tests.factories.over_http import LOST, ask, demo_site, sign_in
from tests.factories.photos import make_heic, make_jpeg, make_noise
from tests.factories.telling import FETCH, Teller
from tests.factories.uploads import Sender
from tests.site import Site

ROUNDS = 40 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 1
INSTANTS_S = (0.3, 2.0, 0.02, 0.6)
"""After sending: amid cleaning, after the answer, before it is read, about when it is stored."""

pytestmark = pytest.mark.trust


@pytest.fixture(scope="module")
def site(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running installation; one web process starts sooner than two."""
    with demo_site(server, tmp_path_factory.mktemp("site"), "kill", workers=1) as started:
        started.environment["GEOSTORIES_SUBMIT_PER_PERSON"] = str(10 * ROUNDS)  # after a kill
        yield started


@dataclass
class Fragile:
    """A browser whose server is killed after every form it has answered."""

    client: Client
    site: Site
    kills: int = 0

    def get(self, url: str) -> TestResponse:
        return self.client.get(url)

    def post(self, url: str, **more: object) -> TestResponse:
        answer = self.client.post(url, **more)
        kill_and_start(self.site)
        self.kills += 1
        return answer


def story_of(teller: Teller) -> UUID:
    found = public_id.decode(teller.story.rpartition("/")[2])
    assert found
    return found


def submissions(site: Site, teller: Teller) -> list[tuple[str, int, str]]:
    """What was sent in of a story: title, how many photos with a description, where it stands."""
    query = """
        SELECT title, (SELECT count(*) FROM version_photo AS p
                       WHERE p.version_id = v.id AND p.alt <> ''), status
        FROM story_version AS v WHERE story_id = %(story)s AND status <> 'draft'"""
    return ask(site, query, story=story_of(teller))


def upload(teller: Teller, *photos: bytes) -> list[str]:
    """Send photos; answers the ids that the server has promised."""
    answer = teller.upload(*[(photo, "bild.jpg") for photo in photos], headers=FETCH)
    if answer.status_code == LOST:
        return []
    assert answer.status_code == 200, answer.text[:500]
    return [photo["id"] for photo in answer.json["photos"]]


def test_a_server_killed_after_every_answer_loses_and_doubles_nothing(site: Site) -> None:
    fragile = Fragile(sign_in(site, "invanare@example.se"), site)
    teller = Teller(fragile).begin(coordinates="58.9521, 16.2951")
    title = "Bryggan som stod kvar"
    *photos, taken_out = upload(teller, make_jpeg(), make_heic(), make_jpeg(7))
    assert teller.post(f"bilder/{taken_out}/ta-bort", headers=FETCH).status_code == 200
    assert teller.write(title=title, **{f"alt-{each}": "En brygga" for each in photos}).location
    form = {"submission_key": teller.key(), "rights": "y"}
    for _ in range(2):
        answer = teller.post("skicka-in", form)
        assert answer.location == f"{teller.story}/tack"
        assert submissions(site, teller) == [(title, 2, "pending")]
    assert fragile.kills == 6
    assert {f"{taken_out}-full.webp", f"{photos[0]}-full.webp"} <= files(site)
    assert_files_and_rows_agree(site)
    assert f"{taken_out}-full.webp" not in files(site)
    assert {f"{each}-thumb.webp" for each in photos} <= files(site)
    print(f"kills between answers: {fragile.kills}, lost 0, doubled 0")


@dataclass(frozen=True)
class Prepared(Teller):
    """Somebody whose page, with its token, is open already: what follows is one request."""

    open_token: str = ""

    def token(self) -> str:
        return self.open_token


@dataclass
class Tally:
    """What was promised and what was found."""

    photos: int = 0
    stories: int = 0
    lost: list[str] = field(default_factory=list)


def test_a_server_killed_in_the_middle_keeps_what_it_promised(site: Site) -> None:
    client, tally = sign_in(site, "invanare@example.se"), Tally()
    for number in range(ROUNDS):
        kill_during_a_story(site, Teller(client), INSTANTS_S[number % len(INSTANTS_S)], tally)
    assert_files_and_rows_agree(site)
    assert tally.lost == []
    assert tally.stories == ROUNDS
    print(
        f"kills amid: {2 * ROUNDS}; promised photos {tally.photos}, stories {tally.stories}; lost 0"
    )


def kill_during_a_story(site: Site, visitor: Teller, instant: float, tally: Tally) -> None:
    """Tell a story; the server is killed amid its photo, and again amid its sending."""
    begun = visitor.begin()
    teller = Prepared(begun.client, begun.story, begun.token())
    promised: list[str] = []
    photo = make_jpeg(1)
    amid(site, instant, lambda: promised.extend(upload(teller, photo)))
    there = re.findall(r'data-photo-id="(\w{22})"', teller.page("berattelse"))
    tally.photos += len(promised)
    tally.lost += set(promised) - set(there)
    tally.lost += [each for each in there if not is_served(teller, each)]
    teller.write(**{f"alt-{each}": "En brygga" for each in there})
    form = {"submission_key": teller.key(), "rights": "y"}
    amid(site, instant / 10, lambda: teller.post("skicka-in", form))
    assert teller.post("skicka-in", form).location == f"{teller.story}/tack"
    assert submissions(site, teller) == [("Bryggan vi aldrig fick bygga", len(there), "pending")]
    tally.stories += 1


def is_served(teller: Teller, photo: str) -> bool:
    return all(
        teller.client.get(f"/media/{photo}/{size}.webp").status_code == 200
        for size in ("full", "thumb")
    )


def amid(site: Site, instant: float, act: Callable[[], object]) -> None:
    """Kill the server `instant` seconds after an act has begun, and start it anew."""

    def attempt() -> None:
        with suppress(HTTPException):  # half an answer is none
            act()

    thread = threading.Thread(target=attempt)
    thread.start()
    time.sleep(instant)
    site.kill("serve")
    thread.join(timeout=90)
    assert not thread.is_alive()
    site.start("serve")
    site.await_ready()


PARTS = 8 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 1


def test_an_upload_in_parts_goes_on_after_every_kill(site: Site) -> None:
    client = sign_in(site, "invanare@example.se")
    begun = Teller(client).begin()
    teller = Prepared(begun.client, begun.story, begun.token())
    sender = Sender(teller, make_noise(), part=60_000)
    assert sender.begin().status_code == 200
    for number in range(PARTS):
        received = int(sender.how_far().json["received"])
        amid(site, INSTANTS_S[number % len(INSTANTS_S)] / 20, lambda at=received: sender.put(at))  # type: ignore[misc]
        assert int(sender.how_far().json["received"]) in (received, received + sender.part)
    sender.send()
    amid(site, 0.3, sender.finish)
    done = sender.finish()
    assert done.status_code == 200, done.text[:500]
    photo = done.json["photo"]["id"]
    there = re.findall(r'data-photo-id="(\w{22})"', teller.page("berattelse"))
    assert there == [photo]
    assert_files_and_rows_agree(site)
    assert waiting_parts(site) == set()
    print(f"kills amid parts: {PARTS}, amid finishing: 1; photos 1, stray files 0, stray parts 0")


def waiting_parts(site: Site) -> set[str]:
    return {file.name for file in (site.home / "uploads").rglob("*") if file.is_file()}
