"""Step 3 of telling: the last look, and sending in once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from geostories import public_id
from geostories.domain.transaction import Scope, reading
from geostories.models import Story, StoryVersion
from geostories.vocabulary import StoryStatus, VersionStatus, Voice
from tests.factories.photos import make_jpeg
from tests.factories.telling import START, Teller


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module."""
    return standing


@pytest.fixture
def ready(resident: FlaskClient) -> Teller:
    """The resident, with a whole story."""
    teller = Teller(resident).begin(precision="approx_300")
    teller.write()
    return teller


def story_id(teller: Teller) -> UUID:
    found = public_id.decode(teller.story.rpartition("/")[2])
    assert found
    return found


def versions(teller: Teller) -> list[StoryVersion]:
    with reading(Scope.operator()) as session:
        mine = select(StoryVersion).where(StoryVersion.story_id == story_id(teller))
        return list(session.scalars(mine.order_by(StoryVersion.number)))


def status(teller: Teller) -> StoryStatus:
    with reading(Scope.operator()) as session:
        return session.get_one(Story, story_id(teller)).status


def test_sending_in_thanks_and_says_what_happens_next(ready: Teller) -> None:
    answer = ready.send()
    assert answer.status_code == 303
    page = ready.client.get(answer.location).text
    assert "Tack! Din berättelse är inskickad." in page
    assert "/konto/berattelser" in page
    assert status(ready) is StoryStatus.PENDING


def test_the_page_says_what_becomes_public(ready: Teller) -> None:
    page = ready.page("granska")
    assert "Alla kan läsa" in page
    assert "300 meter" in page
    assert "aldrig den exakta platsen" in page


def test_sending_the_same_form_twice_is_once(ready: Teller) -> None:
    key = ready.key()
    given = {"submission_key": key, "byline": "name", "rights": "y"}
    first, second = (ready.post("skicka-in", given) for _ in range(2))
    assert first.location == second.location
    assert [each.status for each in versions(ready)] == [VersionStatus.PENDING]


def test_sending_twice_at_the_same_time_is_once(ready: Teller, app: Flask) -> None:
    token, key = ready.token(), ready.key()
    cookie = ready.client.get_cookie("geostories")
    assert cookie

    def send(_: int) -> int:
        browser = app.test_client()
        browser.set_cookie("geostories", cookie.value)
        given = {"csrf_token": token, "submission_key": key, "byline": "name", "rights": "y"}
        return browser.post(f"{ready.story}/skicka-in", data=given).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(send, range(4))) == {303}
    assert [each.status for each in versions(ready)] == [VersionStatus.PENDING]


def test_the_right_to_share_must_be_said(ready: Teller) -> None:
    answer = ready.send(rights="")
    assert answer.status_code == 422
    assert 'href="#rights"' in answer.text
    assert status(ready) is StoryStatus.DRAFT


def test_a_form_without_its_key_sends_nothing(ready: Teller) -> None:
    assert ready.send(submission_key="").status_code == 409
    assert status(ready) is StoryStatus.DRAFT


@pytest.mark.parametrize(
    ("byline", "label"), [("name", "Ingrid Invånare"), ("first_name", "Ingrid"), ("anonymous", "")]
)
def test_as_much_of_the_name_stands_under_the_story_as_is_wanted(
    ready: Teller, byline: str, label: str
) -> None:
    ready.send(byline=byline)
    assert versions(ready)[0].author_label == label


def test_a_visitor_may_sign_in_first_and_finds_the_draft_again(
    client: FlaskClient, app: Flask
) -> None:
    teller = Teller(client).begin()
    teller.write()
    assert "Logga in först" in teller.page("granska")
    answer = teller.post("granska", {"byline": "anonymous", "sign_in": "y"})
    assert answer.status_code == 303
    assert answer.location.startswith("/konto/logga-in?next=")
    assert answer.location.endswith("granska")
    password = (app.config["SETTINGS"].home / "demo-password").read_text()
    form = {"email": "invanare@example.se", "password": password}
    assert teller.post(answer.location, form).status_code == 302
    page = teller.page("granska")
    assert 'value="anonymous" checked' in page
    assert teller.send(byline="anonymous").location.endswith("/tack")


