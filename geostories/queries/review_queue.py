"""All that waits for a moderator, in one queue; asked in the municipality's scope.

Nothing keeps a list of it: versions, comments and collections that wait, reports and reviews that
nobody has answered are the queue.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from geostories.models import (
    Appeal,
    CaseFile,
    Collection,
    Comment,
    Decision,
    OfficialPlace,
    Report,
    Story,
    StoryVersion,
    Trail,
)
from geostories.queries.held_zones import is_held
from geostories.queries.own_stories import PERSONAL_HINT
from geostories.queries.review_rules import RULE_HIT
from geostories.vocabulary import (
    AppealStatus,
    CollectionStatus,
    CommentStatus,
    Duty,
    ReportStatus,
    StoryStatus,
    SubjectKind,
    VersionStatus,
)

BEGINNING = 60
"""So much of a comment is its title."""


WAITING = {
    SubjectKind.STORY: Duty.STORIES,
    SubjectKind.COMMENT: Duty.COMMENTS,
    SubjectKind.COLLECTION: Duty.COLLECTIONS,
}
"""Whose duty it is to read what nobody has read yet."""


@dataclass(frozen=True)
class QueueItem:
    """A case in the queue: `kind` is new, changed, reported or appealed; waiting since `since`.

    What waits can be reported too (`is_reported`), have a review asked for (`is_appealed`), lie in
    a zone (`is_held`), have met a rule (`met_rule`) or hold what may be personal data (`has_hints`). `number`: `2026-0418`.
    """

    subject: SubjectKind
    subject_id: UUID
    title: str
    author_label: str
    kind: str
    since: datetime
    is_reported: bool = False
    is_appealed: bool = False
    is_held: bool = False
    has_hints: bool = False
    met_rule: bool = False
    category: str = ""
    number: str = ""
    assigned_to: UUID | None = None

    @property
    def duties(self) -> frozenset[Duty]:
        """Of which of a moderator's duties it is a part."""
        found = {Duty.REPORTS} if self.is_reported else set()
        if self.is_appealed:
            found.add(Duty.APPEALS)
        if self.kind in ("new", "changed"):
            found.add(WAITING[self.subject])
        return frozenset(found)


def list_queue(session: Session, *, municipality_id: UUID) -> list[QueueItem]:
    """Everything that waits, one row a thing, the longest waiting first."""
    found: dict[UUID, QueueItem] = {}
    for item in chain(
        _versions(session, municipality_id),
        _comments(session, municipality_id),
        _collections(session, municipality_id),
        _reported(session, municipality_id),
        _appealed(session, municipality_id),
    ):
        known = found.get(item.subject_id)
        found[item.subject_id] = item if known is None else _both(known, item)
    for row in session.scalars(select(CaseFile).where(CaseFile.subject_id.in_(found))):
        found[row.subject_id] = replace(
            found[row.subject_id], number=number_of(row), assigned_to=row.assigned_to
        )
    return sorted(found.values(), key=lambda item: item.since)


def number_of(row: CaseFile) -> str:
    """A case's number as it is written."""
    return f"{row.year}-{row.number:04d}"


def _both(known: QueueItem, item: QueueItem) -> QueueItem:
    return replace(
        known,
        since=min(known.since, item.since),
        is_reported=known.is_reported or item.is_reported,
        is_appealed=known.is_appealed or item.is_appealed,
        met_rule=known.met_rule or item.met_rule,
    )


def _versions(session: Session, municipality_id: UUID) -> Iterator[QueueItem]:
    rows = session.execute(
        select(
            StoryVersion.story_id,
            StoryVersion.title,
            StoryVersion.author_label,
            StoryVersion.number,
            StoryVersion.submitted_at,
            StoryVersion.category,
            StoryVersion.warnings,
            is_held().label("is_held"),
        ).where(
            StoryVersion.municipality_id == municipality_id,
            StoryVersion.status == VersionStatus.PENDING,
        )
    )
    for row in rows:
        yield QueueItem(
            SubjectKind.STORY,
            row.story_id,
            row.title,
            row.author_label,
            "new" if row.number == 1 else "changed",
            row.submitted_at,
            is_held=row.is_held,
            has_hints=any(each["code"] == PERSONAL_HINT for each in row.warnings),
            met_rule=any(each["code"] == RULE_HIT for each in row.warnings),
            category=row.category,
        )


