"""Recordings and what is said in them: of versions, in whatever scope asks, and of published stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.models import Recording, Story, StoryVersion
from geostories.vocabulary import TranscriptBy


@dataclass(frozen=True)
class Sound:
    """A recording, its length, its waveform (0 to 100), and what is said in it, if written down.

    `is_agreed`: whoever speaks wrote it, or has said yes to it.
    """

    id: UUID
    seconds: float
    peaks: list[int]
    transcript: str
    transcript_by: TranscriptBy = TranscriptBy.TELLER
    is_agreed: bool = True


def sounds_of(session: Session, versions: Sequence[StoryVersion]) -> dict[UUID, Sound]:
    """The recordings of versions, by the version's id; those without one are left out."""
    spoken = {each.recording_id for each in versions if each.recording_id}
    if not spoken:
        return {}
    rows = session.scalars(select(Recording).where(Recording.id.in_(spoken)))
    recordings = {row.id: row for row in rows}
    return {
        version.id: _sound(recordings[version.recording_id], version)
        for version in versions
        if version.recording_id in recordings
    }


def _sound(recording: Recording, version: StoryVersion) -> Sound:
    return Sound(
        recording.id,
        recording.seconds,
        recording.peaks,
        version.transcript,
        version.transcript_by,
        version.transcript_agreed,
    )


def list_public_sounds(session: Session, story_ids: Iterable[UUID]) -> dict[UUID, Sound]:
    """What everybody hears of published stories, by the story's id; those nobody speaks are left out."""
    rows = session.execute(
        select(Recording, Story.transcript)
        .join(Story, Story.id == Recording.story_id)
        .where(Recording.story_id.in_(tuple(story_ids)), Recording.is_public)
    )
    return {
        recording.story_id: Sound(
            recording.id, recording.seconds, recording.peaks, transcript or ""
        )
        for recording, transcript in rows
    }
