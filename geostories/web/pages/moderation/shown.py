"""Which part of the queue is shown, kept in the address; what the desk's pages share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for

from geostories import public_id
from geostories.queries.review_queue import QueueItem
from geostories.vocabulary import SubjectKind
from geostories.web.guards import current_person
from geostories.web.municipality import current, of_municipality

blueprint = of_municipality(Blueprint("moderation", __name__))

REPORTED, APPEALED, MINE = "flaggade", "omprovning", "mina"
TABS = ("", REPORTED, APPEALED, MINE)

KINDS = {
    "berattelser": frozenset({SubjectKind.STORY}),
    "kommentarer": frozenset({SubjectKind.COMMENT}),
    "samlingar": frozenset({SubjectKind.COLLECTION}),
    "platser": frozenset({SubjectKind.PLACE, SubjectKind.TRAIL}),
}
HITS = ("zon", "personuppgift", "regel")
"""What a rule can have pointed at."""

OLD = timedelta(days=2)
"""Whoever told a story was promised an answer in about that time."""


@dataclass(frozen=True)
class Shown:
    """A tab and filters; what is unknown shows all."""

    tab: str = ""
    kind: str = ""
    category: str = ""
    hit: str = ""
    is_old: bool = False

    @classmethod
    def asked(cls) -> Shown:
        """What the address asks for."""
        tab, kind, hit = (request.args.get(name, "") for name in ("visa", "slag", "regel"))
        return cls(
            tab=tab if tab in TABS else "",
            kind=kind if kind in KINDS else "",
            category=request.args.get("tema", "")[:40],
            hit=hit if hit in HITS else "",
            is_old=request.args.get("gamla") == "1",
        )

    def params(self, **other: str | None) -> dict[str, Any]:
        """For addresses; `other` takes the place of what is here."""
        own = {
            "visa": self.tab,
            "slag": self.kind,
            "tema": self.category,
            "regel": self.hit,
            "gamla": "1" if self.is_old else "",
        }
        return {name: value or None for name, value in {**own, **other}.items()}

    @property
    def is_filtered(self) -> bool:
        """Whether more than the tab is chosen."""
        return bool(self.kind or self.category or self.hit or self.is_old)

    def has(self, item: QueueItem, now: datetime) -> bool:
        """Whether a case is among what is shown."""
        hits = {"zon": item.is_held, "personuppgift": item.has_hints, "regel": item.met_rule}
        return (
            self.on_tab(item)
            and (not self.kind or item.subject in KINDS[self.kind])
            and (not self.category or item.category == self.category)
            and hits.get(self.hit, True)
            and (not self.is_old or now - item.since > OLD)
        )

    def on_tab(self, item: QueueItem) -> bool:
        """Whether a case stands under the tab."""
        return {
            REPORTED: item.is_reported,
            APPEALED: item.is_appealed,
            MINE: item.assigned_to == current_person().id,
        }.get(self.tab, True)


def queue_url(shown: Shown, **other: str | None) -> str:
    """The queue's own page."""
    return url_for("moderation.queue", municipality=current().slug, **shown.params(**other))


def case_url(subject_id: UUID, shown: Shown, view: str = "case", **other: str | None) -> str:
    """A case, or what is done with it."""
    return url_for(
        f"moderation.{view}",
        municipality=current().slug,
        case=public_id.encode(subject_id),
        **shown.params(**other),
    )


def row_url(item: QueueItem, shown: Shown) -> str:
    """Where a row of the queue leads: a collection that waits is read on its own page."""
    if item.subject is SubjectKind.COLLECTION and item.kind == "new":
        return url_for(
            "collection_review.case",
            municipality=current().slug,
            gathering=public_id.encode(item.subject_id),
        )
    return case_url(item.subject_id, shown)
