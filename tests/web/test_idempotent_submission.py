"""Check 73: a form that is sent again, however and whenever, is one submission."""

from __future__ import annotations

import http.client
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit

import pytest

from geostories import public_id
from tests.conftest import Server
from tests.factories.over_http import ask, cookie_of, demo_site, sign_in, visit
from tests.factories.telling import Teller
from tests.site import Site

TIMES = 50 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 20

pytestmark = pytest.mark.trust


@pytest.fixture(scope="module")
def site(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running installation with two web processes."""
    with demo_site(server, tmp_path_factory.mktemp("site"), "idempotent") as started:
        yield started


def tell(site: Site, email: str = "invanare@example.se") -> Teller:
    """Write a story up to its last step."""
    teller = Teller(sign_in(site, email)).begin()
    assert teller.write().status_code == 303
    return teller


def submitted(site: Site, teller: Teller) -> tuple[int, int]:
    """Versions of a story that were sent in, and entries of the log that say so."""
    story = public_id.decode(teller.story.rpartition("/")[2])
    query = """
        SELECT (SELECT count(*) FROM story_version
                WHERE story_id = %(story)s AND status <> 'draft'),
               (SELECT count(*) FROM audit_entry
                WHERE subject_id = %(story)s AND action = 'submit')"""
    (row,) = ask(site, query, story=story)
    return row


def send_at_once(site: Site, teller: Teller, form: dict[str, str]) -> list[tuple[int, str]]:
    """Send the same form from many threads, all let go together."""
    cookie, together = cookie_of(teller.client), threading.Barrier(TIMES)

    def send(_: int) -> tuple[int, str]:
        client = visit(site, cookie)
        together.wait()
        answer = client.post(f"{teller.story}/skicka-in", data=form)
        return answer.status_code, answer.location or ""

    with ThreadPoolExecutor(TIMES) as threads:
        return list(threads.map(send, range(TIMES)))


def restart(site: Site) -> None:
    """End the server without warning and start it anew."""
    site.kill("serve")
    site.start("serve")
    site.await_ready()


def test_the_same_key_is_one_submission_together_and_after_a_restart(site: Site) -> None:
    teller = tell(site)
    key = teller.key()
    form = {"submission_key": key, "rights": "y", "csrf_token": teller.token()}
    answers = send_at_once(site, teller, form)
    assert set(answers) == {(303, f"{teller.story}/tack")}
    assert submitted(site, teller) == (1, 1)
    restart(site)
    assert teller.client.post(f"{teller.story}/skicka-in", data=form).status_code == 303
    assert submitted(site, teller) == (1, 1)
    print(f"same key: sent {TIMES} times together and once after a restart, submissions 1")


def test_a_key_is_good_for_one_story_only(site: Site) -> None:
    first = tell(site)
    key = first.key()
    assert first.send(submission_key=key).status_code == 303
    second = Teller(first.client).begin()
    assert second.write().status_code == 303
    assert second.send(submission_key=key).status_code == 409
    assert (submitted(site, first), submitted(site, second)) == ((1, 1), (0, 0))
    assert second.send().status_code == 303
    assert submitted(site, second) == (1, 1)


def test_another_person_s_key_says_nothing_and_takes_nothing(site: Site) -> None:
    first, other = tell(site), tell(site, "granskare@example.se")
    key = first.key()
    assert first.send(submission_key=key).status_code == 303
    intruder = Teller(other.client, first.story)
    assert intruder.post("skicka-in", {"submission_key": key, "rights": "y"}).status_code == 404
    assert other.send(submission_key=key).status_code == 303
    assert (submitted(site, first), submitted(site, other)) == ((1, 1), (1, 1))


def test_an_answer_lost_on_the_way_is_made_good_by_sending_again(site: Site) -> None:
    teller = tell(site)
    form = {"submission_key": teller.key(), "rights": "y", "csrf_token": teller.token()}
    for _ in range(3):
        connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"geostories={cookie_of(teller.client)}",
        }
        connection.request("POST", f"{teller.story}/skicka-in", urlencode(form), headers)
        connection.close()
    answer = teller.client.post(f"{teller.story}/skicka-in", data=form)
    assert answer.location == f"{teller.story}/tack"
    assert submitted(site, teller) == (1, 1)


def test_a_guests_key_is_one_submission_and_one_link(site: Site) -> None:
    teller = Teller(visit(site)).begin()
    assert teller.write().status_code == 303
    form = {
        "submission_key": teller.key(),
        "rights": "y",
        "reach": "email",
        "email": "gast@example.se",
        "csrf_token": teller.token(),
    }
    answers = send_at_once(site, teller, form)
    assert set(answers) == {(303, f"{teller.story}/tack")}
    restart(site)
    assert teller.client.post(f"{teller.story}/skicka-in", data=form).status_code == 303
    assert submitted(site, teller) == (1, 1)
    query = "SELECT count(*) FROM teller_link WHERE address = 'gast@example.se'"
    links = ask(site, query)
    print(f"a guest's form: sent {TIMES + 1} times, stories 1, links {links[0][0]}")
    assert links == [(1,)]
