"""Stories to test with, told and decided through the same doors as everybody's."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from geoalchemy2.shape import to_shape
from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.domain import drafts, moderation, photos, recordings, stories, uploads
from geostories.domain.moderation import Verdict
from geostories.domain.permissions import Grant, Person
from geostories.domain.place_warnings import look_around
from geostories.domain.transaction import Scope, transaction
from geostories.integrations.photo_cleaner import AT_ONCE
from geostories.integrations.sound_cleaner import CleanSound
from geostories.vocabulary import (
    DecisionAction,
    DecisionGround,
    Precision,
    Role,
    StoryStatus,
    UploadKind,
)
from tests.factories.photos import make_picture
from tests.factories.sounds import make_m4a

if TYPE_CHECKING:
    from geostories.integrations.files import FileStore
    from geostories.queries.municipalities import MunicipalityInfo

PLACE = (16.20721, 58.99587)
"""Katrineholm, longitude and latitude."""

LED_TO = {
    StoryStatus.PENDING: (),
    StoryStatus.PUBLISHED: (DecisionAction.PUBLISH,),
    StoryStatus.CHANGES_REQUESTED: (DecisionAction.REQUEST_CHANGES,),
    StoryStatus.REJECTED: (DecisionAction.REJECT,),
    StoryStatus.HIDDEN: (DecisionAction.PUBLISH, DecisionAction.HIDE),
    StoryStatus.WITHDRAWN: (),
}
"""The decisions that bring a submitted story to where it shall stand."""


@dataclass(frozen=True)
class Told:
    """A story, its newest version, and its photo if it has one."""

    id: UUID
    version_id: UUID
    media_id: UUID | None = None
    recording_id: UUID | None = None


def make_moderator(municipality_id: UUID, role: Role = Role.MODERATOR) -> Person:
    """A person with a role here; decisions need no account behind it."""
    return Person(uuid4(), True, "Kajsa Sandberg", frozenset({Grant(role, municipality_id)}))


def make_story(
    session: Session,
    *,
    municipality_id: UUID,
    owner: Person,
    status: StoryStatus = StoryStatus.PENDING,
    title: str = "Tåget som stannade för en älg",
    body: str = "Mitt på spåret stod en älgko och hennes kalv.",
    at: tuple[float, float] = PLACE,
    precision: Precision = Precision.EXACT,
    store: FileStore | None = None,
) -> Told:
    """Tell a story and bring it to `status`; with a photo when there is a `store` to put it in.

    `owner` has an account: decisions are mailed. In the operator's scope; nothing is committed.
    """
    story_id = drafts.start(session, person_id=owner.id, municipality_id=municipality_id)
    session.flush()
    drafts.save_place(
        session,
        story_id=story_id,
        lon=at[0],
        lat=at[1],
        precision=precision,
        place_label="Stationen",
        municipality_id=municipality_id,
    )
    media_id = add_photo(session, story_id, store) if store else None
    recording_id = add_recording(session, story_id, store, said=body) if store else None
    version_id = write(session, story_id, title=title, body=body)
    told = Told(story_id, version_id, media_id, recording_id)
    if status is StoryStatus.DRAFT:
        begin_upload(session, story_id)
        return told
    submit(session, story_id, owner)
    session.flush()
    for action in LED_TO[status]:
        decide(session, told, make_moderator(municipality_id), action)
    if status is StoryStatus.WITHDRAWN:
        stories.withdraw(session, story_id=story_id, person=owner)
        session.flush()
    return told


def tell(municipality: MunicipalityInfo, owner: Person, **given: Any) -> Told:
    """A published story, committed."""
    with transaction(Scope.operator()) as session:
        return make_story(
            session,
            municipality_id=municipality.id,
            owner=owner,
            status=StoryStatus.PUBLISHED,
            **given,
        )


def withdraw(story_id: UUID, owner: Person) -> None:
    """Take a story back, as whoever told it; committed."""
    with transaction(Scope.person(owner.id)) as session:
        stories.withdraw(session, story_id=story_id, person=owner)


def publish_words(session: Session, municipality_id: UUID, owner: Person, body: str) -> UUID:
    """A published story with nothing to find it by but these words; answers its id."""
    return make_story(
        session,
        municipality_id=municipality_id,
        owner=owner,
        status=StoryStatus.PUBLISHED,
        title="Minnet",
        body=body,
    ).id


def add_photo(session: Session, story_id: UUID, store: FileStore) -> UUID:
    """Give the draft a small photo, its files in the store; answers its id."""
    file, media_id = io.BytesIO(), uuid4()
    make_picture((64, 48)).save(file, "WEBP")
    for size in photos.SIZES:
        for form in AT_ONCE:
            store.put(photos.key(media_id, size, form), file.getvalue())
    drafts.add_photo(
        session,
        story_id=story_id,
        media_id=media_id,
        width=64,
        height=48,
        size=2 * len(file.getvalue()),
        most=10,
    )
    session.flush()
    said = drafts.PhotoWords(media_id, "En gul rund sak")
    drafts.describe_photos(session, story_id=story_id, photos=[said])
    return media_id


def add_recording(session: Session, story_id: UUID, store: FileStore, said: str = "") -> UUID:
    """Give the draft a short tone, its file in the store; answers its id."""
    recording_id, content = uuid4(), make_m4a()
    store.put(recordings.key(recording_id), content)
    sound = CleanSound(content, 0.5, [100] * 200)
    recordings.put(session, story_id=story_id, recording_id=recording_id, sound=sound)
    session.flush()
    recordings.write_down(session, story_id=story_id, transcript=said)
    return recording_id


def key_of(story_id: UUID) -> UUID:
    """The key of the upload that a draft of make_story has begun."""
    return uuid5(story_id, "upload")


def begin_upload(session: Session, story_id: UUID) -> None:
    """A photo of which nothing has come yet."""
    key, kind = key_of(story_id), UploadKind.PHOTO
    uploads.begin(session, story_id=story_id, key=key, kind=kind, size=100, settings=Settings())


def write(session: Session, story_id: UUID, *, title: str, body: str) -> UUID:
    """Put words into the draft; answers its version's id."""
    words = drafts.Words(title, body, "railway", None)
    drafts.save_words(session, story_id=story_id, words=words)
    session.flush()
    return drafts.get_draft_row(session, story_id=story_id).id


def resubmit(
    session: Session, story: Told, owner: Person, *, body: str, title: str = "Tåget och älgen"
) -> Told:
    """Send in a next version of a story, as its owner."""
    drafts.reopen(session, story_id=story.id)
    session.flush()
    version_id = write(session, story.id, title=title, body=body)
    submit(session, story.id, owner)
    session.flush()
    return Told(story.id, version_id, story.media_id, story.recording_id)


def submit(session: Session, story_id: UUID, owner: Person) -> None:
    """Send in the draft, as its owner."""
    place = to_shape(drafts.get_draft_row(session, story_id=story_id).geom)
    stories.submit(
        session,
        story_id=story_id,
        person=owner,
        submission_key=uuid4(),
        around=look_around(place.x, place.y, Settings()),
    )


def decide(session: Session, story: Told, person: Person, action: DecisionAction) -> None:
    """Decide on the version, with a reason where one is needed."""
    ground = DecisionGround.NONE if action is DecisionAction.PUBLISH else DecisionGround.OTHER
    verdict = Verdict(action, ground, "Därför.", story.version_id)
    moderation.decide(
        session,
        story_id=story.id,
        person=person,
        verdict=verdict,
        settings=Settings(undo_seconds=0),
    )
    session.flush()
