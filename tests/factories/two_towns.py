"""Everybody and everything that could be mixed up: two municipalities, seven people, every status."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.domain import appeals, case_files, thanks
from geostories.domain.days import this_week
from geostories.domain.notices import Where
from geostories.domain.permissions import Person
from geostories.domain.themes import slug_of
from geostories.domain.transaction import Scope, reading, transaction
from geostories.models import (
    Collection,
    CollectionItem,
    ContactPoint,
    DataExport,
    Decision,
    Membership,
    Municipality,
    OfficialPlace,
    PageText,
    Picture,
    Report,
    TellerLink,
    Tip,
    Trail,
)
from geostories.models.base import now
from geostories.vocabulary import (
    CollectionKind,
    CollectionStatus,
    CommentStatus,
    LinkPurpose,
    NoticeKind,
    ReportGround,
    Role,
    StoryStatus,
    SubjectKind,
)
from tests.factories.closures import make_closure
from tests.factories.comments import make_comment
from tests.factories.edited_places import make_late_fact, make_own_place, make_unit
from tests.factories.gatherings import make_association, make_collection, make_theme, make_tip
from tests.factories.invitations import make_invitation
from tests.factories.layer_imports import make_import, make_source
from tests.factories.message_templates import make_message_template
from tests.factories.nature import make_sensitive_area
from tests.factories.notices import make_fault, make_notice
from tests.factories.person import make_person
from tests.factories.records import make_rule, make_sealed_copy
from tests.factories.reports import make_answered_report
from tests.factories.rules import make_rule as make_review_rule
from tests.factories.second_factors import make_own_factor
from tests.factories.story import Told, make_moderator, make_story
from tests.factories.subscriptions import ACCOUNT_ORDER, ADDRESS_ORDER, make_order
from tests.factories.visits import make_count
from tests.factories.zones import make_zone, square

HERE, THERE = "katrineholm", "vaxjo"
POINTS = {HERE: (16.20721, 58.99587), THERE: (14.80906, 56.87767)}
GATHERED_AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""When the published collections were changed last: who decides on one says so."""
LONG_AGO = date(2026, 1, 5)
"""A day before those that the demonstration has visits on."""
FAR_OFF = (18.5, 63.0)
"""Where nothing is told: a zone there holds none of the stories."""
VISITOR, USER_A, USER_B, MODERATOR_A, MODERATOR_B, ADMINISTRATOR, OPERATOR = ACTORS = (
    "visitor",
    "user A",
    "user B",
    "moderator A",
    "moderator B",
    "administrator",
    "operator",
)
ROLES = {
    MODERATOR_A: (Role.MODERATOR, HERE),
    MODERATOR_B: (Role.MODERATOR, THERE),
    ADMINISTRATOR: (Role.ADMINISTRATOR, HERE),
    OPERATOR: (Role.OPERATOR, ""),
}


@dataclass(frozen=True)
class Thing:
    """A story with its photo: where it belongs, where it stands, whose it is."""

    told: Told
    town: str
    status: StoryStatus
    owner: str
    title: str


@dataclass(frozen=True)
class TwoTowns:
    """Stories of user A in every status in both towns, and a draft of a visitor long gone."""

    ids: dict[str, UUID]
    people: dict[str, Person]
    things: list[Thing]
    memberships: dict[str, UUID]
    places: dict[str, UUID]
    trails: dict[str, UUID]
    imports: dict[str, UUID]
    sources: dict[str, UUID]
    notices: dict[str, UUID]
    faults: dict[str, UUID]
    own_places: dict[str, UUID]
    late_facts: dict[str, UUID]
    units: dict[str, UUID]
    themes: dict[str, UUID]
    theme_words: dict[str, str]
    associations: dict[str, UUID]
    gatherings: dict[str, UUID]
    tips: dict[str, UUID]
    comments: dict[str, UUID]
    zones: dict[str, UUID]
    review_rules: dict[str, UUID]
    message_templates: dict[str, UUID]
    reports: dict[str, UUID]
    decisions: dict[str, UUID]
    closures: dict[str, UUID]
    copies: dict[str, UUID]
    rules: dict[str, UUID]
    invitations: dict[str, UUID]


