"""What the editors' desk lists: places and trails, facts to check, units, who changed what."""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from geostories.models import (
    FaultReport,
    OfficialPlace,
    Picture,
    Revision,
    Trail,
    Unit,
    User,
    VisitorFact,
)
from geostories.queries.place_content import OWN_REGISTER, PlaceContent, Thing, from_json, noun_of
from geostories.vocabulary import Accuracy, FactTopic


class Shown(StrEnum):
    """Which of the places and trails an editor wants to see."""

    ALL = ""
    OWN = "egna"
    OVERDUE = "kontroll"
    WITHOUT_PICTURE = "utan-bild"
    APPROXIMATE = "ungefar"
    WITHDRAWN = "borttagna"


@dataclass(frozen=True)
class EditFilter:
    """What is wanted, on which day (local)."""

    municipality_id: UUID
    today: date
    shown: Shown = Shown.ALL
    q: str = ""


@dataclass(frozen=True)
class EditableRow:
    """A place or trail; `kind` a PlaceKind or TrailKind, `overdue` how many facts are to be checked."""

    id: UUID
    noun: str
    kind: str
    name: str
    source: str
    is_own: bool
    is_approximate: bool
    is_withdrawn: bool
    has_picture: bool
    overdue: int


@dataclass(frozen=True)
class OverdueFact:
    """A fact that somebody should have looked at by `check_by`."""

    id: UUID
    topic: FactTopic
    value: dict[str, Any]
    check_by: date
    unit: str
    thing_id: UUID
    name: str


@dataclass(frozen=True)
class UnitInfo:
    """A unit, and how many places, trails, facts and fault reports it answers for."""

    id: UUID
    name: str
    email: str
    used: int


@dataclass(frozen=True)
class RevisionInfo:
    """One saving: who made it (a name, or nothing when the account is gone) and what then stood."""

    number: int
    at: datetime
    who: str
    content: PlaceContent


def _overdue(today: date) -> ColumnElement[bool]:
    return VisitorFact.check_by < today


def _rows_of(model: type[OfficialPlace | Trail], wanted: EditFilter) -> Select[Any]:
    is_trail = model is Trail
    fact_of = VisitorFact.trail_id if is_trail else VisitorFact.place_id
    picture_of = Picture.trail_id if is_trail else Picture.place_id
    overdue = (
        select(func.count())
        .where(fact_of == model.id, _overdue(wanted.today))
        .correlate(model)
        .scalar_subquery()
    )
    return select(
        model.id,
        literal("trail" if is_trail else "place").label("noun"),
        cast(model.kind, String).label("kind"),
        model.name,
        model.source,
        and_(model.register == OWN_REGISTER, literal(not is_trail)).label("is_own"),
        (model.accuracy == Accuracy.APPROXIMATE).label("is_approximate"),
        model.withdrawn_at.is_not(None).label("is_withdrawn"),
        exists()
        .where(picture_of == model.id, Picture.removed_at.is_(None))
        .correlate(model)
        .label("has_picture"),
        overdue.label("overdue"),
    ).where(model.municipality_id == wanted.municipality_id, *_named(model, wanted.q))


def _named(model: type[OfficialPlace | Trail], q: str) -> list[ColumnElement[bool]]:
    return [model.name.icontains(q, autoescape=True)] if q else []


def _editable(wanted: EditFilter) -> Select[Any]:
    rows = union_all(_rows_of(OfficialPlace, wanted), _rows_of(Trail, wanted)).subquery()
    shown = {
        Shown.OWN: rows.c.is_own,
        Shown.OVERDUE: rows.c.overdue > 0,
        Shown.WITHOUT_PICTURE: ~rows.c.has_picture,
        Shown.APPROXIMATE: rows.c.is_approximate,
    }.get(wanted.shown)
    query = select(rows).where(rows.c.is_withdrawn == (wanted.shown is Shown.WITHDRAWN))
    return query if shown is None else query.where(shown)


def list_editable(
    session: Session, *, wanted: EditFilter, limit: int, offset: int = 0
) -> list[EditableRow]:
    """The places and trails that match, by name; in the municipality's scope."""
    query = _editable(wanted)
    by_name = query.selected_columns
    rows = session.execute(query.order_by(by_name.name, by_name.id).limit(limit).offset(offset))
    return [EditableRow(**row) for row in rows.mappings()]


def count_editable(session: Session, *, wanted: EditFilter) -> int:
    """How many match."""
    return session.scalar(select(func.count()).select_from(_editable(wanted).subquery())) or 0


def _overdue_facts(municipality_id: UUID, today: date) -> Select[Any]:
    thing = func.coalesce(OfficialPlace.id, Trail.id)
    return (
        select(
            VisitorFact.id,
            VisitorFact.topic,
            VisitorFact.value,
            VisitorFact.check_by,
            func.coalesce(Unit.name, "").label("unit"),
            thing.label("thing_id"),
            func.coalesce(OfficialPlace.name, Trail.name).label("name"),
        )
        .outerjoin(OfficialPlace, OfficialPlace.id == VisitorFact.place_id)
        .outerjoin(Trail, Trail.id == VisitorFact.trail_id)
        .outerjoin(Unit, Unit.id == VisitorFact.unit_id)
        .where(
            VisitorFact.municipality_id == municipality_id,
            _overdue(today),
            func.coalesce(OfficialPlace.withdrawn_at, Trail.withdrawn_at).is_(None),
        )
    )


def list_overdue(
    session: Session, *, municipality_id: UUID, today: date, limit: int, offset: int = 0
) -> list[OverdueFact]:
    """Facts of places that are shown and past their day, the oldest first."""
    query = _overdue_facts(municipality_id, today)
    ordered = query.order_by(VisitorFact.check_by, VisitorFact.id).limit(limit).offset(offset)
    return [OverdueFact(**row) for row in session.execute(ordered).mappings()]


def count_overdue(session: Session, *, municipality_id: UUID, today: date) -> int:
    """How many there are."""
    query = _overdue_facts(municipality_id, today).subquery()
    return session.scalar(select(func.count()).select_from(query)) or 0


def list_units(session: Session, *, municipality_id: UUID) -> list[UnitInfo]:
    """The municipality's units, by name."""
    used = sum_of_uses()
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.email, used.label("used"))
        .where(Unit.municipality_id == municipality_id)
        .order_by(Unit.name)
    )
    return [UnitInfo(*row) for row in rows]


def sum_of_uses() -> ColumnElement[int]:
    """How many places, trails, facts and fault reports name the unit of the row."""
    counts = [
        select(func.count()).where(model.unit_id == Unit.id).correlate(Unit).scalar_subquery()
        for model in (OfficialPlace, Trail, VisitorFact, FaultReport)
    ]
    return functools.reduce(operator.add, counts)


def list_revisions(session: Session, thing: Thing, *, limit: int) -> list[RevisionInfo]:
    """The latest savings, newest first."""
    about = Revision.trail_id if noun_of(thing) == "trail" else Revision.place_id
    rows = session.execute(
        select(Revision.number, Revision.at, func.coalesce(User.display_name, ""), Revision.content)
        .outerjoin(User, User.id == Revision.actor_id)
        .where(about == thing.id)
        .order_by(Revision.number.desc())
        .limit(limit)
    )
    return [RevisionInfo(number, at, who, from_json(kept)) for number, at, who, kept in rows]
