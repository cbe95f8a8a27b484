"""The facts of the form in sections, and what can be added to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geostories.vocabulary import FactTopic
from geostories.web.forms.facts import FactRow, topics_to_add
from geostories.wording import official
from geostories.wording import place_editing as wording

ORDER = ("about", "facility", "access", "suits", "when", "reach", "rules")
TICKED = frozenset({"facility"})
"""Of these several are added at once: they need no words to be true."""


@dataclass(frozen=True)
class Section:
    """A part of the form: `addable` are values and words; `is_ticked`: as boxes, else as buttons."""

    id: str
    title: str
    rows: Sequence[FactRow]
    addable: list[tuple[str, str]]
    is_ticked: bool


def sections_of(rows: Sequence[FactRow]) -> list[Section]:
    """The sections in the order of the page."""
    return [
        Section(
            id=name,
            title=wording.group(name),
            rows=[row for row in rows if row.topic.group == name],
            addable=[_choice(topic) for topic in topics_to_add(rows, name)],
            is_ticked=name in TICKED,
        )
        for name in ORDER
    ]


def _choice(topic: FactTopic) -> tuple[str, str]:
    return topic.value, official.topic(topic)
