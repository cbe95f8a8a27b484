"""The rules of the Commission's database: its own examples pass, each break of a field is found."""

from __future__ import annotations

from typing import Any

import pytest

from geostories.exporters.reasons import codes
from geostories.exporters.reasons.laws import UNNAMED, quote
from geostories.exporters.reasons.rules import FIELDS, validate, validate_batch

THEIRS: dict[str, Any] = {
    "decision_visibility": [
        "DECISION_VISIBILITY_CONTENT_DISABLED",
        "DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED",
    ],
    "decision_monetary": None,
    "decision_provision": None,
    "decision_account": None,
    "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
    "category": "STATEMENT_CATEGORY_ANIMAL_WELFARE",
    "illegal_content_legal_ground": "foo",
    "illegal_content_explanation": "bar",
    "puid": "TK421",
    "territorial_scope": ["BE", "DE", "FR"],
    "source_type": "SOURCE_ARTICLE_16",
    "source_identity": "foo",
    "decision_facts": "decision and facts",
    "content_type": ["CONTENT_TYPE_SYNTHETIC_MEDIA"],
    "automated_detection": "No",
    "automated_decision": "AUTOMATED_DECISION_PARTIALLY",
    "application_date": "2023-05-18",
    "content_date": "2023-05-18",
}
"""What the tests of the Commission's own repository send in and get 201 for."""

DOCUMENTED = THEIRS | {
    "decision_monetary": "DECISION_MONETARY_TERMINATION",
    "end_date_monetary_restriction": "2023-08-08",
    "decision_provision": "DECISION_PROVISION_TOTAL_SUSPENSION",
    "decision_account": "DECISION_ACCOUNT_SUSPENDED",
    "account_type": "ACCOUNT_TYPE_BUSINESS",
    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
    "decision_ground_reference_url": "https://www.anurl.com",
    "content_type": ["CONTENT_TYPE_VIDEO", "CONTENT_TYPE_AUDIO"],
    "incompatible_content_ground": "incompatible content grounds",
    "incompatible_content_explanation": "incompatible content explanation",
    "incompatible_content_illegal": "Yes",
    "content_language": "EN",
    "content_id": {"EAN-13": "0123456789123"},
    "source_type": "SOURCE_TRUSTED_FLAGGER",
}
"""The example of its documentation."""

ACCOUNT = {"decision_visibility": None, "decision_account": "DECISION_ACCOUNT_SUSPENDED"}
OTHER_SEEN = ["DECISION_VISIBILITY_OTHER"]
INCOMPATIBLE = {
    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
    "incompatible_content_ground": "foo",
    "incompatible_content_explanation": "bar",
}
TAKEN: list[dict[str, Any]] = [
    THEIRS,
    DOCUMENTED,
    THEIRS | ACCOUNT,
    THEIRS | INCOMPATIBLE,
    THEIRS | {"illegal_content_legal_ground": "å" * 500, "decision_facts": "å" * 5000},
    THEIRS | {"decision_visibility": OTHER_SEEN, "decision_visibility_other": "x" * 500},
    THEIRS | {"content_date": "2000-01-01", "application_date": "2020-01-01"},
    THEIRS | {"puid": "a-_9" * 125, "territorial_scope": None, "content_language": None},
    THEIRS | {"source_type": "SOURCE_VOLUNTARY", "source_identity": "x" * 501},
    THEIRS | INCOMPATIBLE | {"illegal_content_legal_ground": "x" * 501},
]

