"""Uploads in parts: they go on where they stopped, are nobody else's, and leave nothing behind."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from geostories import public_id
from geostories.domain import drafts
from geostories.domain.transaction import Scope, reading, transaction
from geostories.jobs.worker import sweep_up
from geostories.models import Media, Upload
from geostories.models.base import now
from tests.factories import canaries
from tests.factories.canaries import count_canaries
from tests.factories.photos import make_heic, make_jpeg, make_noise
from tests.factories.telling import Teller
from tests.factories.uploads import Sender


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module."""
    return standing


@pytest.fixture(autouse=True)
def _fresh(app: Flask) -> None:
    """Nothing is on its way yet."""
    with transaction(Scope.operator()) as session:
        session.execute(delete(Upload))
    for name in parts(app):
        app.extensions["upload_files"].delete(name)


@pytest.fixture
def teller(client: FlaskClient) -> Teller:
    """A visitor who has chosen a place."""
    return Teller(client).begin()


@pytest.fixture
def sender(teller: Teller) -> Sender:
    """A photo of several parts."""
    return Sender(teller, make_noise())


def parts(app: Flask) -> list[str]:
    return [name for name, _ in app.extensions["upload_files"].list()]


def count_media() -> int:
    with reading(Scope.operator()) as session:
        return session.scalar(select(func.count()).select_from(Media)) or 0


def test_it_goes_on_where_it_stopped_and_becomes_a_photo(sender: Sender, app: Flask) -> None:
    assert sender.send(parts=2) == 2 * sender.part
    assert sender.how_far().json == {
        "received": 2 * sender.part,
        "size": len(sender.content),
        "is_done": False,
    }
    assert sender.finish().status_code == 409
    done = sender.send_all()
    assert done.status_code == 200, done.text
    photo = done.json["photo"]
    assert sender.teller.client.get(photo["url"]).mimetype == "image/webp"
    assert photo["id"] in sender.teller.page("berattelse")
    assert parts(app) == []


def test_the_same_key_again_is_the_same_photo(sender: Sender) -> None:
    first, before = sender.send_all(), count_media()
    again = sender.begin()
    assert again.json["is_done"] is True
    assert sender.finish().json == first.json
    assert count_media() == before


def test_a_photo_that_was_taken_out_does_not_come_back(sender: Sender) -> None:
    photo = sender.send_all().json["photo"]["id"]
    assert sender.teller.post(f"bilder/{photo}/ta-bort").status_code == 303
    assert sender.finish().status_code == 404
    assert photo not in sender.teller.page("berattelse")


def test_a_part_elsewhere_is_told_where_to_go_on(sender: Sender) -> None:
    sender.send(parts=1)
    for offset in (0, 2 * sender.part, len(sender.content)):
        answer = sender.put(offset)
        assert (answer.status_code, answer.json) == (409, {"received": sender.part})


@pytest.mark.parametrize("content", [b"", b"x" * 600_000])
def test_a_part_has_a_size(sender: Sender, content: bytes) -> None:
    sender.begin()
    assert sender.put(0, content).status_code == 422
    assert sender.how_far().json["received"] == 0


def test_no_more_comes_than_was_announced(teller: Teller) -> None:
    sender = Sender(teller, b"x" * 100)
    sender.begin()
    assert sender.put(0, b"x" * 101).status_code == 422


def test_what_is_too_large_is_refused_before_it_comes(teller: Teller, app: Flask) -> None:
    most = app.config["SETTINGS"].photo_bytes
    for size, status in ((most, 200), (most + 1, 422), (0, 422), (-1, 422)):
        assert Sender(teller, b"").begin(size=size).status_code == status
    answer = Sender(teller, b"", kind="sound").begin(size=app.config["SETTINGS"].sound_bytes + 1)
    assert answer.status_code == 422
    assert "Inspelningen är större" in answer.json["title"]


@pytest.mark.parametrize("other", [{"size": 77}, {"kind": "sound"}])
def test_a_key_is_for_one_file(sender: Sender, other: dict[str, object]) -> None:
    sender.begin()
    assert sender.begin(**other).status_code == 409


