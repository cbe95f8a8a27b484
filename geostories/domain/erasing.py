"""Deleting a story for good: its rows at once, its files right after. In the operator's scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from geostories.domain import audit, erasures, photos, recordings, subscriptions
from geostories.domain.permissions import Person
from geostories.errors import NotFound
from geostories.models import (
    Appeal,
    CaseFile,
    CaseNote,
    Comment,
    Media,
    Recording,
    Report,
    Story,
    StoryVersion,
    VersionPhoto,
)
from geostories.queries.sealed import list_sealed_files

if TYPE_CHECKING:
    from geostories.integrations.files import FileStore


def erase(session: Session, *, story_id: UUID, person: Person, ledger: FileStore) -> list[UUID]:
    """Remove all that was told, and what others wrote under it; the log keeps ids.

    Answers the ids of the files that nobody needs any more: photos and recordings.
    """
    story = session.scalar(select(Story).where(Story.id == story_id).with_for_update())
    if story is None or story.owner_id != person.id:
        raise NotFound("no_story")
    municipality_id = story.municipality_id
    files = remove(session, story_id=story_id)
    forget_notes(session, [story_id])
    subscriptions.forget_old_names(session, teller_id=person.id)
    erasures.note(session, story_id=story_id, ledger=ledger)
    audit.record(
        session,
        action="erase",
        subject="story",
        subject_id=story_id,
        actor_id=person.id,
        municipality_id=municipality_id,
    )
    return files


def remove(session: Session, *, story_id: UUID) -> list[UUID]:
    """Remove a story's rows, whoever's it is; answers the ids of its files that no seal keeps.

    What has the story's id as theirs (thanks, links, places in collections) goes with it.
    """
    sealed = list_sealed_files(session)
    files = [
        *session.scalars(select(Media.id).where(Media.story_id == story_id)),
        *session.scalars(select(Recording.id).where(Recording.story_id == story_id)),
    ]
    told_of = select(Report.id).where(Report.story_id == story_id)
    session.execute(delete(Appeal).where(Appeal.report_id.in_(told_of)))
    for model in (Comment, Report, VersionPhoto, StoryVersion, Media, Recording):
        session.execute(delete(model).where(model.story_id == story_id))
    session.execute(delete(Story).where(Story.id == story_id))
    return [file for file in files if file not in sealed]


def forget_notes(session: Session, things: Sequence[UUID]) -> None:
    """Remove what colleagues wrote to each other about what is erased; the case's number stays."""
    session.execute(text("SELECT set_config('geostories.rule', 'erasure', true)"))
    cases = select(CaseFile.id).where(CaseFile.subject_id.in_(things))
    session.execute(delete(CaseNote).where(CaseNote.case_id.in_(cases)))


def remove_files(store: FileStore, ids: Iterable[UUID]) -> None:
    """Remove the files of what was erased; those that a crash leaves go with the sweeper."""
    for media_id in ids:
        for size in photos.SIZES:
            for form in photos.FORMS:
                store.delete(photos.key(media_id, size, form))
        store.delete(recordings.key(media_id))
