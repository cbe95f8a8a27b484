"""Rules on real rows: what meets one is kept, waits, and says why; nothing is dropped."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from geostories.domain import comments, review_rules
from geostories.domain.comments import Answer
from geostories.domain.permissions import Person
from geostories.domain.review_rules import Sender
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput, NotAllowed, NotFound
from geostories.models import Comment, Decision, OutgoingMail, StatementOfReasons, Story
from geostories.queries.moderation import get_case
from geostories.queries.review_queue import list_queue
from geostories.queries.review_rules import list_rules
from geostories.vocabulary import DecisionAction, RuleKind, StoryStatus
from tests.db.review.conftest import Town, count
from tests.factories.person import make_person
from tests.factories.rules import administrator, make_rule
from tests.factories.story import Told, make_story


@pytest.fixture
def here(town: Town) -> Town:
    """The town without the rules of the test before, and somebody who has been there for long."""
    with transaction(Scope.operator()) as session:
        session.execute(text("UPDATE review_rule SET removed_at = now()"))
        teller = make_person(session, f"{uuid4().hex[:8]}@example.se")
        session.execute(
            text("UPDATE \"user\" SET create_datetime = create_datetime - interval '9 d'")
        )
    return replace(town, teller=teller)


def rule(town: Town, kind: RuleKind, typed: str, **more: str) -> UUID:
    with transaction(Scope.municipality(town.id)) as session:
        return make_rule(session, town.id, kind, typed, **more)


def tell(town: Town, owner: Person | None = None, **more: object) -> Told:
    who = owner or town.teller
    with transaction(Scope.person(who.id)) as session:
        return make_story(session, municipality_id=town.id, owner=who, **more)


def met_by(town: Town, told: Told) -> list[RuleKind]:
    with reading(Scope.municipality(town.id)) as session:
        case = get_case(session, story_id=told.id, municipality_id=town.id)
        (row,) = [
            each
            for each in list_queue(session, municipality_id=town.id)
            if each.subject_id == told.id
        ]
    assert row.met_rule is bool(case.rules)
    return [each.kind for each in case.rules]


def answer(
    town: Town, told: Told, body: str, person: Person | None = None, **sender: object
) -> UUID:
    who = person or town.teller
    with transaction(Scope.person(who.id)) as session:
        return comments.submit(
            session,
            story_id=told.id,
            person=who,
            submission_key=uuid4(),
            answer=Answer(body),
            sender=Sender(**sender),  # type: ignore[arg-type]
        )


def hits(comment_id: UUID) -> list[str]:
    with reading(Scope.operator()) as session:
        return [each["kind"] for each in session.get_one(Comment, comment_id).rule_hits]


def test_a_story_that_meets_a_rule_waits_with_the_rule_in_its_case(here: Town) -> None:
    rule(here, RuleKind.WORD, "kasino*")
    rule(here, RuleKind.LINK, "spam.example")
    assert met_by(here, tell(here, title="Bryggan")) == []
    assert met_by(here, tell(here, title="K4sinobonus")) == [RuleKind.WORD]
    both = tell(here, title="Kasino", body="Se spam[.]example")
    assert set(met_by(here, both)) == {RuleKind.WORD, RuleKind.LINK}


def test_a_comment_that_meets_a_rule_is_kept_and_waits(here: Town) -> None:
    told = tell(here)
    with transaction(Scope.operator()) as session:
        from_others = make_story(
            session, municipality_id=here.id, owner=here.teller, status=StoryStatus.PUBLISHED
        )
    assert told.id != from_others.id
    rule(here, RuleKind.LINKS, "1")
    kept = answer(here, from_others, "www.a.se www.b.se")
    assert hits(kept) == ["links"]
    assert hits(answer(here, from_others, "www.a.se")) == []
    with reading(Scope.municipality(here.id)) as session:
        rows = {each.subject_id: each for each in list_queue(session, municipality_id=here.id)}
    assert rows[kept].met_rule


def test_the_first_day_has_its_limits_and_the_second_none(here: Town) -> None:
    told = tell_published(here)
    rule(here, RuleKind.FIRST_DAY_POSTS, "2")
    with transaction(Scope.operator()) as session:
        fresh = make_person(session, f"{uuid4().hex[:8]}@example.se")
    assert [hits(answer(here, told, f"Hej {n}", fresh)) for n in range(3)] == [
        [], [], ["first_day_posts"],
    ]  # fmt: skip
    assert [hits(answer(here, told, f"Hej {n}")) for n in range(4)] == [[]] * 4


def test_a_guest_who_throws_the_session_away_is_counted_by_network(here: Town) -> None:
    told = tell_published(here)
    rule(here, RuleKind.FIRST_DAY_POSTS, "2")
    sent = [hits(answer(here, told, "Hej", Person(uuid4()), from_network=n)) for n in range(1, 5)]
    assert sent == [[], [], ["first_day_posts"], ["first_day_posts"]]


def tell_published(town: Town) -> Told:
    with transaction(Scope.operator()) as session:
        return make_story(
            session, municipality_id=town.id, owner=town.teller, status=StoryStatus.PUBLISHED
        )


def test_a_blocked_address_is_held_told_why_and_reviewed_by_another(here: Town) -> None:
    with reading(Scope.operator()) as session:
        email = session.execute(
            text('SELECT email FROM "user" WHERE id = :id'), {"id": here.teller.id}
        ).scalar_one()
    rule(here, RuleKind.ADDRESS, email.upper().replace("@", "+annan@"), reason="Trettio lika.")
    told = tell(here, title="Hållen")
    assert met_by(here, told) == [RuleKind.ADDRESS]
    with reading(Scope.operator()) as session:
        held = session.scalars(select(Decision).where(Decision.subject_id == told.id)).one()
        reasons = session.get_one(StatementOfReasons, held.id)
        mail = session.scalars(
            select(OutgoingMail).where(OutgoingMail.decision_id == held.id)
        ).one()
        assert session.get_one(Story, told.id).status is StoryStatus.PENDING
    assert (held.action, held.message) == (DecisionAction.HOLD, "Trettio lika.")
    assert (reasons.addressee_id, reasons.is_detected_automatically) == (here.teller.id, True)
    assert (mail.recipient_id, mail.template) == (here.teller.id, "held")


def test_a_guest_with_a_blocked_address_is_held_and_nobody_is_mailed(here: Town) -> None:
    told = tell_published(here)
    rule(here, RuleKind.ADDRESS, "@skräp.example", reason="Skräppost.")
    kept = answer(here, told, "Hej", Person(uuid4()), address="vem@mail.xn--skrp-noa.example")
    assert hits(kept) == ["address"]
    assert count("SELECT count(*) FROM decision WHERE subject_id = :id", id=kept) == 1
    assert (
        count(
            "SELECT count(*) FROM outgoing_mail m JOIN decision d ON d.id = m.decision_id "
            "WHERE d.subject_id = :id",
            id=kept,
        )
        == 0
    )


def test_nobody_else_can_write_a_hold_or_read_the_rules(here: Town) -> None:
    rule(here, RuleKind.ADDRESS, "skurk@example.se")
    for scope in (Scope.public(), Scope.person(here.teller.id), Scope.account()):
        with reading(scope) as session:
            assert list_rules(session, municipality_id=here.id) == []


def test_rules_are_made_and_removed_by_administrators(here: Town) -> None:
    with (
        pytest.raises(NotAllowed),
        transaction(Scope.municipality(here.id)) as session,
    ):
        review_rules.add(
            session,
            municipality_id=here.id,
            person=here.moderator,
            kind=RuleKind.WORD,
            typed="kasino",
        )
    with pytest.raises(InvalidInput, match="rule_reason_missing"):
        rule(here, RuleKind.ADDRESS, "skurk@example.se", reason=" ")
    first = rule(here, RuleKind.LINKS, "3")
    assert rule(here, RuleKind.LINKS, "3") == first
    rule(here, RuleKind.LINKS, "1")
    with transaction(Scope.municipality(here.id)) as session:
        (only,) = list_rules(session, municipality_id=here.id)
        assert only.value == "1"
        review_rules.remove(
            session, rule_id=only.id, municipality_id=here.id, person=administrator(here.id)
        )
        with pytest.raises(NotFound):
            review_rules.remove(
                session, rule_id=only.id, municipality_id=here.id, person=administrator(here.id)
            )
    assert met_by(here, tell(here, body="www.a.se www.b.se www.c.se")) == []
