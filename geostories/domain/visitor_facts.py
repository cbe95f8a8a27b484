"""What a visitor fact may say: one form of value a topic, and how long it holds without a look."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from geostories.errors import InvalidInput
from geostories.vocabulary import FactTopic

LINE_LENGTH = 200
"""A line on the place's page: "20 platser, varav 2 för rörelsehindrade"."""
TEXT_LENGTH = 4_000
"""A page of prose; regulations that are longer are linked as a document."""
URL_LENGTH = 2_000
"""What every browser takes."""
MOST_RULES_OF_HOURS = 60
"""A week, and exceptions for some years."""

Day = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LINE_LENGTH)]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LINE_LENGTH)
]
Prose = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LENGTH)
]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


def _check_day_of_year(text: str) -> str:
    try:
        date.fromisoformat(f"2000-{text}" if re.fullmatch("[0-9]{2}-[0-9]{2}", text) else "")
    except ValueError:
        raise PydanticCustomError("fact_bad_day", "bad day") from None
    return text


DayOfYear = Annotated[str, AfterValidator(_check_day_of_year)]
"""`MM-DD`; 02-29 is one."""


def _check_address(text: str) -> str:
    if not text.startswith(("https://", "http://")) or len(text.split()) != 1:
        raise PydanticCustomError("fact_bad_address", "bad address")
    return text


Address = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=URL_LENGTH),
    AfterValidator(_check_address),
]


class Form(BaseModel):
    """A value with exactly these fields."""

    model_config = ConfigDict(extra="forbid")


class There(Form):
    """A facility; without words it is simply there."""

    text: Line = ""


class Width(Form):
    """Of the path at its narrowest."""

    cm: int = Field(ge=20, le=2_000)


class Slope(Form):
    """The steepest part."""

    percent: float = Field(ge=0, le=100)


class Surface(Form):
    """What one walks or rolls on."""

    text: Words


class Distance(Form):
    """How far it is."""

    metres: int = Field(ge=0, le=100_000)


class Steps(Form):
    """How many there are on the way."""

    count: int = Field(ge=0, le=10_000)


class Level(Form):
    """Whether one gets in without steps."""

    ok: bool


class Suits(Form):
    """Whether it suits; for dogs `partly` is on a leash."""

    answer: Literal["yes", "partly", "no"]


class Season(Form):
    """Part of every year, both days counted; an end before its start lies in the next year."""

    start: DayOfYear
    end: DayOfYear


class Hours(Form):
    """One OpeningHoursSpecification of schema.org, in local time.

    With `validFrom` and `validThrough` it is an exception and wins over the week; an exception
    without `opens` and `closes` is closed all day, one without `dayOfWeek` holds every day.
    """

    dayOfWeek: list[Day] = Field(default=[], max_length=7)  # noqa: N815 (the standard's names)
    opens: Clock | None = None
    closes: Clock | None = None
    validFrom: date | None = None  # noqa: N815
    validThrough: date | None = None  # noqa: N815

    @model_validator(mode="after")
    def _is_whole(self) -> Hours:
        if (self.validFrom is None) != (self.validThrough is None):
            raise PydanticCustomError("fact_half_a_period", "half a period")
        if self.validFrom and self.validThrough and self.validThrough < self.validFrom:
            raise PydanticCustomError("fact_ends_before_start", "ends before start")
        if (self.opens is None) != (self.closes is None):
            raise PydanticCustomError("fact_half_open", "half open")
        if self.opens and self.closes and self.closes <= self.opens:
            raise PydanticCustomError("fact_closes_first", "closes first")
        if self.validFrom is None and (not self.dayOfWeek or self.opens is None):
            raise PydanticCustomError("fact_no_weekday", "no weekday")
        return self


class OpeningHours(Form):
    """The week, and its exceptions."""

    hours: list[Hours] = Field(min_length=1, max_length=MOST_RULES_OF_HOURS)


class Reach(Form):
    """How one gets here, and how far it is to walk from there."""

    text: Words
    metres: int | None = Field(default=None, ge=0, le=100_000)


class Prosaic(Form):
    """A rule, or the introduction, in the municipality's words."""

    text: Prose


