"""The facts in an editor's form: what was typed, row by row, and the fact that it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from werkzeug.datastructures import MultiDict

from geostories import public_id
from geostories.domain.place_changes import fact_key
from geostories.domain.place_checks import check_fact
from geostories.domain.visitor_facts import MANY, MEASURED, default_check_by
from geostories.errors import InvalidInput
from geostories.queries.place_content import EditedFact
from geostories.vocabulary import FactTopic
from geostories.web.forms.base import one_line, unix_lines
from geostories.wording.errors import say

ROWS = "fact"
"""The form's field that names the rows, once each."""
ADDED = "add"
"""The form's field with topics ticked to be added."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS_NAMES = {"from": "validFrom", "through": "validThrough", "opens": "opens", "closes": "closes"}

ALWAYS_THERE = frozenset(
    {
        FactTopic.INTRODUCTION,
        FactTopic.DOG,
        FactTopic.CHILD,
        FactTopic.PRAM,
        FactTopic.WHEELCHAIR,
    }
)
"""These stand in every form; left empty they say nothing."""

ORDER = {topic: place for place, topic in enumerate(FactTopic)} | {FactTopic.INTRODUCTION: -1}
"""How the rows stand below each other."""

META = ("note", "source", "source_url", "unit", "measured_by", "measured_on", "check_by")


class Part(NamedTuple):
    """A part of a value: how it is asked for, and what stands after it (cm, %, m)."""

    name: str
    kind: str
    unit: str = ""


def parts_of(topic: FactTopic) -> list[Part]:
    """What is asked for a topic; kinds: text, prose, number, answer, truth, day, hours, url."""
    if topic.group == "suits":
        return [Part("answer", "answer")]
    if topic.group == "reach":
        return [Part("text", "text"), Part("metres", "number", "m")]
    return {
        FactTopic.PATH_WIDTH: [Part("cm", "number", "cm")],
        FactTopic.SLOPE: [Part("percent", "number", "%")],
        FactTopic.BENCH_SPACING: [Part("metres", "number", "m")],
        FactTopic.NEAREST_ACCESSIBLE_TOILET: [Part("metres", "number", "m")],
        FactTopic.STEPS: [Part("count", "number")],
        FactTopic.LEVEL_ACCESS: [Part("ok", "truth")],
        FactTopic.SEASON: [Part("start", "day"), Part("end", "day")],
        FactTopic.OPENING_HOURS: [Part("hours", "hours")],
        FactTopic.RULE: [Part("text", "prose")],
        FactTopic.ACCESS_BAN: [Part("start", "day"), Part("end", "day"), Part("text", "prose")],
        FactTopic.DOCUMENT: [Part("title", "text"), Part("url", "url")],
        FactTopic.INTRODUCTION: [Part("text", "prose")],
    }.get(topic, [Part("text", "text")])


@dataclass(frozen=True)
class Defaults:
    """What a new fact says of itself until somebody says otherwise."""

    source: str
    unit_id: UUID | None
    today: date


@dataclass
class FactRow:
    """One fact as typed: `typed` by the name of the part, `hours` one dictionary a line."""

    topic: FactTopic
    id: UUID
    typed: dict[str, str] = field(default_factory=dict)
    hours: list[dict[str, Any]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    is_new: bool = False
    clash: str = ""

    @property
    def key(self) -> str:
        """Begins the names of the row's fields, and is its id in the page."""
        plain = self.topic.value.replace(".", "-")
        return f"{plain}-{public_id.encode(self.id)}" if self.topic in MANY else plain

    @property
    def change_key(self) -> str:
        """How domain/place_changes.py names the fact."""
        return fact_key(EditedFact(self.id, self.topic, {}))

    @property
    def parts(self) -> list[Part]:
        """What is asked for."""
        return parts_of(self.topic)

    def day_of_year(self, name: str) -> tuple[str, str]:
        """Month (`04`) and day (`1`) as typed."""
        month, _dash, day = self.typed.get(name, "").partition("-")
        return month, day.removeprefix("0")

    @property
    def is_measured(self) -> bool:
        """Whether it is asked who measured, and when."""
        return self.topic in MEASURED

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the value was typed; a facility needs no words."""
        said = [self.typed.get(part.name, "") for part in self.parts]
        return self.topic.group != "facility" and not any(said) and not any(map(_says, self.hours))

    def is_late(self, today: date) -> bool:
        """Whether somebody should have looked before today."""
        due = self.typed.get("check_by", "")
        return bool(due) and due < today.isoformat()

    def read(self, *, today: date) -> EditedFact | None:
        """The fact; None when it was taken away or never filled in. Errors stay in the row."""
        if self.typed.get("remove") or (self.is_empty and self._may_be_empty()):
            return None
        if self.typed.get("looked"):
            self.typed["check_by"] = default_check_by(self.topic, today).isoformat()
        try:
            return check_fact(self._fact(), today=today)
        except InvalidInput as error:
            self.errors[_shown_at(error.field)] = say(error)
            return None

    def _may_be_empty(self) -> bool:
        return self.is_new or self.topic in ALWAYS_THERE

    def _fact(self) -> EditedFact:
        typed = self.typed
        return EditedFact(
            id=self.id,
            topic=self.topic,
            value=self._value(),
            note=typed.get("note", ""),
            source=typed.get("source", ""),
            source_url=typed.get("source_url", ""),
            unit_id=public_id.decode(typed.get("unit", "")),
            measured_by=typed.get("measured_by", ""),
            measured_on=_day(typed.get("measured_on", ""), "measured_on"),
            check_by=_day(typed.get("check_by", ""), "check_by"),
        )

    def _value(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for part in self.parts:
            text = self.typed.get(part.name, "")
            if part.kind == "hours":
                value[part.name] = [_hours(line) for line in self.hours if _says(line)]
            elif part.kind == "truth" and text in ("yes", "no"):
                value[part.name] = text == "yes"
            elif part.kind == "number" and text:
                value[part.name] = text.replace(" ", "").replace(",", ".")
            elif text or part.kind in ("text", "prose", "url"):
                value[part.name] = text
        return value


def _day(text: str, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput("bad_day", field=name) from None


def _says(line: Mapping[str, Any]) -> bool:
    return bool(line["days"] or any(line[name] for name in HOURS_NAMES))


def _hours(line: Mapping[str, Any]) -> dict[str, Any]:
    given = {ours: line[name].replace(".", ":") if name in ("opens", "closes") else line[name]
             for name, ours in HOURS_NAMES.items() if line[name]}  # fmt: skip
    return {"dayOfWeek": line["days"]} | given if line["days"] else given


def _shown_at(name: str) -> str:
    """The field of the page for a part of the value: all lines of opening hours share one."""
    return name.partition(".")[0]


def blank(topic: FactTopic, defaults: Defaults) -> FactRow:
    """A new row, with what a fact of its topic usually says of itself."""
    return FactRow(
        topic=topic,
        id=uuid4(),
        typed={
            "source": defaults.source,
            "unit": public_id.encode(defaults.unit_id) if defaults.unit_id else "",
            "check_by": default_check_by(topic, defaults.today).isoformat(),
        },
        is_new=True,
    )


def of_fact(fact: EditedFact) -> FactRow:
    """A row as it is stored."""
    typed = {part.name: _typed(part, fact.value) for part in parts_of(fact.topic)}
    for name in META:
        value = getattr(fact, "unit_id" if name == "unit" else name)
        typed[name] = public_id.encode(value) if isinstance(value, UUID) else str(value or "")
    hours = [_line(each) for each in fact.value.get("hours", [])]
    return FactRow(fact.topic, fact.id, typed, hours)


def _typed(part: Part, value: Mapping[str, Any]) -> str:
    given = value.get(part.name)
    if given is None or part.kind == "hours":
        return ""
    if part.kind == "truth":
        return "yes" if given else "no"
    if part.kind == "number":
        return f"{given:g}".replace(".", ",") if isinstance(given, float) else str(given)
    return str(given)


def _line(hours: Mapping[str, Any]) -> dict[str, Any]:
    line: dict[str, Any] = {name: hours.get(ours) or "" for name, ours in HOURS_NAMES.items()}
    return line | {"days": list(hours.get("dayOfWeek", []))}


def rows_of(facts: Iterable[EditedFact], defaults: Defaults) -> list[FactRow]:
    """The rows of a form: the facts that are there, and those that stand in every form."""
    rows = [of_fact(fact) for fact in facts]
    there = {row.topic for row in rows}
    rows += [blank(topic, defaults) for topic in FactTopic if topic in ALWAYS_THERE - there]
    return sorted(rows, key=lambda row: ORDER[row.topic])


def rows_from(
    form: MultiDict[str, str], known: Iterable[EditedFact], defaults: Defaults
) -> list[FactRow]:
    """The rows that a form sent, new ones that were ticked in it added at the end."""
    ids = {of_fact(fact).key: fact.id for fact in known}
    rows = [row for name in form.getlist(ROWS) if (row := _row_from(form, name, ids))]
    there = {row.topic for row in rows}
    for name in form.getlist(ADDED):
        topic = read_topic(name)
        if topic and (topic in MANY or topic not in there):
            rows.append(blank(topic, defaults))
    return sorted(rows, key=lambda row: ORDER[row.topic])


def read_topic(name: str) -> FactTopic | None:
    """The topic of this name, or None."""
    return FactTopic(name) if name in set(FactTopic) else None


def _row_from(form: MultiDict[str, str], key: str, ids: Mapping[str, UUID]) -> FactRow | None:
    group, name, *more = [*key.split("-"), ""]
    topic = read_topic(f"{group}.{name}")
    row_id = ids.get(key) or public_id.decode(more[0]) or uuid4()
    if topic is None or (topic in MANY and public_id.decode(more[0]) is None):
        return None
    names = [part.name for part in parts_of(topic)]
    typed = {name: unix_lines(form.get(f"{key}-{name}")) for name in (*names, *META)}
    for part in parts_of(topic):
        if part.kind == "day":
            typed[part.name] = _day_of_year(form, f"{key}-{part.name}")
    for name in ("remove", "looked"):
        typed[name] = form.get(f"{key}-{name}", "")
    return FactRow(topic, row_id, typed, _lines_from(form, key), is_new=key not in ids)


def _day_of_year(form: MultiDict[str, str], name: str) -> str:
    """`MM-DD` of two fields; what is no such day stays as it is, for the domain to refuse."""
    month, day = one_line(form.get(f"{name}-month")), one_line(form.get(f"{name}-day"))
    return f"{month}-{day.rjust(2, '0')}" if month or day else ""


def _lines_from(form: MultiDict[str, str], key: str) -> list[dict[str, Any]]:
    count = form.get(f"{key}-lines", 0, type=int)
    lines = []
    for number in range(min(count, 99)):
        start = f"{key}-{number}"
        line: dict[str, Any] = {name: one_line(form.get(f"{start}-{name}")) for name in HOURS_NAMES}
        days = [day for day in form.getlist(f"{start}-days") if day in WEEKDAYS]
        lines.append(line | {"days": days})
    return [line for line in lines if _says(line)]


def topics_to_add(rows: Iterable[FactRow], group: str) -> list[FactTopic]:
    """The topics of a group that can still be added."""
    there = {row.topic for row in rows} - MANY
    return [each for each in FactTopic if each.group == group and each not in there]


def read_rows(rows: Iterable[FactRow], *, today: date) -> tuple[EditedFact, ...]:
    """The facts of the rows that could be read; the others have errors."""
    return tuple(fact for row in rows if (fact := row.read(today=today)))
