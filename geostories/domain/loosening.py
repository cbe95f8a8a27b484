"""Letting what is published stay when whoever told it goes: no name on it, and nobody behind it."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from geostories.models import (
    Collection,
    CollectionItem,
    Media,
    Recording,
    Story,
    StoryVersion,
    TellerLink,
    VersionPhoto,
)
from geostories.models.base import now
from geostories.vocabulary import Byline, Voice


def loosen_story(session: Session, *, story_id: UUID, name: str) -> list[UUID]:
    """Let a published story be nobody's; answers the ids of files that only earlier versions had.

    What was published stays as it was read, but for the name: earlier versions and drafts go.
    """
    story = session.scalars(select(Story).where(Story.id == story_id).with_for_update()).one()
    owner = uuid4()  # of this story alone: what one person told is not tied together any more
    files = _drop_other_versions(session, story)
    version = session.get_one(StoryVersion, story.published_version_id)
    names = {each for each in (name, version.teller_name) if each}
    if version.voice is not Voice.ASSOCIATION:
        story.author_label = version.author_label = ""
    version.byline, version.teller_name, version.owner_id = Byline.ANONYMOUS, "", owner
    version.warnings = []
    for model in (VersionPhoto, Media, Recording):
        session.execute(update(model).where(model.story_id == story_id).values(owner_id=owner))
    _forget_credits(session, story_id, names)
    session.execute(delete(TellerLink).where(TellerLink.story_id == story_id))
    story.owner_id, story.is_guest = owner, True
    story.changed_at, story.revision = now(), story.revision + 1
    session.flush()
    return files


def _drop_other_versions(session: Session, story: Story) -> list[UUID]:
    other = StoryVersion.id != story.published_version_id
    ids = select(StoryVersion.id).where(StoryVersion.story_id == story.id, other)
    session.execute(delete(VersionPhoto).where(VersionPhoto.version_id.in_(ids)))
    session.execute(delete(StoryVersion).where(StoryVersion.story_id == story.id, other))
    shown = select(VersionPhoto.media_id).where(VersionPhoto.story_id == story.id)
    heard = select(StoryVersion.recording_id).where(
        StoryVersion.story_id == story.id, StoryVersion.recording_id.is_not(None)
    )
    files: list[UUID] = []
    for model, kept in ((Media, shown), (Recording, heard)):
        gone = delete(model).where(model.story_id == story.id, model.id.not_in(kept))
        files += session.scalars(gone.returning(model.id))
    return files


def _forget_credits(session: Session, story_id: UUID, names: set[str]) -> None:
    """A photo credited to the teller is credited to nobody."""
    for name in names:
        session.execute(
            update(VersionPhoto)
            .where(VersionPhoto.story_id == story_id, VersionPhoto.credit.icontains(name))
            .values(credit="")
        )
        session.execute(
            update(Media)
            .where(Media.story_id == story_id, Media.public_credit.icontains(name))
            .values(public_credit="")
        )


def loosen_collection(session: Session, row: Collection) -> None:
    """Let a published collection be nobody's."""
    owner = uuid4()
    row.owner_id = owner
    if row.voice is not Voice.ASSOCIATION:
        row.author_label = ""
    session.execute(
        update(CollectionItem).where(CollectionItem.collection_id == row.id).values(owner_id=owner)
    )
