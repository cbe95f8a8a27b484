"""Every restriction has its statement of reasons and its mail, and nothing else has one."""

from __future__ import annotations

from itertools import product

import pytest

from geostories.domain import collections, comments
from geostories.domain.transaction import Scope, transaction
from geostories.errors import InvalidInput
from geostories.models import Collection
from geostories.vocabulary import (
    CollectionKind,
    CollectionStatus,
    CommentStatus,
    DecisionAction,
    DecisionGround,
    StoryStatus,
)
from tests.db.review.conftest import UNDO_IN_TIME, Town, count
from tests.factories.comments import make_comment, ruling
from tests.factories.gatherings import make_collection

RESTRICTED = "action IN ('request_changes', 'reject', 'hide')"
MATCHED = f"""
    SELECT count(*) FROM decision d WHERE {RESTRICTED}
    AND EXISTS (SELECT FROM statement_of_reasons s WHERE s.decision_id = d.id
                AND s.addressee_id = d.addressee_id AND s.ground = d.ground)
    AND 1 = (SELECT count(*) FROM outgoing_mail m
             WHERE m.decision_id = d.id AND m.recipient_id = d.addressee_id)
"""


def test_each_restriction_has_one_statement_and_one_mail(town: Town) -> None:
    told = [
        (StoryStatus.PENDING, DecisionAction.REJECT),
        (StoryStatus.PENDING, DecisionAction.REQUEST_CHANGES),
        (StoryStatus.PUBLISHED, DecisionAction.HIDE),
        (StoryStatus.PENDING, DecisionAction.PUBLISH),
    ]
    grounds = [each for each in DecisionGround if each is not DecisionGround.NONE]
    before = count(f"SELECT count(*) FROM decision WHERE {RESTRICTED}")
    for (status, action), ground in product(told, grounds):
        law = "16 kap. 8 § brottsbalken" if ground is DecisionGround.ILLEGAL else ""
        town.decide(town.tell(status), action, ground=ground, law=law)
    published = town.tell(StoryStatus.PUBLISHED)
    with transaction(Scope.operator()) as session:
        waiting = make_comment(
            session, story_id=published.id, municipality_id=town.id, author=town.teller
        )
        gathered = make_collection(
            session,
            town.id,
            owner=town.teller,
            stories=[published.id],
            status=CollectionStatus.PENDING,
            kind=CollectionKind.COLLECTION,
        )
    with transaction(Scope.municipality(town.id)) as session:
        comments.decide(
            session,
            comment_id=waiting,
            municipality_id=town.id,
            person=town.moderator,
            ruling=ruling(DecisionAction.REJECT),
            settings=UNDO_IN_TIME,
        )
        collections.decide(
            session,
            collection_id=gathered,
            municipality_id=town.id,
            person=town.moderator,
            ruling=ruling(DecisionAction.REJECT),
            seen=session.get_one(Collection, gathered).changed_at,
            settings=UNDO_IN_TIME,
        )
    restricted = count(f"SELECT count(*) FROM decision WHERE {RESTRICTED}") - before
    print(f"restrictions: {restricted}, with statement and mail {count(MATCHED) - before}")
    assert restricted == 3 * len(grounds) + 2
    assert count(MATCHED) == restricted + before
    assert count("SELECT count(*) FROM statement_of_reasons") == restricted + before


@pytest.mark.parametrize(
    ("ground", "law"),
    [
        (DecisionGround.NONE, ""),
        (DecisionGround.ILLEGAL, " "),
        (DecisionGround.OTHER, "16 kap. 8 § brottsbalken"),
    ],
)
def test_a_restriction_without_its_ground_is_not_taken(
    town: Town, ground: DecisionGround, law: str
) -> None:
    told = town.tell()
    with pytest.raises(InvalidInput):
        town.decide(told, DecisionAction.REJECT, ground=ground, law=law)
    assert count("SELECT count(*) FROM decision WHERE story_id = :id", id=told.id) == 0


def test_a_comment_that_nobody_hid_has_no_statement(town: Town) -> None:
    published = town.tell(StoryStatus.PUBLISHED)
    with transaction(Scope.operator()) as session:
        made = make_comment(
            session,
            story_id=published.id,
            municipality_id=town.id,
            author=town.teller,
            status=CommentStatus.PUBLISHED,
        )
    assert count("SELECT count(*) FROM decision WHERE subject_id = :id", id=made) == 1
    given = "SELECT count(*) FROM statement_of_reasons s JOIN decision d ON d.id = s.decision_id"
    assert count(f"{given} WHERE d.subject_id = :id", id=made) == 0
