"""The queue and its cases; asked in the municipality's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import Decision, Municipality, Report, Story, StoryVersion, User
from geostories.queries.own_stories import VersionInfo, list_version_photos, version_info
from geostories.vocabulary import (
    DecisionAction,
    DecisionGround,
    ReportGround,
    ReportStatus,
    StoryStatus,
    VersionStatus,
)


@dataclass(frozen=True)
class QueueItem:
    """A case in the queue: `kind` is new, changed or reported; waiting since `since`."""

    story_id: UUID
    title: str
    author_label: str
    kind: str
    since: datetime


@dataclass(frozen=True)
class HistoryLine:
    """What happened to the story: a submission (`action` is None) or a decision."""

    at: datetime
    who: str
    number: int
    action: DecisionAction | None
    ground: DecisionGround | None
    message: str


@dataclass(frozen=True)
class ReportInfo:
    """A notice about the story."""

    id: UUID
    ground: ReportGround
    text: str
    name: str
    received_at: datetime


@dataclass(frozen=True)
class Case:
    """All a moderator sees: the version in question, the one before, history, reports."""

    version: VersionInfo
    previous: VersionInfo | None
    history: list[HistoryLine]
    reports: list[ReportInfo]


def list_queue(session: Session, *, municipality_id: UUID) -> list[QueueItem]:
    """Reported stories and versions that wait, the longest waiting first."""
    waiting = session.execute(
        select(
            StoryVersion.story_id,
            StoryVersion.title,
            StoryVersion.author_label,
            StoryVersion.number,
            StoryVersion.submitted_at,
        ).where(
            StoryVersion.municipality_id == municipality_id,
            StoryVersion.status == VersionStatus.PENDING,
        )
    )
    items = {
        row.story_id: QueueItem(
            row.story_id,
            row.title,
            row.author_label,
            "new" if row.number == 1 else "changed",
            row.submitted_at,
        )
        for row in waiting
    }
    for item in _reported(session, municipality_id):
        items.setdefault(item.story_id, item)
    return sorted(items.values(), key=lambda item: item.since)


def _reported(session: Session, municipality_id: UUID) -> list[QueueItem]:
    rows = session.execute(
        select(Story.id, StoryVersion.title, StoryVersion.author_label, func.min(Report.created_at))
        .join(Report, Report.story_id == Story.id)
        .join(StoryVersion, StoryVersion.id == Story.published_version_id)
        .where(
            Report.municipality_id == municipality_id,
            Report.status == ReportStatus.RECEIVED,
            Story.status == StoryStatus.PUBLISHED,
        )
        .group_by(Story.id, StoryVersion.title, StoryVersion.author_label)
    )
    return [QueueItem(row[0], row[1], row[2], "reported", row[3]) for row in rows]


def get_case(session: Session, *, story_id: UUID, municipality_id: UUID) -> Case:
    """A story with its newest submitted version; raises NotFound outside the municipality."""
    rows = session.execute(
        select(StoryVersion, Story, Municipality.slug)
        .join(Story, Story.id == StoryVersion.story_id)
        .join(Municipality, Municipality.id == Story.municipality_id)
        .where(
            Story.id == story_id,
            Story.municipality_id == municipality_id,
            StoryVersion.status != VersionStatus.DRAFT,
        )
        .order_by(StoryVersion.number.desc())
    ).all()
    if not rows:
        raise NotFound("no_case")
    versions = [
        version_info(*row, photos=list_version_photos(session, row[0].id)) for row in rows[:2]
    ]
    return Case(
        version=versions[0],
        previous=versions[1] if len(versions) > 1 else None,
        history=_history(session, [row[0] for row in rows]),
        reports=_reports(session, story_id),
    )


def _history(session: Session, versions: list[StoryVersion]) -> list[HistoryLine]:
    numbers = {version.id: version.number for version in versions}
    lines = [
        HistoryLine(v.submitted_at, v.author_label, v.number, None, None, "")
        for v in versions
        if v.submitted_at
    ]
    decisions = session.execute(
        select(Decision, User.display_name)
        .outerjoin(User, User.id == Decision.decided_by)
        .where(Decision.version_id.in_(numbers))
    )
    lines += [
        HistoryLine(d.decided_at, name or "", numbers[d.version_id], d.action, d.ground, d.message)
        for d, name in decisions
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _reports(session: Session, story_id: UUID) -> list[ReportInfo]:
    rows = session.scalars(
        select(Report)
        .where(Report.story_id == story_id, Report.status == ReportStatus.RECEIVED)
        .order_by(Report.created_at)
    )
    return [ReportInfo(r.id, r.ground, r.text, r.name, r.created_at) for r in rows]
