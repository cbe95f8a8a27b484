"""Everybody and everything that could be mixed up: two municipalities, six people, all states."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.models import Municipality
from geostories.vocabulary import Role, StoryStatus
from tests.factories.person import make_person
from tests.factories.story import Told, make_story

POINTS = {"katrineholm": (16.20721, 58.99587), "vaxjo": (14.80906, 56.87767)}
ADDRESSES = {
    "user A": "a@example.se",
    "user B": "b@example.se",
    "moderator A": "ma@example.se",
    "moderator B": "mb@example.se",
    "administrator": "adm@example.se",
}


@dataclass(frozen=True)
class TwoTowns:
    """`stories[town][status]` are all told by user A; moderator A and the administrator belong
    to Katrineholm, moderator B to Växjö.
    """

    ids: dict[str, UUID]
    people: dict[str, Person]
    stories: dict[str, dict[StoryStatus, Told]]


def make_two_towns(app: Flask) -> TwoTowns:
    """Add them to the demonstration."""
    with transaction(Scope.operator()) as session:
        ids = {m.slug: m.id for m in session.scalars(select(Municipality))}
        roles = {
            "moderator A": (Role.MODERATOR, ids["katrineholm"]),
            "moderator B": (Role.MODERATOR, ids["vaxjo"]),
            "administrator": (Role.ADMINISTRATOR, ids["katrineholm"]),
        }
        people = {}
        for who, email in ADDRESSES.items():
            role, where = roles.get(who, (None, None))
            people[who] = make_person(session, email, role=role, municipality_id=where)
        stories = {
            town: {
                status: make_story(
                    session,
                    owner=people["user A"],
                    municipality_id=ids[town],
                    status=status,
                    title=f"{town} {status}",
                    at=point,
                    store=app.extensions["files"],
                )
                for status in StoryStatus
            }
            for town, point in POINTS.items()
        }
    return TwoTowns(ids, people, stories)


def sign_everybody_in(app: Flask, sign_in: object) -> dict[str, FlaskClient]:
    """A client for each of the six, the visitor without an account among them."""
    assert callable(sign_in)
    return {"visitor": app.test_client()} | {who: sign_in(ADDRESSES[who]) for who in ADDRESSES}
