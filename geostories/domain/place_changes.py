"""Two savings of a place side by side: what differs, and three of them made into one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from geostories.domain.visitor_facts import MANY
from geostories.queries.place_content import EditedFact, EditedPicture, OwnPlace, PlaceContent
from geostories.vocabulary import FactTopic

Part = Any
"""A part of the content: an EditedFact, an EditedPicture, or a plain value."""

_NOBODY = UUID(int=0)
OWN_FIELDS = tuple(OwnPlace.__dataclass_fields__)


@dataclass(frozen=True)
class Change:
    """One part that differs: its key (see `parts`), what it was and is; None: not there."""

    key: str
    before: Part
    after: Part


def fact_key(fact: EditedFact) -> str:
    """What makes it the same fact in another saving: its topic; where there can be many, its id."""
    topic = fact.topic.value
    return f"fact:{topic}:{fact.id}" if fact.topic in MANY else f"fact:{topic}"


def parts(content: PlaceContent) -> dict[str, Part]:
    """The content by key: `unit_id`, `is_withdrawn`, `own.…`, `fact:…`, `picture:…`."""
    found: dict[str, Part] = {"unit_id": content.unit_id, "is_withdrawn": content.is_withdrawn}
    if content.own:
        found |= {f"own.{name}": getattr(content.own, name) for name in OWN_FIELDS}
    found |= {fact_key(fact): fact for fact in content.facts}
    return found | {f"picture:{picture.id}": picture for picture in content.pictures}


def _assemble(found: dict[str, Part]) -> PlaceContent:
    order = {topic: place for place, topic in enumerate(FactTopic)}
    own = {name: found[f"own.{name}"] for name in OWN_FIELDS if f"own.{name}" in found}
    facts = [part for part in found.values() if isinstance(part, EditedFact)]
    return PlaceContent(
        unit_id=found["unit_id"],
        facts=tuple(sorted(facts, key=lambda fact: order[fact.topic])),
        pictures=tuple(part for part in found.values() if isinstance(part, EditedPicture)),
        own=OwnPlace(**own) if own else None,
        is_withdrawn=found["is_withdrawn"],
    )


def compare(before: PlaceContent, after: PlaceContent) -> list[Change]:
    """What differs, in the order of the page; a fact written anew with the same words does not."""
    old, new = parts(before), parts(after)
    keys = [*new, *(key for key in old if key not in new)]
    return [
        Change(key, old.get(key), new.get(key))
        for key in keys
        if not is_same(old.get(key), new.get(key))
    ]


def is_same(one: Part, other: Part) -> bool:
    """Whether two parts say the same."""
    if isinstance(one, EditedFact) and isinstance(other, EditedFact):
        return replace(one, id=_NOBODY) == replace(other, id=_NOBODY)
    return bool(one == other)


def merge(
    base: PlaceContent, theirs: PlaceContent, mine: PlaceContent
) -> tuple[PlaceContent, list[Change]]:
    """What both made of `base`. Where both changed the same, mine stands in the result.

    Answers these clashes too: `before` is theirs, `after` mine. What one took away and the other
    changed is kept, so that nothing is lost before somebody has looked.
    """
    was, their, my = parts(base), parts(theirs), parts(mine)
    merged: dict[str, Part] = {}
    clashes = []
    for key in [*my, *(key for key in their if key not in my)]:
        old, yours, ours = was.get(key), their.get(key), my.get(key)
        if is_same(old, ours):
            chosen = yours
        elif is_same(old, yours) or is_same(yours, ours):
            chosen = ours
        else:
            clashes.append(Change(key, yours, ours))
            chosen = ours if ours is not None else yours
        if chosen is not None or key == "unit_id":
            merged[key] = chosen
    return _assemble(merged), clashes
