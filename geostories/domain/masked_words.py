"""Masking words in a story, and putting them back. In the municipality's scope.

In every version that a moderator can read; a draft is its teller's, and is read when it is sent in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain import marks
from geostories.errors import InvalidInput
from geostories.models import StoryVersion, VersionPhoto
from geostories.queries.own_stories import PERSONAL_HINT
from geostories.queries.sealed import list_changes
from geostories.vocabulary import DecisionAction

OF_VERSION = ("title", "body", "transcript", "place_label", "happened_text")
OF_PHOTO = ("alt", "credit")
HINTS = "warnings"
"""What may be personal data is pointed out to moderators in its own words."""


def mask(session: Session, *, story_id: UUID, version_id: UUID, phrase: str) -> dict[str, Any]:
    """Put marks where the phrase stands; answers what stood there, to be sealed.

    Raises InvalidInput for a phrase that is no phrase, or stands nowhere in the version.
    """
    if not marks.SHORTEST <= len(phrase.strip()) <= marks.LONGEST or marks.holds(
        marks.MARK, phrase
    ):
        raise InvalidInput("phrase_length", field="phrase", least=marks.SHORTEST)
    taken = []
    for row, at in _rows(session, story_id):
        for field in _fields(row):
            was = getattr(row, field)
            now = _without(was, phrase)
            if now != was:
                taken.append({**at, "field": field, "was": was})
                setattr(row, field, now)
    if not any(each["version"] == str(version_id) for each in taken):
        raise InvalidInput("phrase_not_there", field="phrase")
    readable = {
        each["field"]: each["was"]
        for each in taken
        if each["version"] == str(version_id) and each["position"] is None
    }
    return {"phrase": phrase, **{k: v for k, v in readable.items() if k != HINTS}, "taken": taken}


def put_back(session: Session, *, story_id: UUID, decision_id: UUID) -> None:
    """Write what a decision masked as it stood, but for what other decisions mask there."""
    masks = [c for c in list_changes(session, story_id=story_id) if c.action is DecisionAction.MASK]
    first = next((each for each in masks if each.decision_id == decision_id), None)
    rows = {(at["version"], at["position"]): row for row, at in _rows(session, story_id)}
    for each in first.content["taken"] if first else []:
        place = (each["version"], each["position"], each["field"])
        row = rows.get(place[:2])
        if row is None:
            continue
        whole = next(was for mask in masks for was in _stood(mask.content, place))
        others = [m for m in masks if m.stands and m.decision_id != decision_id]
        masked_by_all = whole
        for mask in masks:
            if mask.stands or mask.decision_id == decision_id:
                masked_by_all = _without(masked_by_all, mask.content["phrase"])
        if getattr(row, each["field"]) != masked_by_all:
            continue  # somebody has written it anew since
        for mask in others:
            whole = _without(whole, mask.content["phrase"])
        setattr(row, each["field"], whole)


def phrases(session: Session, *, story_id: UUID) -> list[str]:
    """What is masked in the story now."""
    changes = list_changes(session, story_id=story_id)
    return [
        each.content["phrase"]
        for each in changes
        if each.action is DecisionAction.MASK and each.stands
    ]


def _stood(content: dict[str, Any], place: tuple[str, int | None, str]) -> Iterator[Any]:
    for each in content["taken"]:
        if (each["version"], each["position"], each["field"]) == place:
            yield each["was"]


def _rows(
    session: Session, story_id: UUID
) -> Iterator[tuple[StoryVersion | VersionPhoto, dict[str, Any]]]:
    """Every row with words in it, and where it stands: a picture by its position."""
    versions = select(StoryVersion).where(StoryVersion.story_id == story_id)
    for version in session.scalars(versions):
        yield version, {"version": str(version.id), "position": None}
    photos = select(VersionPhoto).where(VersionPhoto.story_id == story_id)
    for photo in session.scalars(photos):
        yield photo, {"version": str(photo.version_id), "position": photo.position}


def _fields(row: StoryVersion | VersionPhoto) -> tuple[str, ...]:
    return (*OF_VERSION, HINTS) if isinstance(row, StoryVersion) else OF_PHOTO


def _without(was: Any, phrase: str) -> Any:
    if isinstance(was, str):
        return marks.mask(was, phrase)
    return [
        each
        for each in was
        if each.get("code") != PERSONAL_HINT or not marks.holds(each["words"], phrase)
    ]
