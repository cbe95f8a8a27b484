"""Check 5: what phones write into pictures is in no byte that we store or serve."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from geostories import public_id
from geostories.integrations import photo_cleaner
from tests.factories import canaries
from tests.factories.canaries import count_canaries
from tests.factories.desk import decide
from tests.factories.telling import FETCH, Teller

ROUNDS = 8 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 1
TAKEN = ("jpeg", "mpo", "png", "webp", "heic")
REFUSED = ("tiff", "gif", "avif")
FILES = tuple(photo_cleaner.list_names(photo_cleaner.AT_ONCE))
CARRIERS = ("exif", "xmp", "icc_profile", "photoshop", "comment", "XML:com.adobe.xmp")

pytestmark = pytest.mark.trust


def make(kind: str, hue: int) -> bytes:
    """A file of this kind that really holds canaries."""
    maker: Callable[[int], bytes] = getattr(canaries, f"make_{kind}")
    content = maker(hue)
    assert count_canaries(content) >= 2, kind
    return content


def test_the_files_hold_what_they_should() -> None:
    with Image.open(io.BytesIO(make("jpeg", 1))) as photo:
        assert {"exif", "xmp", "icc_profile", "photoshop", "comment"} <= photo.info.keys()
        assert photo.getexif().get_ifd(0x8825)
        assert b"\xff\xd8" in photo.info["exif"]
    for kind in ("png", "webp", "heic"):
        with Image.open(io.BytesIO(make(kind, 1))) as photo:
            assert {"exif", "icc_profile"} <= photo.info.keys(), kind


def test_no_canary_is_stored_or_served(
    resident: FlaskClient, moderator: FlaskClient, client: FlaskClient, tmp_path: Path, app: Flask
) -> None:
    tried, served = 0, 0
    for number in range(ROUNDS):
        teller = Teller(resident).begin()
        files = [(make(kind, number), f"{kind}.jpg") for kind in (*TAKEN, *REFUSED)]
        answer = teller.upload(*files, headers=FETCH)
        assert len(answer.json["photos"]) == len(TAKEN)
        assert len(answer.json["errors"]) == len(REFUSED)
        tried += len(files)
        pages = [answer.data, *publish(teller, moderator, client)]
        for photo in answer.json["photos"]:
            pages += [look_at(client, photo["id"], file) for file in FILES]
        assert [count_canaries(page) for page in pages] == [0] * len(pages)
        served += len(pages)
    stored = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(stored) >= ROUNDS * len(FILES) * len(TAKEN)
    assert [file for file in stored if count_canaries(file.read_bytes())] == []
    print(f"canaries: tried {tried} files; 0 in {served} answers, 0 in {len(stored)} stored files")


def look_at(visitor: FlaskClient, photo_id: str, file: str) -> bytes:
    """Fetch a published photo and see that it is a bare picture of the form it is called."""
    answer = visitor.get(f"/media/{photo_id}/{file}")
    assert answer.status_code == 200
    with Image.open(io.BytesIO(answer.data)) as photo:
        assert photo.format == {"webp": "WEBP", "jpg": "JPEG"}[file.rpartition(".")[2]]
        assert not photo.info.keys() & set(CARRIERS)
        assert not photo.getexif()
    chunks = set(re.findall(rb"EXIF|XMP |ICCP", answer.data[:64] + answer.data[-64:]))
    assert chunks == set()
    return answer.data


def publish(teller: Teller, moderator: FlaskClient, visitor: FlaskClient) -> list[bytes]:
    """Describe the photos, send in, publish; answers all pages that showed the story."""
    words = teller.page("berattelse")
    keys = re.findall(r'data-photo-id="(\w{22})"', words)
    assert teller.write(**{f"alt-{key}": "En brygga" for key in keys}).status_code == 303
    check = teller.page("granska")
    assert teller.send().status_code == 303
    story = teller.story.rpartition("/")[2]
    assert public_id.decode(story)
    case = moderator.get(f"/katrineholm/granska/{story}").text
    decide(moderator, story, "publish")
    shown = visitor.get(f"/katrineholm/berattelser/{story}")
    item = visitor.get(f"/api/v1/collections/stories/items/{story}")
    assert (shown.status_code, item.status_code) == (200, 200)
    return [words.encode(), check.encode(), case.encode(), shown.data, item.data]