class AccessBan(Season):
    """Days of every year when nobody may go in, and where or why."""

    text: Prose


class Document(Form):
    """Something to read elsewhere."""

    title: Words
    url: Address


FORMS: dict[FactTopic, type[Form]] = {
    **{topic: There for topic in FactTopic if topic.group == "facility"},
    **{topic: Suits for topic in FactTopic if topic.group == "suits"},
    **{topic: Reach for topic in FactTopic if topic.group == "reach"},
    FactTopic.PATH_WIDTH: Width,
    FactTopic.SLOPE: Slope,
    FactTopic.SURFACE: Surface,
    FactTopic.BENCH_SPACING: Distance,
    FactTopic.NEAREST_ACCESSIBLE_TOILET: Distance,
    FactTopic.STEPS: Steps,
    FactTopic.LEVEL_ACCESS: Level,
    FactTopic.SEASON: Season,
    FactTopic.OPENING_HOURS: OpeningHours,
    FactTopic.RULE: Prosaic,
    FactTopic.ACCESS_BAN: AccessBan,
    FactTopic.DOCUMENT: Document,
    FactTopic.INTRODUCTION: Prosaic,
}

MANY = frozenset(
    {
        FactTopic.RULE,
        FactTopic.ACCESS_BAN,
        FactTopic.DOCUMENT,
        FactTopic.BY_BUS,
        FactTopic.BY_CAR,
        FactTopic.BY_BICYCLE,
    }
)
"""There can be several of these at one place; of all others one."""

MEASURED = frozenset(topic for topic in FactTopic if topic.group == "access")
"""These say who measured and when."""

MONTHS = {
    "facility": 12,
    "access": 24,
    "suits": 24,
    "when": 12,
    "reach": 12,
    "rules": 12,
    "about": 24,
}
"""How long a fact holds before somebody looks again: timetables and hours change every year."""


def parse(topic: FactTopic, value: dict[str, Any]) -> Form:
    """The value as its form; raises InvalidInput, `field` naming the part (`hours.0.opens`)."""
    try:
        return FORMS[topic].model_validate(value)
    except ValidationError as error:
        raise _refusal(error.errors(include_url=False)[0]) from None


def validate(topic: FactTopic, value: dict[str, Any]) -> dict[str, Any]:
    """The value as it is stored: plain JSON, blanks around words gone, empty parts left out.

    Raises InvalidInput, `field` naming the part (`hours.0.opens`).
    """
    found = parse(topic, value).model_dump(mode="json", exclude_none=True)
    if topic.group == "reach":
        found.setdefault("metres", None)
    for hours in found.get("hours", []):
        if not hours["dayOfWeek"]:
            del hours["dayOfWeek"]
    return found


def default_check_by(topic: FactTopic, today: date) -> date:
    """When somebody has to look again, if nobody says otherwise."""
    months = today.month - 1 + MONTHS[topic.group]
    # the first of the month after: there is no 31 February, and nobody counts days
    return date(today.year + (months + 1) // 12, (months + 1) % 12 + 1, 1)


SENTENCE_OF = {
    "missing": "fact_missing",
    "string_too_short": "fact_missing",
    "too_short": "fact_missing",
    "string_too_long": "fact_too_long",
    "greater_than_equal": "fact_too_small",
    "less_than_equal": "fact_too_large",
    "string_pattern_mismatch": "fact_bad_clock",
    "literal_error": "fact_no_choice",
    "date_from_datetime_parsing": "bad_day",
    "date_parsing": "bad_day",
}
LIMIT_OF = {"fact_too_long": "max_length", "fact_too_small": "ge", "fact_too_large": "le"}


def _refusal(error: ErrorDetails) -> InvalidInput:
    kind = error["type"]
    code = kind if kind.startswith("fact_") else SENTENCE_OF.get(kind, _of_number(kind))
    limit = {"limit": error["ctx"][LIMIT_OF[code]]} if code in LIMIT_OF else {}
    return InvalidInput(code, field=".".join(map(str, error["loc"])), **limit)


def _of_number(kind: str) -> str:
    return "fact_no_number" if kind.startswith(("int_", "float_")) else "fact_unreadable"