def email_of(actor: str) -> str:
    """The address an actor signs in with."""
    return f"{actor.replace(' ', '-').lower()}@example.se"


def make_two_towns(app: Flask) -> TwoTowns:
    """Add them to the demonstration."""
    with transaction(Scope.operator()) as session:
        ids = {m.slug: m.id for m in session.scalars(select(Municipality))}
        people = {}
        for actor in ACTORS[1:]:
            role, town = ROLES.get(actor, (None, HERE))
            people[actor] = make_person(
                session, email_of(actor), role=role, municipality_id=ids.get(town)
            )
        gone = Person(uuid4())
        invitations = {slug: make_invitation(session, town) for slug, town in ids.items()}
        for municipality_id in ids.values():
            make_count(session, municipality_id, LONG_AGO, visits=12, uniques=7)
        make_own_factor(session, people[USER_A].id)
        things = [
            Thing(
                make_story(
                    session,
                    owner=people[USER_A] if owner == USER_A else gone,
                    municipality_id=ids[town],
                    status=status,
                    title=f"Kanarie {town} {status} {owner}",
                    body=f"Kanariesång {town} {status} {owner}",
                    at=POINTS[town],
                    store=app.extensions["files"],
                ),
                town,
                status,
                owner,
                f"Kanarie {town} {status} {owner}",
            )
            for town in (HERE, THERE)
            for status, owner in [(each, USER_A) for each in StoryStatus]
            + [(StoryStatus.DRAFT, "somebody gone")]
        ]
        imports = {slug: make_import(session, town) for slug, town in ids.items()}
        sources = {slug: make_source(session, town) for slug, town in ids.items()}
        closures = {slug: make_closure(session, town) for slug, town in ids.items()}
        zones = {
            slug: make_zone(session, town, name=f"Kanariezon {slug}", shape=square(FAR_OFF))
            for slug, town in ids.items()
        }
        message_templates = {
            slug: make_message_template(session, town) for slug, town in ids.items()
        }
        review_rules = {slug: make_review_rule(session, town) for slug, town in ids.items()}
    return TwoTowns(
        ids,
        people,
        things,
        **_official(ids),
        **_on_the_desk(ids),
        **_edited(ids),
        **_gathered(ids, people[USER_A], things),
        **_answered(ids, people[USER_A], things),
        closures=closures,
        **_kept(ids, things),
        imports=imports,
        sources=sources,
        zones=zones,
        review_rules=review_rules,
        message_templates=message_templates,
        invitations=invitations,
    )


def _on_the_desk(ids: dict[str, UUID]) -> dict[str, dict[str, UUID]]:
    """A notice and a fault of each town, and its words about itself."""
    places = _official(ids)["places"]
    with transaction(Scope.operator()) as session:
        for slug, town in ids.items():
            session.add(_a_text(town))
            session.add(_a_contact(town, slug))
        return {
            "notices": {
                slug: make_notice(
                    session,
                    town,
                    kind=NoticeKind.NEWS,
                    where=Where(place_id=places[slug]),
                    title=f"Kanariemeddelande {slug}",
                )
                for slug, town in ids.items()
            },
            "faults": {
                slug: make_fault(session, town, places[slug], f"Kanariefel {slug}")
                for slug, town in ids.items()
            },
        }


def _a_text(town: UUID) -> PageText:
    """A saving of the English text on who runs the site: it goes back to the one shipped."""
    which = {"page": "om", "language": "en", "number": 1}
    return PageText(municipality_id=town, body="", written_by=uuid4(), **which)


def _a_contact(town: UUID, slug: str) -> ContactPoint:
    none = {"phone": "", "officer_name": "", "officer_email": ""}
    return ContactPoint(municipality_id=town, postal_address=f"Kanariegatan {slug}", **none)


