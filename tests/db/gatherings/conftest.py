"""Two towns for a module; what a test makes in its session is gone after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from geostories.database import Database, Scope
from geostories.domain.transaction import reading, transaction
from tests.factories.gatherings import Town
from tests.factories.municipality import make_municipality
from tests.factories.person import make_person


@pytest.fixture(scope="module")
def database(standing_empty: Flask) -> Database:
    """A migrated database for all tests of the module."""
    return standing_empty.extensions["database"]


@pytest.fixture(scope="module")
def town(database: Database) -> Town:
    """Two municipalities, two accounts."""
    assert database
    with transaction(Scope.operator()) as session:
        here, there = (make_municipality(session, slug).id for slug in ("katrineholm", "vaxjo"))
        people = [make_person(session, f"{name}@example.se") for name in ("teller", "other")]
    return Town(here, there, *people)


@pytest.fixture
def session(town: Town) -> Iterator[Session]:
    """The operator's scope, rolled back."""
    assert town
    with reading(Scope.operator()) as opened:
        yield opened
