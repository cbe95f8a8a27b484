"""What editors change of places and trails. In the municipality's scope; every saving can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories import public_id
from geostories.domain import audit
from geostories.domain.drafts import point
from geostories.domain.permissions import Permission, Person, may
from geostories.domain.place_changes import compare
from geostories.domain.place_checks import check_content
from geostories.domain.visitor_facts import default_check_by
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import OfficialPlace, Picture, Revision, Unit, VisitorFact
from geostories.models.base import now
from geostories.queries.place_content import (
    OWN_REGISTER,
    EditedFact,
    OwnPlace,
    PlaceContent,
    Thing,
    as_json,
    find_revision,
    find_thing,
    is_own,
    list_fact_rows,
    list_picture_rows,
    newest_number,
    noun_of,
    read_content,
)
from geostories.vocabulary import Accuracy

OWN_LICENCE = "CC0"
"""What a municipality says of its own places is free to use, as open data is to be."""


@dataclass(frozen=True)
class Editor:
    """Who edits, in which municipality, on which day (local)."""

    person: Person
    municipality_id: UUID
    today: date


def create(
    session: Session, *, editor: Editor, own: OwnPlace, source: str, unit_id: UUID | None = None
) -> UUID:
    """Make a place of the municipality's own; answers its id. `source` says whose word it is."""
    _must_edit(editor)
    content = _checked(session, editor, PlaceContent(unit_id=unit_id, own=own))
    place_id, moment = uuid4(), now()
    place = OfficialPlace(
        id=place_id,
        municipality_id=editor.municipality_id,
        register=OWN_REGISTER,
        register_id=public_id.encode(place_id),
        kind=own.kind,
        name=own.name,
        source=source,
        licence=OWN_LICENCE,
        fetched_at=moment,
        geom=point(*own.point),
    )
    session.add(place)
    session.flush()
    _write(session, place, content)
    _remember(session, editor, place, content, number=1, action="create_place")
    return place_id


def save(
    session: Session, *, thing_id: UUID, editor: Editor, seen: int, content: PlaceContent
) -> int:
    """Keep what an editor wrote who saw revision `seen`; answers the number of the new one.

    Raises Conflict when somebody has saved meanwhile, InvalidInput for what cannot be kept. Saving
    what stands already writes nothing.
    """
    thing = _open(session, thing_id, editor, seen)
    before = read_content(session, thing)
    content = replace(content, is_withdrawn=before.is_withdrawn)
    return _replace(session, editor, thing, before, _with_known_ids(content, before), "edit_place")


def undo(session: Session, *, thing_id: UUID, editor: Editor, seen: int, number: int) -> int:
    """Save revision `number` anew; answers the number it gets. Raises Conflict as `save` does.

    A unit that is no more is left out.
    """
    thing = _open(session, thing_id, editor, seen)
    older = find_revision(session, thing, number)
    if older is None:
        raise NotFound("no_revision")
    content = _without_lost_units(session, editor, older)
    before = read_content(session, thing)
    return _replace(session, editor, thing, before, content, "undo_place", restored=number)


def withdraw(session: Session, *, thing_id: UUID, editor: Editor, seen: int, gone: bool) -> int:
    """Take a place of the municipality's own away from the map, or (`gone` is false) show it again.

    Raises StateError for what a register holds: there it is the register that says so.
    """
    thing = _open(session, thing_id, editor, seen)
    if not is_own(thing):
        raise StateError("not_own_place")
    before = read_content(session, thing)
    action = "withdraw_place" if gone else "restore_place"
    return _replace(session, editor, thing, before, replace(before, is_withdrawn=gone), action)


def confirm(session: Session, *, fact_id: UUID, editor: Editor) -> None:
    """Say of one fact that it still holds: it is to be looked at again after its usual time."""
    _must_edit(editor)
    row = session.scalar(
        select(VisitorFact).where(
            VisitorFact.id == fact_id, VisitorFact.municipality_id == editor.municipality_id
        )
    )
    if row is None:
        raise NotFound("no_fact")
    thing_id = row.place_id or row.trail_id
    assert thing_id is not None  # noqa: S101 (a check of the table holds it)
    thing = find_thing(
        session, thing_id=thing_id, municipality_id=editor.municipality_id, for_update=True
    )
    before = read_content(session, thing)
    facts = tuple(
        replace(fact, check_by=default_check_by(fact.topic, editor.today))
        if fact.id == fact_id
        else fact
        for fact in before.facts
    )
    _replace(session, editor, thing, before, replace(before, facts=facts), "confirm_fact")


def _must_edit(editor: Editor) -> None:
    if not may(editor.person, Permission.EDIT_PLACES, editor.municipality_id):
        raise NotAllowed("not_your_role")