def _answered(
    ids: dict[str, UUID], author: Person, things: list[Thing]
) -> dict[str, dict[str, UUID]]:
    """A comment of user A's that waits in each town, and others that nobody sees; mail ordered.

    And what no page shows: thanks, a report, and the link of a teller without an account.
    """
    shown = {t.town: t.told.id for t in things if t.status is StoryStatus.PUBLISHED}
    comments: dict[str, UUID] = {}
    refused = {t.town: t.told.id for t in things if t.status is StoryStatus.REJECTED}
    with transaction(Scope.operator()) as session:
        reports = {
            slug: make_answered_report(session, town, shown[slug], f"Kanariesvar {slug}")
            for slug, town in ids.items()
        }
        decisions = {
            slug: session.scalars(select(Decision.id).where(Decision.story_id == story)).one()
            for slug, story in refused.items()
        }
        for slug, town in ids.items():
            for status in CommentStatus:
                if status is CommentStatus.PUBLISHED:
                    continue
                made = make_comment(
                    session,
                    story_id=shown[slug],
                    municipality_id=town,
                    author=author,
                    body=f"Kanariekommentar {slug} {status} {USER_A}",
                    status=status,
                )
                if status is CommentStatus.PENDING:
                    comments[slug] = made
            _answer_unseen(session, town, slug, author, shown[slug])
            _review_unseen(session, town, slug, shown[slug])
        here = ids[HERE]
        make_order(session, here, order_id=ADDRESS_ORDER, address="kanarie@example.se")
        make_order(session, here, order_id=ACCOUNT_ORDER, user_id=author.id)
        make_order(session, ids[THERE], order_id=uuid4(), address="kanarie@example.se")
    return {"comments": comments, "reports": reports, "decisions": decisions}


def _kept(ids: dict[str, UUID], things: list[Thing]) -> dict[str, dict[str, UUID]]:
    """A sealed copy and a rule of each town."""
    hidden = {t.town: t.told.id for t in things if t.status is StoryStatus.HIDDEN}
    with transaction(Scope.operator()) as session:
        return {
            "copies": {
                slug: make_sealed_copy(session, town, hidden[slug], f"Kanariekopia {slug}")
                for slug, town in ids.items()
            },
            "rules": {slug: make_rule(session, town) for slug, town in ids.items()},
        }


def _answer_unseen(session: Session, town: UUID, slug: str, author: Person, story_id: UUID) -> None:
    """User A reports a story of a town, somebody thanks for it, somebody keeps a link."""
    reader = Person(uuid4())
    thanks.give(session, story_id=story_id, municipality_id=town, person=reader)
    same = {"municipality_id": town, "story_id": story_id}
    about = {"subject": SubjectKind.STORY, "subject_id": story_id}
    text = f"Kanarieanmälan {slug}"
    session.add(
        Report(reporter_id=author.id, ground=ReportGround.OTHER, text=text, **same, **about)
    )
    session.add(DataExport(owner_id=author.id))
    link = {"purpose": LinkPurpose.KEEP, "person_id": reader.id, "municipality_id": town}
    session.add(TellerLink(token_hash=reader.id.bytes, seed=reader.id.bytes, **link))


def _review_unseen(session: Session, town: UUID, slug: str, story_id: UUID) -> None:
    """Somebody asks for a review in a town, and a moderator notes something for colleagues."""
    made = make_answered_report(session, town, story_id, f"Kanarieönskan {slug}")
    appeals.ask_as_reporter(
        session, report_id=made, words=f"Kanarieomprövning {slug}", settings=Settings()
    )
    case_files.write_note(
        session,
        subject_id=story_id,
        municipality_id=town,
        person=make_moderator(town),
        words=f"Kanarieanteckning {slug}",
    )


