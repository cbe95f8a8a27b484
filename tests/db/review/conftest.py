"""A town with a teller, two moderators and stories to decide on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from geostories.config import Settings
from geostories.database import Database
from geostories.domain import moderation
from geostories.domain.moderation import Verdict
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, transaction
from geostories.models import Decision
from geostories.vocabulary import DecisionAction, DecisionGround, StoryStatus
from tests.factories.municipality import make_municipality
from tests.factories.person import make_person
from tests.factories.story import Told, make_moderator, make_story

UNDO_IN_TIME = Settings(undo_seconds=60)
"""Nothing here is about how long ten seconds are."""


@dataclass(frozen=True)
class Town:
    """Its id, who tells there, who decides the first time, who the second."""

    id: UUID
    teller: Person
    moderator: Person
    colleague: Person

    def tell(self, status: StoryStatus = StoryStatus.PENDING) -> Told:
        """A story of the teller's."""
        with transaction(Scope.operator()) as session:
            return make_story(
                session,
                municipality_id=self.id,
                owner=self.teller,
                status=status,
                title="Älgen vid Sköldinge",
            )

    def decide(
        self,
        told: Told,
        action: DecisionAction,
        *,
        by: Person | None = None,
        ground: DecisionGround = DecisionGround.PERSONAL_DATA,
        law: str = "",
    ) -> Decision:
        """Decide on it in the municipality's scope."""
        verdict = Verdict(action, ground, "Grannen känns igen.", told.version_id, law=law)
        with transaction(Scope.municipality(self.id)) as session:
            return moderation.decide(
                session,
                story_id=told.id,
                person=by or self.moderator,
                verdict=verdict,
                settings=UNDO_IN_TIME,
            )


@pytest.fixture(scope="module")
def database(standing_empty: Flask) -> Database:
    """A migrated database for all tests of the module."""
    return standing_empty.extensions["database"]


@pytest.fixture(scope="module")
def town(database: Database) -> Town:
    """One for all tests of a module."""
    with transaction(Scope.operator()) as session:
        here = make_municipality(session).id
        teller = make_person(session, "goran@example.se")
    return Town(here, teller, make_moderator(here), make_moderator(here))


def count(query: str, **values: object) -> int:
    """A number out of the database, as the operator sees it."""
    with transaction(Scope.operator()) as session:
        return session.scalar(text(query), values) or 0
