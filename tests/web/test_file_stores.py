"""Photos on disk and in a store that speaks S3: the same tests on both."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from geostories.integrations.files import FileStore, open_files
from geostories.jobs.worker import sweep_up
from tests.conftest import DEMO, RUN, Server, make_settings, opened
from tests.factories.object_store import s3_settings
from tests.factories.photos import make_jpeg, make_noise
from tests.factories.telling import FETCH, Teller
from tests.factories.uploads import Sender

STORES = ("disk", "s3")


@pytest.fixture(scope="module")
def buckets() -> Iterator[dict[str, dict[str, str]]]:
    """What is to be set for each."""
    with s3_settings() as own:
        yield {"disk": {}, "s3": own}


@pytest.fixture(params=STORES)
def app(
    request: pytest.FixtureRequest,
    buckets: dict[str, dict[str, str]],
    server: Server,
    tmp_path: Path,
) -> Iterator[Flask]:
    """The demonstration, without its pictures, on either store."""
    server.clone(RUN, of=DEMO)
    settings = make_settings(tmp_path, server.url(RUN)).model_copy(update=buckets[request.param])
    (tmp_path / "demo-password").write_text("unused")
    with opened(settings) as made:
        yield made


@pytest.fixture
def store(app: Flask) -> FileStore:
    return open_files(app.config["SETTINGS"], "imports")


def test_what_was_put_is_there_and_what_was_deleted_is_not(
    store: FileStore, tmp_path: Path
) -> None:
    store.put("a/å.bin", b"one")
    store.put("a/å.bin", io.BytesIO(b"two"))
    store.put("b/c.bin", b"three")
    assert store.get("a/å.bin") == b"two"
    assert store.has("a/å.bin")
    assert not store.has("a/ä.bin")
    store.copy("b/c.bin", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"three"
    listed = dict(store.list())
    assert {"a/å.bin", "b/c.bin"} <= listed.keys()
    assert all(datetime.now(UTC) - each < timedelta(minutes=5) for each in listed.values())
    assert [name for name, _ in store.list("b")] == ["b/c.bin"]
    for _ in range(2):
        store.delete("a/å.bin")
    for read in (store.get, lambda key: store.copy(key, tmp_path / "none")):
        with pytest.raises(FileNotFoundError):
            read("a/å.bin")
    store.delete("b/c.bin")


@pytest.mark.parametrize("key", ["../outside", "a/../../outside"])
def test_no_key_leads_outside(store: FileStore, key: str) -> None:
    with pytest.raises(Exception, match=r"(?i)path|segment|\.\."):
        store.put(key, b"x")


def test_sorts_do_not_see_each_other(app: Flask) -> None:
    uploads = open_files(app.config["SETTINGS"], "uploads")
    uploads.put("x/1", b"x")
    assert "x/1" not in dict(open_files(app.config["SETTINGS"], "media").list())
    uploads.delete("x/1")


def test_a_photo_comes_goes_and_is_swept(app: Flask) -> None:
    teller = Teller(app.test_client()).begin()
    plain = teller.upload((make_jpeg(), "a.jpg"), headers=FETCH).json["photos"][0]
    sender = Sender(teller, make_noise())
    assert sender.send(parts=2) == 2 * sender.part
    parts = app.extensions["upload_files"]
    assert len(list(parts.list())) == 2
    large = sender.send_all().json["photo"]
    assert list(parts.list()) == []
    for photo in (plain, large):
        for size in ("full", "medium", "thumb"):
            for form, kind in (("webp", "image/webp"), ("jpg", "image/jpeg")):
                answer = teller.client.get(f"/media/{photo['id']}/{size}.{form}")
                assert (answer.status_code, answer.mimetype) == (200, kind)
    assert teller.post(f"bilder/{plain['id']}/ta-bort", headers=FETCH).status_code == 200
    limits = {"sweep_grace_minutes": -1}
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update=limits)
    sweep_up(app)
    left = {name for name, _ in app.extensions["files"].list("photos")}
    assert {name for name in left if plain["id"] in name} == set()
    assert len({name for name in left if large["id"] in name}) == 6
