"""Submitting and withdrawing. In the scope of the person who tells."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from geostories.domain import audit, place_warnings
from geostories.domain.drafts import get_draft_row
from geostories.domain.permissions import Permission, Person, may
from geostories.domain.place_warnings import Surroundings
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import Media, Story, StoryVersion, VersionPhoto
from geostories.models.base import now
from geostories.vocabulary import StoryStatus, VersionStatus, Voice

if TYPE_CHECKING:
    from geostories.config import Settings

SUBMITTABLE = frozenset(
    {
        StoryStatus.DRAFT,
        StoryStatus.PENDING,
        StoryStatus.PUBLISHED,
        StoryStatus.CHANGES_REQUESTED,
    }
)
WITHDRAWABLE = frozenset(
    {
        StoryStatus.PENDING,
        StoryStatus.PUBLISHED,
        StoryStatus.CHANGES_REQUESTED,
        StoryStatus.REJECTED,
        StoryStatus.HIDDEN,
    }
)


def submit(
    session: Session,
    *,
    story_id: UUID,
    person: Person,
    submission_key: UUID,
    around: Surroundings | None,
) -> UUID:
    """Send the draft to review; returns the version's id.

    `around` is what lives near its place; a species named there makes the place approximate.
    The same key again is the same submission: it answers as the first time. Raises InvalidInput
    for what is missing, Conflict when the key was used for something else.
    """
    if not person.is_signed_in:
        raise NotAllowed("sign_in_to_submit")
    story = _lock(session, story_id)
    earlier = session.scalar(
        select(StoryVersion).where(
            StoryVersion.owner_id == person.id, StoryVersion.submission_key == submission_key
        )
    )
    if earlier is not None:
        if earlier.story_id != story_id or _has_draft(session, story_id):
            raise Conflict("key_used")
        return earlier.id
    if story.status not in SUBMITTABLE:
        raise StateError("not_submittable")
    draft = get_draft_row(session, story_id=story_id)
    _check_complete(session, draft)
    _check_voice(draft, person)
    place_warnings.protect(session, draft, around)
    _supersede_pending(session, story_id)
    draft.status = VersionStatus.PENDING
    draft.submitted_at = now()
    draft.submission_key = submission_key
    draft.author_label = person.display_name if draft.shows_name else ""
    if story.status in (StoryStatus.DRAFT, StoryStatus.CHANGES_REQUESTED):
        story.status = StoryStatus.PENDING
    audit.record(
        session,
        action="submit",
        subject="story",
        subject_id=story_id,
        actor_id=person.id,
        municipality_id=story.municipality_id,
        version=draft.number,
    )
    return draft.id


def _has_draft(session: Session, story_id: UUID) -> bool:
    """Whether the story was opened again: then the form that comes is an old one."""
    query = exists().where(
        StoryVersion.story_id == story_id, StoryVersion.status == VersionStatus.DRAFT
    )
    return bool(session.scalar(select(query)))


def _lock(session: Session, story_id: UUID) -> Story:
    story = session.scalar(select(Story).where(Story.id == story_id).with_for_update())
    if story is None:
        raise NotFound("no_story")
    return story


def _check_complete(session: Session, draft: StoryVersion) -> None:
    if draft.geom is None:
        raise InvalidInput("place_missing", field="place")
    for field in ("title", "body", "category"):
        if not getattr(draft, field):
            raise InvalidInput(f"{field}_missing", field=field)
    undescribed = session.scalar(
        select(VersionPhoto.media_id)
        .where(VersionPhoto.version_id == draft.id, VersionPhoto.alt == "")
        .limit(1)
    )
    if undescribed:
        raise InvalidInput("alt_missing", field="photos")


def _check_voice(draft: StoryVersion, person: Person) -> None:
    if draft.voice is Voice.MUNICIPALITY and not may(
        person, Permission.SPEAK_FOR_MUNICIPALITY, draft.municipality_id
    ):
        raise NotAllowed("not_the_municipality")


def _supersede_pending(session: Session, story_id: UUID) -> None:
    session.execute(
        update(StoryVersion)
        .where(StoryVersion.story_id == story_id, StoryVersion.status == VersionStatus.PENDING)
        .values(status=VersionStatus.SUPERSEDED)
    )


def withdraw(session: Session, *, story_id: UUID, person: Person) -> None:
    """Take a story back; when this has committed, no door gives it any more."""
    story = _lock(session, story_id)
    if story.owner_id != person.id:
        raise NotFound("no_story")
    if story.status is StoryStatus.WITHDRAWN:
        return
    if story.status not in WITHDRAWABLE:
        raise StateError("not_withdrawable")
    clear_public(session, story, StoryStatus.WITHDRAWN)
    _supersede_pending(session, story_id)
    audit.record(
        session,
        action="withdraw",
        subject="story",
        subject_id=story_id,
        actor_id=person.id,
        municipality_id=story.municipality_id,
    )


PUBLIC_FIELDS = (
    "title body category voice author_label place_label happened_precision happened_from "
    "happened_text precision public_geom"
).split()


def fill_public(session: Session, story: Story, version: StoryVersion, settings: Settings) -> None:
    """Make a version what everybody sees, photos too, and raise the revision.

    Areas may have become sensitive while it waited: they make it approximate now.
    """
    story.status = StoryStatus.PUBLISHED
    for name in PUBLIC_FIELDS:
        setattr(story, name, getattr(version, name))
    if place_warnings.must_be_coarse(session, version, settings):
        story.precision = place_warnings.COARSE
        story.public_geom = place_warnings.coarse_point(version)
        story.place_label = place_warnings.label_of_cell(session, version)
    story.published_version_id = version.id
    story.published_at = story.published_at or now()
    story.revision += 1
    session.execute(
        update(Media)
        .where(Media.story_id == story.id, Media.public_position.is_not(None))
        .values(public_position=None, public_alt=None)
    )
    session.execute(
        update(Media)
        .where(Media.id == VersionPhoto.media_id, VersionPhoto.version_id == version.id)
        .values(public_position=VersionPhoto.position, public_alt=VersionPhoto.alt)
        .execution_options(synchronize_session=False)
    )


def clear_public(session: Session, story: Story, status: StoryStatus) -> None:
    """Take away all that everybody saw, and raise the revision; the story now stands at `status`."""
    story.status = status
    for name in PUBLIC_FIELDS:
        setattr(story, name, None)
    story.revision += 1
    session.execute(
        update(Media)
        .where(Media.story_id == story.id)
        .values(public_position=None, public_alt=None)
        .execution_options(synchronize_session=False)
    )
