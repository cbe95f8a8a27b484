"""Keeping what was illegal as it stood, and opening it: never without a word in the log."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from geoalchemy2.shape import to_shape
from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.domain.permissions import Permission, Person, may
from geostories.errors import InvalidInput, NotAllowed
from geostories.models import (
    Collection,
    CollectionItem,
    Comment,
    Decision,
    SealedCopy,
    StoryVersion,
    VersionPhoto,
)
from geostories.queries.sealed import get_sealed
from geostories.vocabulary import DecisionAction, DecisionGround, Purpose, SubjectKind

SEALED = frozenset({DecisionAction.REJECT, DecisionAction.HIDE})
"""After these what is against the law is shown to nobody: what stood there is evidence."""

REFERENCE = re.compile(r"[\w./:-]{0,40}")
"""The number of a case elsewhere; no room for a sentence about somebody."""


def seal_if_illegal(session: Session, decision: Decision, law: str) -> None:
    """Keep what a decision takes away because it is against the law. In its municipality's scope."""
    if decision.ground is not DecisionGround.ILLEGAL or decision.action not in SEALED:
        return
    content, files = _content(session, decision)
    keep(
        session,
        municipality_id=decision.municipality_id,
        subject=decision.subject,
        subject_id=decision.subject_id,
        what="whole",
        content=content,
        files=files,
        reason=law,
        by=decision.decided_by,
        decision_id=decision.id,
    )


def keep(
    session: Session,
    *,
    municipality_id: UUID,
    subject: SubjectKind,
    subject_id: UUID,
    what: str,
    content: dict[str, Any],
    reason: str,
    by: UUID,
    files: list[UUID] | None = None,
    decision_id: UUID | None = None,
) -> None:
    """Seal a copy of a thing or of a part of it; `files` stay in the store for its sake."""
    session.add(
        SealedCopy(
            municipality_id=municipality_id,
            subject=subject,
            subject_id=subject_id,
            what=what,
            content=content,
            files=[str(each) for each in files or []],
            reason=reason,
            decision_id=decision_id,
            sealed_by=by,
        )
    )


def read(
    session: Session,
    *,
    copy_id: UUID,
    municipality_id: UUID,
    person: Person,
    purpose: Purpose,
    reference: str = "",
) -> SealedCopy:
    """Open a copy; who, when and what for is in the log of the same transaction."""
    if not may(person, Permission.KEEP_RECORDS, municipality_id):
        raise NotAllowed("not_your_role")
    if not REFERENCE.fullmatch(reference):
        raise InvalidInput("reference_only_number", field="reference")
    copy = get_sealed(session, copy_id=copy_id, municipality_id=municipality_id)
    audit.record(
        session,
        action="read_sealed",
        subject="sealed_copy",
        subject_id=copy.id,
        actor_id=person.id,
        municipality_id=municipality_id,
        purpose=purpose.value,
        reference=reference,
    )
    return copy


def _content(session: Session, decision: Decision) -> tuple[dict[str, Any], list[UUID]]:
    """The words of what is decided on, and its files; nothing where nothing of it is there."""
    thing: StoryVersion | Comment | Collection | None = None
    match decision.subject:
        case SubjectKind.STORY if decision.version_id:
            thing = session.get(StoryVersion, decision.version_id)
        case SubjectKind.COMMENT:
            thing = session.get(Comment, decision.subject_id)
        case SubjectKind.COLLECTION:
            thing = session.get(Collection, decision.subject_id)
    match thing:
        case StoryVersion():
            return _of_version(session, thing)
        case Comment():
            return _of_comment(thing), []
        case Collection():
            return _of_collection(session, thing), []
    return {}, []


def _of_comment(comment: Comment) -> dict[str, Any]:
    return {
        "story": str(comment.story_id),
        "author": str(comment.author_id),
        "author_label": comment.author_label,
        "body": comment.body,
        "created_at": comment.created_at.isoformat(),
    }


def _of_version(session: Session, version: StoryVersion) -> tuple[dict[str, Any], list[UUID]]:
    photos = list(
        session.scalars(
            select(VersionPhoto)
            .where(VersionPhoto.version_id == version.id)
            .order_by(VersionPhoto.position)
        )
    )
    place = to_shape(version.geom) if version.geom is not None else None
    content = {
        "version": version.number,
        "author": str(version.owner_id),
        "author_label": version.author_label,
        "title": version.title,
        "body": version.body,
        "transcript": version.transcript,
        "place_label": version.place_label,
        "language": version.language,
        "longitude": place.x if place is not None else None,
        "latitude": place.y if place is not None else None,
        "submitted_at": version.submitted_at.isoformat() if version.submitted_at else None,
        "pictures": [{"id": str(p.media_id), "words": p.alt, "credit": p.credit} for p in photos],
        "recording": str(version.recording_id) if version.recording_id else None,
    }
    files = [file for p in photos for file in (p.media_id, p.then_id) if file]
    return content, [*files, *([version.recording_id] if version.recording_id else [])]


def _of_collection(session: Session, collection: Collection) -> dict[str, Any]:
    items = session.scalars(
        select(CollectionItem)
        .where(CollectionItem.collection_id == collection.id)
        .order_by(CollectionItem.position)
    )
    return {
        "owner": str(collection.owner_id),
        "author_label": collection.author_label,
        "title": collection.title,
        "introduction": collection.introduction,
        "stories": [{"id": str(each.story_id), "note": each.note} for each in items],
    }
