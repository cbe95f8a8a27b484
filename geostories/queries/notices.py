"""Notices, and what they mark. One rule for cards, pages, map, API and the editors' preview."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from geoalchemy2 import functions as geo
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from geostories.errors import NotFound
from geostories.geo.srid import SWEREF99_TM
from geostories.models import Notice, OfficialPlace, Story, Trail
from geostories.vocabulary import NoticeKind, PlaceKind, StoryStatus

Noun = Literal["place", "trail", "story"]
NOUNS: tuple[Noun, ...] = ("trail", "place", "story")


@dataclass(frozen=True)
class NoticeInfo:
    """A notice as it stands at the moment `at`. `lon`, `lat`: its point in WGS 84, if it has one."""

    at: datetime
    id: UUID
    kind: NoticeKind
    title: str
    text: str
    reason: str
    source_url: str
    starts_at: datetime
    ends_at: datetime | None
    revoked_at: datetime | None
    place_id: UUID | None
    trail_id: UUID | None
    reach_m: int
    lon: float | None
    lat: float | None
    name: str | None

    @property
    def is_active(self) -> bool:
        """Whether it holds at `at`."""
        return self.starts_at <= self.at and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether it has ended, by its date or because it was taken back."""
        return self.revoked_at is not None or (self.ends_at is not None and self.ends_at <= self.at)


@dataclass(frozen=True)
class Marked:
    """What one notice marks: names by noun, each in order."""

    names: dict[Noun, list[str]]


Place, Line = aliased(OfficialPlace), aliased(Trail)
"""What a notice names, beside what it marks."""

_SHAPE = func.coalesce(
    Notice.geom_3006,
    Place.geom_3006,
    Line.geom_3006,
    geo.ST_Transform(Line.start_geom, SWEREF99_TM),
)
_COLUMNS = (
    Notice.id,
    Notice.kind,
    Notice.title,
    Notice.text,
    Notice.reason,
    Notice.source_url,
    Notice.starts_at,
    Notice.ends_at,
    Notice.revoked_at,
    Notice.place_id,
    Notice.trail_id,
    Notice.reach_m,
    func.ST_X(geo.ST_PointOnSurface(Notice.geom)).label("lon"),
    func.ST_Y(geo.ST_PointOnSurface(Notice.geom)).label("lat"),
    func.coalesce(Place.name, Line.name).label("name"),
)


def _notices(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Notice)
        .outerjoin(Place, Place.id == Notice.place_id)
        .outerjoin(Line, Line.id == Notice.trail_id)
    )


def _info(row: Row[Any], at: datetime) -> NoticeInfo:
    return NoticeInfo(at=at, **{column.key: row._mapping[column.key] for column in _COLUMNS})


def _holds(at: datetime) -> ColumnElement[bool]:
    return and_(
        Notice.revoked_at.is_(None),
        Notice.starts_at <= at,
        or_(Notice.ends_at.is_(None), Notice.ends_at > at),
    )


MOST_PAIRS = 5_000_000
"""Corners of the one shape times corners of the other; their distance is measured pair by pair,
and these take 0.1 s. Larger ones are marked by the box around them."""


def _within_reach(shape: Any) -> ColumnElement[bool]:
    pairs = func.ST_NPoints(_SHAPE).cast(BigInteger) * func.ST_NPoints(shape)
    return case(
        (pairs <= MOST_PAIRS, geo.ST_DWithin(_SHAPE, shape, Notice.reach_m)),
        else_=geo.ST_Intersects(_SHAPE, func.ST_Expand(shape, Notice.reach_m)),
    )


@dataclass(frozen=True)
class _Marks:
    """A noun's table, how it joins to the notices, and which of its rows people see."""

    model: type[OfficialPlace] | type[Trail] | type[Story]
    geom: Any
    names: ColumnElement[bool] | None
    whole: ColumnElement[bool]
    shown: ColumnElement[bool]
    label: Any

    def joined(self) -> ColumnElement[bool]:
        """Named by the notice, within its reach, or in the municipality that it is about."""
        nowhere = and_(Notice.geom.is_(None), Notice.place_id.is_(None), Notice.trail_id.is_(None))
        ways = [
            and_(nowhere, self.model.municipality_id == Notice.municipality_id, self.whole),
            # The box first: most things are far from most notices.
            and_(
                self.geom.op("&&")(func.ST_Expand(_SHAPE, Notice.reach_m)),
                _within_reach(self.geom),
            ),
        ]
        return or_(*ways) if self.names is None else or_(self.names, *ways)


_NOT_BATHING = Notice.kind != NoticeKind.BATHING_ADVICE
"""Advice against bathing in the whole municipality is about its bathing places alone."""

