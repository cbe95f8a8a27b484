"""Somebody who has used all there is: every table that can hold something of theirs does."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.database import Scope
from geostories.domain import appeals, case_files, data_exports, thanks
from geostories.domain.mail import promise
from geostories.domain.permissions import Person
from geostories.domain.transaction import transaction
from geostories.integrations.files import FileStore
from geostories.models import (
    Appeal,
    Comment,
    FaultReport,
    Media,
    OfficialPlace,
    Report,
    TellerLink,
    User,
    UserSession,
    VersionPhoto,
)
from geostories.vocabulary import CommentStatus, LinkPurpose, StoryStatus
from tests.factories.comments import make_comment
from tests.factories.gatherings import make_association, make_collection
from tests.factories.person import make_person
from tests.factories.reports import make_answered_report, make_report
from tests.factories.story import make_moderator, make_story
from tests.factories.subscriptions import make_order

NAME, WORD, SEALED = "Kanarina Fjäderdräkt", "kvirrevitt", "sigillord"
"""Their name, a word in all that they told, and one in what stays in the municipality's cases."""
STATUSES = (
    StoryStatus.PUBLISHED,
    StoryStatus.PUBLISHED,
    StoryStatus.PENDING,
    StoryStatus.HIDDEN,
    StoryStatus.REJECTED,
    StoryStatus.WITHDRAWN,
    StoryStatus.CHANGES_REQUESTED,
    StoryStatus.DRAFT,
)


@dataclass(frozen=True)
class Life:
    """Whose it is, what they told, and stories of others that they answered."""

    person: Person
    email: str
    stories: list[UUID]
    others: list[UUID]


def live(store: FileStore, town: UUID, *, times: int, email: str) -> Life:
    """So many stories with a photo each, comments, thanks, reports; committed."""
    with transaction(Scope.operator()) as session:
        person = make_person(session, email)
        session.execute(update(User).where(User.id == person.id).values(display_name=NAME))
        person = Person(person.id, True, NAME)
        neighbour = make_person(session, email.replace("@", "-granne@"))
        stories = [_tell(session, store, town, person, n) for n in range(times)]
        others = [
            make_story(
                session, municipality_id=town, owner=neighbour, status=StoryStatus.PUBLISHED,
                title=f"Grannens {n}",
            ).id
            for n in range(times)
        ]  # fmt: skip
        for number, story_id in enumerate(others):
            _answer(session, town, person, story_id, number, email)
        _belong(session, town, person, email, others, stories)
    return Life(person, email, stories, others)


def _tell(session: Session, store: FileStore, town: UUID, person: Person, number: int) -> UUID:
    told = make_story(
        session,
        municipality_id=town,
        owner=person,
        status=STATUSES[number % len(STATUSES)],
        title=f"Sång {number} {WORD}",
        body=f"Mitt på spåret, sade {NAME}, stod en {WORD}.",
        store=store,
    )
    for model, column in ((VersionPhoto, "credit"), (Media, "public_credit")):
        session.execute(
            update(model).where(model.story_id == told.id).values({column: f"Foto {NAME}"})
        )
    return told.id


def _answer(
    session: Session, town: UUID, person: Person, story_id: UUID, number: int, email: str
) -> None:
    shown = CommentStatus.PUBLISHED if number % 2 else CommentStatus.PENDING
    make_comment(
        session, story_id=story_id, municipality_id=town, author=person, body=f"Jag med, {WORD}.",
        name=NAME, status=shown,
    )  # fmt: skip
    session.execute(update(Comment).where(Comment.author_id == person.id).values(author_label=NAME))
    thanks.give(session, story_id=story_id, municipality_id=town, person=person)
    text = f"Fel plats, {SEALED}."
    if number % 2:
        made = make_report(session, story_id, text=text, email=email, reporter_id=person.id)
    else:
        made = make_answered_report(session, town, story_id, text)
        session.flush()
        appeals.ask_as_reporter(
            session, report_id=made, words=f"Se igen, {SEALED}.", settings=Settings()
        )
        session.execute(
            update(Report).where(Report.id == made).values(reporter_id=person.id, email=email)
        )
        session.execute(
            update(Appeal).where(Appeal.report_id == made).values(appellant_id=person.id)
        )
    session.execute(update(Report).where(Report.id == made).values(name=NAME))


def _belong(
    session: Session, town: UUID, person: Person, email: str, others: list[UUID], own: list[UUID]
) -> None:
    """What there is one of: a collection, mail ordered, links, a fault, notes, an association."""
    for n in range(2):
        make_collection(
            session, town, owner=person, stories=others[:2], title=f"Runda {n} {WORD}",
        )  # fmt: skip
    make_order(session, town, order_id=uuid4(), user_id=person.id, label=WORD)
    make_order(session, town, order_id=uuid4(), address=email.upper(), label="Katrineholm")
    make_order(
        session, town, order_id=uuid4(), address="l@example.se", label=NAME, teller_id=person.id
    )
    session.add(
        TellerLink(
            token_hash=uuid4().bytes, seed=uuid4().bytes, purpose=LinkPurpose.CONFIRM,
            person_id=person.id, address=email, municipality_id=town,
        )
    )  # fmt: skip
    place = session.scalars(select(OfficialPlace.id).where(OfficialPlace.municipality_id == town))
    session.add(
        FaultReport(
            id=uuid4(), municipality_id=town, place_id=place.first(), reporter_id=person.id,
            text=f"Trasig spång, {SEALED}.", email=email,
        )
    )  # fmt: skip
    case_files.write_note(
        session, subject_id=own[0], municipality_id=town, person=make_moderator(town),
        words=f"Ring {NAME} om {WORD}.",
    )  # fmt: skip
    make_association(session, town, person.id, name=f"Fågelvännerna {person.id.hex[:6]}")
    promise(session, recipient_id=person.id, template="ready", subject=WORD, body=NAME)
    promise(
        session, address="enheten@example.se", template="ready", subject="x", body=f"från {email}"
    )
    data_exports.order(session, owner_id=person.id)
    session.add(UserSession(token_hash=uuid4().bytes, person_id=person.id, device=WORD))
