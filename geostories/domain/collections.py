"""Collections and story walks: made by whoever has an account, shown when a moderator has read them.

What is in them can be changed while they are drafts; a published one is opened again first, and is
read anew. Stories that are withdrawn are passed over by every query.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from geostories.domain import associations, audit, case_files, decisions, reports, review_rules
from geostories.domain.decisions import Ruling, Subject
from geostories.domain.permissions import Person, duties_of, may_decide
from geostories.domain.review_rules import Sender
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import Collection, CollectionItem, Decision, Story, Trail
from geostories.models.base import now
from geostories.vocabulary import (
    RESTRICTIONS,
    CollectionKind,
    CollectionStatus,
    DecisionAction,
    Duty,
    StoryStatus,
    SubjectKind,
    Voice,
)

if TYPE_CHECKING:
    from geostories.config import Settings

LEAST = {CollectionKind.COLLECTION: 1, CollectionKind.WALK: 2}
"""Stories that there have to be before it can be sent in."""


LEGAL = {
    DecisionAction.PUBLISH: (CollectionStatus.PENDING, CollectionStatus.PUBLISHED),
    DecisionAction.REJECT: (CollectionStatus.PENDING, CollectionStatus.REJECTED),
    DecisionAction.HIDE: (CollectionStatus.PUBLISHED, CollectionStatus.HIDDEN),
    DecisionAction.RESTORE: (CollectionStatus.HIDDEN, CollectionStatus.PUBLISHED),
}
"""From where to where each decision leads."""


@dataclass(frozen=True)
class CollectionEntry:
    """What its maker says; `author_label` is a resident's own name, or empty."""

    title: str
    introduction: str = ""
    kind: CollectionKind = CollectionKind.COLLECTION
    voice: Voice = Voice.RESIDENT
    association_id: UUID | None = None
    author_label: str = ""
    trail_id: UUID | None = None


def create(
    session: Session, *, person: Person, municipality_id: UUID, entry: CollectionEntry
) -> UUID:
    """Begin one; raises NotAllowed for a voice that is not theirs. In the person's scope."""
    row = Collection(id=uuid4(), municipality_id=municipality_id, owner_id=person.id)
    _fill(session, row, person, entry)
    session.add(row)
    session.flush()
    return row.id


def save(
    session: Session,
    *,
    collection_id: UUID,
    person: Person,
    entry: CollectionEntry,
    notes: Mapping[UUID, str],
) -> None:
    """Keep the words of a draft, and what is said of each story in it; raises as `create`."""
    row = _get_draft(session, collection_id, person)
    _fill(session, row, person, entry)
    for item in _items(session, collection_id):
        item.note = notes.get(item.story_id, item.note)
    session.flush()


def _fill(session: Session, row: Collection, person: Person, entry: CollectionEntry) -> None:
    associations.check_voice(
        session,
        person,
        voice=entry.voice,
        association_id=entry.association_id,
        municipality_id=row.municipality_id,
    )
    trail = select(Trail.id).where(Trail.id == entry.trail_id, Trail.withdrawn_at.is_(None))
    if entry.trail_id is not None and session.scalar(trail) is None:
        raise InvalidInput("no_trail", field="trail")
    for name in CollectionEntry.__dataclass_fields__:
        setattr(row, name, getattr(entry, name))
    if entry.voice is not Voice.ASSOCIATION:
        row.association_id = None
    if entry.voice is not Voice.RESIDENT:
        row.author_label = associations.name_of(session, row.association_id)
    row.changed_at = now()


def add_story(
    session: Session, *, collection_id: UUID, person: Person, story_id: UUID, most: int
) -> None:
    """Put a published story last in a draft; once is enough. Raises InvalidInput past `most`."""
    row = _get_draft(session, collection_id, person)
    shown = select(Story.id).where(Story.id == story_id, Story.status == StoryStatus.PUBLISHED)
    if session.scalar(shown) is None:
        raise NotFound("no_story")
    items = _items(session, collection_id)
    if story_id in {item.story_id for item in items}:
        return
    if len(items) >= most:
        raise InvalidInput("gathering_is_full", field="collection", most=most)
    session.add(
        CollectionItem(
            collection_id=collection_id,
            story_id=story_id,
            municipality_id=row.municipality_id,
            owner_id=person.id,
            position=items[-1].position + 1 if items else 0,
        )
    )
    row.changed_at = now()
    session.flush()


