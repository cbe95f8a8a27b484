"""Submitting, withdrawing, changing the name. In the scope of the person who tells."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from geostories.domain import (
    associations,
    audit,
    bylines,
    case_files,
    drafts,
    homes,
    minors,
    place_warnings,
    recordings,
    story_rules,
    themes,
)
from geostories.domain.days import today
from geostories.domain.drafts import Terms, get_draft_row
from geostories.domain.permissions import Permission, Person, may
from geostories.domain.personal_hints import find_hints
from geostories.domain.place_warnings import Surroundings
from geostories.domain.review_rules import Sender
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import Media, Story, StoryVersion, VersionPhoto
from geostories.models.base import now
from geostories.queries.own_stories import PERSONAL_HINT, marks_of
from geostories.vocabulary import Byline, Precision, StoryStatus, SubjectKind, VersionStatus, Voice

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
    sender: Sender | None = None,
) -> UUID:
    """Send the draft to review; returns the version's id. An account is not needed.

    `around` is what lives near its place; a species named there makes the place approximate.
    `sender` is what rules want to know beside. The same key again is the same submission: it answers as the first time. Raises InvalidInput
    for what is missing, Conflict when the key was used for something else.
    """
    story = _lock(session, story_id)
    story.is_guest = not person.is_signed_in
    return _send(
        session, story, person, submission_key, around, person.display_name, sender or Sender()
    )


def submit_for(
    session: Session,
    *,
    story_id: UUID,
    person: Person,
    terms: Terms,
    submission_key: UUID,
    around: Surroundings | None,
    sender: Sender | None = None,
) -> UUID:
    """Send in what an employee wrote down for somebody; returns whose it is from now on.

    That is a person without an account, who can take it over by a link. In the operator's scope:
    nobody may give a story away in their own. The same key again answers as the first time.
    """
    story = _lock(session, story_id)
    if person.id not in (story.owner_id, story.entered_by):
        raise NotFound("no_story")
    if not may(person, Permission.SPEAK_FOR_MUNICIPALITY, story.municipality_id):
        raise NotAllowed("not_the_municipality")
    if story.entered_by is None:
        if story.status is not StoryStatus.DRAFT:
            raise StateError("not_submittable")
        drafts.save_terms(session, story_id=story_id, terms=terms)
        session.flush()
        drafts.hand_over(session, story_id=story_id, owner_id=uuid4())
        session.refresh(story)
        story.entered_by = person.id
        recordings.sign_as_helper(session, story_id=story_id)
    _send(session, story, person, submission_key, around, terms.name, sender or Sender())
    return story.owner_id


def _send(
    session: Session,
    story: Story,
    person: Person,
    submission_key: UUID,
    around: Surroundings | None,
    name: str,
    sender: Sender,
) -> UUID:
    earlier = session.scalar(
        select(StoryVersion).where(
            StoryVersion.owner_id == story.owner_id, StoryVersion.submission_key == submission_key
        )
    )
    if earlier is not None:
        if earlier.story_id != story.id or _has_draft(session, story.id):
            raise Conflict("key_used")
        return earlier.id
    if story.status not in SUBMITTABLE:
        raise StateError("not_submittable")
    draft = get_draft_row(session, story_id=story.id)
    _check_complete(session, draft)
    _check_voice(session, draft, person)
    themes.check(session, draft, today=today())
    homes.make_approximate(session, draft)
    marks = marks_of(draft)
    place_warnings.protect(session, draft, around)
    draft.warnings = [*marks, *draft.warnings]
    story.is_unlisted = minors.is_minor(session, story.owner_id)
    if story.is_unlisted:
        draft.byline = minors.most_of(draft.byline)
    _sign(session, draft, name)
    _hint(session, draft)
    met = story_rules.mark(session, draft, person, sender)
    _supersede_pending(session, story.id)
    draft.status = VersionStatus.PENDING
    draft.submitted_at = now()
    draft.submission_key = submission_key
    draft.transcript_agreed = True  # whoever sends it in has it before them
    if story.status in (StoryStatus.DRAFT, StoryStatus.CHANGES_REQUESTED):
        story.status = StoryStatus.PENDING
    case_files.open_case(
        session,
        municipality_id=story.municipality_id,
        subject=SubjectKind.STORY,
        subject_id=story.id,
    )
    audit.record(
        session,
        action="submit",
        subject="story",
        subject_id=story.id,
        actor_id=person.id,
        municipality_id=story.municipality_id,
        version=draft.number,
    )
    story_rules.hold(session, story, draft, met, person)
    return draft.id


def _sign(session: Session, draft: StoryVersion, name: str) -> None:
    """Put the name under the story; of who wants none there, or has none, none is kept."""
    draft.teller_name = draft.teller_name or name
    if draft.byline is Byline.ANONYMOUS or not draft.teller_name:
        draft.byline, draft.teller_name = Byline.ANONYMOUS, ""
    draft.author_label = _label(session, draft)


def _label(session: Session, version: StoryVersion) -> str:
    """Who stands under it: an association, or as much of the teller's name as they want there."""
    if version.voice is Voice.ASSOCIATION:
        return associations.name_of(session, version.association_id)
    return bylines.label(version.teller_name, version.byline)


