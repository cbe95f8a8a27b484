"""Deciding on stories. In the municipality's scope; every decision leaves paper and mail."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from geostories.domain import decisions, held_zones, recordings, reports
from geostories.domain.decisions import Ruling, Subject
from geostories.domain.permissions import Person, duties_of, may_decide, reviews
from geostories.domain.stories import clear_public, fill_public
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import Decision, Story, StoryVersion, VersionPhoto
from geostories.models.base import now
from geostories.queries.own_stories import is_aerial
from geostories.vocabulary import (
    DecisionAction,
    DecisionGround,
    Duty,
    StoryStatus,
    SubjectKind,
    VersionStatus,
)

if TYPE_CHECKING:
    from geostories.config import Settings

REFUSED = frozenset({VersionStatus.REJECTED, VersionStatus.CHANGES_REQUESTED})


@dataclass(frozen=True)
class Verdict:
    """A moderator's decision on the version they saw.

    `law`: the paragraph, where the ground is that it is illegal. `seen_zones`: the zones it lies in
    that they say they have seen. `spreading_permit`: what they know of the permit for a picture
    from the air. `edition`: how often moderators had changed the version when it was seen; None
    where nobody sees it anew.
    """

    action: DecisionAction
    ground: DecisionGround
    message: str
    version_id: UUID
    decided_at: datetime = field(default_factory=now)
    seen_zones: frozenset[UUID] = frozenset()
    spreading_permit: str = ""
    law: str = ""
    edition: int | None = None

    @property
    def ruling(self) -> Ruling:
        """What is written down of it."""
        return Ruling(self.action, self.ground, self.message, self.law, self.decided_at)


SHOWS = frozenset({DecisionAction.PUBLISH, DecisionAction.RESTORE})
"""After these everybody sees the story."""

DECIDABLE = frozenset({StoryStatus.PENDING, StoryStatus.PUBLISHED})
"""A version of such a story can wait."""

LEAVES_SHOWN = frozenset({DecisionAction.REQUEST_CHANGES, DecisionAction.REJECT})
"""These refuse a new version; what is reported stays published, and its reports stay open."""


def decide(
    session: Session,
    *,
    story_id: UUID,
    person: Person,
    verdict: Verdict,
    settings: Settings,
    appeal_id: UUID | None = None,
) -> Decision:
    """Carry a verdict out. Raises Conflict when what was seen is not what stands now."""
    story = lock(session, story_id)
    if not may_decide(person, municipality_id=story.municipality_id, owner_id=story.owner_id):
        raise NotAllowed("not_your_case")
    if verdict.action is not DecisionAction.PUBLISH and not verdict.message.strip():
        raise InvalidInput("message_missing", field="message")
    decisions.check(verdict.ruling)
    version = find_version(session, story_id, verdict.version_id)
    duties = duties_of(Duty.STORIES, waits=version.status is VersionStatus.PENDING)
    here = story.municipality_id
    if not reviews(person, here, duties=duties, category=version.category or ""):
        raise NotAllowed("not_your_duty")
    must_be_as_seen(version, verdict.edition)
    if verdict.action in SHOWS:
        held_zones.must_be_seen(session, version, verdict.seen_zones)
        _must_have_permit(session, version, verdict.spreading_permit)
    before = _standing(story, version)
    _carry_out(session, story, version, verdict.action, settings)
    before |= {"left": story.status.value, "version_left": version.status.value}
    subject = subject_of(session, story, version)
    decision = decisions.write(
        session,
        subject=subject,
        person=person,
        ruling=verdict.ruling,
        before=before,
        appeal_id=appeal_id,
        version=version.number,
    )
    if verdict.action not in LEAVES_SHOWN or story.status is not StoryStatus.PUBLISHED:
        reports.close(session, subject=subject, decision=decision, settings=settings)
    decisions.tell_addressee(
        session,
        decision=decision,
        subject=subject,
        settings=settings,
        template="decision",
        law=verdict.law,
        story_id=str(story.id),
    )
    return decision


def lock(session: Session, story_id: UUID) -> Story:
    """The story, locked until the transaction ends; raises NotFound."""
    story = session.scalar(select(Story).where(Story.id == story_id).with_for_update())
    if story is None:
        raise NotFound("no_case")
    return story


def find_version(session: Session, story_id: UUID, version_id: UUID | None) -> StoryVersion:
    """One of the story's versions; raises NotFound."""
    version = session.scalar(
        select(StoryVersion).where(StoryVersion.id == version_id, StoryVersion.story_id == story_id)
    )
    if version is None:
        raise NotFound("no_case")
    return version


def must_be_as_seen(version: StoryVersion, edition: int | None) -> None:
    """Raise Conflict when a colleague has changed the version since it was seen."""
    if edition is not None and edition != version.edition:
        raise Conflict("changed_meanwhile")


def subject_of(session: Session, story: Story, version: StoryVersion) -> Subject:
    """A story's version as what a decision is about."""
    has_photo = session.scalar(select(exists().where(VersionPhoto.version_id == version.id)))
    there = (("text", version.body), ("image", has_photo), ("audio", version.recording_id))
    return Subject(
        kind=SubjectKind.STORY,
        id=story.id,
        municipality_id=story.municipality_id,
        story_id=story.id,
        version_id=version.id,
        addressee_id=story.owner_id,
        is_guest=story.is_guest,
        title=version.title,
        sent_on=(version.submitted_at or version.created_at).date(),
        parts=tuple(name for name, has in there if has),
        language=version.language,
        is_detected_automatically=bool(version.warnings),
    )


