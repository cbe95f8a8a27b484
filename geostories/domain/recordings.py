"""A story's recording: taken in, replaced, written out as text, agreed to; and the sweeping after."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from geostories import public_id
from geostories.domain import audit, mail, scanning
from geostories.domain.drafts import get_draft_row
from geostories.domain.permissions import Person, may_decide
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.integrations import sound_cleaner
from geostories.integrations.sound_cleaner import CleanSound, SoundRefused
from geostories.models import Recording, Story, StoryVersion
from geostories.models.base import now
from geostories.queries.media import list_recording_ids
from geostories.vocabulary import Duty, TranscriptBy, VersionStatus

if TYPE_CHECKING:
    from geostories.config import Settings
    from geostories.integrations.files import FileStore

FOLDER = "sounds"


def key(recording_id: UUID) -> str:
    """Where a recording's file lies in the store."""
    name = public_id.encode(recording_id)
    return f"{FOLDER}/{name[:2]}/{name}.m4a"


def take_in(upload: bytes, *, settings: Settings, store: FileStore) -> tuple[UUID, CleanSound]:
    """Clean an upload and store it; raises InvalidInput, with nothing kept, if it cannot."""
    if len(upload) > settings.sound_bytes:
        raise InvalidInput(
            "sound_too_large", field="sound", megabytes=settings.sound_bytes // 10**6
        )
    scanning.require_clean(upload, field="sound", settings=settings)
    try:
        sound = sound_cleaner.clean(upload, settings)
    except SoundRefused as refused:
        too_long = {"minutes": settings.sound_length // 60} if refused.code == "too_long" else {}
        raise InvalidInput(f"sound_{refused.code}", field="sound", **too_long) from None
    recording_id = uuid4()
    store.put(key(recording_id), sound.content)
    return recording_id, sound


def put(session: Session, *, story_id: UUID, recording_id: UUID, sound: CleanSound) -> None:
    """Make a stored recording the draft's, in place of the one it had; in the person's scope.

    What was written of the other one is kept: mostly the same is said again. The other's file goes
    with the sweeper once no version names it.
    """
    draft = get_draft_row(session, story_id=story_id)
    session.add(
        Recording(
            id=recording_id,
            story_id=story_id,
            municipality_id=draft.municipality_id,
            owner_id=draft.owner_id,
            seconds=sound.seconds,
            bytes=len(sound.content),
            peaks=sound.peaks,
        )
    )
    session.flush()
    draft.recording_id = recording_id
    draft.saved_at = now()


def remove(session: Session, *, story_id: UUID) -> None:
    """Take the recording out of the draft, with what was written of it; raises NotFound."""
    draft = get_draft_row(session, story_id=story_id)
    if draft.recording_id is None:
        raise NotFound("no_recording")
    draft.recording_id = None
    _write(draft, "", TranscriptBy.TELLER)
    draft.saved_at = now()


def write_down(session: Session, *, story_id: UUID, transcript: str) -> None:
    """Keep what the teller says the recording says. What they did not change stays whoever's it is."""
    draft = get_draft_row(session, story_id=story_id)
    if draft.recording_id is not None and draft.transcript != transcript:
        _write(draft, transcript, TranscriptBy.TELLER)


def sign_as_helper(session: Session, *, story_id: UUID) -> None:
    """What an employee wrote down while somebody told: a helper's words."""
    draft = get_draft_row(session, story_id=story_id)
    if draft.transcript:
        _write(draft, draft.transcript, TranscriptBy.HELPER)


def _write(version: StoryVersion, transcript: str, by: TranscriptBy) -> None:
    version.transcript, version.transcript_by = transcript, by
    version.transcript_agreed = by is not TranscriptBy.MODERATOR


def propose(
    session: Session, *, story_id: UUID, version_id: UUID, person: Person, transcript: str
) -> None:
    """Write down, as a moderator, what is said; the teller is asked, and has to say yes.

    In the municipality's scope. Raises StateError where the teller wrote it themselves, Conflict
    when the version does not wait any more.
    """
    story, version = _waiting(session, story_id, version_id)
    if not may_decide(
        person,
        municipality_id=story.municipality_id,
        owner_id=story.owner_id,
        duties=frozenset({Duty.STORIES}),
        category=version.category or "",
    ):
        raise NotAllowed("not_your_case")
    if not transcript:
        raise InvalidInput("transcript_empty", field="transcript")
    if not may_propose(version.transcript, version.transcript_by):
        raise StateError("transcript_is_theirs")
    _write(version, transcript, TranscriptBy.MODERATOR)
    _record(session, "transcribe", story, version, person)
    if story.is_guest:
        return  # they read it behind their link, or once they have confirmed their address
    mail.promise(
        session,
        recipient_id=story.owner_id,
        municipality_id=story.municipality_id,
        template="transcript",
        title=version.title,
        story_id=str(story.id),
    )


def may_propose(transcript: str, by: TranscriptBy) -> bool:
    """Whether a moderator may write it down: where nobody did, or a moderator did."""
    return not transcript or by is TranscriptBy.MODERATOR


def agree(session: Session, *, story_id: UUID, person: Person, seen: str) -> None:
    """The teller says yes to what a moderator wrote down; `seen` is the text they read.

    In the person's scope. Raises StateError where nothing waits for a yes, Conflict when it was
    changed meanwhile.
    """
    story = session.scalar(select(Story).where(Story.id == story_id).with_for_update())
    if story is None or story.owner_id != person.id:
        raise NotFound("no_story")
    version = session.scalar(
        select(StoryVersion).where(
            StoryVersion.story_id == story_id,
            StoryVersion.status == VersionStatus.PENDING,
            StoryVersion.transcript_agreed.is_(False),
        )
    )
    if version is None:
        raise StateError("nothing_to_agree_to")
    if version.transcript != seen:
        raise Conflict("transcript_changed")
    version.transcript_agreed = True
    _record(session, "agree", story, version, person)


def _waiting(session: Session, story_id: UUID, version_id: UUID) -> tuple[Story, StoryVersion]:
    story = session.scalar(select(Story).where(Story.id == story_id).with_for_update())
    version = session.scalar(
        select(StoryVersion).where(StoryVersion.id == version_id, StoryVersion.story_id == story_id)
    )
    if story is None or version is None:
        raise NotFound("no_case")
    if version.status is not VersionStatus.PENDING:
        raise Conflict("changed_meanwhile")
    if version.recording_id is None:
        raise StateError("no_recording")
    return story, version


def _record(
    session: Session, action: str, story: Story, version: StoryVersion, person: Person
) -> None:
    audit.record(
        session,
        action=action,
        subject="story",
        subject_id=story.id,
        actor_id=person.id,
        municipality_id=story.municipality_id,
        version=version.number,
    )


def check_publishable(version: StoryVersion) -> None:
    """Raises StateError for a recording that nobody wrote down, or whose teller has not said yes."""
    if version.recording_id is None:
        return
    if not version.transcript:
        raise StateError("transcript_missing")
    if not version.transcript_agreed:
        raise StateError("transcript_not_agreed")


def show(session: Session, *, story_id: UUID, recording_id: UUID | None) -> None:
    """Let everybody hear this recording of the story's, and no other; None: none of them."""
    session.execute(
        update(Recording)
        .where(Recording.story_id == story_id)
        .values(is_public=Recording.id.is_not_distinct_from(recording_id))
        .execution_options(synchronize_session=False)
    )


def sweep(session: Session, *, store: FileStore, grace: timedelta) -> tuple[int, int]:
    """Remove rows no version names, then files no row names; both only when older than `grace`.

    Answers how many rows and files went. In the operator's scope.
    """
    before = datetime.now(UTC) - grace
    unused = session.scalars(
        select(Recording).where(
            Recording.created_at < before,
            ~exists().where(StoryVersion.recording_id == Recording.id),
        )
    ).all()
    for recording in unused:
        session.delete(recording)
    session.flush()
    known = {key(recording_id) for recording_id in list_recording_ids(session)}
    stray = [name for name, written in store.list(FOLDER) if written < before and name not in known]
    for name in stray:
        store.delete(name)
    return len(unused), len(stray)


def list_missing(session: Session, *, store: FileStore) -> list[str]:
    """Keys of recordings that the store lacks."""
    there = {name for name, _ in store.list(FOLDER)}
    return sorted({key(each) for each in list_recording_ids(session)} - there)
