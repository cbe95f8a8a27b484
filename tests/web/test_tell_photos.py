"""Photos of a draft: several at once, each cleaned, each described."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from geostories import public_id
from geostories.domain import photos
from geostories.domain.transaction import Scope, reading
from geostories.integrations import photo_cleaner
from geostories.integrations.photo_cleaner import PhotoRefused
from geostories.models import Media
from tests.factories.photos import CANARY, make_heic, make_jpeg
from tests.factories.telling import FETCH, WORDS, Teller, draft_behind


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration, for all tests of the module."""
    return standing


@pytest.fixture
def teller(client: FlaskClient) -> Teller:
    """A visitor who has chosen a place."""
    return Teller(client).begin()


def media_ids(teller: Teller) -> list[str]:
    return re.findall(r'data-photo-id="(\w{22})"', teller.page("berattelse"))


def test_phone_pictures_are_taken_in_and_shown_to_their_owner(teller: Teller) -> None:
    files = (make_heic(), "IMG_1.HEIC"), (make_jpeg(), "IMG_2.JPG")
    kept = teller.upload(*files, headers=FETCH).json["photos"]
    assert [each["id"] for each in kept] == media_ids(teller)
    for each in kept:
        for url in (each["url"], each["full_url"]):
            photo = teller.client.get(url)
            assert photo.mimetype == "image/webp"
            assert CANARY.encode() not in photo.data
            assert b"EXIF" not in photo.data


def test_nobody_else_sees_a_draft_s_photo(teller: Teller, app: Flask) -> None:
    kept = teller.upload((make_jpeg(), "a.jpg"), headers=FETCH).json["photos"][0]
    assert app.test_client().get(kept["url"]).status_code == 404


def test_a_bad_file_is_named_and_the_good_ones_stay(teller: Teller) -> None:
    answer = teller.upload((b"no picture", "brev.jpg"), (make_jpeg(), "a.jpg"), headers=FETCH)
    assert answer.status_code == 200
    assert len(answer.json["photos"]) == 1
    assert answer.json["errors"][0].startswith("brev.jpg: ")


def test_only_a_bad_file_is_an_error(teller: Teller) -> None:
    answer = teller.upload((b"no picture", "brev.jpg"), headers=FETCH)
    assert answer.status_code == 422
    assert media_ids(teller) == []


def test_a_photo_that_cannot_be_cleaned_leaves_nothing(
    teller: Teller, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PhotoRefused("too_slow")

    monkeypatch.setattr(photo_cleaner, "clean", refuse)
    before = len(list(app.extensions["files"].list()))
    assert teller.upload((make_jpeg(), "a.jpg"), headers=FETCH).status_code == 422
    assert len(list(app.extensions["files"].list())) == before


def test_there_is_a_most(teller: Teller, app: Flask) -> None:
    most = app.config["SETTINGS"].photos_per_story
    teller.upload(*[(make_jpeg(hue), f"{hue}.jpg") for hue in range(most)], headers=FETCH)
    answer = teller.upload((make_jpeg(), "one-more.jpg"), headers=FETCH)
    assert answer.status_code == 422
    assert str(most) in answer.json["errors"][0]
    assert len(media_ids(teller)) == most


def test_without_scripts_the_files_go_with_the_form(teller: Teller) -> None:
    photo = {"photos": [(io.BytesIO(make_jpeg()), "a.jpg")]}
    data = {**WORDS, **photo, "action": "next"}
    answer = teller.post("berattelse", data, content_type="multipart/form-data")
    assert answer.location.endswith("/berattelse#photos")
    (key,) = media_ids(teller)
    assert draft_behind(teller.story).title == WORDS["title"]
    missing = teller.write()
    assert missing.status_code == 422
    assert "Beskrivning saknas" in missing.text
    assert teller.write(**{f"alt-{key}": "En brygga"}).location.endswith("/granska")
    assert "1 bild" in teller.page("granska")


def test_a_description_that_is_too_long_comes_back_as_typed(teller: Teller) -> None:
    teller.upload((make_jpeg(), "a.jpg"))
    (key,) = media_ids(teller)
    answer = teller.write(**{f"alt-{key}": "lång " * 100})
    assert answer.status_code == 422
    assert "300" in answer.text
    assert ("lång " * 100).strip() in answer.text


@pytest.mark.parametrize("way", ["form", "fetch"])
def test_a_photo_can_be_taken_out(teller: Teller, way: str) -> None:
    teller.upload((make_jpeg(), "a.jpg"))
    (key,) = media_ids(teller)
    if way == "form":
        answer = teller.post("berattelse", {**WORDS, "remove_photo": key})
        assert answer.location.endswith("/berattelse#photos")
        assert draft_behind(teller.story).title == WORDS["title"]
    else:
        assert teller.post(f"bilder/{key}/ta-bort", headers=FETCH).status_code == 200
    assert media_ids(teller) == []


def test_without_scripts_the_pictures_are_put_in_order(teller: Teller) -> None:
    teller.upload(*[(make_jpeg(hue), f"{hue}.jpg") for hue in range(3)])
    one, two, three = media_ids(teller)
    moves = (
        (f"{three} up", [one, three, two]),
        (f"{one} down", [three, one, two]),
        (f"{three} up", [three, one, two]),  # the first stays first
        (f"{two} sideways", [three, one, two]),
        ("nonsense", [three, one, two]),
    )
    for wish, order in moves:
        alts = {f"alt-{key}": f"Bild {key}" for key in media_ids(teller)}
        answer = teller.post("berattelse", {**WORDS, **alts, "move_photo": wish})
        assert answer.location.endswith("/berattelse#photos")
        assert media_ids(teller) == order, wish
    assert teller.write(**alts).location.endswith("/granska")
    draft = draft_behind(teller.story)
    assert [public_id.encode(photo.id) for photo in draft.photos] == [three, one, two]


def test_a_plain_upload_says_on_the_page_what_was_refused(teller: Teller) -> None:
    answer = teller.upload((b"no picture", "brev.jpg"))
    assert answer.status_code == 303
    assert "brev.jpg: " in teller.page("berattelse")


def test_strangers_cannot_add_or_remove(teller: Teller, resident: FlaskClient) -> None:
    teller.upload((make_jpeg(), "a.jpg"))
    (key,) = media_ids(teller)
    stranger = Teller(resident, teller.story)
    assert stranger.upload((make_jpeg(), "b.jpg")).status_code == 404
    assert stranger.post(f"bilder/{key}/ta-bort").status_code == 404
    assert media_ids(teller) == [key]


def test_a_draft_thrown_away_takes_its_photos_rows_along(teller: Teller, app: Flask) -> None:
    teller.upload((make_jpeg(), "a.jpg"))
    (key,) = media_ids(teller)
    teller.post("kasta")
    with reading(Scope.operator()) as session:
        there = select(func.count()).where(Media.id == public_id.decode(key))
        assert session.scalar(there) == 0
        stray = photos.key(public_id.decode(key), "full")
        assert stray in {
            name for name, _ in app.extensions["files"].list()
        }  # the sweeper's to take
