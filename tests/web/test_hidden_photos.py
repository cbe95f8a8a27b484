"""Check 8: when a story is hidden or taken back its photos are gone for the public, at once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geostories import public_id
from tests.conftest import csrf_token
from tests.factories.desk import decide
from tests.factories.photos import make_jpeg
from tests.factories.telling import FETCH, Teller

STORIES = 6 if os.environ.get("GEOSTORIES_FULL_FIGURES") else 1
PHOTOS = 10
RANDOM_BITS = [bit for bit in range(128) if bit not in (62, 63, 76, 77, 78, 79)]
"""All of a UUID but the six that say version and variant: 122."""

pytestmark = pytest.mark.trust


@dataclass(frozen=True)
class Shown:
    """A published story: its id in addresses, and the address of each photo in each size."""

    story: str
    photos: list[str]


def media_id(url: str) -> UUID:
    found = public_id.decode(url.split("/")[2])
    assert found
    return found


@pytest.fixture
def shown(resident: FlaskClient, moderator: FlaskClient) -> list[Shown]:
    """Stories told with many photos through the forms, and published."""
    stories = []
    for _ in range(STORIES):
        teller = Teller(resident).begin()
        files = [(make_jpeg(hue), f"{hue}.jpg") for hue in range(PHOTOS)]
        kept = teller.upload(*files, headers=FETCH).json["photos"]
        assert len(kept) == PHOTOS
        assert teller.write(**{f"alt-{each['id']}": "En brygga" for each in kept}).location
        assert teller.send().status_code == 303
        story = teller.story.rpartition("/")[2]
        decide(moderator, story, "publish")
        stories.append(Shown(story, [each[size] for each in kept for size in ("url", "full_url")]))
    return stories


def statuses(visitor: FlaskClient, urls: list[str], **headers: str) -> set[int]:
    return {visitor.get(url, headers=headers).status_code for url in urls}


@pytest.mark.parametrize("way", ["hide", "withdraw"])
def test_no_photo_is_left_for_the_public(
    way: str, shown: list[Shown], app: Flask, resident: FlaskClient, moderator: FlaskClient
) -> None:
    client, tried = app.test_client(), 0
    for each in shown:
        assert statuses(client, each.photos) == {200}
        tags = [client.get(url).headers["ETag"] for url in each.photos]
        if way == "hide":
            decide(moderator, each.story, "hide")
        else:
            token = csrf_token(resident.get("/konto/berattelser").text)
            path = f"/konto/berattelser/{each.story}/dra-tillbaka"
            assert resident.post(path, data={"csrf_token": token}).status_code == 303
        assert statuses(client, each.photos) == {404}
        for url, tag in zip(each.photos, tags, strict=True):
            assert statuses(client, [url], **{"If-None-Match": tag}) == {404}
            assert statuses(client, [url], **{"If-None-Match": "*"}) == {404}
            assert client.head(url).status_code == 404
        tried += 4 * len(each.photos)
        assert statuses(resident, each.photos) == {200}
        assert statuses(moderator, each.photos) == {200}
    print(f"photos of stories that are gone ({way}): tried {tried}, served 0")


def test_no_address_can_be_guessed(shown: list[Shown]) -> None:
    ids = {media_id(url) for each in shown for url in each.photos}
    assert len(ids) == STORIES * PHOTOS
    assert {(each.version, each.variant) for each in ids} == {(4, "specified in RFC 4122")}
    ordered = sorted(each.int for each in ids)
    nearest = min(after - before for before, after in pairwise(ordered))
    assert nearest > 1 << 90, "ids are counted, or made from the time"
    stuck = [bit for bit in RANDOM_BITS if len({each.int >> bit & 1 for each in ids}) == 1]
    assert len(stuck) < 8, "ten ids leave a bit alone once in 500; eight at once, never"
