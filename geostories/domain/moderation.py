"""Deciding. In the municipality's scope; every decision leaves a Decision, an AuditEntry, a mail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geostories.domain import audit, held_zones, mail, recordings
from geostories.domain.permissions import Person, may_decide
from geostories.domain.stories import clear_public, fill_public
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import Decision, Report, Story, StoryVersion
from geostories.models.base import now
from geostories.queries.own_stories import is_aerial
from geostories.vocabulary import (
    DecisionAction,
    DecisionGround,
    ReportStatus,
    StoryStatus,
    VersionStatus,
)

if TYPE_CHECKING:
    from geostories.config import Settings


@dataclass(frozen=True)
class Verdict:
    """A moderator's decision on the version they saw.

    `seen_zones`: the zones it lies in that they say they have seen. `spreading_permit`: what they
    know of the permit for a picture from the air.
    """

    action: DecisionAction
    ground: DecisionGround
    message: str
    version_id: UUID
    decided_at: datetime = field(default_factory=now)
    seen_zones: frozenset[UUID] = frozenset()
    spreading_permit: str = ""


SHOWS = frozenset({DecisionAction.PUBLISH, DecisionAction.RESTORE})
"""After these everybody sees the story."""

LEAVES_SHOWN = frozenset({DecisionAction.REQUEST_CHANGES, DecisionAction.REJECT})
"""These refuse a new version; what is reported stays published, and its reports stay open."""


def decide(
    session: Session, *, story_id: UUID, person: Person, verdict: Verdict, settings: Settings
) -> None:
    """Carry a verdict out. Raises Conflict when what was seen is not what stands now."""
    story = session.scalar(select(Story).where(Story.id == story_id).with_for_update())
    if story is None:
        raise NotFound("no_case")
    if not may_decide(person, municipality_id=story.municipality_id, owner_id=story.owner_id):
        raise NotAllowed("not_your_case")
    if verdict.action is not DecisionAction.PUBLISH and not verdict.message.strip():
        raise InvalidInput("message_missing", field="message")
    version = session.scalar(
        select(StoryVersion).where(
            StoryVersion.id == verdict.version_id, StoryVersion.story_id == story_id
        )
    )
    if version is None:
        raise NotFound("no_case")
    if verdict.action in SHOWS:
        held_zones.must_be_seen(session, version, verdict.seen_zones)
        _must_have_permit(session, version, verdict.spreading_permit)
    _change(session, story, version, verdict.action, settings)
    _leave_traces(session, story, version, person, verdict)


def _must_have_permit(session: Session, version: StoryVersion, said: str) -> None:
    """A picture from the air is shown when it is known by which permit, or why none is needed."""
    version.spreading_permit = said.strip() or version.spreading_permit
    if not version.spreading_permit and is_aerial(session, version):
        raise InvalidInput("permit_missing", field="spreading_permit")


def _change(
    session: Session,
    story: Story,
    version: StoryVersion,
    action: DecisionAction,
    settings: Settings,
) -> None:
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


def _must_wait(story: Story, version: StoryVersion) -> None:
    """The version seen must be the one that waits; else another decided, or the author changed it."""
    if story.status not in (StoryStatus.PENDING, StoryStatus.PUBLISHED):
        raise Conflict("already_decided")
    if version.status is not VersionStatus.PENDING:
        raise Conflict("changed_meanwhile")


def _must_be_shown(story: Story, version: StoryVersion, status: StoryStatus) -> None:
    if story.status is not status:
        raise Conflict("already_decided")
    if story.published_version_id != version.id:
        raise StateError("not_the_published_version")


def _leave_traces(
    session: Session, story: Story, version: StoryVersion, person: Person, verdict: Verdict
) -> None:
    session.add(
        Decision(
            id=uuid4(),
            municipality_id=story.municipality_id,
            story_id=story.id,
            version_id=version.id,
            addressee_id=story.owner_id,
            decided_by=person.id,
            action=verdict.action,
            ground=verdict.ground,
            message=verdict.message,
            decided_at=verdict.decided_at,
        )
    )
    audit.record(
        session,
        action=verdict.action,
        subject="story",
        subject_id=story.id,
        actor_id=person.id,
        municipality_id=story.municipality_id,
        version=version.number,
        ground=verdict.ground,
    )
    if verdict.action not in LEAVES_SHOWN or story.status is not StoryStatus.PUBLISHED:
        session.execute(
            update(Report)
            .where(Report.story_id == story.id, Report.status == ReportStatus.RECEIVED)
            .values(status=ReportStatus.DECIDED)
        )
    if not story.is_guest:  # who is reads it behind their link, or once their address is confirmed
        _tell_teller(session, story, version, verdict)


def _tell_teller(session: Session, story: Story, version: StoryVersion, verdict: Verdict) -> None:
    mail.promise(
        session,
        recipient_id=story.owner_id,
        municipality_id=story.municipality_id,
        template="decision",
        action=verdict.action,
        ground=verdict.ground,
        message=verdict.message,
        title=version.title,
        story_id=str(story.id),
    )


def dismiss_reports(
    session: Session, *, story_id: UUID, person: Person, seen: Collection[UUID]
) -> None:
    """Let a reported story stand: the reports that were `seen` are decided, no others.

    The story is not touched. Raises Conflict when a colleague has dealt with all of them.
    """
    story = session.scalar(select(Story).where(Story.id == story_id).with_for_update())
    if story is None:
        raise NotFound("no_case")
    if not may_decide(person, municipality_id=story.municipality_id, owner_id=story.owner_id):
        raise NotAllowed("not_your_case")
    dismissed = session.scalars(
        update(Report)
        .where(
            Report.story_id == story_id,
            Report.status == ReportStatus.RECEIVED,
            Report.id.in_(seen),
        )
        .values(status=ReportStatus.DECIDED)
        .returning(Report.id)
    ).all()
    if not dismissed:
        raise Conflict("already_decided")
    audit.record(
        session,
        action="dismiss_reports",
        subject="story",
        subject_id=story_id,
        actor_id=person.id,
        municipality_id=story.municipality_id,
    )
