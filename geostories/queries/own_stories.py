"""A person's own stories and drafts; asked in that person's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from geoalchemy2.shape import to_shape
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from geostories.errors import NotFound
from geostories.models import Decision, Municipality, Story, StoryVersion, VersionPhoto
from geostories.queries.stories import Happened, Photo
from geostories.vocabulary import (
    DecisionAction,
    DecisionGround,
    Precision,
    StoryStatus,
    VersionStatus,
    Voice,
)

SENSITIVE_SPECIES = "sensitive_species"
"""Code of the warning that a version names a species near where it lives."""


@dataclass(frozen=True)
class VersionInfo:
    """One version with all its author sees; `point` and `public_point` are (lon, lat) or None.

    `sensitive_species` it names near where they live: for the moderator, not for the author.
    """

    story_id: UUID
    version_id: UUID
    number: int
    story_status: StoryStatus
    status: VersionStatus
    municipality: str
    municipality_id: UUID
    owner_id: UUID
    title: str
    body: str
    category: str
    voice: Voice
    shows_name: bool
    author_label: str
    place_label: str
    happened: Happened | None
    precision: Precision
    point: tuple[float, float] | None
    public_point: tuple[float, float] | None
    photos: list[Photo]
    saved_at: datetime
    submitted_at: datetime | None
    is_example: bool
    sensitive_species: list[str]


@dataclass(frozen=True)
class LastDecision:
    """What the author is told about the latest decision."""

    action: DecisionAction
    ground: DecisionGround
    message: str
    decided_at: datetime


@dataclass(frozen=True)
class OwnStory:
    """A row of *Mina berättelser*: the newest version, and the latest decision if there is one."""

    version: VersionInfo
    decision: LastDecision | None


def _point(geom: object) -> tuple[float, float] | None:
    if geom is None:
        return None
    shape = to_shape(geom)  # type: ignore[arg-type]
    return shape.x, shape.y


def version_info(
    version: StoryVersion, story: Story, municipality: str, photos: list[Photo]
) -> VersionInfo:
    """Put a version's rows together; for queries that show one to its author or a moderator."""
    happened = (
        Happened(version.happened_precision, version.happened_from, version.happened_text)
        if version.happened_precision
        else None
    )
    same = "number status title body voice shows_name author_label place_label precision saved_at submitted_at"
    return VersionInfo(
        **{name: getattr(version, name) for name in same.split()},
        story_id=story.id,
        version_id=version.id,
        story_status=story.status,
        municipality=municipality,
        municipality_id=story.municipality_id,
        owner_id=story.owner_id,
        category=version.category or "",
        happened=happened,
        point=_point(version.geom),
        public_point=_point(version.public_geom),
        photos=photos,
        is_example=story.is_example,
        sensitive_species=[
            str(each["species"]) for each in version.warnings if each["code"] == SENSITIVE_SPECIES
        ],
    )


def list_version_photos(session: Session, version_id: UUID) -> list[Photo]:
    """A version's photos in order."""
    rows = session.scalars(
        select(VersionPhoto)
        .where(VersionPhoto.version_id == version_id)
        .order_by(VersionPhoto.position)
    )
    return [Photo(row.media_id, row.alt) for row in rows]


def get_draft(session: Session, *, story_id: UUID) -> VersionInfo:
    """The draft version of one of the person's stories; raises NotFound."""
    row = session.execute(
        select(StoryVersion, Story, Municipality.slug)
        .join(Story, Story.id == StoryVersion.story_id)
        .join(Municipality, Municipality.id == Story.municipality_id)
        .where(Story.id == story_id, StoryVersion.status == VersionStatus.DRAFT)
    ).one_or_none()
    if row is None:
        raise NotFound("no_draft")
    return version_info(*row, photos=list_version_photos(session, row[0].id))


def get_newest(session: Session, *, story_id: UUID) -> VersionInfo:
    """The newest version of one of the person's stories; raises NotFound."""
    row = session.execute(
        select(StoryVersion, Story, Municipality.slug)
        .join(Story, Story.id == StoryVersion.story_id)
        .join(Municipality, Municipality.id == Story.municipality_id)
        .where(Story.id == story_id)
        .order_by(StoryVersion.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound("no_story")
    return version_info(*row, photos=list_version_photos(session, row[0].id))


def list_own_stories(session: Session, *, person_id: UUID) -> list[OwnStory]:
    """All of a person's stories, newest first, withdrawn ones last."""
    newest = (
        select(StoryVersion.story_id, func.max(StoryVersion.number).label("number"))
        .where(StoryVersion.owner_id == person_id)
        .group_by(StoryVersion.story_id)
        .subquery()
    )
    rows = session.execute(
        select(StoryVersion, Story, Municipality.slug)
        .join(
            newest,
            (newest.c.story_id == StoryVersion.story_id) & (newest.c.number == StoryVersion.number),
        )
        .join(Story, Story.id == StoryVersion.story_id)
        .join(Municipality, Municipality.id == Story.municipality_id)
        .where(Story.owner_id == person_id)
        .order_by(Story.status == StoryStatus.WITHDRAWN, Story.created_at.desc())
    ).all()
    decisions = _last_decisions(session, person_id)
    photos = _photos_of(session, [row[0].id for row in rows])
    return [
        OwnStory(version_info(*row, photos=photos.get(row[0].id, [])), decisions.get(row[1].id))
        for row in rows
    ]


def _photos_of(session: Session, version_ids: list[UUID]) -> dict[UUID, list[Photo]]:
    found: dict[UUID, list[Photo]] = {}
    rows = session.scalars(
        select(VersionPhoto)
        .where(VersionPhoto.version_id.in_(version_ids))
        .order_by(VersionPhoto.position)
    )
    for row in rows:
        found.setdefault(row.version_id, []).append(Photo(row.media_id, row.alt))
    return found


def _last_decisions(session: Session, person_id: UUID) -> dict[UUID, LastDecision]:
    rows = session.scalars(
        select(Decision)
        .ext(distinct_on(Decision.story_id))
        .where(Decision.addressee_id == person_id)
        .order_by(Decision.story_id, Decision.decided_at.desc())
    )
    return {d.story_id: LastDecision(d.action, d.ground, d.message, d.decided_at) for d in rows}
