"""All that an editor can change of a place or a trail, as one thing; and the same as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar
from uuid import UUID

from geoalchemy2 import functions as geo
from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import OfficialPlace, Picture, Revision, Trail, VisitorFact
from geostories.vocabulary import Accuracy, FactTopic, PlaceKind

Noun = Literal["place", "trail"]
Thing = OfficialPlace | Trail
T = TypeVar("T", OfficialPlace, Trail)

OWN_REGISTER = "own"
"""The register of places that a municipality's editors have made themselves."""

_DECIMALS = 6
"""A decimetre; more is noise of the arithmetic."""


@dataclass(frozen=True)
class EditedFact:
    """A visitor fact with who answers for it; `value` as domain/visitor_facts.py has it."""

    id: UUID
    topic: FactTopic
    value: dict[str, Any]
    note: str = ""
    source: str = ""
    source_url: str = ""
    unit_id: UUID | None = None
    measured_by: str = ""
    measured_on: date | None = None
    check_by: date | None = None


@dataclass(frozen=True)
class EditedPicture:
    """A picture that is stored, and what is said of it."""

    id: UUID
    alt: str
    credit: str
    licence: str = ""


@dataclass(frozen=True)
class OwnPlace:
    """What no register says of a place of the municipality's own; `point`: lon, lat in WGS 84."""

    kind: PlaceKind
    name: str
    summary: str
    point: tuple[float, float]
    is_approximate: bool = False


@dataclass(frozen=True)
class PlaceContent:
    """All that an editor can change. `own` is None where a register says what and where it is."""

    unit_id: UUID | None = None
    facts: tuple[EditedFact, ...] = ()
    pictures: tuple[EditedPicture, ...] = ()
    own: OwnPlace | None = None
    is_withdrawn: bool = field(default=False)


_JSON: TypeAdapter[PlaceContent] = TypeAdapter(PlaceContent)


def as_json(content: PlaceContent) -> dict[str, Any]:
    """The content as a revision keeps it."""
    found: dict[str, Any] = _JSON.dump_python(content, mode="json")
    return found


def from_json(kept: dict[str, Any]) -> PlaceContent:
    """The content of a revision."""
    return _JSON.validate_python(kept)


def noun_of(thing: Thing) -> Noun:
    """Which of the two it is."""
    return "trail" if isinstance(thing, Trail) else "place"


def find_thing(
    session: Session, *, thing_id: UUID, municipality_id: UUID, for_update: bool = False
) -> Thing:
    """The place or trail with this id; raises NotFound outside the municipality."""
    found = _find(session, OfficialPlace, thing_id, for_update) or _find(
        session, Trail, thing_id, for_update
    )
    if found is None or found.municipality_id != municipality_id:
        raise NotFound("no_place")
    return found


def _find(session: Session, model: type[T], thing_id: UUID, for_update: bool) -> T | None:
    return session.get(model, thing_id, with_for_update=for_update, populate_existing=for_update)


def read_content(session: Session, thing: Thing) -> PlaceContent:
    """What stands now. Facts by topic, then in the editor's order."""
    return PlaceContent(
        unit_id=thing.unit_id,
        facts=tuple(_fact(row) for row in list_fact_rows(session, thing)),
        pictures=tuple(
            EditedPicture(row.id, row.alt, row.credit, row.licence)
            for row in list_picture_rows(session, thing)
        ),
        own=_own(session, thing),
        is_withdrawn=is_own(thing) and thing.withdrawn_at is not None,
    )


def is_own(thing: Thing) -> bool:
    """Whether the municipality made it itself."""
    return isinstance(thing, OfficialPlace) and thing.register == OWN_REGISTER


def list_fact_rows(session: Session, thing: Thing) -> list[VisitorFact]:
    """The facts' rows, by topic, then in the editor's order."""
    rows = session.scalars(
        select(VisitorFact)
        .where(_hangs_on(VisitorFact, thing))
        .order_by(VisitorFact.position, VisitorFact.id)
    )
    order = {topic: place for place, topic in enumerate(FactTopic)}
    return sorted(rows, key=lambda row: order[row.topic])


def list_picture_rows(session: Session, thing: Thing, *, hidden: bool = False) -> list[Picture]:
    """The pictures' rows, in the editor's order; with `hidden` those taken away too."""
    query = select(Picture).where(_hangs_on(Picture, thing))
    if not hidden:
        query = query.where(Picture.removed_at.is_(None))
    return list(session.scalars(query.order_by(Picture.position, Picture.created_at, Picture.id)))


def newest_number(session: Session, thing: Thing) -> int:
    """The number of the latest revision; 0 when nobody has changed anything yet."""
    found = session.scalar(select(func.max(Revision.number)).where(_hangs_on(Revision, thing)))
    return found or 0


def find_revision(session: Session, thing: Thing, number: int) -> PlaceContent | None:
    """The content after the saving of this number; 0 is how it was before the first."""
    kept = session.scalar(
        select(Revision.content).where(_hangs_on(Revision, thing), Revision.number == number)
    )
    return from_json(kept) if kept is not None else None


def _hangs_on(model: type[VisitorFact | Picture | Revision], thing: Thing) -> Any:
    return (model.trail_id if isinstance(thing, Trail) else model.place_id) == thing.id


def _fact(row: VisitorFact) -> EditedFact:
    return EditedFact(**{name: getattr(row, name) for name in EditedFact.__dataclass_fields__})


def _own(session: Session, thing: Thing) -> OwnPlace | None:
    if not isinstance(thing, OfficialPlace) or not is_own(thing):
        return None
    point = geo.ST_PointOnSurface(OfficialPlace.geom)
    lon, lat = session.execute(
        select(func.ST_X(point), func.ST_Y(point)).where(OfficialPlace.id == thing.id)
    ).one()
    return OwnPlace(
        kind=thing.kind,
        name=thing.name,
        summary=thing.summary,
        point=(round(lon, _DECIMALS), round(lat, _DECIMALS)),
        is_approximate=thing.accuracy is Accuracy.APPROXIMATE,
    )
