"""Voice: taken in, heard by those who may, written down before it is published, gone when it is gone."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from geostories import public_id
from geostories.domain import recordings
from geostories.domain.transaction import Scope, reading, transaction
from geostories.models import OutgoingMail, Recording, StoryVersion
from tests.conftest import csrf_token
from tests.factories.canaries import count_canaries
from tests.factories.desk import decide, fill_in, try_to_decide
from tests.factories.sounds import make_sound, seconds_of
from tests.factories.telling import Teller
from tests.factories.uploads import Sender

SAID = "Isen sjöng hela den kvällen, och ingen av oss vågade andas."
VOICE_ONLY = {"body": "", "title": "Kvällen då isen sjöng"}


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module."""
    return standing


@pytest.fixture
def teller(resident: FlaskClient) -> Teller:
    """Somebody with an account who has chosen a place."""
    return Teller(resident).begin()


def speak(teller: Teller, form: str = "webm", seconds: float = 2.0) -> dict:
    """Send a recording as the page's script does; answers what the player gets."""
    answer = Sender(teller, make_sound(form, seconds), kind="sound").send_all()
    assert answer.status_code == 200, answer.text
    return answer.json["sound"]


def story_of(teller: Teller) -> str:
    return teller.story.rpartition("/")[2]


def tell(teller: Teller, transcript: str = SAID) -> str:
    """Speak and send in; answers the recording's address."""
    sound = speak(teller)
    assert teller.write(**VOICE_ONLY, transcript=transcript).location.endswith("/granska")
    assert teller.send().status_code == 303
    return sound["url"]


def statuses(url: str, *clients: FlaskClient) -> list[int]:
    return [client.get(url).status_code for client in clients]


def test_a_draft_is_heard_by_its_teller_alone(
    teller: Teller, client: FlaskClient, moderator: FlaskClient
) -> None:
    sound = speak(teller)
    assert statuses(sound["url"], teller.client, client, moderator) == [200, 404, 404]
    page = teller.page("berattelse")
    assert sound["url"] in page
    assert all(path in page for path in sound["paths"])