def _hint(session: Session, draft: StoryVersion) -> None:
    """Tell the moderator what may be somebody's personal data, as the teller was told."""
    alts = session.scalars(select(VersionPhoto.alt).where(VersionPhoto.version_id == draft.id))
    texts = (draft.title, draft.body, draft.transcript, *alts)
    hints = find_hints(*texts, own_name=draft.teller_name)
    draft.warnings = [
        *draft.warnings,
        *({"code": PERSONAL_HINT, "kind": hint.kind, "words": hint.words} for hint in hints),
    ]


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
    asked = ["title", "category"] if draft.recording_id else ["title", "body", "category"]
    for field in asked:
        if not getattr(draft, field):
            raise InvalidInput(f"{field}_missing", field=field)
    undescribed = session.scalar(
        select(VersionPhoto.media_id)
        .where(VersionPhoto.version_id == draft.id, VersionPhoto.alt == "")
        .limit(1)
    )
    if undescribed:
        raise InvalidInput("alt_missing", field="photos")


def _check_voice(session: Session, draft: StoryVersion, person: Person) -> None:
    associations.check_voice(
        session,
        person,
        voice=draft.voice,
        association_id=draft.association_id,
        municipality_id=draft.municipality_id,
    )


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


def change_byline(session: Session, *, story_id: UUID, person: Person, byline: Byline) -> None:
    """Show another part of the name, or none, everywhere at once; nobody reads it first.

    Of every version: none that is shown again brings an old name back. Raises InvalidInput where
    there is no name to show.
    """
    story = _lock(session, story_id)
    if story.owner_id != person.id:
        raise NotFound("no_story")
    versions = session.scalars(select(StoryVersion).where(StoryVersion.story_id == story_id)).all()
    if story.is_unlisted:
        byline = minors.most_of(byline)
    for version in versions:
        if byline is not Byline.ANONYMOUS:
            version.teller_name = version.teller_name or person.display_name
            if not version.teller_name:
                raise InvalidInput("no_name_to_show", field="byline")
        version.byline = byline
        version.author_label = _label(session, version)
        if version.id == story.published_version_id and story.status is StoryStatus.PUBLISHED:
            story.author_label = version.author_label
            story.changed_at, story.revision = now(), story.revision + 1
    audit.record(
        session,
        action="change_byline",
        subject="story",
        subject_id=story_id,
        actor_id=person.id,
        municipality_id=story.municipality_id,
        byline=byline,
    )


PUBLIC_FIELDS = (
    "title body category voice author_label place_label happened_precision happened_from "
    "happened_to happened_text language licence place_id trail_id theme_id association_id "
    "transcript precision public_geom"
).split()

NOT_SHOWN = {
    "public_position": None,
    "public_alt": None,
    "public_credit": None,
    "public_then_id": None,
}


def fill_public(session: Session, story: Story, version: StoryVersion, settings: Settings) -> None:
    """Make a version what everybody sees, photos too, and raise the revision.

    Areas may have become sensitive while it waited: they make it approximate now.
    """
    story.status = StoryStatus.PUBLISHED
    story.public_shape = None  # an approximate version must not meet the line of an exact one
    for name in PUBLIC_FIELDS:
        setattr(story, name, getattr(version, name))
    if place_warnings.must_be_coarse(session, version, settings):
        story.precision = place_warnings.COARSE
        story.public_geom = place_warnings.coarse_point(version)
        story.place_label = place_warnings.label_of_cell(session, version)
        story.place_id = story.trail_id = None
    story.published_version_id = version.id
    is_exact = story.precision is Precision.EXACT
    story.public_shape = version.shape if is_exact else None
    story.published_at = story.published_at or now()
    story.changed_at = now()
    story.revision += 1
    session.execute(
        update(Media)
        .where(Media.story_id == story.id, Media.public_position.is_not(None))
        .values(**NOT_SHOWN)
    )
    session.execute(
        update(Media)
        .where(Media.id == VersionPhoto.media_id, VersionPhoto.version_id == version.id)
        .values(
            public_position=VersionPhoto.position,
            public_alt=VersionPhoto.alt,
            public_credit=VersionPhoto.credit,
            public_then_id=VersionPhoto.then_id,
        )
        .execution_options(synchronize_session=False)
    )
    recordings.show(session, story_id=story.id, recording_id=version.recording_id)


def clear_public(session: Session, story: Story, status: StoryStatus) -> None:
    """Take away all that everybody saw, and raise the revision; the story now stands at `status`."""
    story.status = status
    for name in PUBLIC_FIELDS:
        setattr(story, name, None)
    story.public_shape = None
    story.revision += 1
    session.execute(
        update(Media)
        .where(Media.story_id == story.id)
        .values(**NOT_SHOWN)
        .execution_options(synchronize_session=False)
    )
    recordings.show(session, story_id=story.id, recording_id=None)
