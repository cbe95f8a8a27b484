"""What a visitor may need of the ground, as limits on what was measured."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, Float, and_, cast, or_

from geostories.models import VisitorFact
from geostories.vocabulary import FactTopic

WIDE_CM = 120
"""A wheelchair passes with somebody walking beside it."""

GENTLE_PERCENT = 5.0
"""1:20: what most people roll up by themselves."""

BENCHES_M = 250
"""As far as many walk without a rest."""

TOILET_M = 500
"""There and back within a quarter of an hour."""


class AccessNeed(StrEnum):
    """One limit that a list can be narrowed to."""

    WIDE = "wide"
    GENTLE = "gentle"
    NO_STEPS = "no_steps"
    BENCHES = "benches"
    TOILET = "toilet"


def _number(part: str) -> ColumnElement[float]:
    return cast(VisitorFact.value[part].as_string(), Float)


def _measured(topic: FactTopic, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(VisitorFact.topic == topic, condition)


def meets(need: AccessNeed) -> ColumnElement[bool]:
    """Whether a row of visitor_fact says that the need is met."""
    match need:
        case AccessNeed.WIDE:
            return _measured(FactTopic.PATH_WIDTH, _number("cm") >= WIDE_CM)
        case AccessNeed.GENTLE:
            return _measured(FactTopic.SLOPE, _number("percent") <= GENTLE_PERCENT)
        case AccessNeed.NO_STEPS:
            return or_(
                _measured(FactTopic.STEPS, _number("count") == 0),
                _measured(FactTopic.LEVEL_ACCESS, VisitorFact.value["ok"].as_boolean()),
            )
        case AccessNeed.BENCHES:
            return _measured(FactTopic.BENCH_SPACING, _number("metres") <= BENCHES_M)
        case AccessNeed.TOILET:
            return or_(
                VisitorFact.topic == FactTopic.ACCESSIBLE_TOILET,
                _measured(FactTopic.NEAREST_ACCESSIBLE_TOILET, _number("metres") <= TOILET_M),
            )