def _gathered(ids: dict[str, UUID], owner: Person, things: list[Thing]) -> dict[str, Any]:
    """A theme, an association with user A in it, their published collection, a tip of each town."""
    of_status = {(each.town, each.status): each.told.id for each in things}
    made: dict[str, Any] = {"themes": {}, "associations": {}, "gatherings": {}, "tips": {}}
    with transaction(Scope.operator()) as session:
        for slug, town in ids.items():
            made["themes"][slug] = make_theme(session, town, title=f"Kanariefråga {slug}")
            made["associations"][slug] = make_association(
                session, town, owner.id, name=f"Kanarieförening {slug}"
            )
            made["gatherings"][slug] = make_collection(
                session,
                town,
                owner=owner,
                stories=[of_status[slug, StoryStatus.PUBLISHED]],
                kind=CollectionKind.COLLECTION,
                title=f"Kanariesamling {slug}",
            )
            session.get_one(Collection, made["gatherings"][slug]).changed_at = GATHERED_AT
            made["tips"][slug] = make_tip(
                session, town, thing=("story", of_status[slug, StoryStatus.PUBLISHED])
            )
            _gather_what_is_not_seen(session, town, slug, owner, of_status, made)
    return made | {"theme_words": {slug: slug_of(f"Kanariefråga {slug}") for slug in ids}}


def _gather_what_is_not_seen(
    session: Session,
    town: UUID,
    slug: str,
    owner: Person,
    of_status: dict[tuple[str, StoryStatus], UUID],
    made: dict[str, Any],
) -> None:
    """A theme and collections nobody else sees yet; a withdrawn story in one that all see, and tipped."""
    make_theme(session, town, title=f"Kanariefråga {slug} draft {USER_A}", is_published=False)
    for status in (CollectionStatus.DRAFT, CollectionStatus.PENDING, CollectionStatus.REJECTED):
        make_collection(
            session,
            town,
            owner=owner,
            stories=[of_status[slug, StoryStatus.PUBLISHED]],
            kind=CollectionKind.COLLECTION,
            title=f"Kanariesamling {slug} {status} {USER_A}",
            status=status,
        )
    week = this_week() + timedelta(weeks=9)
    gone = of_status[slug, StoryStatus.WITHDRAWN]
    session.add(Tip(municipality_id=town, week=week, story_id=gone, sentence="Kanarietips"))
    for position, status in enumerate((StoryStatus.WITHDRAWN, StoryStatus.HIDDEN), start=1):
        session.add(
            CollectionItem(
                collection_id=made["gatherings"][slug],
                story_id=of_status[slug, status],
                municipality_id=town,
                owner_id=owner.id,
                position=position,
            )
        )


def _edited(ids: dict[str, UUID]) -> dict[str, dict[str, UUID]]:
    """A place of each town's own, with a fact to check and a picture taken away, and a unit."""
    with transaction(Scope.operator()) as session:
        own = {
            slug: make_own_place(session, town, POINTS[slug], f"Kanarieplats {slug}")
            for slug, town in ids.items()
        }
        session.add_all(
            Picture(
                municipality_id=town,
                place_id=own[slug],
                width=64,
                height=48,
                bytes=9,
                alt=f"Kanariebild {slug}",
                removed_at=now(),
            )
            for slug, town in ids.items()
        )
        for town in ids.values():
            make_sensitive_area(session, town, species="kungsörn", at=FAR_OFF)
        return {
            "own_places": own,
            "late_facts": {
                slug: make_late_fact(session, town, own[slug]) for slug, town in ids.items()
            },
            "units": {
                slug: make_unit(session, town, f"Kanarieenhet {slug}") for slug, town in ids.items()
            },
        }


def _official(ids: dict[str, UUID]) -> dict[str, dict[str, UUID]]:
    """A role, a place and a trail of each town."""
    with reading(Scope.operator()) as session:
        return {
            name: {
                slug: session.scalars(
                    select(model.id).where(model.municipality_id == town).order_by(model.id)
                ).first()
                for slug, town in ids.items()
            }
            for name, model in (
                ("memberships", Membership),
                ("places", OfficialPlace),
                ("trails", Trail),
            )
        }


def sign_everybody_in(app: Flask, sign_in: Callable[[str], FlaskClient]) -> dict[str, FlaskClient]:
    """A client for each of the seven, the visitor without an account among them."""
    return {VISITOR: app.test_client()} | {each: sign_in(email_of(each)) for each in ACTORS[1:]}
