"""What the Commission's database takes: `StatementStoreRequest.php`, field by field.

What it leaves out of a statement (a legal ground where the ground is another) is not looked at here
either; a field that it does not know is a fault, for it would be lost without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from geostories.exporters.reasons import codes

MOST_IN_A_CALL = 100
EARLIEST_CONTENT, EARLIEST_DECISION, LATEST = "2000-01-01", "2020-01-01", "2038-01-01"
ILLEGAL, INCOMPATIBLE = (
    "DECISION_GROUND_ILLEGAL_CONTENT",
    "DECISION_GROUND_INCOMPATIBLE_CONTENT",
)
RESTRICTIONS = (
    "decision_visibility",
    "decision_monetary",
    "decision_provision",
    "decision_account",
)
_PUID = re.compile(r"[a-zA-Z0-9-_]+")
_EAN = re.compile(r"[0-9]{13}")

Statement = Mapping[str, Any]
Check = Callable[[Any], str]
"""What is wrong with a value, in one word; "" if nothing is."""


@dataclass(frozen=True)
class Fault:
    """Which field of which statement of a batch breaks which rule."""

    number: int
    field: str
    rule: str


@dataclass(frozen=True)
class Field:
    """How a field is looked at. `needed` and `left_out` ask the whole statement."""

    checks: tuple[Check, ...]
    needed: Callable[[Statement], bool] = lambda _: False
    left_out: Callable[[Statement], bool] = lambda _: False


def validate_batch(statements: Sequence[Statement]) -> list[Fault]:
    """Every fault of one call: of its size, of each statement, of ids that come twice."""
    faults = [
        Fault(n, field, rule) for n, s in enumerate(statements) for field, rule in validate(s)
    ]
    if not 1 <= len(statements) <= MOST_IN_A_CALL:
        faults.append(Fault(0, "statements", "size"))
    seen: set[Any] = set()
    for number, statement in enumerate(statements):
        puid = str(statement.get("puid"))
        if puid in seen:
            faults.append(Fault(number, "puid", "unique"))
        seen.add(puid)
    return faults


def validate(statement: Statement) -> list[tuple[str, str]]:
    """The fields of one statement that would be refused, each with the rule that it breaks."""
    faults = [(name, "unknown") for name in statement if name not in FIELDS]
    if all(_is_empty(statement.get(name)) for name in RESTRICTIONS):
        faults.append((RESTRICTIONS[0], "required"))
    for name, field in FIELDS.items():
        if field.left_out(statement):
            continue
        value = statement.get(name)
        if _is_empty(value):
            if field.needed(statement):
                faults.append((name, "required"))
            continue
        faults += [(name, rule) for check in field.checks if (rule := check(value))][:1]
    return faults


def _is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _text(most: int) -> Check:
    return lambda value: "" if isinstance(value, str) and len(value) <= most else "max"


def _one(allowed: frozenset[str]) -> Check:
    return lambda value: "" if isinstance(value, str) and value in allowed else "in"


def _some(allowed: frozenset[str]) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, list):
            return "array"
        return "" if all(isinstance(each, str) and each in allowed for each in value) else "in"

    return check


def _day(earliest: str = "") -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            return "date_format"
        try:
            date.fromisoformat(value)
        except ValueError:
            return "date_format"
        return "" if earliest <= value <= LATEST else "range"

    return check


def _matches(pattern: re.Pattern[str]) -> Check:
    return lambda value: "" if isinstance(value, str) and pattern.fullmatch(value) else "regex"


def _is_url(value: Any) -> str:
    try:
        parts = urlsplit(value)
    except (ValueError, AttributeError, TypeError):
        return "url"
    return "" if parts.scheme in ("http", "https") and parts.hostname else "url"


def _is_content_id(value: Any) -> str:
    if not isinstance(value, dict):
        return "array"
    return "" if _matches(_EAN)(value.get("EAN-13", "0" * 13)) == "" else "regex"


def _always(_: Statement) -> bool:
    return True


def _has(field: str, value: str) -> Callable[[Statement], bool]:
    def ask(statement: Statement) -> bool:
        given = statement.get(field)
        return value in given if isinstance(given, list) else given == value

    return ask


def _lacks(field: str, value: str) -> Callable[[Statement], bool]:
    has = _has(field, value)
    return lambda statement: not has(statement)


def _only_with(checks: tuple[Check, ...], field: str, value: str) -> Field:
    """Needed with one choice of another field, left out without."""
    return Field(checks, needed=_has(field, value), left_out=_lacks(field, value))


FIELDS: dict[str, Field] = {
    "content_id": Field((_is_content_id,)),
    "content_id_ean": Field((_matches(_EAN),)),
    "decision_visibility": Field((_some(codes.VISIBILITIES),)),
    "decision_visibility_other": _only_with(
        (_text(500),), "decision_visibility", "DECISION_VISIBILITY_OTHER"
    ),
    "decision_monetary": Field((_one(codes.MONETARIES),)),
    "decision_monetary_other": _only_with(
        (_text(500),), "decision_monetary", "DECISION_MONETARY_OTHER"
    ),
    "decision_provision": Field((_one(codes.PROVISIONS),)),
    "decision_account": Field((_one(codes.ACCOUNTS),)),
    "account_type": Field((_one(codes.ACCOUNT_TYPES),)),
    "category_specification": Field((_some(codes.KEYWORDS),)),
    "category_specification_other": Field((_text(500),)),
    "decision_ground": Field((_one(codes.GROUNDS),), needed=_always),
    "decision_ground_reference_url": Field((_is_url, _text(500))),
    "illegal_content_legal_ground": _only_with((_text(500),), "decision_ground", ILLEGAL),
    "illegal_content_explanation": _only_with((_text(2000),), "decision_ground", ILLEGAL),
    "incompatible_content_ground": _only_with((_text(500),), "decision_ground", INCOMPATIBLE),
    "incompatible_content_explanation": _only_with((_text(2000),), "decision_ground", INCOMPATIBLE),
    "incompatible_content_illegal": Field(
        (_one(codes.YES_OR_NO),), left_out=_lacks("decision_ground", INCOMPATIBLE)
    ),
    "content_type": Field((_some(codes.CONTENT_TYPES),), needed=_always),
    "content_type_other": _only_with((_text(500),), "content_type", "CONTENT_TYPE_OTHER"),
    "category": Field((_one(codes.CATEGORIES),), needed=_always),
    "category_addition": Field((_some(codes.CATEGORIES),)),
    "territorial_scope": Field((_some(codes.COUNTRIES),)),
    "content_language": Field((_one(codes.LANGUAGES),)),
    "content_date": Field((_day(EARLIEST_CONTENT),), needed=_always),
    "application_date": Field((_day(EARLIEST_DECISION),), needed=_always),
    "end_date_account_restriction": Field((_day(),)),
    "end_date_monetary_restriction": Field((_day(),)),
    "end_date_service_restriction": Field((_day(),)),
    "end_date_visibility_restriction": Field((_day(),)),
    "decision_facts": Field((_text(5000),), needed=_always),
    "source_type": Field((_one(codes.SOURCES),), needed=_always),
    "source_identity": Field((_text(500),), left_out=_has("source_type", "SOURCE_VOLUNTARY")),
    "automated_detection": Field((_one(codes.YES_OR_NO),), needed=_always),
    "automated_decision": Field((_one(codes.AUTOMATED_DECISIONS),), needed=_always),
    "puid": Field((_matches(_PUID), _text(500)), needed=_always),
}
