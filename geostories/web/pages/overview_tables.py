"""What *Översikt* shows, gathered once: page, charts and files say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for

from geostories.domain import periods, small_numbers
from geostories.domain.periods import Period
from geostories.domain.small_numbers import Told
from geostories.domain.transaction import reading
from geostories.queries import visits as counted
from geostories.queries.open_figures import list_figures
from geostories.queries.overview import Within, list_areas, list_weeks, list_within
from geostories.queries.visits import Visited
from geostories.web import cards
from geostories.web.guards import settings
from geostories.web.municipality import current, scope
from geostories.wording import overview as saying

if TYPE_CHECKING:
    from geostories.domain.transaction import Session

MOST = 10
"""Lines in a table of the most visited."""
NOUNS = ("story", "place", "trail", "theme")
Cell = int | str


@dataclass(frozen=True)
class Line:
    """One thing's visits. `share` is that of the most visited in percent, 0 where it is not told."""

    title: str
    url: str
    visits: Cell
    uniques: Cell
    share: float


@dataclass(frozen=True)
class Sums:
    """A period in single numbers, as queries.open_figures counts them."""

    visits: int
    received: int
    published: int
    median: float | None
    reviews: int
    changed: int


@dataclass(frozen=True)
class Overview:
    """Everything but the layers. `weeks` are Mondays with visits and unique ones, as they are told."""

    period: Period
    since: date | None
    now: Sums
    before: Sums
    visits: Told
    uniques: Told
    weeks: list[tuple[date, Told, Told]]
    visited: dict[str, list[Line]]
    came: list[tuple[date, int]]
    areas: list[tuple[str, int]]
    within: list[Within]

    def words(self, told: Told) -> Cell:
        """A number, or what stands for it."""
        return saying.told(told, smallest=settings().smallest_count)

    @property
    def can_compare_visits(self) -> bool:
        """Whether the period before was counted from its first day, and has something to compare."""
        first = periods.before(self.period).first
        smallest = settings().smallest_count
        is_whole = self.since is not None and self.since <= first
        return is_whole and self.visits.count is not None and self.before.visits >= smallest


def gather(period: Period) -> Overview:
    """Read it all, in the municipality's scope."""
    asked = _asked(period)
    here, smallest = current().id, settings().smallest_count
    days: dict[str, Any] = {
        "municipality_id": here,
        "first": period.first,
        "last": period.last,
    }
    with reading(scope()) as session:
        weeks = counted.list_weeks_visited(session, **days)
        visited = {
            noun: _lines(
                counted.list_visited(session, noun=noun, smallest=smallest, limit=MOST, **days)
            )
            for noun in NOUNS
        }
        visits, uniques = (
            small_numbers.tell_with_sum(counts, smallest=smallest)
            for counts in ([each.visits for each in weeks], [each.uniques for each in weeks])
        )
        return Overview(
            period=period,
            since=counted.find_first_day(session, municipality_id=here),
            now=_sums(session, period),
            before=_sums(session, periods.before(period)),
            visits=visits[0],
            uniques=uniques[0],
            weeks=list(zip([each.monday for each in weeks], visits[1], uniques[1], strict=True)),
            visited=visited,
            came=list_weeks(session, **asked),
            areas=list_areas(session, **asked),
            within=list_within(session, **asked),
        )


def _asked(period: Period) -> dict[str, Any]:
    return {"municipality_id": current().id, "since": period.since, "until": period.until}


def _sums(session: Session, period: Period) -> Sums:
    figures = {
        (each.topic, each.word): each.value for each in list_figures(session, **_asked(period))
    }

    def total(topic: str) -> int:
        return int(sum(value for (each, _word), value in figures.items() if each == topic))

    return Sums(
        visits=counted.count_visits(
            session, municipality_id=current().id, first=period.first, last=period.last
        ),
        received=total("received"),
        published=int(figures.get(("published", "story"), 0)),
        median=figures.get(("hours", "median")),
        reviews=total("reviews"),
        changed=int(figures.get(("review_outcomes", "reversed"), 0)),
    )


def _lines(found: list[Visited]) -> list[Line]:
    smallest = settings().smallest_count
    most = max((each.visits for each in found), default=0)
    lines = []
    for each in found:
        visits, uniques = (
            small_numbers.tell(number, smallest=smallest) for number in (each.visits, each.uniques)
        )
        lines.append(
            Line(
                title=each.title,
                url=_url(each),
                visits=saying.told(visits, smallest=smallest),
                uniques=saying.told(uniques, smallest=smallest),
                share=round(100 * visits.count / most, 1) if visits.count else 0,
            )
        )
    return lines


def _url(thing: Visited) -> str:
    if thing.noun == "theme":
        return url_for("themes.show", municipality=current().slug, word=thing.word)
    address = cards.story_url if thing.noun == "story" else cards.place_url
    return address(current().slug, thing.id)
