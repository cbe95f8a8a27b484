"""One real answer of every kind there is, by status."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.factories.tokens import token_of

ITEMS = "/api/v1/collections/stories/items"


def answers_of_every_kind(app: Flask, moderator: FlaskClient) -> dict[str, TestResponse]:
    """Pages, data, files, refusals and failures; `moderator` is one of the demonstration's."""
    visitor = app.test_client()
    token = {"csrf_token": token_of(visitor)}
    photo = first_photo(visitor)
    static = app.extensions["asset"]
    answers = {
        "200 page": visitor.get("/katrineholm/"),
        "200 story": visitor.get(first_story(visitor)),
        "200 desk": moderator.get("/katrineholm/granska/"),
        "200 form": visitor.get("/katrineholm/beratta"),
        "200 items": visitor.get(ITEMS),
        "200 health": visitor.get("/healthz"),
        "200 photo": visitor.get(photo),
        "200 head": visitor.head("/katrineholm/"),
        "200 options": visitor.options("/katrineholm/beratta"),
        "303 guard": visitor.get("/katrineholm/granska/"),
        "303 language": visitor.get("/konto/sprak/en?next=/katrineholm/"),
        "304 items": again(visitor, ITEMS),
        "304 photo": again(visitor, photo),
        "308 slash": visitor.get("/katrineholm"),
        "400 token": visitor.post("/katrineholm/beratta"),
        "403 role": moderator.get("/katrineholm/admin/"),
        "404 page": visitor.get("/katrineholm/finns-inte"),
        "404 item": visitor.get(f"{ITEMS}/finns-inte"),
        "404 photo": visitor.get(photo.replace("full", "thumb").replace("/media/", "/media/x")),
        "404 static": visitor.get(static("js/finns-inte.js")),
        "405 method": visitor.delete("/katrineholm/"),
        "405 api": visitor.post(ITEMS, data=token),
        "413 upload": visitor.post(
            "/katrineholm/beratta", data=token, environ_overrides={"CONTENT_LENGTH": "999999999"}
        ),
        "422 form": visitor.post("/katrineholm/beratta", data=token),
        "422 bbox": visitor.get(f"{ITEMS}?bbox=1,2"),
        "422 nul": visitor.get("/katrineholm/?q=%00"),
    }
    with a_table_away(app):
        answers["500 page"] = visitor.get("/katrineholm/")
        answers["500 api"] = visitor.get(ITEMS)
    with migrations_behind(app):
        answers["503 readiness"] = visitor.get("/readyz")
    for _ in range(12):
        answers["429 sign-in"] = visitor.post(
            "/konto/logga-in", data={**token, "email": "gissad@example.se", "password": "gissning"}
        )
    return answers


def again(client: FlaskClient, path: str) -> TestResponse:
    """Ask for what the client has already."""
    return client.get(path, headers={"If-None-Match": client.get(path).headers["ETag"]})


def first_story(client: FlaskClient) -> str:
    """The address of a published story."""
    return str(client.get(ITEMS).json["features"][0]["properties"]["url"])  # type: ignore[index]


def first_photo(client: FlaskClient) -> str:
    """The address of a published photo, full size."""
    stories = client.get(f"{ITEMS}?limit=500").json["features"]  # type: ignore[index]
    photos = (story["properties"]["photo"] for story in stories)
    return str(next(photo["url"] for photo in photos if photo)).replace("thumb", "full")


@contextmanager
def a_table_away(app: Flask) -> Iterator[None]:
    """A database that answers with an error nobody expected."""
    with owner(app) as execute:
        execute("ALTER TABLE story RENAME TO story_away")
    try:
        yield
    finally:
        with owner(app) as execute:
            execute("ALTER TABLE story_away RENAME TO story")


@contextmanager
def migrations_behind(app: Flask) -> Iterator[None]:
    """A database that an older version left."""
    with owner(app) as execute:
        execute("UPDATE alembic_version SET version_num = '0' || version_num")
    try:
        yield
    finally:
        with owner(app) as execute:
            execute("UPDATE alembic_version SET version_num = substr(version_num, 2)")


@contextmanager
def owner(app: Flask) -> Iterator[object]:
    """Statements as the owner of the tables, committed together."""
    with app.extensions["database"].owner_engine.begin() as connection:
        yield lambda statement: connection.execute(text(statement))
