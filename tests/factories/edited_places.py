"""Places of a municipality's own, with a fact to check, and its units."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geostories.domain import place_editing
from geostories.domain.permissions import Grant, Person
from geostories.domain.place_editing import Editor
from geostories.models import Unit, VisitorFact
from geostories.queries.place_content import OwnPlace
from geostories.vocabulary import FactTopic, PlaceKind, Role


def make_own_place(
    session: Session, municipality_id: UUID, at: tuple[float, float], name: str
) -> UUID:
    """Make a viewpoint at lon, lat; its revision is number 1."""
    person = Person(uuid4(), True, "", frozenset({Grant(Role.EDITOR, municipality_id)}))
    return place_editing.create(
        session,
        editor=Editor(person, municipality_id, date(2026, 11, 21)),
        own=OwnPlace(PlaceKind.VIEWPOINT, name, "", at),
        source="Provkommun",
    )


def make_late_fact(session: Session, municipality_id: UUID, place_id: UUID) -> UUID:
    """Say that there are benches, to be checked long ago."""
    fact = VisitorFact(
        id=uuid4(),
        municipality_id=municipality_id,
        place_id=place_id,
        topic=FactTopic.BENCH,
        value={"text": ""},
        check_by=date(2020, 1, 1),
    )
    session.add(fact)
    session.flush()
    return fact.id


def make_unit(session: Session, municipality_id: UUID, name: str) -> UUID:
    """Make a unit that answers for nothing yet."""
    unit = Unit(id=uuid4(), municipality_id=municipality_id, name=name, email="enhet@example.se")
    session.add(unit)
    session.flush()
    return unit.id
