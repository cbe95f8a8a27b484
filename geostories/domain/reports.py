"""Receiving notices that something is wrong. In the scope of whoever reports."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain import audit
from geostories.errors import NotFound
from geostories.models import Report, Story
from geostories.vocabulary import ReportGround, StoryStatus


@dataclass(frozen=True)
class Notice:
    """What the reader writes; name and address are optional."""

    ground: ReportGround
    text: str
    name: str
    email: str


def receive(session: Session, *, story_id: UUID, reporter_id: UUID, notice: Notice) -> UUID:
    """Keep a notice about a published story for its municipality's moderators; returns its id."""
    story = session.scalar(
        select(Story).where(Story.id == story_id, Story.status == StoryStatus.PUBLISHED)
    )
    if story is None:
        raise NotFound("no_story")
    report = Report(
        id=uuid4(),
        municipality_id=story.municipality_id,
        story_id=story_id,
        reporter_id=reporter_id,
        ground=notice.ground,
        text=notice.text,
        name=notice.name,
        email=notice.email,
    )
    session.add(report)
    audit.record(
        session,
        action="report",
        subject="story",
        subject_id=story_id,
        actor_id=reporter_id,
        municipality_id=story.municipality_id,
        ground=notice.ground,
    )
    return report.id
