"""Photos in right sizes: WebP and JPEG at once, AVIF when the worker has made it, and only of what is public."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import update

from geostories.domain.transaction import Scope, transaction
from geostories.integrations import photo_cleaner
from geostories.integrations.photo_cleaner import PhotoRefused
from geostories.jobs.pictures import make_smaller
from geostories.models import Media
from tests.factories.canaries import count_canaries
from tests.factories.desk import decide
from tests.factories.photos import make_heic, make_large
from tests.factories.telling import FETCH, Teller

TYPES = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
LARGE = (3_000, 2_000)


@pytest.fixture
def teller(resident: FlaskClient) -> Teller:
    """Somebody with an account who has chosen a place; the demonstration's photos have their AVIF."""
    with transaction(Scope.operator()) as session:
        session.execute(update(Media).values(has_avif=True))
    return Teller(resident).begin()


def tell(teller: Teller, moderator: FlaskClient) -> str:
    """Publish a story with a large photo; answers its id."""
    answer = teller.upload((make_large((58.9, 16.2), size=LARGE), "a.jpg"), headers=FETCH)
    (photo,) = answer.json["photos"]
    assert teller.write(**{f"alt-{photo['id']}": "En brygga"}).status_code == 303
    assert teller.send().status_code == 303
    story = teller.story.rpartition("/")[2]
    decide(moderator, story, "publish")
    return story


def make_all(app: Flask) -> int:
    """What the worker does when nobody waits; answers how many photos."""
    return make_smaller(app.config["SETTINGS"], app.extensions["files"])


def picture_of(page: str) -> tuple[str, list[str], dict[str, list[str]]]:
    """The photo of a story's page: its img, its sources' types, and the addresses of each form."""
    (picture,) = re.findall(r"<picture>.*?</picture>", page, re.DOTALL)
    (img,) = re.findall(r"<img[^>]*>", picture)
    types = re.findall(r'<source type="image/(\w+)"', picture)
    urls: dict[str, list[str]] = {}
    for url in re.findall(r"/media/\w{22}/\w+\.\w+(?= \d+w)", picture):
        urls.setdefault(url.rpartition(".")[2], []).append(url)
    return img, types, urls


def sizes_of(client: FlaskClient, urls: list[str]) -> list[tuple[int, int]]:
    """The pixels of each address, which holds the form it is called."""
    found = []
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert count_canaries(answer.data) == 0
        form = url.rpartition(".")[2]
        assert answer.mimetype == f"image/{'jpeg' if form == 'jpg' else form}"
        with Image.open(io.BytesIO(answer.data)) as picture:
            assert picture.format == TYPES[form]
            found.append(picture.size)
    return found


def test_the_worker_makes_avif_of_what_is_published(
    teller: Teller, moderator: FlaskClient, client: FlaskClient, app: Flask
) -> None:
    story = tell(teller, moderator)
    path = f"/katrineholm/berattelser/{story}"
    _img, types, urls = picture_of(client.get(path).text)
    assert (types, set(urls)) == (["webp"], {"webp", "jpg"})
    avif = [url.replace(".webp", ".avif") for url in urls["webp"]]
    assert {client.get(url).status_code for url in avif} == {404}
    assert make_all(app) == 1
    img, types, urls = picture_of(client.get(path).text)
    assert types == ["avif", "webp"]
    assert urls["avif"] == avif
    sizes = {form: sizes_of(client, each) for form, each in urls.items()}
    assert sizes["avif"] == sizes["webp"] == sizes["jpg"]
    assert len(set(sizes["avif"])) == 3
    assert (max(sizes["avif"])[0], 'width="2560"' in img, 'height="1707"' in img) == (2560, 1, 1)
    smaller = [sum(len(client.get(url).data) for url in urls[form]) for form in TYPES]
    print("bytes of " + ", ".join(f"{f} {n:,}" for f, n in zip(TYPES, smaller, strict=True)))
    decide(moderator, story, "hide")
    assert {client.get(url).status_code for url in avif} == {404}
    assert {teller.client.get(url).status_code for url in avif} == {200}


def test_what_is_not_published_gets_none(teller: Teller, app: Flask) -> None:
    teller.upload((make_heic(), "a.heic"), headers=FETCH)
    assert make_all(app) == 0


def test_what_failed_is_tried_again(
    teller: Teller,
    moderator: FlaskClient,
    client: FlaskClient,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = tell(teller, moderator)

    def fail(*_: object) -> None:
        raise PhotoRefused("too_slow")

    with monkeypatch.context() as broken:
        broken.setattr(photo_cleaner, "clean", fail)
        assert make_all(app) == 0
    _img, types, _urls = picture_of(client.get(f"/katrineholm/berattelser/{story}").text)
    assert types == ["webp"]
    assert make_all(app) == 1


def test_pictures_in_lists_have_a_size_and_wait_to_be_seen(client: FlaskClient) -> None:
    for path in ("/katrineholm/berattelser/", "/katrineholm/platser/"):
        pictures = [
            tag for tag in re.findall(r"<img[^>]*>", client.get(path).text) if "/media/" in tag
        ]
        assert pictures, path
        for tag in pictures:
            assert re.search(r'\bwidth="\d+"', tag), tag
            assert re.search(r'\bheight="\d+"', tag), tag
            assert 'loading="lazy"' in tag, tag
