"""The municipality's units, which answer for places and facts. In the municipality's scope."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.domain.permissions import Permission, Person, may
from geostories.errors import InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import Unit
from geostories.queries.place_editing import sum_of_uses


def add_unit(
    session: Session, *, municipality_id: UUID, name: str, email: str, person: Person
) -> UUID:
    """Add a unit; answers its id. Raises InvalidInput for a name that is taken."""
    _must_edit(person, municipality_id)
    _must_be_free(session, municipality_id, name, None)
    unit = Unit(id=uuid4(), municipality_id=municipality_id, name=name, email=email)
    session.add(unit)
    _record(session, "add_unit", unit, person)
    return unit.id


def change_unit(session: Session, *, unit_id: UUID, name: str, email: str, person: Person) -> None:
    """Give a unit another name or mailbox."""
    unit = _lock(session, unit_id, person)
    _must_be_free(session, unit.municipality_id, name, unit_id)
    unit.name, unit.email = name, email
    _record(session, "change_unit", unit, person)


def remove_unit(session: Session, *, unit_id: UUID, person: Person) -> None:
    """Remove a unit; raises StateError while it answers for something."""
    unit = _lock(session, unit_id, person)
    if session.scalar(select(sum_of_uses()).select_from(Unit).where(Unit.id == unit_id)):
        raise StateError("unit_in_use")
    session.delete(unit)
    _record(session, "remove_unit", unit, person)


def _lock(session: Session, unit_id: UUID, person: Person) -> Unit:
    unit = session.get(Unit, unit_id, with_for_update=True)
    if unit is None:
        raise NotFound("no_unit")
    _must_edit(person, unit.municipality_id)
    return unit


def _must_edit(person: Person, municipality_id: UUID) -> None:
    if not may(person, Permission.EDIT_PLACES, municipality_id):
        raise NotAllowed("not_your_role")


def _must_be_free(session: Session, municipality_id: UUID, name: str, but: UUID | None) -> None:
    taken = session.scalar(
        select(Unit.id).where(
            Unit.municipality_id == municipality_id,
            func.lower(Unit.name) == name.lower(),
            Unit.id.is_distinct_from(but),
        )
    )
    if taken is not None:
        raise InvalidInput("unit_name_taken", field="name")


def _record(session: Session, action: str, unit: Unit, person: Person) -> None:
    audit.record(
        session,
        action=action,
        subject="unit",
        subject_id=unit.id,
        actor_id=person.id,
        municipality_id=unit.municipality_id,
    )