_MARKS: dict[Noun, _Marks] = {
    "place": _Marks(
        OfficialPlace,
        OfficialPlace.geom_3006,
        Notice.place_id == OfficialPlace.id,
        or_(_NOT_BATHING, OfficialPlace.kind == PlaceKind.BATHING_PLACE),
        and_(OfficialPlace.withdrawn_at.is_(None), OfficialPlace.in_force),
        OfficialPlace.name,
    ),
    "trail": _Marks(
        Trail,
        func.coalesce(Trail.geom_3006, geo.ST_Transform(Trail.start_geom, SWEREF99_TM)),
        Notice.trail_id == Trail.id,
        _NOT_BATHING,
        Trail.withdrawn_at.is_(None),
        Trail.name,
    ),
    "story": _Marks(
        Story,
        Story.public_geom_3006,
        None,
        _NOT_BATHING,
        Story.status == StoryStatus.PUBLISHED,
        Story.title,
    ),
}
"""A story lies where everybody sees it: its exact point is not looked at."""


def _marking(noun: Noun, ids: Iterable[UUID], at: datetime) -> Select[Any]:
    marks = _MARKS[noun]
    return (
        _notices(marks.model.id.label("thing_id"), *_COLUMNS)
        .join(marks.model, marks.joined())
        .where(_holds(at), marks.model.id.in_(list(ids)))
    )


def notices_of(
    session: Session, *, noun: Noun, ids: Iterable[UUID], at: datetime
) -> dict[UUID, list[NoticeInfo]]:
    """What holds at `at` for each of these things, the most urgent first; others are left out."""
    return _gather(session, _marking(noun, ids, at), at)


def notices_of_any(
    session: Session, *, ids: Iterable[UUID], at: datetime
) -> dict[UUID, list[NoticeInfo]]:
    """The same for things of any noun, in one question."""
    wanted = list(ids)
    found = union_all(*(_marking(noun, wanted, at) for noun in NOUNS)).subquery()
    return _gather(session, select(found), at)


def _gather(session: Session, query: Select[Any], at: datetime) -> dict[UUID, list[NoticeInfo]]:
    found: dict[UUID, list[NoticeInfo]] = defaultdict(list)
    for row in session.execute(query):
        found[row.thing_id].append(_info(row, at))
    return {thing: sorted(notices, key=_urgency) for thing, notices in found.items()}


def _urgency(notice: NoticeInfo) -> tuple[int, datetime, UUID]:
    order = (NoticeKind.FIRE_BAN, NoticeKind.CLOSURE, NoticeKind.BATHING_ADVICE, NoticeKind.NEWS)
    return order.index(notice.kind), notice.starts_at, notice.id


def list_notices(
    session: Session, *, municipality_id: UUID, at: datetime, limit: int
) -> list[NoticeInfo]:
    """The newest of a municipality, ended ones too, by when they begin."""
    query = (
        _notices(*_COLUMNS)
        .where(Notice.municipality_id == municipality_id)
        .order_by(Notice.starts_at.desc(), Notice.id)
        .limit(limit)
    )
    return [_info(row, at) for row in session.execute(query)]


def get_notice(
    session: Session, *, notice_id: UUID, municipality_id: UUID, at: datetime
) -> NoticeInfo:
    """One notice of the municipality; raises NotFound."""
    row = session.execute(
        _notices(*_COLUMNS).where(Notice.id == notice_id, Notice.municipality_id == municipality_id)
    ).one_or_none()
    if row is None:
        raise NotFound("no_notice")
    return _info(row, at)


def list_marked(session: Session, *, notice_id: UUID) -> Marked:
    """What a notice marks while it holds, of all that people see; names in order."""
    return Marked({noun: _names(session, noun, notice_id) for noun in NOUNS})


def _names(session: Session, noun: Noun, notice_id: UUID) -> list[str]:
    marks = _MARKS[noun]
    query = (
        _notices(marks.label)
        .join(marks.model, marks.joined())
        .where(Notice.id == notice_id, marks.shown)
        .order_by(marks.label, marks.model.id)
    )
    return list(session.scalars(query))


@dataclass(frozen=True)
class Nameable:
    """A place or trail that a notice can name; `kind` of places alone."""

    id: UUID
    noun: Noun
    name: str
    kind: PlaceKind | None


def list_nameable(session: Session, *, municipality_id: UUID) -> list[Nameable]:
    """The municipality's trails and places that people see, trails first, by name."""
    found: list[Nameable] = []
    nouns: tuple[Noun, ...] = ("trail", "place")
    for noun in nouns:
        model, shown = _MARKS[noun].model, _MARKS[noun].shown
        kind = OfficialPlace.kind if noun == "place" else null()
        query = (
            select(model.id, _MARKS[noun].label, kind)
            .where(model.municipality_id == municipality_id, shown)
            .order_by(_MARKS[noun].label, model.id)
        )
        found += [Nameable(row[0], noun, row[1], row[2]) for row in session.execute(query)]
    return found