def test_it_is_served_whole_or_in_parts(teller: Teller) -> None:
    sound = speak(teller, seconds=3.0)
    whole = teller.client.get(sound["url"])
    assert (whole.mimetype, whole.headers["Accept-Ranges"]) == ("audio/mp4", "bytes")
    assert abs(seconds_of(whole.data) - 3.0) < 0.1
    assert abs(sound["seconds"] - 3.0) < 0.1
    size = len(whole.data)
    for asked, start, end in (("0-99", 0, 100), ("100-", 100, size), ("-50", size - 50, size)):
        part = teller.client.get(sound["url"], headers={"Range": f"bytes={asked}"})
        assert part.status_code == 206
        assert part.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
        assert part.data == whole.data[start:end]
    beyond = teller.client.get(sound["url"], headers={"Range": f"bytes={size}-"})
    assert beyond.status_code == 416
    again = teller.client.get(sound["url"], headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304


def test_it_is_taken_in_without_scripts_too(teller: Teller) -> None:
    data = {"sound": (io.BytesIO(make_sound("mp3")), "röst.mp3"), "action": "sound"}
    kind = {"content_type": "multipart/form-data"}
    assert teller.post("berattelse", data, **kind).status_code == 303
    assert "/sound.m4a" in teller.page("berattelse")
    assert teller.post("berattelse", {"remove_recording": "y"}).status_code == 303
    assert "/sound.m4a" not in teller.page("berattelse")
    data = {"sound": (io.BytesIO(b"no sound"), "röst.mp3"), "action": "sound"}
    answer = teller.post("berattelse", data, **kind)
    assert answer.status_code == 422
    assert "Inspelningen gick inte att läsa" in answer.text


def test_another_one_takes_its_place(teller: Teller) -> None:
    first, second = speak(teller), speak(teller, "m4a", 1.0)
    page = teller.page("berattelse")
    assert first["url"] not in page
    assert second["url"] in page


def test_who_speaks_need_not_write(
    teller: Teller, moderator: FlaskClient, client: FlaskClient
) -> None:
    url = tell(teller)
    story = story_of(teller)
    assert statuses(url, client, moderator, teller.client) == [404, 200, 200]
    decide(moderator, story, "publish")
    assert statuses(url, client) == [200]
    page = client.get(f"/katrineholm/berattelser/{story}").text
    assert url in page
    assert SAID in page
    found = client.get("/katrineholm/berattelser/?q=vågade+andas").text
    assert "Kvällen då isen sjöng" in found
    assert "0:02" in found


def test_without_a_recording_there_has_to_be_text(teller: Teller) -> None:
    answer = teller.write(**VOICE_ONLY)
    assert answer.status_code == 422
    assert "Skriv din berättelse" in answer.text


@pytest.mark.trust
@pytest.mark.parametrize("way", ["hide", "withdraw", "remove"])
def test_no_recording_is_left_for_the_public(
    way: str, teller: Teller, moderator: FlaskClient, client: FlaskClient, app: Flask
) -> None:
    """Check 8, for sound."""
    url, story = tell(teller), story_of(teller)
    decide(moderator, story, "publish")
    tag = client.get(url).headers["ETag"]
    searches = (
        "/katrineholm/berattelser/?q=andas",
        "/api/v1/collections/stories/items?q=andas&limit=500",
    )
    assert all(story in client.get(search).text for search in searches)
    if way == "hide":
        decide(moderator, story, "hide")
    elif way == "withdraw":
        token = csrf_token(teller.client.get("/konto/berattelser").text)
        path = f"/konto/berattelser/{story}/dra-tillbaka"
        assert teller.client.post(path, data={"csrf_token": token}).status_code == 303
    else:
        assert teller.post("andra").status_code == 303
        assert teller.post("ljud/ta-bort").status_code == 303
        assert statuses(url, client) == [200], "the old version stands until the new one is read"
        assert teller.write().status_code == 303
        assert teller.send().status_code == 303
        decide(moderator, story, "publish")
    tried = [
        client.get(url).status_code,
        client.head(url).status_code,
        client.get(url, headers={"Range": "bytes=0-1"}).status_code,
        client.get(url, headers={"If-None-Match": tag}).status_code,
        client.get(url, headers={"If-None-Match": "*"}).status_code,
    ]
    print(f"recording of a story that is gone ({way}): tried {len(tried)}, served 0")
    assert tried == [404] * 5
    assert statuses(url, teller.client) == [200]
    assert [search for search in searches if story in client.get(search).text] == []


def test_what_is_hidden_is_heard_again_when_it_is_shown_again(
    teller: Teller, moderator: FlaskClient, client: FlaskClient
) -> None:
    url, story = tell(teller), story_of(teller)
    for action, status in (("publish", 200), ("hide", 404), ("restore", 200)):
        decide(moderator, story, action)
        assert statuses(url, client) == [status]


@pytest.mark.trust
def test_nothing_is_published_before_it_is_written_down(
    teller: Teller, moderator: FlaskClient, client: FlaskClient
) -> None:
    url, story = tell(teller, transcript=""), story_of(teller)
    refused = try_to_decide(moderator, story, "publish")
    assert refused.status_code == 409
    assert "Ingen har skrivit ner det som sägs" in refused.text
    assert statuses(url, client) == [404]
    assert fill_in(moderator, story, "utskrift", transcript="  ").status_code == 422
    assert fill_in(moderator, story, "utskrift", transcript=SAID).status_code == 303
    refused = try_to_decide(moderator, story, "publish")
    assert refused.status_code == 409
    assert "inte sagt ja" in refused.text
    assert statuses(url, client) == [404]
    mine = teller.client.get("/konto/berattelser").text
    assert SAID in mine
    assert "Ja, så sa jag" in mine
    token = {"csrf_token": csrf_token(mine)}
    yes = f"/konto/berattelser/{story}/utskrift"
    other = teller.client.post(yes, data=token | {"transcript": "Något annat."})
    assert other.status_code == 409
    assert teller.client.post(yes, data=token | {"transcript": SAID}).status_code == 303
    decide(moderator, story, "publish")
    assert statuses(url, client) == [200]
    assert SAID in client.get(f"/katrineholm/berattelser/{story}").text


def test_the_teller_gets_a_mail_and_may_mend_it(
    teller: Teller, moderator: FlaskClient, client: FlaskClient
) -> None:
    tell(teller, transcript="")
    story = story_of(teller)
    assert fill_in(moderator, story, "utskrift", transcript="Isen skön.").status_code == 303
    with reading(Scope.operator()) as session:
        mail = session.scalars(
            select(OutgoingMail).where(
                OutgoingMail.template == "transcript",
                OutgoingMail.params["story_id"].astext == str(public_id.decode(story)),
            )
        ).one()
        assert "Isen" not in str(mail.params)
    assert teller.post("andra").status_code == 303
    assert "Isen skön." in teller.page("berattelse")
    assert teller.write(**VOICE_ONLY, transcript=SAID).status_code == 303
    assert SAID in teller.page("granska")
    assert teller.send().status_code == 303
    decide(moderator, story, "publish")
    page = client.get(f"/katrineholm/berattelser/{story}").text
    assert SAID in page
    assert "Isen skön." not in page


def test_what_the_teller_wrote_is_theirs(teller: Teller, moderator: FlaskClient) -> None:
    tell(teller)
    answer = fill_in(moderator, story_of(teller), "utskrift", transcript="Något annat.")
    assert answer.status_code == 409
    assert "själv skrivit ner" in answer.text


def test_nobody_else_says_yes(
    teller: Teller, moderator: FlaskClient, client: FlaskClient, editor: FlaskClient
) -> None:
    tell(teller, transcript="")
    story = story_of(teller)
    assert fill_in(moderator, story, "utskrift", transcript=SAID).status_code == 303
    for stranger in (client, moderator, editor):
        token = csrf_token(stranger.get("/katrineholm/beratta").text)
        form = {"csrf_token": token, "transcript": SAID}
        answer = stranger.post(f"/konto/berattelser/{story}/utskrift", data=form)
        assert answer.status_code == 404
    assert try_to_decide(moderator, story, "publish").status_code == 409


def test_the_database_does_not_publish_it_either(teller: Teller) -> None:
    tell(teller, transcript="")
    story_id = public_id.decode(story_of(teller))
    with (
        pytest.raises(IntegrityError, match="ck_story_version_transcribed"),
        transaction(Scope.operator()) as session,
    ):
        session.execute(
            text("UPDATE story_version SET status = 'approved' WHERE story_id = :id"),
            {"id": story_id},
        )


def test_the_microphone_is_for_the_page_where_one_records(teller: Teller) -> None:
    page = teller.client.get(f"{teller.story}/berattelse").headers["Permissions-Policy"]
    other = teller.client.get(f"{teller.story}/granska").headers["Permissions-Policy"]
    assert "microphone=(self)" in page
    assert "microphone=()" in other


def files_of(app: Flask) -> set[str]:
    return {name for name, _ in app.extensions["files"].list(recordings.FOLDER)}


def rows() -> set[UUID]:
    with reading(Scope.operator()) as session:
        return set(session.scalars(select(Recording.id)))


def sweep(app: Flask) -> tuple[int, int]:
    with transaction(Scope.operator()) as session:
        return recordings.sweep(
            session, store=app.extensions["files"], grace=timedelta(seconds=-60)
        )


def test_what_no_version_names_is_swept(teller: Teller, app: Flask) -> None:
    sweep(app)
    before = files_of(app)
    speak(teller)
    second = speak(teller)
    app.extensions["files"].put(f"{recordings.FOLDER}/aa/stray.m4a", b"stray")
    assert sweep(app) == (1, 2)
    assert files_of(app) - before == {recordings.key(public_id.decode(second["id"]))}
    assert teller.client.get(second["url"]).status_code == 200


@pytest.mark.trust
def test_a_deleted_story_leaves_no_recording(
    teller: Teller, moderator: FlaskClient, app: Flask
) -> None:
    before, rows_before = files_of(app), rows()
    url, story = tell(teller), story_of(teller)
    decide(moderator, story, "publish")
    token = csrf_token(teller.client.get("/konto/berattelser").text)
    path = f"/konto/berattelser/{story}/radera"
    assert teller.client.post(path, data={"csrf_token": token}).status_code == 303
    assert (files_of(app), rows()) == (before, rows_before)
    assert statuses(url, teller.client) == [404]


def test_a_draft_that_is_thrown_away_takes_it_along(teller: Teller, app: Flask) -> None:
    before = rows()
    speak(teller)
    assert teller.post("kasta").status_code == 303
    assert rows() == before


@pytest.mark.trust
def test_no_canary_is_stored_or_served(teller: Teller, app: Flask) -> None:
    """Check 5, for sound."""
    home, forms = app.config["SETTINGS"].home, ("webm", "ogg", "m4a", "mp4", "mp3", "wav", "flac")
    for form in forms:
        content = make_sound(form, 1.0)
        assert count_canaries(content) >= 1, form
        sender = Sender(teller, content, kind="sound")
        answer = sender.send_all()
        served = teller.client.get(answer.json["sound"]["url"])
        assert count_canaries(served.data) == 0
    stored = [file for file in home.rglob("*") if file.is_file()]
    assert [file for file in stored if count_canaries(file.read_bytes())] == []
    print(f"canaries in sound: tried {len(forms)} forms; 0 served, 0 in {len(stored)} stored files")


def test_what_an_employee_wrote_down_is_a_helpers(app: Flask, administrator: FlaskClient) -> None:
    teller = Teller(administrator).begin()
    speak(teller)
    assert teller.write(**VOICE_ONLY, transcript=SAID).status_code == 303
    assert teller.send(voice="another", teller_name="Maj-Britt").status_code == 303
    with reading(Scope.operator()) as session:
        by = session.scalar(
            select(StoryVersion.transcript_by).where(
                StoryVersion.story_id == public_id.decode(story_of(teller))
            )
        )
    assert by == "helper"