def test_a_draft_can_wait(ready: Teller) -> None:
    answer = ready.post("granska", {"byline": "anonymous"})
    assert answer.location == "/konto/berattelser"
    assert 'value="anonymous" checked' in ready.page("granska")
    assert status(ready) is StoryStatus.DRAFT


def test_what_is_missing_leads_to_its_step(resident: FlaskClient) -> None:
    teller = Teller(resident).begin()
    answer = teller.send()
    assert answer.status_code == 422
    assert f'href="{teller.story}/berattelse"' in answer.text


def test_a_photo_without_description_is_not_sent_in(ready: Teller) -> None:
    ready.upload((make_jpeg(), "a.jpg"))
    assert "1 bild utan beskrivning" in ready.page("granska")
    assert ready.send().status_code == 422
    assert status(ready) is StoryStatus.DRAFT


def test_only_staff_tell_for_the_municipality(ready: Teller, moderator: FlaskClient) -> None:
    assert "Kommunen berättar" not in ready.page("granska")
    assert ready.send(voice="municipality").status_code == 403
    assert status(ready) is StoryStatus.DRAFT
    staff = Teller(moderator).begin()
    staff.write()
    assert "Kommunen berättar" in staff.page("granska")
    assert staff.send(voice="municipality").location.endswith("/tack")
    assert versions(staff)[0].voice is Voice.MUNICIPALITY


def test_a_story_that_was_sent_in_can_be_changed(ready: Teller) -> None:
    ready.send()
    answer = ready.post("andra")
    assert answer.location.endswith("/berattelse")
    ready.write(title="Bryggan vi byggde till slut")
    ready.send()
    first, second = versions(ready)
    assert (first.status, second.status) == (VersionStatus.SUPERSEDED, VersionStatus.PENDING)
    assert first.title == "Bryggan vi aldrig fick bygga"


def test_throwing_away_a_change_leaves_what_was_sent_in(ready: Teller) -> None:
    ready.send()
    ready.post("andra")
    ready.post("kasta")
    assert [each.status for each in versions(ready)] == [VersionStatus.PENDING]
    assert status(ready) is StoryStatus.PENDING


def test_a_story_that_was_sent_in_stays_in_its_municipality(ready: Teller) -> None:
    ready.send()
    ready.post("andra")
    vaxjo = {"coordinates": "56.8777, 14.8091", "precision": "exact", "action": "next"}
    answer = ready.post("plats", vaxjo)
    assert answer.status_code == 422
    assert "annan kommun" in answer.text


def test_nobody_sends_in_somebody_else_s_story(ready: Teller, moderator: FlaskClient) -> None:
    stranger = Teller(moderator, ready.story)
    given = {"submission_key": str(uuid4()), "byline": "name", "rights": "y"}
    assert stranger.post("skicka-in", given).status_code == 404
    assert stranger.post("andra").status_code == 404
    assert stranger.client.get(f"{ready.story}/tack").status_code == 404
    assert status(ready) is StoryStatus.DRAFT


def test_sending_in_is_limited_per_person(
    ready: Teller, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = app.config["SETTINGS"].model_copy(update={"submit_per_person": 2})
    monkeypatch.setitem(app.config, "SETTINGS", few)
    answers = [ready.send(rights="").status_code for _ in range(3)]
    assert answers == [422, 422, 429]


@pytest.mark.parametrize("story", ["x", "0" * 22, "ö" * 22])
def test_an_address_that_is_no_draft_is_not_found(client: FlaskClient, story: str) -> None:
    assert client.get(f"{START}/{story}/granska").status_code == 404
