"""Collections and story walks: what they show, who changes them, and who decides."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from geostories.config import Settings
from geostories.database import Database, Scope
from geostories.domain import collections, stories
from geostories.domain.collections import LEGAL, CollectionEntry
from geostories.domain.permissions import Grant, Person
from geostories.domain.transaction import reading, transaction
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import Collection, Story
from geostories.queries.collections import (
    get_collection,
    list_collections,
    list_stops,
    list_with_story,
)
from geostories.vocabulary import (
    RESTRICTIONS,
    CollectionKind,
    CollectionStatus,
    DecisionAction,
    Role,
    StoryStatus,
)
from tests.factories.comments import ruling
from tests.factories.gatherings import EAST, Town, make_collection, make_stop
from tests.factories.notices import make_trail
from tests.factories.story import PLACE, Told, decide, make_moderator, make_story

pytestmark = pytest.mark.trust


def hide(session: Session, town: Town, story_id: UUID) -> None:
    """As a moderator does."""
    version_id = session.get_one(Story, story_id).published_version_id
    assert version_id
    told = Told(story_id, version_id)
    decide(session, told, make_moderator(town.id), DecisionAction.HIDE)


def walk(session: Session, town: Town, count: int = 3) -> tuple[UUID, list[UUID]]:
    """A published walk of stories 300 metres apart."""
    ids = [
        make_stop(session, town.id, town.teller, f"Stopp {n}", east_m=300 * n) for n in range(count)
    ]
    return make_collection(session, town.id, owner=town.teller, stories=ids), ids


def stops(session: Session, walk_id: UUID, trail_id: UUID | None = None) -> list[UUID]:
    return [s.card.id for s in list_stops(session, collection_id=walk_id, trail_id=trail_id)]


def test_a_walk_shows_its_stops_in_order_with_the_way_between(session: Session, town: Town) -> None:
    walk_id, ids = walk(session, town)
    found = list_stops(session, collection_id=walk_id, trail_id=None)
    assert [stop.card.id for stop in found] == ids
    assert found[0].leg_m is None
    assert [round(stop.leg_m or 0, -1) for stop in found[1:]] == [pytest.approx(300, abs=15)] * 2
    assert all(stop.body for stop in found)


def test_a_withdrawn_or_hidden_story_is_passed_over_at_once(session: Session, town: Town) -> None:
    walk_id, ids = walk(session, town, 4)
    stories.withdraw(session, story_id=ids[1], person=town.teller)
    session.flush()
    assert stops(session, walk_id) == [ids[0], ids[2], ids[3]]
    found = list_stops(session, collection_id=walk_id, trail_id=None)
    assert round(found[1].leg_m or 0) == pytest.approx(600, abs=20)  # now from the first
    hide(session, town, ids[3])
    assert stops(session, walk_id) == [ids[0], ids[2]]
    one = get_collection(session, collection_id=walk_id, municipality_id=town.id)
    assert one.stories == 2
    for story_id in (ids[0], ids[2]):
        stories.withdraw(session, story_id=story_id, person=town.teller)
    session.flush()
    assert stops(session, walk_id) == []
    listed = list_collections(session, municipality_id=town.id, limit=99)
    assert walk_id not in {each.id for each in listed}


def test_along_a_trail_the_way_is_the_trails(session: Session, town: Town) -> None:
    """A hairpin: 600 m there, 600 m back beside it; the ends lie side by side."""
    lon, lat = PLACE
    far = lon + 600 * EAST
    trail_id = make_trail(
        session, town.id, name="Hårnålen", points=[(lon, lat), (far, lat), (lon, lat + 0.0004)]
    )
    ids = [
        make_story(
            session, municipality_id=town.id, owner=town.teller, status=StoryStatus.PUBLISHED,
            title=title, at=at,
        ).id
        for title, at in (("Början", (lon, lat)), ("Slutet", (lon, lat + 0.0004)))
    ]  # fmt: skip
    walk_id = make_collection(session, town.id, owner=town.teller, stories=ids, trail_id=trail_id)
    straight = list_stops(session, collection_id=walk_id, trail_id=None)[1].leg_m
    along = list_stops(session, collection_id=walk_id, trail_id=trail_id)[1].leg_m
    assert straight is not None
    assert along is not None
    assert straight < 60
    assert 1_150 < along < 1_250


def test_only_what_is_published_is_read_by_others(database: Database, town: Town) -> None:
    assert database
    with transaction(Scope.operator()) as session:
        ids = [
            make_stop(session, town.id, town.teller, f"Stopp {n}", east_m=100 * n) for n in range(2)
        ]
        made = {
            status: make_collection(
                session, town.id, owner=town.teller, stories=ids, status=status, title=status
            )
            for status in CollectionStatus
        }
    scopes = {
        "public": Scope.public(),
        "other": Scope.person(town.other.id),
        "elsewhere": Scope.municipality(town.there),
        "owner": Scope.person(town.teller.id),
        "moderator": Scope.municipality(town.id),
    }
    seen = {}
    for name, scope in scopes.items():
        with reading(scope) as session:
            rows = session.execute(text("SELECT id FROM collection")).scalars().all()
            items = session.execute(
                text("SELECT DISTINCT collection_id FROM collection_item")
            ).scalars().all()  # fmt: skip
        seen[name] = {status for status, made_id in made.items() if made_id in set(rows)}
        assert seen[name] == {s for s, made_id in made.items() if made_id in set(items)}, name
    public = {CollectionStatus.PUBLISHED}
    print(f"collections: tried {len(made)} in {len(scopes)} scopes")
    assert seen == {
        "public": public,
        "other": public,
        "elsewhere": public,
        "owner": set(CollectionStatus),
        "moderator": set(CollectionStatus) - {CollectionStatus.DRAFT},
    }


def test_a_collection_is_changed_as_a_draft_alone_and_by_its_owner(
    session: Session, town: Town
) -> None:
    walk_id, ids = walk(session, town)
    same = {"collection_id": walk_id, "person": town.teller}
    for change in (
        lambda: collections.move(session, story_id=ids[0], steps=1, **same),
        lambda: collections.take_out(session, story_id=ids[0], **same),
        lambda: collections.save(session, entry=CollectionEntry("Nytt"), notes={}, **same),
        lambda: collections.submit(session, **same),
    ):
        with pytest.raises(StateError):
            change()
    with pytest.raises(NotFound):
        collections.reopen(session, collection_id=walk_id, person=town.other)
    collections.reopen(session, **same)
    with pytest.raises(NotFound):
        get_collection(session, collection_id=walk_id, municipality_id=town.id)
    collections.move(session, story_id=ids[2], steps=-1, **same)
    assert stops(session, walk_id) == [ids[0], ids[2], ids[1]]
    collections.move(session, story_id=ids[0], steps=-1, **same)
    assert stops(session, walk_id)[0] == ids[0]
    collections.take_out(session, story_id=ids[2], **same)
    collections.add_story(session, story_id=ids[2], most=3, **same)
    assert stops(session, walk_id) == [ids[0], ids[1], ids[2]]
    with pytest.raises(InvalidInput):
        collections.add_story(
            session, story_id=make_stop(session, town.id, town.teller, "Stopp 9"), most=3, **same
        )


def test_a_story_nobody_sees_is_not_put_in(session: Session, town: Town) -> None:
    waiting = make_story(session, municipality_id=town.id, owner=town.teller).id
    with pytest.raises(NotFound):
        make_collection(session, town.id, owner=town.teller, stories=[waiting])


def test_too_few_stories_are_no_walk(session: Session, town: Town) -> None:
    one = [make_stop(session, town.id, town.teller, "Stopp 1")]
    with pytest.raises(InvalidInput) as caught:
        make_collection(session, town.id, owner=town.teller, stories=one)
    assert caught.value.code == "too_few_stories"
    made = make_collection(
        session, town.id, owner=town.teller, stories=one, kind=CollectionKind.COLLECTION
    )
    assert stops(session, made) == one


def test_what_nobody_has_read_is_found_by_nobody(session: Session, town: Town) -> None:
    """By the queries alone: what the database itself keeps from the public is the second wall."""
    ids = [make_stop(session, town.id, town.teller, f"Stopp {n}", east_m=50 * n) for n in range(2)]
    found = []
    for status in set(CollectionStatus) - {CollectionStatus.PUBLISHED}:
        made = make_collection(session, town.id, owner=town.teller, stories=ids, status=status)
        listed = list_collections(session, municipality_id=town.id, limit=99)
        told = list_with_story(session, story_id=ids[0], limit=99)
        if made in {each.id for each in (*listed, *told)}:
            found.append(status)
        try:
            get_collection(session, collection_id=made, municipality_id=town.id)
            found.append(status)
        except NotFound:
            pass
    print(f"collections nobody has read: tried 4 in 3 ways, found {len(found)}")
    assert found == []


def test_a_moderator_decides_where_it_can_be_decided_with_a_reason_and_a_mail(
    session: Session, town: Town
) -> None:
    ids = [make_stop(session, town.id, town.teller, f"Stopp {n}", east_m=50 * n) for n in range(2)]
    moderator = make_moderator(town.id)
    tried = 0
    for status in set(CollectionStatus) - {CollectionStatus.DRAFT}:
        for action in LEGAL:
            made = make_collection(session, town.id, owner=town.teller, stories=ids, status=status)
            seen = session.get_one(Collection, made).changed_at
            given = {"collection_id": made, "municipality_id": town.id, "settings": Settings()}
            given["seen"] = seen
            for wrong in (town.teller, town.other, make_moderator(town.there)):
                with pytest.raises(NotAllowed):
                    collections.decide(session, person=wrong, ruling=ruling(action), **given)
            if action in RESTRICTIONS:
                with pytest.raises(InvalidInput):
                    collections.decide(
                        session, person=moderator, ruling=ruling(action, " "), **given
                    )
            before = count_mails(session)
            if LEGAL[action][0] is status:
                collections.decide(session, person=moderator, ruling=ruling(action), **given)
                assert count_mails(session) == before + 1
            else:
                with pytest.raises(Conflict):
                    collections.decide(session, person=moderator, ruling=ruling(action), **given)
            tried += 1
    print(f"decisions on collections: tried {tried}, legal {len(LEGAL)}")


def count_mails(session: Session) -> int:
    return session.scalar(text("SELECT count(*) FROM outgoing_mail")) or 0


def test_nobody_decides_on_their_own(session: Session, town: Town) -> None:
    ids = [make_stop(session, town.id, town.teller, f"Stopp {n}", east_m=50 * n) for n in range(2)]
    grants = frozenset({Grant(Role.MODERATOR, town.id)})
    judge = Person(town.teller.id, True, "", grants)
    made = make_collection(
        session, town.id, owner=judge, stories=ids, status=CollectionStatus.PENDING
    )
    with pytest.raises(NotAllowed):
        collections.decide(
            session,
            collection_id=made,
            municipality_id=town.id,
            person=judge,
            ruling=ruling(DecisionAction.PUBLISH),
            settings=Settings(),
            seen=session.get_one(Collection, made).changed_at,
        )
