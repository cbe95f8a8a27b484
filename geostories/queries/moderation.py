"""A case as a moderator reads it; asked in the municipality's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, literal, null, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import (
    Collection,
    Comment,
    Municipality,
    OfficialPlace,
    Story,
    StoryVersion,
    Trail,
)
from geostories.queries.case_papers import Papers, get_papers
from geostories.queries.held_zones import HeldBy, list_holding
from geostories.queries.own_stories import VersionInfo, whole_version
from geostories.queries.review_rules import RuleInfo, list_met
from geostories.vocabulary import (
    CommentStatus,
    DecisionAction,
    DecisionGround,
    SubjectKind,
    VersionStatus,
)


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
class Case:
    """All a moderator sees of a story: the version in question, the one before, history, papers."""

    version: VersionInfo
    previous: VersionInfo | None
    history: list[HistoryLine]
    papers: Papers
    zones: list[HeldBy]
    rules: list[RuleInfo]


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

    papers = get_papers(session, subject_id=story_id, municipality_id=municipality_id)
    return Case(
        version=info(in_question),
        previous=info(previous) if previous else None,
        history=_history([row[0] for row in rows], papers),
        papers=papers,
        zones=list_holding(session, version_id=in_question[0].id),
        rules=list_met(session, in_question[0].warnings),
    )


def _history(versions: list[StoryVersion], papers: Papers) -> list[HistoryLine]:
    numbers = {version.id: version.number for version in versions}
    lines = [
        HistoryLine(v.submitted_at, v.author_label, v.number, None, None, "")
        for v in versions
        if v.submitted_at
    ]
    lines += [
        HistoryLine(
            d.at, d.who, numbers.get(d.version_id or d.id, 0), d.action, d.ground, d.message
        )
        for d in papers.decisions
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


@dataclass(frozen=True)
class OtherCase:
    """A comment, a collection, a place or a trail as a moderator sees it.

    `status` is its own word for where it stands; `story_id`: the story that a comment stands under;
    `owner_id` is None for what is official. `waits`: nobody has decided yet. `is_shown`: everybody
    sees it.
    """

    papers: Papers
    title: str
    body: str
    author_label: str
    owner_id: UUID | None
    story_id: UUID | None
    municipality: str
    status: str
    waits: bool
    is_shown: bool
    is_hidden: bool
    rules: list[RuleInfo]


def get_other_case(session: Session, papers: Papers, *, municipality: str) -> OtherCase:
    """What a case is about that is no story; raises NotFound when it is gone for good."""
    found = _other_row(session, papers)
    if found is None:
        raise NotFound("no_case")
    title, body, who, owner_id, story_id, status, hits = found
    return OtherCase(
        papers=papers,
        title=title or "",
        body=body,
        author_label=who,
        owner_id=owner_id,
        story_id=story_id,
        municipality=municipality,
        status=str(status),
        waits=status == CommentStatus.PENDING,
        is_shown=status == CommentStatus.PUBLISHED,
        is_hidden=status == CommentStatus.HIDDEN,
        rules=list_met(session, hits),
    )


def _other_row(session: Session, papers: Papers) -> tuple[Any, ...] | None:
    """Title, text, name, owner, story, status, rules met; what is official is always shown."""
    query: Any
    match papers.subject:
        case SubjectKind.COMMENT:
            query = (
                select(
                    Story.title,
                    Comment.body,
                    Comment.author_label,
                    Comment.author_id,
                    Comment.story_id,
                    Comment.status,
                    Comment.rule_hits,
                )
                .join(Story, Story.id == Comment.story_id)
                .where(Comment.id == papers.subject_id)
            )
        case SubjectKind.COLLECTION:
            query = select(
                Collection.title,
                Collection.introduction,
                Collection.author_label,
                Collection.owner_id,
                null(),
                Collection.status,
                Collection.rule_hits,
            ).where(Collection.id == papers.subject_id)
        case _:
            model = OfficialPlace if papers.subject is SubjectKind.PLACE else Trail
            query = select(
                model.name,
                literal(""),
                literal(""),
                null(),
                null(),
                literal("published"),
                literal([], JSONB),
            ).where(model.id == papers.subject_id)
    row = session.execute(query).one_or_none()
    return tuple(row) if row else None