def _open(session: Session, thing_id: UUID, editor: Editor, seen: int) -> Thing:
    """The thing, locked: who saves second waits here, and finds another number."""
    _must_edit(editor)
    thing = find_thing(
        session, thing_id=thing_id, municipality_id=editor.municipality_id, for_update=True
    )
    if newest_number(session, thing) != seen:
        raise Conflict("place_changed_meanwhile")
    return thing


def _with_known_ids(content: PlaceContent, before: PlaceContent) -> PlaceContent:
    """A form may name the facts that are there; what is new gets an id of ours."""
    known = {fact.id for fact in before.facts}
    facts = [fact if fact.id in known else replace(fact, id=uuid4()) for fact in content.facts]
    return replace(content, facts=tuple(facts))


def _replace(
    session: Session,
    editor: Editor,
    thing: Thing,
    before: PlaceContent,
    content: PlaceContent,
    action: str,
    **details: int,
) -> int:
    content = _checked(session, editor, content)
    number = newest_number(session, thing)
    if not compare(before, content):
        return number
    if number == 0:
        _remember(session, editor, thing, before, number=0)
    _write(session, thing, content)
    _remember(session, editor, thing, content, number=number + 1, action=action, **details)
    return number + 1


def _checked(session: Session, editor: Editor, content: PlaceContent) -> PlaceContent:
    content = check_content(content, today=editor.today)
    named = {content.unit_id, *(fact.unit_id for fact in content.facts)} - {None}
    if not named <= _unit_ids(session, editor):
        raise InvalidInput("no_unit", field="unit")
    return content


def _unit_ids(session: Session, editor: Editor) -> set[UUID | None]:
    return set(
        session.scalars(select(Unit.id).where(Unit.municipality_id == editor.municipality_id))
    )


def _without_lost_units(session: Session, editor: Editor, content: PlaceContent) -> PlaceContent:
    known = _unit_ids(session, editor)

    def held(unit_id: UUID | None) -> UUID | None:
        return unit_id if unit_id in known else None

    facts = tuple(replace(fact, unit_id=held(fact.unit_id)) for fact in content.facts)
    return replace(content, unit_id=held(content.unit_id), facts=facts)


def _remember(
    session: Session,
    editor: Editor,
    thing: Thing,
    content: PlaceContent,
    *,
    number: int,
    action: str = "",
    **details: int,
) -> None:
    """Write the revision and, but for what was there before anybody changed it, the log's line."""
    session.add(
        Revision(
            municipality_id=editor.municipality_id,
            **_about(thing),
            number=number,
            content=as_json(content),
            actor_id=editor.person.id,
        )
    )
    if action:
        audit.record(
            session,
            action=action,
            subject=noun_of(thing),
            subject_id=thing.id,
            actor_id=editor.person.id,
            municipality_id=editor.municipality_id,
            revision=number,
            **details,
        )


def _about(thing: Thing) -> dict[str, UUID]:
    return {f"{noun_of(thing)}_id": thing.id}


def _write(session: Session, thing: Thing, content: PlaceContent) -> None:
    """Make the rows say what the content says."""
    thing.unit_id = content.unit_id
    if content.own and isinstance(thing, OfficialPlace):
        _write_own(session, thing, content.own)
        thing.withdrawn_at = (thing.withdrawn_at or now()) if content.is_withdrawn else None
    _write_facts(session, thing, content.facts)
    _write_pictures(session, thing, content)


def _write_own(session: Session, place: OfficialPlace, own: OwnPlace) -> None:
    before = read_content(session, place).own
    place.kind, place.name, place.summary = own.kind, own.name, own.summary
    place.accuracy = Accuracy.APPROXIMATE if own.is_approximate else Accuracy.EXACT
    if before is None or before.point != own.point:
        place.geom = point(*own.point)


def _write_facts(session: Session, thing: Thing, facts: tuple[EditedFact, ...]) -> None:
    rows = {row.id: row for row in list_fact_rows(session, thing)}
    for position, fact in enumerate(facts):
        row = rows.pop(fact.id, None)
        if row is None:
            row = VisitorFact(id=fact.id, municipality_id=thing.municipality_id, **_about(thing))
            session.add(row)
        for name in EditedFact.__dataclass_fields__:
            if getattr(row, name) != getattr(fact, name):
                setattr(row, name, getattr(fact, name))
                row.updated_at = now()
        row.position = position
    for row in rows.values():
        session.delete(row)


def _write_pictures(session: Session, thing: Thing, content: PlaceContent) -> None:
    """Words and order; a picture that is not named any more is hidden, one named again is shown."""
    rows: dict[UUID, Picture] = {
        row.id: row for row in list_picture_rows(session, thing, hidden=True)
    }
    for position, picture in enumerate(content.pictures):
        row = rows.pop(picture.id, None)
        if row is None:
            raise InvalidInput("no_picture", field="pictures")
        row.position, row.removed_at = position, None
        row.alt, row.credit, row.licence = picture.alt, picture.credit, picture.licence
    for row in rows.values():
        row.removed_at = row.removed_at or now()
