"""Changing a part of a story in review: words masked, a picture taken out or blurred.

Each is a restriction like any other: reasons, mail, log, undo, review. What stood there is sealed in
the same transaction. In the municipality's scope.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import Session

from geostories.domain import changed_pictures, decisions, masked_words, moderation, sealing
from geostories.domain.decisions import Ruling
from geostories.domain.permissions import Person, duties_of, may_decide, reviews
from geostories.domain.stories import fill_public
from geostories.errors import Conflict, InvalidInput, NotAllowed, StateError
from geostories.integrations.photo_cleaner import Part
from geostories.models import Decision, Story, StoryVersion
from geostories.models.base import now
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

CONCERNS = {
    DecisionAction.MASK: "text",
    DecisionAction.REDACT: "image",
    DecisionAction.BLUR: "image",
}
"""Which part of a story each is about, for the statement of reasons."""

STANDS = frozenset({StoryStatus.PUBLISHED, StoryStatus.HIDDEN})


@dataclass(frozen=True)
class Change:
    """What is changed in the version that was seen, in the `edition` that was seen, and why."""

    action: DecisionAction
    ground: DecisionGround
    message: str
    version_id: UUID
    edition: int
    law: str = ""
    phrase: str = ""
    media_id: UUID | None = None
    part: Part | None = None
    decided_at: datetime = field(default_factory=now)

    @property
    def ruling(self) -> Ruling:
        """What is written down of it."""
        return Ruling(self.action, self.ground, self.message, self.law, self.decided_at)


def make(
    session: Session, *, story_id: UUID, person: Person, change: Change, settings: Settings
) -> Decision:
    """Carry a change out. Raises Conflict when what was seen is not what stands now."""
    if change.action not in CONCERNS:
        raise StateError("not_for_a_story")
    story = moderation.lock(session, story_id)
    version = moderation.find_version(session, story_id, change.version_id)
    _must_be_theirs(story, version, person)
    if not change.message.strip():
        raise InvalidInput("message_missing", field="message")
    decisions.check(change.ruling)
    _must_stand(story, version)
    moderation.must_be_as_seen(version, change.edition)
    taken = _carry_out(session, version, change, settings)
    version.edition += 1
    session.flush()
    _show(session, story, version, settings)
    subject = moderation.subject_of(session, story, version)
    decision = decisions.write(
        session,
        subject=replace(subject, parts=(CONCERNS[change.action],)),
        person=person,
        ruling=change.ruling,
        before={"edition_left": version.edition},
        version=version.number,
    )
    sealing.keep(
        session,
        municipality_id=story.municipality_id,
        subject=SubjectKind.STORY,
        subject_id=story.id,
        what=change.action,
        content=taken,
        files=[change.media_id] if change.media_id and "media" in taken else [],
        reason=change.law.strip() or change.ground,
        by=person.id,
        decision_id=decision.id,
    )
    decisions.tell_addressee(
        session,
        decision=decision,
        subject=subject,
        settings=settings,
        template="decision",
        law=change.law,
        story_id=str(story.id),
    )
    return decision


def put_back(session: Session, *, decision: Decision, settings: Settings) -> None:
    """Let what a decision changed stand as before. Raises Conflict when it was changed since."""
    story = moderation.lock(session, decision.subject_id)
    version = moderation.find_version(session, story.id, decision.version_id)
    if version.edition != decision.before["edition_left"]:
        raise Conflict("changed_meanwhile")
    restore(session, first=decision, settings=settings)


def restore(session: Session, *, first: Decision, settings: Settings) -> None:
    """Put back what a decision took, and show it where the story is shown.

    What others decided since stands; so does what its author sent in or took back.
    """
    story = moderation.lock(session, first.subject_id)
    version = moderation.find_version(session, story.id, first.version_id)
    if first.action is DecisionAction.MASK:
        masked_words.put_back(session, story_id=story.id, decision_id=first.id)
    else:
        changed_pictures.put_back(
            session, story_id=story.id, decision_id=first.id, settings=settings
        )
    version.edition += 1
    session.flush()
    _show(session, story, version, settings)


def may_be_changed(story: StoryStatus, version: VersionStatus) -> bool:
    """Whether a case offers changes: it waits, or is or was what everybody sees."""
    waits = version is VersionStatus.PENDING and story in moderation.DECIDABLE
    return waits or (version is VersionStatus.APPROVED and story in STANDS)


def _must_be_theirs(story: Story, version: StoryVersion, person: Person) -> None:
    here = story.municipality_id
    if not may_decide(person, municipality_id=here, owner_id=story.owner_id):
        raise NotAllowed("not_your_case")
    duties = duties_of(Duty.STORIES, waits=version.status is VersionStatus.PENDING)
    if not reviews(person, here, duties=duties, category=version.category or ""):
        raise NotAllowed("not_your_duty")


def _must_stand(story: Story, version: StoryVersion) -> None:
    if not may_be_changed(story.status, version.status):
        raise Conflict("already_decided")
    if version.status is VersionStatus.APPROVED and story.published_version_id != version.id:
        raise Conflict("changed_meanwhile")


def _carry_out(
    session: Session, version: StoryVersion, change: Change, settings: Settings
) -> dict[str, Any]:
    if change.action is DecisionAction.MASK:
        return masked_words.mask(
            session, story_id=version.story_id, version_id=version.id, phrase=change.phrase
        )
    if change.media_id is None:
        raise InvalidInput("picture_missing", field="picture")
    if change.action is DecisionAction.REDACT:
        return changed_pictures.take_out(session, version=version, media_id=change.media_id)
    if change.part is None:
        raise InvalidInput("part_outside", field="part")
    return changed_pictures.blur(
        session, version=version, media_id=change.media_id, part=change.part, settings=settings
    )


def _show(session: Session, story: Story, version: StoryVersion, settings: Settings) -> None:
    """Everybody sees what the shown version holds now, also where another one was decided on."""
    if story.status is not StoryStatus.PUBLISHED:
        return
    shown = version
    if story.published_version_id != version.id:
        shown = moderation.find_version(session, story.id, story.published_version_id)
    fill_public(session, story, shown, settings)
