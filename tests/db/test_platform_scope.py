"""The scope of the platform's operator reads municipalities and nothing else, and adds little."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from geostories.database import Scope
from geostories.domain.transaction import reading, transaction
from geostories.models import (
    AuditEntry,
    Base,
    Membership,
    Municipality,
    OutgoingMail,
    User,
)
from geostories.vocabulary import Role
from tests.factories.two_towns import TwoTowns, make_two_towns

pytestmark = pytest.mark.trust

EVERYBODYS = {"municipality", "search_word"}
"""Read by all; the words of published stories are nobody's."""


@pytest.fixture(scope="module")
def app(standing: Flask) -> Flask:
    """The demonstration."""
    return standing


@pytest.fixture(scope="module")
def towns(app: Flask) -> TwoTowns:
    """Two towns with something of everything."""
    with app.test_request_context():
        return make_two_towns(app)


def test_no_row_of_anybody_is_read(towns: TwoTowns) -> None:
    seen, filled = {}, 0
    for table in sorted(Base.metadata.tables.keys() - EVERYBODYS):
        count = text(f'SELECT count(*) FROM "{table}"')
        with reading(Scope.operator()) as session:
            filled += bool(session.scalar(count))
        with reading(Scope.platform()) as session:
            try:
                found = session.scalar(count)
            except ProgrammingError:
                continue
        if found:
            seen[table] = found
    print(f"tables with rows {filled}, read from by the platform's scope {len(seen)}")
    assert seen == {}
    assert filled > 30


def _administers(towns: TwoTowns) -> Membership:
    return Membership(
        user_id=towns.people["user A"].id,
        role=Role.ADMINISTRATOR,
        municipality_id=towns.ids["katrineholm"],
    )


FORBIDDEN: dict[str, Callable[[TwoTowns], object]] = {
    "a second administrator": _administers,
    "a moderator": lambda t: Membership(
        user_id=t.people["user A"].id, role=Role.MODERATOR, municipality_id=t.ids["katrineholm"]
    ),
    "another operator": lambda t: Membership(
        user_id=t.people["user A"].id, role=Role.OPERATOR, municipality_id=None
    ),
    "an account": lambda _t: User(
        email="new@example.se", fs_uniquifier=uuid4().hex, active=True, display_name="New"
    ),
    "a line of the log about a story": lambda t: AuditEntry(
        action="hide",
        subject="story",
        subject_id=uuid4(),
        actor_id=None,
        municipality_id=t.ids["katrineholm"],
        details={},
    ),
    "any other mail": lambda t: OutgoingMail(
        recipient_id=t.people["user A"].id, template="ready", params={}
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_what_is_a_municipalitys_is_not_written(towns: TwoTowns, what: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction(Scope.platform()) as session,
    ):
        session.add(FORBIDDEN[what](towns))


@pytest.mark.parametrize("table", ["municipality", "membership", "user", "story"])
def test_nothing_is_changed_or_removed(towns: TwoTowns, table: str) -> None:
    with transaction(Scope.platform()) as session:
        changed = session.execute(text(f'UPDATE "{table}" SET id = id')).rowcount
        removed = session.execute(text(f'DELETE FROM "{table}"')).rowcount
    assert (changed, removed) == (0, 0)


def test_no_municipality_gives_a_role_to_an_operator(towns: TwoTowns) -> None:
    here = towns.ids["katrineholm"]
    held = {
        "user_id": towns.people["operator"].id,
        "role": Role.MODERATOR,
        "municipality_id": here,
    }
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction(Scope.municipality(here)) as session,
    ):
        session.add(Membership(**held))


def test_an_operator_belongs_to_no_municipality_whoever_writes_it(towns: TwoTowns) -> None:
    def write(session: Session, place: UUID) -> None:
        session.add(
            Membership(user_id=towns.people["user A"].id, role=Role.OPERATOR, municipality_id=place)
        )

    for scope in (Scope.operator(), Scope.municipality(towns.ids["katrineholm"])):
        with pytest.raises(IntegrityError), transaction(scope) as session:
            write(session, towns.ids["katrineholm"])


def test_the_scope_lists_municipalities(towns: TwoTowns) -> None:
    with reading(Scope.platform()) as session:
        assert len(session.scalars(select(Municipality)).all()) == 2
