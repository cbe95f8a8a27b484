"""A person's own stories and drafts; asked in that person's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2.shape import to_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from geostories.errors import NotFound
from geostories.models import (
    Appeal,
    Decision,
    Media,
    Municipality,
    Story,
    StoryVersion,
    VersionPhoto,
)
from geostories.queries.recordings import Sound, sounds_of
from geostories.queries.review_rules import RULE_HIT
from geostories.queries.stories import Happened, Photo
from geostories.vocabulary import (
    CHANGES,
    AppealStatus,
    Byline,
    DecisionAction,
    DecisionGround,
    HintKind,
    Licence,
    Precision,
    RuleKind,
    StoryStatus,
    VersionStatus,
    Voice,
)

SENSITIVE_SPECIES = "sensitive_species"
"""Code of the warning that a version names a species near where it lives."""

PERSONAL_HINT = "personal_hint"
"""Code of the warning that a text may hold somebody's personal data."""

HOME_LIKE = "home_like"
"""Code of the mark that it sounded like a home, and was made approximate once."""

TOLD_AERIAL = "told_aerial"
"""Code of the mark that the teller says a picture was taken from the air."""

MARKS = frozenset({HOME_LIKE, TOLD_AERIAL})
"""Codes that come from the telling itself, and go along to the next version."""


ON_A_STORY = (
    DecisionAction.PUBLISH,
    DecisionAction.REQUEST_CHANGES,
    DecisionAction.REJECT,
    DecisionAction.HIDE,
    DecisionAction.RESTORE,
)
STAND_BESIDE = (*CHANGES, DecisionAction.HOLD)
"""Restrictions that leave the story where it stands: each is told by itself, also to a guest."""
_Undoing = aliased(Decision)


def marks_of(version: StoryVersion) -> list[dict[str, Any]]:
    """What was marked while it was told, without what a submission adds."""
    return [each for each in version.warnings or [] if each["code"] in MARKS]


@dataclass(frozen=True)
class Hint:
    """A kind of personal data and the words as they stand in a text."""

    kind: HintKind
    words: str


@dataclass(frozen=True)
class VersionInfo:
    """One version with all its author sees; `point` and `public_point` are (lon, lat) or None.

    `sensitive_species` it names near where they live: for the moderator, not for the author.
    `hints` are what in it may be personal data. `entered_by`: the employee who wrote it down.
    `shape` is the line or area (WGS 84) it is about. `is_aerial`: a picture was taken from the air,
    as its file or its teller says. `is_home_like`: it was made approximate once for that. `edition`: how often moderators changed it.
    """

    story_id: UUID
    version_id: UUID
    number: int
    edition: int
    story_status: StoryStatus
    status: VersionStatus
    municipality: str
    municipality_id: UUID
    owner_id: UUID
    title: str
    body: str
    category: str
    voice: Voice
    byline: Byline
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
    teller_name: str
    language: str
    licence: Licence
    people_agree: bool
    entered_by: UUID | None
    hints: list[Hint]
    theme_id: UUID | None
    association_id: UUID | None
    sound: Sound | None
    shape: BaseGeometry | None
    place_id: UUID | None
    trail_id: UUID | None
    spreading_permit: str
    is_aerial: bool
    is_home_like: bool
    rule_hits: list[dict[str, Any]]

    @property
    def met_rules(self) -> frozenset[RuleKind]:
        """The kinds of the rules that it met when it was sent in."""
        return frozenset(RuleKind(each["kind"]) for each in self.rule_hits)


@dataclass(frozen=True)
class LastDecision:
    """What the author is told about the latest decision."""

    id: UUID
    action: DecisionAction
    ground: DecisionGround
    message: str
    decided_at: datetime


@dataclass(frozen=True)
class OwnStory:
    """A row of *Mina berättelser*: the newest version, and the latest decision if there is one.

    `beside` are restrictions of a part of it, and that it is held, which a review has not reversed.
    """

    version: VersionInfo
    decision: LastDecision | None
    beside: list[LastDecision]


def _point(geom: object) -> tuple[float, float] | None:
    if geom is None:
        return None
    shape = to_shape(geom)  # type: ignore[arg-type]
    return shape.x, shape.y


def version_info(
    version: StoryVersion,
    story: Story,
    municipality: str,
    *,
    photos: list[Photo],
    sound: Sound | None,
) -> VersionInfo:
    """Put a version's rows together; for queries that show one to its author or a moderator."""
    same = (
        "number edition status title body voice byline author_label place_label precision saved_at "
        "submitted_at teller_name language licence people_agree theme_id association_id place_id "
        "trail_id spreading_permit"
    )
    marks = {str(each["code"]) for each in marks_of(version)}

    def warned(code: str) -> list[dict[str, Any]]:
        return [each for each in version.warnings if each["code"] == code]

    return VersionInfo(
        **{name: getattr(version, name) for name in same.split()},
        story_id=story.id,
        version_id=version.id,
        story_status=story.status,
        municipality=municipality,
        municipality_id=story.municipality_id,
        owner_id=story.owner_id,
        category=version.category or "",
        happened=_happened(version),
        point=_point(version.geom),
        public_point=_point(version.public_geom),
        photos=photos,
        is_example=story.is_example,
        sensitive_species=[str(each["species"]) for each in warned(SENSITIVE_SPECIES)],
        entered_by=story.entered_by,
        hints=[Hint(HintKind(each["kind"]), str(each["words"])) for each in warned(PERSONAL_HINT)],
        sound=sound,
        shape=None if version.shape is None else to_shape(version.shape),
        is_aerial=TOLD_AERIAL in marks or any(photo.is_aerial for photo in photos),
        is_home_like=HOME_LIKE in marks,
        rule_hits=warned(RULE_HIT),
    )


