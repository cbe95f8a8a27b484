"""Check 45 over every door that takes a picture or a recording: only pixels and samples come out."""

from __future__ import annotations

import io
import os

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, union_all
from werkzeug.test import TestResponse

from geostories.domain.transaction import Scope, reading
from geostories.models import Media, Recording, Upload
from tests.factories.telling import FETCH, Teller
from tests.factories.type_lies import COATS, CONTENTS, MARK, POLYGLOTS, SPOKEN
from tests.factories.uploads import Sender

pytestmark = pytest.mark.trust

COATS_EACH = len(COATS) if os.environ.get("GEOSTORIES_FULL_FIGURES") else 1
SAFE = {"image/webp", "image/jpeg", "audio/mp4"}
FORM = {"content_type": "multipart/form-data"}
KINDS = ("photo", "sound")


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """One installation for all uploads."""
    counted = ("drafts", "photos", "sounds")
    limits = {f"{each}_per_address": 10**6 for each in counted}
    standing.config["SETTINGS"] = standing.config["SETTINGS"].model_copy(update=limits)
    return standing


@pytest.fixture
def teller(client: FlaskClient) -> Teller:
    """A visitor who has chosen a place."""
    return Teller(client).begin()


def kept() -> tuple[int, ...]:
    """How many pictures, recordings and halves of uploads there are rows of."""
    counts = [select(func.count()).select_from(model) for model in (Media, Recording, Upload)]
    with reading(Scope.operator()) as session:
        return tuple(session.scalars(union_all(*counts)))


def coats(number: int) -> list[tuple[str, str]]:
    """Some of them, others for each file; all of them in the long run."""
    return [COATS[(number * 5 + step * 7) % len(COATS)] for step in range(COATS_EACH)]


def send_form(teller: Teller, kind: str, content: bytes, coat: tuple[str, str]) -> TestResponse:
    """With the form, under a name and a type of the sender's choice."""
    file = (io.BytesIO(content), *coat)
    if kind == "photo":
        return teller.post("bilder", {"photos": [file]}, headers=FETCH, **FORM)
    return teller.post("berattelse", {"sound": file, "action": "sound"}, **FORM)


def test_no_lie_is_kept_whatever_it_is_called(teller: Teller, app: Flask) -> None:
    tried, before, taken = 0, kept(), []
    for number, (name, content) in enumerate(CONTENTS.items()):
        for kind in KINDS:
            answers = [send_form(teller, kind, content, coat) for coat in coats(number)]
            answers.append(Sender(teller, content, kind=kind).send_all())
            taken += [(name, kind, each.status_code) for each in answers if each.status_code != 422]
            tried += len(answers)
    stored = [each for each, _ in app.extensions["upload_files"].list()]
    print(f"files that lie about their type: tried {tried}, kept {len(taken)}")
    assert taken == []
    assert kept() == before
    assert stored == []


def test_of_polyglots_only_what_is_seen_and_heard_is_kept(app: Flask) -> None:
    served: list[TestResponse] = []
    for number, (name, content) in enumerate((POLYGLOTS | SPOKEN).items()):
        kind = "sound" if name in SPOKEN else "photo"
        for coat in coats(number):
            teller = Teller(app.test_client()).begin()
            answer = send_form(teller, kind, content, coat)
            assert answer.status_code in (200, 303), (name, coat)
            assert Sender(teller, content, kind=kind).send_all().status_code == 200, name
            page = teller.page("berattelse")
            urls = {part.split('"')[0] for part in page.split('"/media/')[1:]}
            assert urls, name
            served += [teller.client.get(f"/media/{url}") for url in urls]
    print(f"polyglots: answers {len(served)}, of an active type or with what was hidden in them 0")
    for each in served:
        assert (each.status_code, each.mimetype in SAFE) == (200, True)
        assert each.headers["X-Content-Type-Options"] == "nosniff"
        assert each.headers["Content-Security-Policy"].endswith("; sandbox")
        assert MARK not in each.data
    for store in ("files", "upload_files"):
        files = app.extensions[store]
        assert [name for name, _ in files.list() if MARK in files.get(name)] == []