REFUSED: list[tuple[str, str, dict[str, Any]]] = [
    *((name, "required", {name: None}) for name in (
        "decision_ground", "content_type", "category", "content_date", "application_date",
        "decision_facts", "source_type", "automated_detection", "automated_decision", "puid",
        "illegal_content_legal_ground", "illegal_content_explanation",
    )),
    *((name, "required", {name: "  "}) for name in ("decision_facts", "puid")),
    ("content_type", "required", {"content_type": []}),
    ("decision_visibility", "required", {"decision_visibility": None}),
    ("decision_visibility", "required", {"decision_visibility": []}),
    ("decision_visibility", "array", {"decision_visibility": "DECISION_VISIBILITY_OTHER"}),
    ("decision_visibility", "in", {"decision_visibility": ["DECISION_VISIBILITY_GONE"]}),
    ("decision_visibility_other", "required", {"decision_visibility": OTHER_SEEN}),
    ("decision_visibility_other", "max",
     {"decision_visibility": OTHER_SEEN, "decision_visibility_other": "x" * 501}),
    ("decision_monetary", "in", {"decision_monetary": "DECISION_MONETARY_FINE"}),
    ("decision_monetary_other", "required", {"decision_monetary": "DECISION_MONETARY_OTHER"}),
    ("decision_provision", "in", {"decision_provision": "TOTAL"}),
    ("decision_account", "in", {"decision_account": "DECISION_ACCOUNT_WARNED"}),
    ("account_type", "in", {"account_type": "ACCOUNT_TYPE_CITY"}),
    ("category_specification", "in", {"category_specification": ["KEYWORD_RUDE"]}),
    ("category_specification_other", "max", {"category_specification_other": "x" * 501}),
    ("decision_ground", "in", {"decision_ground": "DECISION_GROUND_TASTE"}),
    ("decision_ground_reference_url", "url", {"decision_ground_reference_url": "regler"}),
    ("decision_ground_reference_url", "max",
     {"decision_ground_reference_url": "https://a.se/" + "x" * 500}),
    ("illegal_content_legal_ground", "max", {"illegal_content_legal_ground": "x" * 501}),
    ("illegal_content_explanation", "max", {"illegal_content_explanation": "x" * 2001}),
    ("incompatible_content_ground", "required",
     INCOMPATIBLE | {"incompatible_content_ground": None}),
    ("incompatible_content_ground", "max", INCOMPATIBLE | {"incompatible_content_ground": "x" * 501}),
    ("incompatible_content_explanation", "max",
     INCOMPATIBLE | {"incompatible_content_explanation": "x" * 2001}),
    ("incompatible_content_explanation", "required",
     INCOMPATIBLE | {"incompatible_content_explanation": ""}),
    ("incompatible_content_illegal", "in", INCOMPATIBLE | {"incompatible_content_illegal": "no"}),
    ("content_type", "in", {"content_type": ["CONTENT_TYPE_STORY"]}),
    ("content_type_other", "required", {"content_type": ["CONTENT_TYPE_OTHER"]}),
    ("content_type_other", "max",
     {"content_type": ["CONTENT_TYPE_OTHER"], "content_type_other": "x" * 501}),
    ("category", "in", {"category": "STATEMENT_CATEGORY_RUDENESS"}),
    ("category_addition", "in", {"category_addition": ["X"]}),
    ("territorial_scope", "in", {"territorial_scope": ["SE", "US"]}),
    ("content_language", "in", {"content_language": "fit"}),
    ("content_date", "range", {"content_date": "1999-12-31"}),
    ("content_date", "date_format", {"content_date": "2026-02-29"}),
    ("content_date", "date_format", {"content_date": "2026-2-1"}),
    ("application_date", "range", {"application_date": "2019-12-31"}),
    ("application_date", "range", {"application_date": "2038-01-02"}),
    ("application_date", "date_format", {"application_date": "2026-01-01 10:00"}),
    *((f"end_date_{what}_restriction", "range", {f"end_date_{what}_restriction": "2038-01-02"})
      for what in ("account", "monetary", "service", "visibility")),
    ("decision_facts", "max", {"decision_facts": "x" * 5001}),
    ("source_type", "in", {"source_type": "SOURCE_RUMOUR"}),
    ("source_identity", "max", {"source_identity": "x" * 501}),
    ("automated_detection", "in", {"automated_detection": True}),
    ("automated_decision", "in", {"automated_decision": "No"}),
    ("puid", "regex", {"puid": "TK 421"}),
    ("puid", "regex", {"puid": "TK421\n"}),
    ("puid", "max", {"puid": "x" * 501}),
    ("content_id", "regex", {"content_id": {"EAN-13": "123"}}),
    ("content_id_ean", "regex", {"content_id_ean": "123"}),
    ("decision_monetary_other", "max",
     {"decision_monetary": "DECISION_MONETARY_OTHER", "decision_monetary_other": "x" * 501}),
    ("moderator", "unknown", {"moderator": "Kajsa"}),
]  # fmt: skip


@pytest.mark.parametrize("statement", TAKEN)
def test_what_the_commission_takes_is_valid(statement: dict[str, Any]) -> None:
    assert validate(statement) == []


@pytest.mark.parametrize(("field", "rule", "change"), REFUSED)
def test_each_break_is_found_at_its_field(field: str, rule: str, change: dict[str, Any]) -> None:
    assert (field, rule) in validate(THEIRS | change)


def test_every_field_is_broken_once() -> None:
    print(f"rules of the statement of reasons: {len(FIELDS)} fields, {len(REFUSED)} breaks")
    assert {field for field, _, _ in REFUSED} >= FIELDS.keys()


def test_a_call_holds_a_hundred_and_each_once() -> None:
    many = [THEIRS | {"puid": f"n{number}"} for number in range(101)]
    assert validate_batch(many[:100]) == []
    assert [fault.rule for fault in validate_batch(many)] == ["size"]
    assert [fault.rule for fault in validate_batch([])] == ["size"]
    assert [(f.number, f.rule) for f in validate_batch([THEIRS, THEIRS])] == [(1, "unique")]


def test_the_lists_are_as_long_as_the_commissions() -> None:
    lengths = {
        "VISIBILITIES": 7, "MONETARIES": 3, "PROVISIONS": 4, "ACCOUNTS": 2, "ACCOUNT_TYPES": 2,
        "GROUNDS": 2, "CONTENT_TYPES": 8, "CATEGORIES": 16, "SOURCES": 4, "COUNTRIES": 30,
        "AUTOMATED_DECISIONS": 3,
    }  # fmt: skip
    assert {name: len(getattr(codes, name)) for name in lengths} == lengths


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("16 kap. 8 § brottsbalken", "16 kap. 8 § brottsbalken"),
        ("BrB 16 kap 10 a §", "16 kap. 10 a § brottsbalken"),
        ("5 § lagen (1998:112), se mejl från lena@example.se",
         "5 § lagen (1998:112) om ansvar för elektroniska anslagstavlor"),
        ("artikel 6 GDPR, gäller Lena Ek 19800101-1234",
         "artikel 6 dataskyddsförordningen (EU) 2016/679"),
        ("Lena Ek 19800101-1234 § brottsbalken", "brottsbalken"),
        ("Lena Ek har anmält", UNNAMED),
    ],
)  # fmt: skip
def test_of_a_law_only_the_law_is_quoted(written: str, quoted: str) -> None:
    assert quote(written) == quoted
