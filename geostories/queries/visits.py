"""What is known of visits: the salt of a day, and how many came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import case, func, literal, select, text
from sqlalchemy.orm import Session

from geostories.models import OfficialPlace, Story, Theme, Trail, VisitCount

_BEGIN = text("""
    SELECT set_config('synchronous_commit', 'off', true), set_config('lock_timeout', '500ms', true),
           set_config('statement_timeout', '2s', true),
           (SELECT salt FROM day_salt WHERE day = :day) AS salt
""")


def begin_counting(session: Session, *, day: date) -> bytes | None:
    """The day's salt, None before its first visit. The transaction waits for nobody from here on.

    It gives up on a lock after half a second, and is told done before the disk has it: a visit
    lost with the power is no harm, a page that waits for its counting is.
    """
    row = session.execute(_BEGIN, {"day": day}).one()
    return cast("bytes | None", row.salt)


def find_salt(session: Session, *, day: date) -> bytes | None:
    """The day's salt, whoever has made it."""
    query = text("SELECT salt FROM day_salt WHERE day = :day")
    return cast("bytes | None", session.scalar(query, {"day": day}))


@dataclass(frozen=True)
class Week:
    """One week's visits within a period, from its Monday on; `uniques` are the days' together."""

    monday: date
    visits: int
    uniques: int


@dataclass(frozen=True)
class Visited:
    """A thing that is still to be seen, and its visits; `word` is what a theme's address has."""

    noun: str
    id: UUID
    word: str
    title: str
    visits: int
    uniques: int


_WEEKS = text("""
    SELECT monday::date, coalesce(sum(visits), 0)::int, coalesce(sum(uniques), 0)::int
    FROM generate_series(date_trunc('week', CAST(:first AS timestamp)), CAST(:last AS timestamp),
                         interval '1 week') AS monday
    LEFT JOIN visit_count v ON v.municipality_id = :here AND v.day BETWEEN :first AND :last
        AND v.day >= monday::date AND v.day < monday::date + 7
        AND num_nonnulls(story_id, place_id, trail_id, theme_id) = 0
    GROUP BY monday ORDER BY monday
""")


def list_weeks_visited(
    session: Session, *, municipality_id: UUID, first: date, last: date
) -> list[Week]:
    """The municipality's visits week by week, days outside the period left out; oldest first."""
    given = {"here": municipality_id, "first": first, "last": last}
    return [Week(*row) for row in session.execute(_WEEKS, given)]


def count_visits(session: Session, *, municipality_id: UUID, first: date, last: date) -> int:
    """The municipality's visits in a period, both days counted."""
    return (
        session.scalar(
            select(func.coalesce(func.sum(VisitCount.visits), 0)).where(
                VisitCount.municipality_id == municipality_id,
                VisitCount.day.between(first, last),
                _OF_NOTHING,
            )
        )
        or 0
    )


def find_first_day(session: Session, *, municipality_id: UUID) -> date | None:
    """The first day that anybody was counted; None where nobody was."""
    query = select(func.min(VisitCount.day)).where(VisitCount.municipality_id == municipality_id)
    return session.scalar(query)


_THINGS: dict[str, tuple[Any, Any, Any, Any, Any]] = {
    "story": (VisitCount.story_id, Story.id, literal(""), Story.title, Story.status == "published"),
    "place": (
        VisitCount.place_id, OfficialPlace.id, literal(""), OfficialPlace.name,
        OfficialPlace.withdrawn_at.is_(None),
    ),
    "trail": (
        VisitCount.trail_id, Trail.id, literal(""), Trail.name, Trail.withdrawn_at.is_(None)
    ),
    "theme": (VisitCount.theme_id, Theme.id, Theme.slug, Theme.question, Theme.is_published),
}  # fmt: skip
_OF_NOTHING = (
    func.num_nonnulls(
        VisitCount.story_id, VisitCount.place_id, VisitCount.trail_id, VisitCount.theme_id
    )
    == 0
)


def list_visited(
    session: Session,
    *,
    noun: str,
    municipality_id: UUID,
    first: date,
    last: date,
    smallest: int,
    limit: int,
) -> list[Visited]:
    """The things of a noun with most visits, most first; those with fewer than `smallest` by name.

    Their order would tell which of them had more.
    """
    of, thing_id, word, title, is_shown = _THINGS[noun]
    visits, uniques = func.sum(VisitCount.visits), func.sum(VisitCount.uniques)
    rows = session.execute(
        select(thing_id, word, title, visits, uniques)
        .join(VisitCount, of == thing_id)
        .where(
            VisitCount.municipality_id == municipality_id,
            VisitCount.day.between(first, last),
            is_shown,
        )
        .group_by(thing_id, word, title)
        .order_by(case((visits >= smallest, visits), else_=0).desc(), title, thing_id)
        .limit(limit)
    )
    return [Visited(noun, *row) for row in rows]
