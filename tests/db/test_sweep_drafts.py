"""Visitors' drafts go when their session has run out; an account's stay."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from geostories.database import Database
from geostories.domain import drafts
from geostories.domain.members import create_user
from geostories.domain.transaction import Scope, transaction
from geostories.models import Story
from geostories.models.base import now
from tests.factories.municipality import make_municipality

DAY = timedelta(hours=24)


def begin(person_id: UUID, municipality_id: UUID, *, age: timedelta) -> UUID:
    """A draft last saved so long ago."""
    with transaction(Scope.person(person_id)) as session:
        story_id = drafts.start(session, person_id=person_id, municipality_id=municipality_id)
        session.flush()
        drafts.get_draft_row(session, story_id=story_id).saved_at = now() - age
    return story_id


def test_only_what_a_visitor_left_behind_goes(database: Database) -> None:
    with transaction(Scope.operator()) as session:
        municipality_id = make_municipality(session).id
        account = create_user(
            session, email="nils@example.se", display_name="Nils", password_hash="x"
        )
    begin(uuid4(), municipality_id, age=2 * DAY)
    fresh = begin(uuid4(), municipality_id, age=DAY / 2)
    kept = begin(account, municipality_id, age=30 * DAY)

    with transaction(Scope.operator()) as session:
        assert drafts.sweep_abandoned(session, age=DAY) == 1
        assert {story.id for story in session.scalars(select(Story))} == {fresh, kept}
