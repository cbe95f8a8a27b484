"""What the editors' pages share: the blueprint, who edits, and the place that is edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from flask import Blueprint, request, url_for
from flask_babel import to_user_timezone

from geostories import public_id
from geostories.domain.place_editing import Editor
from geostories.domain.transaction import reading
from geostories.queries import places, trails
from geostories.queries.place_content import (
    PlaceContent,
    find_thing,
    newest_number,
    noun_of,
    read_content,
)
from geostories.queries.place_editing import RevisionInfo, UnitInfo, list_revisions, list_units
from geostories.queries.places import PlaceInfo
from geostories.queries.trails import TrailInfo
from geostories.web.forms.facts import Defaults
from geostories.web.guards import current_person
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality, scope

blueprint = of_municipality(Blueprint("place_editing", __name__))


@dataclass(frozen=True)
class Edited:
    """A place or trail as it stands: what its register says, and what editors can change.

    `last` is the latest saving, if there is one.
    """

    id: UUID
    noun: str
    number: int
    content: PlaceContent
    info: PlaceInfo | TrailInfo
    units: list[UnitInfo]
    last: RevisionInfo | None

    @property
    def unit_names(self) -> dict[UUID, str]:
        """The units by id."""
        return {unit.id: unit.name for unit in self.units}


def today() -> date:
    """The day in Sweden."""
    return to_user_timezone(datetime.now(UTC)).date()


def editor() -> Editor:
    """The person who asks, as an editor here."""
    return Editor(current_person(), current().id, today())


def load(place: str) -> Edited:
    """The place or trail with this id in the address; raises NotFound outside the municipality."""
    thing_id = read_id(place, "no_place")
    with reading(scope()) as session:
        thing = find_thing(session, thing_id=thing_id, municipality_id=current().id)
        noun = noun_of(thing)
        info = (places.get_place if noun == "place" else trails.get_trail)(session, thing_id)
        return Edited(
            id=thing_id,
            noun=noun,
            number=newest_number(session, thing),
            content=read_content(session, thing),
            info=info,
            units=list_units(session, municipality_id=current().id),
            last=next(iter(list_revisions(session, thing, limit=1)), None),
        )


def defaults_for(edited: Edited) -> Defaults:
    """What a new fact of this place says of itself."""
    return Defaults(current().name, edited.content.unit_id, today())


def edit_url(thing_id: UUID, **more: str) -> str:
    """The address of a place's editing page."""
    return url_for(
        "place_editing.edit",
        municipality=current().slug,
        place=public_id.encode(thing_id),
        **more,  # type: ignore[arg-type]
    )


def sent_number(name: str) -> int:
    """A revision's number in the form; -1, which no place has, when it is none."""
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1