@pytest.mark.parametrize("said", [{"key": "x"}, {"kind": "film"}, {"size": "much"}, {"size": None}])
def test_nonsense_is_refused(sender: Sender, said: dict[str, object]) -> None:
    assert sender.begin(**said).status_code == 400


def test_nobody_begins_more_than_there_is_room_for(teller: Teller, app: Flask) -> None:
    most = app.config["SETTINGS"].uploads_waiting
    statuses = [Sender(teller, b"x").begin().status_code for _ in range(most + 1)]
    assert statuses == [200] * most + [422]


def test_it_is_nobody_else_s(sender: Sender, resident: FlaskClient) -> None:
    sender.send(parts=1)
    stranger = Sender(Teller(resident, sender.teller.story), sender.content, key=sender.key)
    tried = [
        stranger.begin(), stranger.how_far(), stranger.put(sender.part), stranger.finish(),
        stranger.cancel(),
    ]  # fmt: skip
    assert [answer.status_code for answer in tried] == [404] * 5
    own = Sender(Teller(resident).begin(), sender.content, key=sender.key)
    assert own.begin().json["received"] == 0
    assert sender.send_all().status_code == 200


def test_signing_in_takes_it_along(sender: Sender, app: Flask) -> None:
    sender.send(parts=1)
    with transaction(Scope.operator()) as session:
        owners = session.execute(select(Upload.owner_id, Upload.story_id)).one()
        other = uuid4()
        drafts.claim(session, visitor_id=owners[0], user_id=other)
        assert session.scalar(select(Upload.owner_id)) == other


def test_what_cannot_be_read_is_not_kept(teller: Teller, app: Flask) -> None:
    sender = Sender(teller, b"no picture")
    answer = sender.send_all()
    assert answer.status_code == 422
    assert "gick inte att läsa" in answer.json["title"]
    assert (parts(app), sender.how_far().status_code) == ([], 404)


def test_a_cancelled_one_leaves_nothing(sender: Sender, app: Flask) -> None:
    sender.send(parts=2)
    assert len(parts(app)) == 2
    assert sender.cancel().json == {"cancelled": True}
    assert (parts(app), sender.how_far().status_code) == ([], 404)


def test_halves_and_stray_parts_are_swept(
    sender: Sender, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender.send(parts=2)
    app.extensions["upload_files"].put(f"{public_id.encode(uuid4())}/000000000000", b"stray")
    settings = app.config["SETTINGS"].model_copy(update={"sweep_grace_minutes": 0})
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    sweep_up(app)
    assert len(parts(app)) == 2
    with transaction(Scope.operator()) as session:
        old = now() - timedelta(hours=settings.upload_hours + 1)
        session.execute(update(Upload).values(created_at=old))
    sweep_up(app)
    assert (parts(app), sender.how_far().status_code) == ([], 404)


@pytest.mark.trust
def test_no_canary_lies_in_what_waits(teller: Teller, app: Flask) -> None:
    """Check 5: an original on its way holds its position; its parts are readable by nobody."""
    home, read = app.config["SETTINGS"].home, 0
    for kind in ("jpeg", "mpo", "png", "webp", "heic"):
        content = getattr(canaries, f"make_{kind}")(7)
        assert count_canaries(content) >= 2
        sender = Sender(teller, content, part=2_000)
        sender.send()
        assert parts(app)
        waiting = [file for file in home.rglob("*") if file.is_file()]
        read += len(waiting)
        assert [file for file in waiting if count_canaries(file.read_bytes())] == []
        with reading(Scope.operator()) as session:
            keys = set(session.scalars(select(Upload.key)))
        assert sender.key not in keys
        assert sender.finish().status_code == 200
    print(f"canaries in parts of uploads that wait: 0 in {read} files read")


def test_a_drone_is_known_by_its_marks_or_by_what_the_browser_read(teller: Teller) -> None:
    plain, dji = make_jpeg(), make_jpeg(make="DJI")
    for content, is_aerial in ((plain, False), (plain, True), (dji, False), (make_heic(), False)):
        assert Sender(teller, content, is_aerial=is_aerial).send_all().status_code == 200
    with reading(Scope.operator()) as session:
        rows = session.scalars(select(Media).order_by(Media.created_at.desc()).limit(4)).all()
    assert [row.is_aerial for row in reversed(rows)] == [False, True, True, False]
