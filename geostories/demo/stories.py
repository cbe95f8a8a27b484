"""The example stories, told and reviewed through the same doors as everybody's."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from flask import Flask
from shapely import LineString
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geostories.config import resource
from geostories.demo.gatherings import ensure_association
from geostories.demo.pictures import jpeg
from geostories.domain import case_files, drafts, moderation, photos, stories
from geostories.domain.happened import read_happened
from geostories.domain.moderation import Verdict
from geostories.domain.permissions import Grant, Person
from geostories.domain.place_warnings import Surroundings, look_around
from geostories.domain.transaction import Scope, transaction
from geostories.models import CaseFile, OutgoingMail, Story, StoryVersion
from geostories.queries.stories import Happened
from geostories.vocabulary import (
    Byline,
    DecisionAction,
    DecisionGround,
    HappenedPrecision,
    Precision,
    Role,
    StoryStatus,
    SubjectKind,
    VersionStatus,
    Voice,
)

if TYPE_CHECKING:
    from geostories.config import Settings
    from geostories.demo.load import Cast

OUTCOMES = {
    "published": DecisionAction.PUBLISH,
    "changes_requested": DecisionAction.REQUEST_CHANGES,
    "rejected": DecisionAction.REJECT,
}
REVIEW = timedelta(hours=3)
RETURNED = ("changes_requested", "rejected")
"""These are the demo resident's own, so that *Mina berättelser* has something to show."""


def load_stories(
    app: Flask,
    *,
    cast: Cast,
    municipalities: dict[str, UUID],
    picture_size: tuple[int, int],
    progress: Callable[[str], None],
) -> None:
    """Tell every example that is not there yet."""
    file = resource("data") / "demo" / "stories.toml"
    told = tomllib.loads(file.read_text())["story"]
    with transaction(Scope.operator()) as session:
        titles = set(
            session.scalars(
                select(StoryVersion.title)
                .join(Story, Story.id == StoryVersion.story_id)
                .where(Story.is_example)
            )
        )
    for number, facts in enumerate(told, start=1):
        if facts["title"] in titles:
            continue
        progress(f"story {number} of {len(told)}")
        with transaction(Scope.operator()) as session:
            _tell(session, app, facts, cast, municipalities[facts["municipality"]], picture_size)


def _tell(
    session: Session,
    app: Flask,
    facts: dict[str, Any],
    cast: Cast,
    municipality_id: UUID,
    picture_size: tuple[int, int],
) -> None:
    """One story with its photos, its submissions and its decisions."""
    settings: Settings = app.config["SETTINGS"]
    owner = cast.resident if facts["status"] in RETURNED else cast.tellers
    teller = _teller(facts, owner, municipality_id)
    story_id = drafts.start(session, person_id=owner.id, municipality_id=municipality_id)
    session.flush()
    _put_on_map(session, story_id, facts, municipality_id)
    byline = Byline.NAME if facts["teller"] else Byline.ANONYMOUS
    voice = Voice(facts["voice"])
    association_id = None
    if voice is Voice.ASSOCIATION:
        association_id = ensure_association(
            session, municipality_id=municipality_id, name=facts["teller"], members=[owner.id]
        )
    terms = drafts.Terms(byline, voice, facts["teller"], association_id=association_id)
    drafts.save_terms(session, story_id=story_id, terms=terms)
    for photo in facts.get("photos", []):
        picture = jpeg(photo["motif"], picture_size)
        _add_photo(session, app, story_id, picture, photo["alt"])
    session.get_one(Story, story_id).is_example = True
    around = look_around(facts["lon"], facts["lat"], settings)
    first = facts.get("earlier_body")
    if facts["status"] != StoryStatus.DRAFT:
        case_files.open_case(
            session,
            municipality_id=municipality_id,
            subject=SubjectKind.STORY,
            subject_id=story_id,
            since=_moment(facts) - timedelta(days=2 if first else 0),
        )
    if first:
        _submit(session, story_id, teller, facts, first, around)
        before = _moment(facts) - timedelta(days=1)
        _decide(session, story_id, cast, DecisionAction.REQUEST_CHANGES, facts, before, settings)
        drafts.reopen(session, story_id=story_id)
        session.flush()
    _submit(session, story_id, teller, facts, facts["body"], around)
    if facts["status"] in OUTCOMES:
        decided_at = _moment(facts) + REVIEW
        _decide(session, story_id, cast, OUTCOMES[facts["status"]], facts, decided_at, settings)
    session.flush()
    _date(session, story_id, facts)
    session.execute(delete(OutgoingMail).where(OutgoingMail.recipient_id == owner.id))


