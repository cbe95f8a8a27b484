"""Every topic has its form of value: what fits is stored plainly, what does not is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from geostories.domain.visitor_facts import FORMS, MONTHS, default_check_by, validate
from geostories.errors import InvalidInput
from geostories.vocabulary import FactTopic
from geostories.wording.errors import SENTENCES

WEEK = {"dayOfWeek": ["Monday", "Friday"], "opens": "09:00", "closes": "16:00"}
CHRISTMAS = {"validFrom": "2026-12-24", "validThrough": "2026-12-26"}


def test_every_topic_has_a_form_and_a_time() -> None:
    assert set(FORMS) == set(FactTopic)
    assert set(MONTHS) == {topic.group for topic in FactTopic}


@pytest.mark.parametrize(
    ("topic", "value", "stored"),
    [
        (FactTopic.PARKING, {"text": " 20 platser "}, {"text": "20 platser"}),
        (FactTopic.TOILET, {}, {"text": ""}),
        (FactTopic.PATH_WIDTH, {"cm": "120"}, {"cm": 120}),
        (FactTopic.SLOPE, {"percent": 6}, {"percent": 6.0}),
        (FactTopic.LEVEL_ACCESS, {"ok": False}, {"ok": False}),
        (FactTopic.DOG, {"answer": "partly"}, {"answer": "partly"}),
        (
            FactTopic.SEASON,
            {"start": "10-01", "end": "02-29"},
            {"start": "10-01", "end": "02-29"},
        ),
        (FactTopic.BY_BUS, {"text": "Buss 701"}, {"text": "Buss 701", "metres": None}),
        (FactTopic.OPENING_HOURS, {"hours": [WEEK, CHRISTMAS]}, {"hours": [WEEK, CHRISTMAS]}),
        (
            FactTopic.DOCUMENT,
            {"title": "Karta", "url": " https://example.se/a.pdf"},
            {"title": "Karta", "url": "https://example.se/a.pdf"},
        ),
    ],
)
def test_what_fits_is_stored_plainly(
    topic: FactTopic, value: dict[str, Any], stored: dict[str, Any]
) -> None:
    assert validate(topic, value) == stored
    assert validate(topic, stored) == stored


@pytest.mark.parametrize(
    ("topic", "value", "field", "code"),
    [
        (FactTopic.PATH_WIDTH, {}, "cm", "fact_missing"),
        (FactTopic.PATH_WIDTH, {"cm": "bred"}, "cm", "fact_no_number"),
        (FactTopic.PATH_WIDTH, {"cm": 5}, "cm", "fact_too_small"),
        (FactTopic.SLOPE, {"percent": 101}, "percent", "fact_too_large"),
        (FactTopic.SURFACE, {"text": " "}, "text", "fact_missing"),
        (FactTopic.PARKING, {"text": "x" * 201}, "text", "fact_too_long"),
        (FactTopic.PARKING, {"text": "", "sort": "grus"}, "sort", "fact_unreadable"),
        (FactTopic.DOG, {"answer": "kanske"}, "answer", "fact_no_choice"),
        (FactTopic.SEASON, {"start": "02-30", "end": "09-30"}, "start", "fact_bad_day"),
        (FactTopic.SEASON, {"start": "4-1", "end": "09-30"}, "start", "fact_bad_day"),
        (FactTopic.OPENING_HOURS, {"hours": []}, "hours", "fact_missing"),
        (FactTopic.OPENING_HOURS, {"hours": [{**WEEK, "opens": "9"}]}, "hours.0.opens", "fact_bad_clock"),
        (FactTopic.OPENING_HOURS, {"hours": [{**WEEK, "opens": "17:00"}]}, "hours.0", "fact_closes_first"),
        (FactTopic.OPENING_HOURS, {"hours": [{**WEEK, "dayOfWeek": []}]}, "hours.0", "fact_no_weekday"),
        (FactTopic.OPENING_HOURS, {"hours": [{**WEEK, "closes": None}]}, "hours.0", "fact_half_open"),
        (FactTopic.OPENING_HOURS, {"hours": [{"validFrom": "2026-12-24"}]}, "hours.0", "fact_half_a_period"),
        (
            FactTopic.OPENING_HOURS,
            {"hours": [{**CHRISTMAS, "validThrough": "2026-12-01"}]},
            "hours.0",
            "fact_ends_before_start",
        ),
        (FactTopic.DOCUMENT, {"title": "Karta", "url": "javascript:alert(1)"}, "url", "fact_bad_address"),
        (FactTopic.RULE, {"text": "x" * 4_001}, "text", "fact_too_long"),
    ],
)  # fmt: skip
def test_what_does_not_fit_names_its_part_and_has_a_sentence(
    topic: FactTopic, value: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        validate(topic, value)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert code in SENTENCES


def test_a_fact_is_to_be_checked_on_a_first_of_the_month() -> None:
    assert default_check_by(FactTopic.PARKING, date(2026, 1, 31)) == date(2027, 2, 1)
    assert default_check_by(FactTopic.SLOPE, date(2026, 12, 31)) == date(2029, 1, 1)
    assert default_check_by(FactTopic.BY_BUS, date(2026, 11, 3)) == date(2027, 12, 1)