def take_out(session: Session, *, collection_id: UUID, person: Person, story_id: UUID) -> None:
    """Take a story out of a draft."""
    row = _get_draft(session, collection_id, person)
    session.execute(
        delete(CollectionItem).where(
            CollectionItem.collection_id == collection_id, CollectionItem.story_id == story_id
        )
    )
    row.changed_at = now()


def move(
    session: Session, *, collection_id: UUID, person: Person, story_id: UUID, steps: int
) -> None:
    """Move a story of a draft up (-1) or down (1); at the ends it stays."""
    _get_draft(session, collection_id, person)
    ids = [item.story_id for item in _items(session, collection_id)]
    if story_id not in ids:
        raise NotFound("no_story")
    place = ids.index(story_id)
    ids.insert(max(place + steps, 0), ids.pop(place))
    arrange(session, collection_id=collection_id, person=person, ids=ids)


def arrange(session: Session, *, collection_id: UUID, person: Person, ids: Sequence[UUID]) -> None:
    """Put the stories of a draft in this order; those not named come last, as they were."""
    row = _get_draft(session, collection_id, person)
    items = {item.story_id: item for item in _items(session, collection_id)}
    order = [each for each in ids if each in items]
    for position, each in enumerate([*order, *(each for each in items if each not in order)]):
        items[each].position = position
    row.changed_at = now()
    session.flush()


def submit(session: Session, *, collection_id: UUID, person: Person) -> None:
    """Send a draft to review. Raises InvalidInput when too few of its stories can be seen."""
    row = _get_draft(session, collection_id, person)
    if not row.title:
        raise InvalidInput("title_missing", field="title")
    if _count_shown(session, collection_id) < LEAST[row.kind]:
        raise InvalidInput("too_few_stories", field="stories", least=LEAST[row.kind])
    associations.check_voice(
        session,
        person,
        voice=row.voice,
        association_id=row.association_id,
        municipality_id=row.municipality_id,
    )
    met = review_rules.find_hits(
        session,
        municipality_id=row.municipality_id,
        person=person,
        texts=[row.title, row.introduction, row.author_label]
        + [item.note for item in _items(session, collection_id)],
        sender=Sender(),
    )
    row.rule_hits = review_rules.as_hits(met)
    row.status, row.reason, row.changed_at = CollectionStatus.PENDING, "", now()
    case_files.open_case(
        session,
        municipality_id=row.municipality_id,
        subject=SubjectKind.COLLECTION,
        subject_id=row.id,
    )
    _record(session, "submit", row, person)
    review_rules.hold(session, rules=met, subject=subject_of(row), actor_id=person.id)


def reopen(session: Session, *, collection_id: UUID, person: Person) -> None:
    """Make it a draft again: from now on nobody else sees it. The reason it was refused stays."""
    row = _get_own(session, collection_id, person)
    if row.status is not CollectionStatus.DRAFT:
        row.status = CollectionStatus.DRAFT
        _record(session, "reopen", row, person)


def discard(session: Session, *, collection_id: UUID, person: Person) -> None:
    """Throw it away, wherever it stands; its stories are not touched."""
    row = _get_own(session, collection_id, person)
    _record(session, "discard", row, person)
    session.delete(row)
    session.flush()


