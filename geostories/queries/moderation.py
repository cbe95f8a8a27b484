"""The queue and its cases; asked in the municipality's scope."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import Decision, Municipality, Report, Story, StoryVersion, User
from geostories.queries.held_zones import HeldBy, is_held, list_holding
from geostories.queries.own_stories import VersionInfo, whole_version
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
    """A case in the queue: `kind` is new, changed or reported; waiting since `since`.

    A version that waits can be of a story that is reported too, and lie in a zone (`is_held`).
    """

    story_id: UUID
    title: str
    author_label: str
    kind: str
    since: datetime
    is_reported: bool
    is_held: bool = False


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
    """All a moderator sees: the version in question, the one before, history, reports, zones."""

    version: VersionInfo
    previous: VersionInfo | None
    history: list[HistoryLine]
    reports: list[ReportInfo]
    zones: list[HeldBy]


def list_queue(session: Session, *, municipality_id: UUID) -> list[QueueItem]:
    """Reported stories and versions that wait, the longest waiting first."""
    waiting = session.execute(
        select(
            StoryVersion.story_id,
            StoryVersion.title,
            StoryVersion.author_label,
            StoryVersion.number,
            StoryVersion.submitted_at,
            is_held().label("is_held"),
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
            is_reported=False,
            is_held=row.is_held,
        )
        for row in waiting
    }
    for item in _reported(session, municipality_id):
        waits = items.get(item.story_id, item)
        items[item.story_id] = replace(waits, since=min(waits.since, item.since), is_reported=True)
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
    return [QueueItem(*row[:3], "reported", row[3], is_reported=True) for row in rows]


def get_case(session: Session, *, story_id: UUID, municipality_id: UUID) -> Case:
    """A story with the version in question; raises NotFound outside the municipality.

    That is the one that waits, else the one that is or was shown, else the newest. `previous` is
    the latest before it that moderators decided on: superseded ones nobody has read.
    """
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
    in_question = next(
        (row for row in rows if row[0].status is VersionStatus.PENDING),
        next((row for row in rows if row[0].id == row[1].published_version_id), rows[0]),
    )
    previous = next(
        (
            row
            for row in rows[rows.index(in_question) + 1 :]
            if row[0].status is not VersionStatus.SUPERSEDED
        ),
        None,
    )

    def info(row: Row[StoryVersion, Story, str]) -> VersionInfo:
        return whole_version(session, *row)

    return Case(
        version=info(in_question),
        previous=info(previous) if previous else None,
        history=_history(session, [row[0] for row in rows]),
        reports=_reports(session, story_id),
        zones=list_holding(session, version_id=in_question[0].id),
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
