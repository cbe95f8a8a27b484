"""Pictures of places: cleaned like residents' photos, shown with their credit, gone when taken away."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from geostories import public_id
from geostories.domain import photos
from geostories.domain.pictures import add_picture
from geostories.domain.transaction import Scope, transaction
from geostories.errors import InvalidInput
from geostories.models import Picture
from tests.factories.photos import CANARY, make_jpeg
from tests.factories.places import make_place


def add(app: Flask, upload: bytes, *, place_id: UUID | None = None) -> tuple[UUID, UUID]:
    """A place (or the given one) with one picture more: both ids."""
    with transaction(Scope.operator()) as session:
        town = session.scalar(text("SELECT id FROM municipality WHERE slug = 'vaxjo'"))
        place_id = place_id or make_place(session, town, name="Bildskön").id
        picture_id = add_picture(
            session,
            upload=upload,
            municipality_id=town,
            noun="place",
            thing_id=place_id,
            alt="En vik i dimma",
            credit="Foto: Elsa Exempel",
            licence="CC BY 4.0",
            settings=app.config["SETTINGS"],
            store=app.extensions["files"],
        )
    return place_id, picture_id


def test_it_is_shown_with_its_credit_and_nothing_the_camera_wrote(
    app: Flask, client: FlaskClient
) -> None:
    place_id, first = add(app, make_jpeg())
    _place, second = add(app, make_jpeg(), place_id=place_id)
    page = client.get(f"/vaxjo/platser/{public_id.encode(place_id)}").text
    shown = re.findall(r'src="(/media/\w+/(?:full|thumb)\.webp)" alt="En vik i dimma"', page)
    assert shown == [
        f"/media/{public_id.encode(first)}/full.webp",
        f"/media/{public_id.encode(second)}/thumb.webp",
    ]
    assert page.count("Foto: Elsa Exempel, CC BY 4.0") == 2
    answer = client.get(shown[0])
    assert answer.status_code == 200
    assert answer.mimetype == "image/webp"
    assert CANARY.encode() not in answer.data
    listed = client.get("/vaxjo/platser/?q=Bildsk%C3%B6n").text
    assert f"/media/{public_id.encode(first)}/thumb.webp" in listed


def test_one_taken_away_is_served_to_nobody(app: Flask, client: FlaskClient) -> None:
    place_id, picture_id = add(app, make_jpeg())
    url = f"/media/{public_id.encode(picture_id)}/full.webp"
    assert client.get(url).status_code == 200
    with transaction(Scope.operator()) as session:
        session.get_one(Picture, picture_id).removed_at = datetime.now(UTC)
    assert client.get(url).status_code == 404
    assert url not in client.get(f"/vaxjo/platser/{public_id.encode(place_id)}").text


def test_what_cannot_be_cleaned_is_not_kept(app: Flask) -> None:
    before = set(app.extensions["files"].list())
    with pytest.raises(InvalidInput, match="photo_unreadable"):
        add(app, b"not a picture")
    assert set(app.extensions["files"].list()) == before


def test_a_place_holds_so_many(app: Flask) -> None:
    place_id, _picture = add(app, make_jpeg())
    with transaction(Scope.operator()) as session:
        town = session.scalar(text("SELECT id FROM municipality WHERE slug = 'vaxjo'"))
        for _ in range(app.config["SETTINGS"].photos_per_story - 1):
            session.add(
                Picture(municipality_id=town, place_id=place_id, width=1, height=1, bytes=1)
            )
    with pytest.raises(InvalidInput, match="too_many_pictures"):
        add(app, make_jpeg(), place_id=place_id)


def test_the_sweeper_leaves_them_alone(app: Flask, client: FlaskClient) -> None:
    _place, picture_id = add(app, make_jpeg())
    with transaction(Scope.operator()) as session:
        photos.sweep(session, store=app.extensions["files"], grace=timedelta(0))
        assert photos.list_missing(session, store=app.extensions["files"]) == []
    assert client.get(f"/media/{public_id.encode(picture_id)}/full.webp").status_code == 200