def _comments(session: Session, municipality_id: UUID) -> Iterator[QueueItem]:
    """Of stories that everybody can read: under others a comment is not seen, whatever is decided."""
    rows = session.execute(
        select(
            Comment.id,
            _beginning(),
            Comment.author_label,
            Comment.created_at,
            Comment.rule_hits,
        )
        .join(Story, Story.id == Comment.story_id)
        .where(
            Comment.municipality_id == municipality_id,
            Comment.status == CommentStatus.PENDING,
            Story.status == StoryStatus.PUBLISHED,
        )
    )
    for id_, title, who, at, hits in rows:
        yield QueueItem(SubjectKind.COMMENT, id_, title, who, "new", at, met_rule=bool(hits))


def _beginning() -> ColumnElement[str]:
    return func.left(func.regexp_replace(Comment.body, r"\s+", " ", "g"), BEGINNING)


def _collections(session: Session, municipality_id: UUID) -> Iterator[QueueItem]:
    rows = session.execute(
        select(
            Collection.id,
            Collection.title,
            Collection.author_label,
            Collection.changed_at,
            Collection.rule_hits,
        ).where(
            Collection.municipality_id == municipality_id,
            Collection.status == CollectionStatus.PENDING,
        )
    )
    for id_, title, who, at, hits in rows:
        yield QueueItem(SubjectKind.COLLECTION, id_, title, who, "new", at, met_rule=bool(hits))


def _reported(session: Session, municipality_id: UUID) -> Iterator[QueueItem]:
    of_picture = Report.subject == SubjectKind.PICTURE
    subject = case((of_picture, SubjectKind.STORY.value), else_=Report.subject)
    subject_id = case((of_picture, Report.story_id), else_=Report.subject_id)
    query = (
        _named(Report, subject, subject_id, Report.created_at)
        .where(
            Report.municipality_id == municipality_id,
            Report.status == ReportStatus.RECEIVED,
        )
        .outerjoin(StoryVersion, StoryVersion.id == Story.published_version_id)
    )
    for kind, id_, title, who, since, category in session.execute(query):
        yield QueueItem(
            SubjectKind(kind),
            id_,
            title,
            who,
            "reported",
            since,
            is_reported=True,
            category=category,
        )


def _appealed(session: Session, municipality_id: UUID) -> Iterator[QueueItem]:
    query = (
        _named(Decision, Decision.subject, Decision.subject_id, Appeal.received_at)
        .join(Appeal, Appeal.decision_id == Decision.id)
        .where(
            Appeal.municipality_id == municipality_id,
            Appeal.status == AppealStatus.RECEIVED,
        )
        .outerjoin(StoryVersion, StoryVersion.id == Decision.version_id)
    )
    for kind, id_, title, who, since, category in session.execute(query):
        yield QueueItem(
            SubjectKind(kind),
            id_,
            title,
            who,
            "appealed",
            since,
            is_appealed=True,
            category=category,
        )


def _named(
    about: type[Report] | type[Decision],
    subject: Any,
    subject_id: Any,
    since: Any,
) -> Select[Any]:
    """What a report or decision is about, and what that is called; StoryVersion is joined later."""
    title = func.coalesce(
        case((about.subject == SubjectKind.COMMENT, _beginning()), else_=None),
        Collection.title,
        OfficialPlace.name,
        Trail.name,
        StoryVersion.title,
        "",
    )
    who = func.coalesce(
        Comment.author_label, Collection.author_label, StoryVersion.author_label, ""
    )
    return (
        select(
            subject.label("kind"),
            subject_id.label("id"),
            title.label("title"),
            who.label("who"),
            since.label("since"),
            func.coalesce(StoryVersion.category, "").label("category"),
        )
        .select_from(about)
        .outerjoin(Story, Story.id == about.story_id)
        .outerjoin(Comment, Comment.id == about.subject_id)
        .outerjoin(Collection, Collection.id == about.subject_id)
        .outerjoin(OfficialPlace, OfficialPlace.id == about.subject_id)
        .outerjoin(Trail, Trail.id == about.subject_id)
    )
