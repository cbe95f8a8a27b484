"""Stories to test with, in every status, told and reviewed through the domain's own verbs."""

from __future__ import annotations

import io
from dataclasses import dataclass
from uuid import UUID, uuid4

from PIL import Image
from sqlalchemy.orm import Session

from geostories.domain import drafts, moderation, photos, stories
from geostories.domain.moderation import Verdict
from geostories.domain.permissions import Grant, Person
from geostories.integrations.files import FileStore
from geostories.models import Story
from geostories.vocabulary import (
    DecisionAction,
    DecisionGround,
    Precision,
    Role,
    StoryStatus,
    Voice,
)

DECISIONS = {
    StoryStatus.PUBLISHED: (DecisionAction.PUBLISH,),
    StoryStatus.CHANGES_REQUESTED: (DecisionAction.REQUEST_CHANGES,),
    StoryStatus.REJECTED: (DecisionAction.REJECT,),
    StoryStatus.HIDDEN: (DecisionAction.PUBLISH, DecisionAction.HIDE),
}


@dataclass(frozen=True)
class Told:
    """A story made for a test, and its photo if it has one."""

    id: UUID
    owner_id: UUID
    municipality_id: UUID
    status: StoryStatus
    media_id: UUID | None


def make_story(
    session: Session,
    *,
    owner: Person,
    municipality_id: UUID,
    status: StoryStatus = StoryStatus.PUBLISHED,
    title: str = "En kväll vid sjön",
    at: tuple[float, float] = (16.20721, 58.99587),
    precision: Precision = Precision.EXACT,
    store: FileStore | None = None,
) -> Told:
    """Tell a story and bring it to `status`; with a `store`, it has a photo.

    `at` is (lon, lat) in WGS 84. In the operator's scope.
    """
    story_id = drafts.start(session, person_id=owner.id, municipality_id=municipality_id)
    session.flush()
    _write(session, story_id, municipality_id, title, at, precision)
    media_id = _add_photo(session, story_id, store) if store else None
    if status is not StoryStatus.DRAFT:
        _submit_and_decide(session, story_id, owner, municipality_id, status)
    session.flush()
    return Told(story_id, owner.id, municipality_id, status, media_id)


def _write(
    session: Session,
    story_id: UUID,
    municipality_id: UUID,
    title: str,
    at: tuple[float, float],
    precision: Precision,
) -> None:
    drafts.save_place(
        session,
        story_id=story_id,
        lon=at[0],
        lat=at[1],
        precision=precision,
        place_label="Bryggan",
        municipality_id=municipality_id,
    )
    words = drafts.Words(title, "Vattnet låg stilla och någon spelade dragspel.", "memory", None)
    drafts.save_words(session, story_id=story_id, words=words)
    drafts.save_voice(session, story_id=story_id, shows_name=True, voice=Voice.RESIDENT)


def _add_photo(session: Session, story_id: UUID, store: FileStore) -> UUID:
    """A small grey picture, as the cleaner would have left it."""
    media_id, picture = uuid4(), io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(picture, "WEBP")
    for size in photos.SIZES:
        store.put(photos.key(media_id, size), picture.getvalue())
    drafts.add_photo(
        session,
        story_id=story_id,
        media_id=media_id,
        width=40,
        height=30,
        size=len(picture.getvalue()),
        most=10,
    )
    session.flush()
    drafts.describe_photos(session, story_id=story_id, alts={media_id: "En grå brygga."})
    return media_id


def _submit_and_decide(
    session: Session, story_id: UUID, owner: Person, municipality_id: UUID, status: StoryStatus
) -> None:
    version_id = stories.submit(session, story_id=story_id, person=owner, submission_key=uuid4())
    session.flush()
    judge = Person(uuid4(), True, "Granskare", frozenset({Grant(Role.MODERATOR, municipality_id)}))
    for action in DECISIONS.get(status, ()):
        verdict = Verdict(action, DecisionGround.OTHER, "Så blev det.", version_id)
        moderation.decide(session, story_id=story_id, person=judge, verdict=verdict)
        session.flush()
    if status is StoryStatus.WITHDRAWN:
        stories.withdraw(session, story_id=story_id, person=owner)
    assert session.get_one(Story, story_id).status is status
