"""What can be reported, and how reports stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import null, select
from sqlalchemy.orm import Session

from geostories.models import Collection, Comment, Media, OfficialPlace, Story, Trail
from geostories.vocabulary import CollectionStatus, CommentStatus, StoryStatus, SubjectKind


@dataclass(frozen=True)
class ReportSubject:
    """Something that everybody sees: whose municipality, under which story, and what it is called."""

    kind: SubjectKind
    id: UUID
    municipality_id: UUID
    story_id: UUID | None
    title: str


def find_subject(session: Session, *, kind: SubjectKind, subject_id: UUID) -> ReportSubject | None:
    """What a reader looks at, or None when it is not, or no longer, to be seen."""
    row = session.execute(_query(kind, subject_id)).one_or_none()
    if row is None:
        return None
    municipality_id, story_id, title = row
    return ReportSubject(kind, subject_id, municipality_id, story_id, title)


def _query(kind: SubjectKind, subject_id: UUID) -> Any:
    shown = Story.status == StoryStatus.PUBLISHED
    of_story = select(Story.municipality_id, Story.id, Story.title)
    match kind:
        case SubjectKind.STORY:
            return of_story.where(Story.id == subject_id, shown)
        case SubjectKind.PICTURE:
            return of_story.join(Media, Media.story_id == Story.id).where(
                Media.id == subject_id, Media.public_position.is_not(None), shown
            )
        case SubjectKind.COMMENT:
            return of_story.join(Comment, Comment.story_id == Story.id).where(
                Comment.id == subject_id, Comment.status == CommentStatus.PUBLISHED, shown
            )
        case SubjectKind.COLLECTION:
            return select(Collection.municipality_id, _nothing(), Collection.title).where(
                Collection.id == subject_id, Collection.status == CollectionStatus.PUBLISHED
            )
        case SubjectKind.PLACE:
            return select(OfficialPlace.municipality_id, _nothing(), OfficialPlace.name).where(
                OfficialPlace.id == subject_id, OfficialPlace.withdrawn_at.is_(None)
            )
        case SubjectKind.TRAIL:
            return select(Trail.municipality_id, _nothing(), Trail.name).where(
                Trail.id == subject_id, Trail.withdrawn_at.is_(None)
            )


def _nothing() -> Any:
    return null().label("story_id")
