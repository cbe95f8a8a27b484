"""What is typed of a place is a fact that every page can show, or it is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from geostories.domain.opening_hours import is_open, standing
from geostories.domain.visitor_facts import validate
from geostories.errors import InvalidInput
from geostories.vocabulary import FactTopic
from tests.factories.hostile_values import ADDRESSES, VALUES

SOUND: dict[FactTopic, dict[str, Any]] = {
    FactTopic.TOILET: {"text": "Vid parkeringen"},
    FactTopic.PATH_WIDTH: {"cm": "120"},
    FactTopic.SLOPE: {"percent": "6"},
    FactTopic.STEPS: {"count": "3"},
    FactTopic.LEVEL_ACCESS: {"ok": True},
    FactTopic.DOG: {"answer": "yes"},
    FactTopic.SEASON: {"start": "04-01", "end": "09-30"},
    FactTopic.BY_BUS: {"text": "Buss 701", "metres": "300"},
    FactTopic.RULE: {"text": "Ingen eld"},
    FactTopic.ACCESS_BAN: {"text": "Fåglar", "start": "04-01", "end": "07-31"},
    FactTopic.DOCUMENT: {"title": "Folder", "url": "https://example.se/folder.pdf"},
    FactTopic.INTRODUCTION: {"text": "Vid ån"},
}
HOURS = {
    "dayOfWeek": ["Monday"], "opens": "09:00", "closes": "16:00",
    "validFrom": "2026-06-01", "validThrough": "2026-08-31",
}  # fmt: skip
AT = datetime(2026, 6, 15, 12, tzinfo=UTC)
LOOKING_LIKE_DAYS = (
    "04- 1",
    "+4-01",
    "W05-1",
    "4_-01",
    "\u0660\u0664-\u0660\u0661",
    "04-01\n",
    "13-01",
)
LOOKING_LIKE_TIMES = (
    "\u0660\u0669:00",
    "0\u0669:00",
    "09:0\u0660",
    "24:00",
    "9:00",
    "09:00\n",
    "+9:00",
)


def keeps(topic: FactTopic, value: dict[str, Any]) -> bool:
    """Whether it is kept; then it can also be asked whether the place is open."""
    try:
        kept = validate(topic, value)
    except InvalidInput:
        return False
    is_open(AT, [(topic, kept)])
    if topic is FactTopic.OPENING_HOURS:
        standing(AT, hours=kept["hours"])
    if topic is FactTopic.SEASON:
        standing(AT, season=(kept["start"], kept["end"]))
    return True


def test_every_form_is_kept_when_it_is_sound() -> None:
    assert all(keeps(topic, value) for topic, value in SOUND.items())
    assert keeps(FactTopic.OPENING_HOURS, {"hours": [HOURS]})


def test_whatever_is_kept_can_be_shown() -> None:
    tried = kept = 0
    likes = (*VALUES.values(), *LOOKING_LIKE_DAYS, *LOOKING_LIKE_TIMES, None, [], {}, 10**400)
    for value in likes:
        for topic, sound in SOUND.items():
            for part in (*sound, "more"):
                tried += 1
                kept += keeps(topic, {**sound, part: value})
        for part in (*HOURS, "more"):
            tried += 1
            kept += keeps(FactTopic.OPENING_HOURS, {"hours": [{**HOURS, part: value}]})
    print(f"facts tried {tried}, kept {kept}")
    assert tried > 2_000
    assert 0 < kept < tried


@pytest.mark.parametrize("text", LOOKING_LIKE_DAYS)
def test_what_only_looks_like_a_day_of_the_year_is_none(text: str) -> None:
    for part in ("start", "end"):
        assert not keeps(FactTopic.SEASON, SOUND[FactTopic.SEASON] | {part: text})


@pytest.mark.parametrize("text", LOOKING_LIKE_TIMES)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    for part in ("opens", "closes"):
        assert not keeps(FactTopic.OPENING_HOURS, {"hours": [HOURS | {part: text}]})


def test_no_document_is_a_script() -> None:
    inside = ADDRESSES["inside"]  # a visitor's browser goes there, not this server
    kept = {
        url for url in ADDRESSES.values() if keeps(FactTopic.DOCUMENT, {"title": "a", "url": url})
    }
    assert kept <= {inside, ADDRESSES["out of the attribute"]}