def decide(
    session: Session,
    *,
    collection_id: UUID,
    municipality_id: UUID,
    person: Person,
    ruling: Ruling,
    seen: datetime | None,
    settings: Settings,
    appeal_id: UUID | None = None,
) -> Decision:
    """Publish, reject, hide or show it again, and mail its maker. In the municipality's scope.

    `seen` is when what the moderator read was last changed. Raises Conflict when it was changed
    since, or does not stand there any more; InvalidInput without a reason.
    """
    row = _get_here(session, collection_id, municipality_id)
    duties = duties_of(Duty.COLLECTIONS, waits=row.status is CollectionStatus.PENDING)
    if not may_decide(
        person, municipality_id=municipality_id, owner_id=row.owner_id, duties=duties
    ):
        raise NotAllowed("not_your_case")
    if ruling.action not in LEGAL:
        raise StateError("not_for_a_collection")
    if ruling.action in RESTRICTIONS and not ruling.message.strip():
        raise InvalidInput("message_missing", field="reason")
    decisions.check(ruling)
    before, after = LEGAL[ruling.action]
    if row.status is not before:
        raise Conflict("already_decided")
    if seen is not None and row.changed_at != seen:
        raise Conflict("gathering_changed")
    stood = {"status": row.status.value, "reason": row.reason}
    row.status = after
    row.reason = ruling.message if ruling.action in RESTRICTIONS else ""
    subject = subject_of(row)
    decision = decisions.write(
        session, subject=subject, person=person, ruling=ruling, before=stood, appeal_id=appeal_id
    )
    reports.close(session, subject=subject, decision=decision, settings=settings)
    decisions.tell_addressee(
        session,
        decision=decision,
        subject=subject,
        settings=settings,
        template="collection_decision",
        law=ruling.law,
        collection_id=str(row.id),
    )
    return decision


def subject_of(row: Collection) -> Subject:
    """A collection as what a decision is about."""
    return Subject(
        kind=SubjectKind.COLLECTION,
        id=row.id,
        municipality_id=row.municipality_id,
        addressee_id=row.owner_id,
        title=row.title,
        sent_on=row.changed_at.date(),
        is_detected_automatically=bool(row.rule_hits),
    )


def take_up(session: Session, first: Decision) -> DecisionAction | None:
    """Let a refused one wait again; answers how it is shown, or None if its maker opened it."""
    row = _get_here(session, first.subject_id, first.municipality_id)
    if row.status is CollectionStatus.HIDDEN:
        return DecisionAction.RESTORE
    if first.action is DecisionAction.HOLD and row.status is CollectionStatus.PENDING:
        return DecisionAction.PUBLISH
    if row.status is not CollectionStatus.REJECTED:
        return None
    row.status = CollectionStatus.PENDING
    return DecisionAction.PUBLISH


def put_back(session: Session, *, decision: Decision) -> None:
    """Let it stand as it did before a decision."""
    row = _get_here(session, decision.subject_id, decision.municipality_id)
    if row.status is not LEGAL[decision.action][1]:
        raise Conflict("changed_meanwhile")
    row.status = CollectionStatus(decision.before["status"])
    row.reason = decision.before["reason"]


def _get_here(session: Session, collection_id: UUID, municipality_id: UUID) -> Collection:
    row = session.scalar(
        select(Collection)
        .where(Collection.id == collection_id, Collection.municipality_id == municipality_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound("no_gathering")
    return row


def _get_own(session: Session, collection_id: UUID, person: Person) -> Collection:
    row = session.scalar(
        select(Collection)
        .where(Collection.id == collection_id, Collection.owner_id == person.id)
        .with_for_update()
    )
    if row is None:
        raise NotFound("no_gathering")
    return row


def _get_draft(session: Session, collection_id: UUID, person: Person) -> Collection:
    row = _get_own(session, collection_id, person)
    if row.status is not CollectionStatus.DRAFT:
        raise StateError("gathering_not_open")
    return row


def _items(session: Session, collection_id: UUID) -> list[CollectionItem]:
    query = (
        select(CollectionItem)
        .where(CollectionItem.collection_id == collection_id)
        .order_by(CollectionItem.position, CollectionItem.story_id)
    )
    return list(session.scalars(query))


def _count_shown(session: Session, collection_id: UUID) -> int:
    query = (
        select(func.count())
        .select_from(CollectionItem)
        .join(Story, Story.id == CollectionItem.story_id)
        .where(CollectionItem.collection_id == collection_id, Story.status == StoryStatus.PUBLISHED)
    )
    return session.scalar(query) or 0


def _record(session: Session, action: str, row: Collection, person: Person) -> None:
    audit.record(
        session,
        action=action,
        subject="collection",
        subject_id=row.id,
        actor_id=person.id,
        municipality_id=row.municipality_id,
    )
