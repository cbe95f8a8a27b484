"""What a visitor wants to know of a place or a trail, in the municipality's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.models import VisitorFact
from geostories.vocabulary import FactTopic


@dataclass(frozen=True)
class FactInfo:
    """One fact; `value` as domain/visitor_facts.py describes it for the topic."""

    topic: FactTopic
    value: dict[str, Any]
    note: str
    source: str
    source_url: str
    measured_by: str
    measured_on: date | None
    check_by: date | None

    def is_late(self, today: date) -> bool:
        """Whether somebody should have looked at it before today."""
        return self.check_by is not None and self.check_by < today


def list_facts(session: Session, *, noun: str, thing_id: UUID) -> list[FactInfo]:
    """The facts of a `place` or `trail`, in the editors' order and, within it, the vocabulary's."""
    about = VisitorFact.place_id if noun == "place" else VisitorFact.trail_id
    rows = session.scalars(
        select(VisitorFact)
        .where(about == thing_id)
        .order_by(VisitorFact.position, VisitorFact.updated_at, VisitorFact.id)
    )
    names = FactInfo.__dataclass_fields__
    facts = [FactInfo(**{name: getattr(row, name) for name in names}) for row in rows]
    order = {topic: number for number, topic in enumerate(FactTopic)}
    return sorted(facts, key=lambda fact: order[fact.topic])