def _put_on_map(
    session: Session, story_id: UUID, facts: dict[str, Any], municipality_id: UUID
) -> None:
    """Its point, and the stretch that begins there, if it is told of one."""
    drafts.save_place(
        session,
        story_id=story_id,
        lon=facts["lon"],
        lat=facts["lat"],
        precision=Precision(facts["precision"]),
        place_label=facts["place_label"],
        municipality_id=municipality_id,
        shape=LineString(facts["line"]) if "line" in facts else None,
    )


def _teller(facts: dict[str, Any], owner: Person, municipality_id: UUID) -> Person:
    """The owner under the teller's name; employees may speak for the municipality."""
    speaks = facts["voice"] == Voice.MUNICIPALITY
    grants = frozenset({Grant(Role.EDITOR, municipality_id)}) if speaks else frozenset()
    return Person(owner.id, True, facts["teller"], grants)


def _submit(
    session: Session,
    story_id: UUID,
    teller: Person,
    facts: dict[str, Any],
    body: str,
    around: Surroundings,
) -> None:
    words = drafts.Words(facts["title"], body.strip(), facts["category"], _happened(facts))
    drafts.save_words(session, story_id=story_id, words=words)
    session.flush()
    stories.submit(session, story_id=story_id, person=teller, submission_key=uuid4(), around=around)
    session.flush()


def _happened(facts: dict[str, Any]) -> Happened | None:
    told = facts.get("happened")
    if not told:
        return None
    precision = HappenedPrecision(told["precision"])
    return read_happened(precision, str(told["value"]), today=date.today())  # noqa: DTZ011


def _add_photo(session: Session, app: Flask, story_id: UUID, picture: bytes, alt: str) -> None:
    settings = app.config["SETTINGS"]
    media_id, clean = photos.take_in(picture, settings=settings, store=app.extensions["files"])
    drafts.add_photo(
        session,
        story_id=story_id,
        media_id=media_id,
        width=clean.width,
        height=clean.height,
        size=clean.bytes,
        is_aerial=clean.is_aerial,
        most=settings.photos_per_story,
    )
    session.flush()
    drafts.describe_photos(session, story_id=story_id, photos=[drafts.PhotoWords(media_id, alt)])


def _decide(
    session: Session,
    story_id: UUID,
    cast: Cast,
    action: DecisionAction,
    facts: dict[str, Any],
    at: datetime,
    settings: Settings,
) -> None:
    version_id = session.scalars(
        select(StoryVersion.id).where(
            StoryVersion.story_id == story_id, StoryVersion.status == VersionStatus.PENDING
        )
    ).one()
    ground, message = _reason(facts, action)
    verdict = Verdict(action, ground, message, version_id, decided_at=at)
    moderation.decide(
        session, story_id=story_id, person=cast.moderator, verdict=verdict, settings=settings
    )
    session.flush()


def _reason(facts: dict[str, Any], action: DecisionAction) -> tuple[DecisionGround, str]:
    match action:
        case DecisionAction.REQUEST_CHANGES:
            reason = facts["reason_for_change"]
            return DecisionGround(reason["template"]), reason["message"]
        case DecisionAction.REJECT:
            return DecisionGround.OTHER, facts["decision_message"]
        case _:
            return DecisionGround.NONE, ""


def _moment(facts: dict[str, Any]) -> datetime:
    """When the last version was sent in."""
    day = facts.get("submitted_on") or facts["published_on"]
    return datetime.combine(day, time(9, 30), UTC)


def _date(session: Session, story_id: UUID, facts: dict[str, Any]) -> None:
    """Spread what was told over the year, as it would have been."""
    moment = _moment(facts)
    if facts["status"] == StoryStatus.PUBLISHED:
        story = session.get_one(Story, story_id)
        story.published_at = story.changed_at = moment + REVIEW
        case = session.scalars(
            select(CaseFile).where(CaseFile.subject_id == story_id)
        ).one_or_none()
        if case:  # it was opened when the story came, not when the demonstration was loaded
            case.opened_at = moment
    versions = session.scalars(
        select(StoryVersion)
        .where(StoryVersion.story_id == story_id)
        .order_by(StoryVersion.number.desc())
    )
    for earlier, version in enumerate(versions):
        version.submitted_at = moment - earlier * timedelta(days=2)