def _standing(story: Story, version: StoryVersion) -> dict[str, Any]:
    """Where both stand, for undo."""
    return {
        "status": story.status.value,
        "version_status": version.status.value,
        "published_version_id": str(story.published_version_id or ""),
        "published_at": story.published_at.isoformat() if story.published_at else "",
    }


def put_back(session: Session, *, decision: Decision, settings: Settings) -> None:
    """Let the story stand as it did before a decision; its revision still rises.

    Raises Conflict when it stands elsewhere by now than the decision left it.
    """
    before = decision.before
    story = lock(session, decision.subject_id)
    version = find_version(session, story.id, decision.version_id)
    if (story.status.value, version.status.value) != (before["left"], before["version_left"]):
        raise Conflict("changed_meanwhile")
    version.status = VersionStatus(before["version_status"])
    session.flush()
    status = StoryStatus(before["status"])
    shown = UUID(before["published_version_id"]) if before["published_version_id"] else None
    if status is StoryStatus.PUBLISHED:
        fill_public(session, story, find_version(session, story.id, shown), settings)
    else:
        clear_public(session, story, status)
    story.published_version_id = shown
    at = before["published_at"]
    story.published_at = datetime.fromisoformat(at) if at else None


def take_up(session: Session, first: Decision) -> DecisionAction | None:
    """Let a refused version wait again; answers how it is shown, or None if nothing is left to.

    Its author may have taken the story back, or sent in another version, since it was refused.
    """
    story = lock(session, first.subject_id)
    version = find_version(session, story.id, first.version_id)
    if first.action is DecisionAction.HIDE:
        return DecisionAction.RESTORE if story.status is StoryStatus.HIDDEN else None
    if first.action is DecisionAction.HOLD:
        waits = version.status is VersionStatus.PENDING
        return DecisionAction.PUBLISH if waits else None
    newer = exists().where(
        StoryVersion.story_id == story.id,
        StoryVersion.number > version.number,
        StoryVersion.status != VersionStatus.DRAFT,
    )
    if version.status not in REFUSED or session.scalar(select(newer)):
        return None
    if story.status in (StoryStatus.REJECTED, StoryStatus.CHANGES_REQUESTED):
        story.status = StoryStatus.PENDING
    if story.status not in (StoryStatus.PENDING, StoryStatus.PUBLISHED):
        return None
    version.status = VersionStatus.PENDING
    session.flush()
    return DecisionAction.PUBLISH


def _must_have_permit(session: Session, version: StoryVersion, said: str) -> None:
    """A picture from the air is shown when it is known by which permit, or why none is needed."""
    version.spreading_permit = said.strip() or version.spreading_permit
    if not version.spreading_permit and is_aerial(session, version):
        raise InvalidInput("permit_missing", field="spreading_permit")


def _carry_out(
    session: Session,
    story: Story,
    version: StoryVersion,
    action: DecisionAction,
    settings: Settings,
) -> None:
    """Change what stands, as a decision says."""
    match action:
        case DecisionAction.PUBLISH:
            _must_wait(story, version)
            recordings.check_publishable(version)
            version.status = VersionStatus.APPROVED
            fill_public(session, story, version, settings)
        case DecisionAction.REQUEST_CHANGES:
            _must_wait(story, version)
            version.status = VersionStatus.CHANGES_REQUESTED
            if story.status is StoryStatus.PENDING:
                story.status = StoryStatus.CHANGES_REQUESTED
        case DecisionAction.REJECT:
            _must_wait(story, version)
            version.status = VersionStatus.REJECTED
            if story.status is StoryStatus.PENDING:
                story.status = StoryStatus.REJECTED
        case DecisionAction.HIDE:
            _must_be_shown(story, version, StoryStatus.PUBLISHED)
            clear_public(session, story, StoryStatus.HIDDEN)
        case DecisionAction.RESTORE:
            _must_be_shown(story, version, StoryStatus.HIDDEN)
            fill_public(session, story, version, settings)
        case _:
            raise StateError("not_for_a_story")


def _must_wait(story: Story, version: StoryVersion) -> None:
    """The version seen must be the one that waits; else another decided, or the author changed it."""
    if story.status not in DECIDABLE:
        raise Conflict("already_decided")
    if version.status is not VersionStatus.PENDING:
        raise Conflict("changed_meanwhile")


def _must_be_shown(story: Story, version: StoryVersion, status: StoryStatus) -> None:
    if story.status is not status:
        raise Conflict("already_decided")
    if story.published_version_id != version.id:
        raise StateError("not_the_published_version")


def find_subject(session: Session, *, story_id: UUID) -> Subject:
    """The story as it was last shown, locked: what reports of it are about."""
    story = lock(session, story_id)
    shown = story.published_version_id
    if shown is None:
        raise NotFound("no_case")
    return subject_of(session, story, find_version(session, story_id, shown))
