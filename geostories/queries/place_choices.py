"""How many places and trails each choice of the list would give, the others being as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session

from geostories.models import VisitorFact
from geostories.queries.access_needs import AccessNeed, meets
from geostories.queries.place_list import (
    LENGTHS,
    TIMES,
    Bounds,
    Wanted,
    facts_of,
    suits,
    things,
    trails,
    within,
)
from geostories.vocabulary import FactTopic


@dataclass(frozen=True)
class Choices:
    """Hits by choice; those without a hit are left out."""

    kinds: Mapping[str, int]
    topics: Mapping[str, int]
    needs: Mapping[str, int]
    lengths: Mapping[str, int]
    times: Mapping[str, int]
    difficulties: Mapping[str, int]


def count_choices(session: Session, *, wanted: Wanted) -> Choices:
    """Of those where one is enough, a choice counts as if nothing else of its kind were chosen."""
    counted: dict[str, dict[str, int]] = {}
    for query in (union_all(_kinds(wanted), *_trail_choices(wanted)), _facts(wanted)):
        for group, choice, number in session.execute(query):
            if choice is not None:
                counted.setdefault(group, {})[choice] = number
    return Choices(**{name: counted.get(name, {}) for name in Choices.__dataclass_fields__})


def _group(name: str, found: Any, choice: Any) -> Select[Any]:
    each = found.subquery()
    return (
        select(literal(name), choice(each.c).label("choice"), func.count())
        .select_from(each)
        .group_by("choice")
    )


def _kinds(wanted: Wanted) -> Select[Any]:
    return _group("kinds", things(replace(wanted, kinds=())), lambda each: each.kind)


def _trail_choices(wanted: Wanted) -> list[Select[Any]]:
    return [
        _group(
            "lengths",
            trails(replace(wanted, lengths=())),
            lambda each: _bounded(each.length_m, LENGTHS),
        ),
        _group(
            "times", trails(replace(wanted, times=())), lambda each: _bounded(each.minutes, TIMES)
        ),
        _group(
            "difficulties",
            trails(replace(wanted, difficulties=())),
            lambda each: each.difficulty,
        ),
    ]


def _bounded(column: Any, choices: Mapping[str, Bounds]) -> ColumnElement[Any]:
    return case(*((within(column, bounds), choice) for choice, bounds in choices.items()))


def _facts(wanted: Wanted) -> Select[Any]:
    """Things by what is said of them; two facts that say the same count once."""
    topic = cast(VisitorFact.topic, String)
    toilet = case((meets(AccessNeed.TOILET), literal(f"needs {AccessNeed.TOILET}")))
    choice = func.unnest(array([_choice(topic), toilet])).label("choice")
    speaks = or_(topic.startswith("facility."), VisitorFact.topic.in_(JUDGED))
    each = union(*(said.where(speaks) for said in facts_of(wanted, choice))).subquery()
    part = func.split_part
    return (
        select(part(each.c.choice, " ", 1), part(each.c.choice, " ", 2), func.count())
        .where(each.c.choice.is_not(None))
        .group_by(each.c.choice)
    )


FITTING = tuple(topic for topic in FactTopic if topic.group == "suits")
JUDGED = (*FITTING, *(topic for topic in FactTopic if topic.group == "access"))
"""Topics whose facts are looked into: a facility is there if it is said."""


def _choice(topic: ColumnElement[str]) -> ColumnElement[Any]:
    """What a row of visitor_fact answers, as `group choice`, or null.

    Facilities come first: they are most, and cost least. An accessible toilet is a facility and
    meets a need: that is asked apart.
    """
    needs = [need for need in AccessNeed if need is not AccessNeed.TOILET]
    return case(
        (topic.startswith("facility."), literal("topics ").concat(topic)),
        *((suits(each), literal(f"topics {each}")) for each in FITTING),
        *((meets(need), literal(f"needs {need}")) for need in needs),
    )