def _happened(version: StoryVersion) -> Happened | None:
    if version.happened_precision is None:
        return None
    return Happened(
        version.happened_precision,
        version.happened_from,
        version.happened_text,
        version.happened_to,
    )


def whole_version(
    session: Session, version: StoryVersion, story: Story, municipality: str
) -> VersionInfo:
    """A version with its photos and its recording."""
    return version_info(
        version,
        story,
        municipality,
        photos=list_version_photos(session, version.id),
        sound=sounds_of(session, [version]).get(version.id),
    )


def is_aerial(session: Session, version: StoryVersion) -> bool:
    """Whether a picture was taken from the air, as its file or the teller says."""
    is_marked = any(each["code"] == TOLD_AERIAL for each in marks_of(version))
    return is_marked or any(photo.is_aerial for photo in list_version_photos(session, version.id))


def list_version_photos(session: Session, version_id: UUID) -> list[Photo]:
    """A version's photos in order."""
    return _photos_of(session, [version_id]).get(version_id, [])


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
    return whole_version(session, *row)


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
    return whole_version(session, *row)


def has_told(session: Session, *, person_id: UUID) -> bool:
    """Whether a person has any story."""
    return bool(session.scalar(select(exists().where(Story.owner_id == person_id))))


def list_own_stories(session: Session, *, person_id: UUID) -> list[OwnStory]:
    """All of a person's stories, newest first, withdrawn ones last."""
    newest = (
        select(StoryVersion.story_id, func.max(StoryVersion.number).label("number"))
        .where(StoryVersion.owner_id == person_id)
        .group_by(StoryVersion.story_id)
        .subquery()
    )
    beside = _beside(session, person_id)
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
    sounds = sounds_of(session, [row[0] for row in rows])
    return [
        OwnStory(
            version_info(*row, photos=photos.get(row[0].id, []), sound=sounds.get(row[0].id)),
            decisions.get(row[1].id),
            [
                each
                for each in beside.get(row[1].id, [])
                if each.action is not DecisionAction.HOLD or row[1].status is StoryStatus.PENDING
            ],
        )
        for row in rows
    ]


def _photos_of(session: Session, version_ids: list[UUID]) -> dict[UUID, list[Photo]]:
    found: dict[UUID, list[Photo]] = {}
    rows = session.execute(
        select(VersionPhoto, Media.width, Media.height, Media.has_avif, Media.is_aerial)
        .join(Media, Media.id == VersionPhoto.media_id)
        .where(VersionPhoto.version_id.in_(version_ids))
        .order_by(VersionPhoto.position)
    )
    for row, width, height, has_avif, is_aerial in rows:
        photo = Photo(
            row.media_id, row.alt, width, height, has_avif, row.credit, row.then_id, is_aerial
        )
        found.setdefault(row.version_id, []).append(photo)
    return found


def _last_decisions(session: Session, person_id: UUID) -> dict[UUID, LastDecision]:
    """What was last decided on each story itself; what was undone was never told."""
    undone = exists().where(_Undoing.undoes_id == Decision.id)
    rows = session.scalars(
        select(Decision)
        .ext(distinct_on(Decision.story_id))
        .join(Story, Story.id == Decision.subject_id)
        .where(Story.owner_id == person_id, Decision.action.in_(ON_A_STORY), ~undone)
        .order_by(Decision.story_id, Decision.decided_at.desc())
    )
    return {
        d.subject_id: LastDecision(d.id, d.action, d.ground, d.message, d.decided_at) for d in rows
    }


def _beside(session: Session, person_id: UUID) -> dict[UUID, list[LastDecision]]:
    """What restricts a part of each story, or held it, the newest first."""
    undone = exists().where(_Undoing.undoes_id == Decision.id)
    reversed_ = exists().where(
        Appeal.decision_id == Decision.id, Appeal.status == AppealStatus.REVERSED
    )
    rows = session.scalars(
        select(Decision)
        .join(Story, Story.id == Decision.subject_id)
        .where(Story.owner_id == person_id, Decision.action.in_(STAND_BESIDE), ~undone, ~reversed_)
        .order_by(Decision.decided_at.desc())
    )
    found: dict[UUID, list[LastDecision]] = {}
    for d in rows:
        told = LastDecision(d.id, d.action, d.ground, d.message, d.decided_at)
        found.setdefault(d.subject_id, []).append(told)
    return found
