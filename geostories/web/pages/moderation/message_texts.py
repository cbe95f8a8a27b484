"""The texts that a message can begin with: the municipality's own, or ours while it has none."""

from __future__ import annotations

from typing import NamedTuple

from geostories import public_id
from geostories.domain.transaction import Session, reading
from geostories.queries.message_templates import list_templates
from geostories.web.municipality import current, scope
from geostories.wording.message_templates import standard


class Text(NamedTuple):
    """What is offered under which title; `action` is '' where it goes with any decision."""

    key: str
    title: str
    text: str
    action: str


def of_municipality(session: Session) -> list[Text]:
    """In the order of the select."""
    own = list_templates(session, municipality_id=current().id)
    if own:
        return [Text(public_id.encode(t.id), t.title, t.text, t.action or "") for t in own]
    return [
        Text(f"text-{n}", each.title, each.text, each.action)
        for n, each in enumerate(standard(), start=1)
    ]


def offered_texts() -> list[Text]:
    """The same, in a reading of their own."""
    with reading(scope()) as session:
        return of_municipality(session)
