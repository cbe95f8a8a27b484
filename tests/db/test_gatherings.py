"""Themes, story walks, associations and tips: what they take, what they show, and when it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from shapely.geometry import Point
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from geostories.database import Database, Scope
from geostories.domain import associations, collections, drafts, stories, themes, tips, weekly_mail
from geostories.domain.collections import CollectionAction, CollectionEntry
from geostories.domain.days import SWEDEN, monday_of, this_week, today
from geostories.domain.permissions import Grant, Person
from geostories.domain.transaction import reading, transaction
from geostories.errors import Conflict, InvalidInput, NotAllowed, NotFound, StateError
from geostories.models import OutgoingMail, Story, StoryVersion, Subscription
from geostories.queries.associations import list_own_associations
from geostories.queries.collections import (
    get_collection,
    list_collections,
    list_stops,
    list_with_story,
)
from geostories.queries.stories import StoryFilter, list_stories
from geostories.queries.themes import list_themes
from geostories.queries.tips import find_tip, latest_tips, tips_of_week
from geostories.vocabulary import (
    Byline,
    CollectionKind,
    CollectionStatus,
    DecisionAction,
    FollowedKind,
    Precision,
    Role,
    StoryStatus,
    Voice,
)
from tests.conftest import EMPTY, Server
from tests.factories.gatherings import (
    DAY,
    close_theme,
    make_association,
    make_collection,
    make_theme,
    make_tip,
)
from tests.factories.installation import standing_installation
from tests.factories.municipality import make_municipality
from tests.factories.nature import make_place
from tests.factories.notices import make_trail
from tests.factories.person import make_person
from tests.factories.story import PLACE, Told, decide, make_moderator, make_story, submit, write

pytestmark = pytest.mark.trust

EAST = 1 / 57_000
"""Degrees of longitude that are about one metre in Katrineholm."""


@dataclass(frozen=True)
class Town:
    """A municipality and two of its people."""

    id: UUID
    there: UUID
    teller: Person
    other: Person


@pytest.fixture(scope="module")
def database(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A migrated database for all tests of the module."""
    with (
        standing_installation(server, tmp_path_factory, of=EMPTY) as app,
        app.test_request_context(),
    ):
        yield app.extensions["database"]


@pytest.fixture(scope="module")
def town(database: Database) -> Town:
    """Two municipalities, two accounts."""
    assert database
    with transaction(Scope.operator()) as session:
        here, there = (make_municipality(session, slug).id for slug in ("katrineholm", "vaxjo"))
        people = [make_person(session, f"{name}@example.se") for name in ("teller", "other")]
    return Town(here, there, *people)


@pytest.fixture
def session(town: Town) -> Iterator[Session]:
    """The operator's scope, rolled back."""
    assert town
    with reading(Scope.operator()) as opened:
        yield opened


def begin(session: Session, town: Town, *, theme_id: UUID | None = None) -> UUID:
    """A draft with place and words, told for a theme."""
    story_id = drafts.start(session, person_id=town.teller.id, municipality_id=town.id)
    drafts.save_place(
        session,
        story_id=story_id,
        lon=PLACE[0],
        lat=PLACE[1],
        precision=Precision.EXACT,
        place_label="Dammen",
        municipality_id=town.id,
    )
    write(session, story_id, title="Kvarnhjulet", body="Det stod stilla.")
    themes.choose(session, story_id=story_id, theme_id=theme_id, today=today())
    session.flush()
    return story_id


def published(session: Session, town: Town, number: int, *, east_m: int = 0) -> UUID:
    """A published story, so many metres east of the station."""
    return make_story(
        session,
        municipality_id=town.id,
        owner=town.teller,
        status=StoryStatus.PUBLISHED,
        title=f"Stopp {number}",
        at=(PLACE[0] + east_m * EAST, PLACE[1]),
    ).id


def hide(session: Session, town: Town, story_id: UUID) -> None:
    """As a moderator does."""
    version_id = session.get_one(Story, story_id).published_version_id
    assert version_id
    told = Told(story_id, version_id)
    decide(session, told, make_moderator(town.id), DecisionAction.HIDE)


# Themes


def test_a_theme_takes_stories_from_its_first_day_to_its_last(session: Session, town: Town) -> None:
    day, taken, refused = today(), [], []
    for opens, closes in ((-9, -1), (-9, 0), (0, 0), (0, None), (1, None), (-9, 9)):
        theme_id = make_theme(
            session,
            town.id,
            opens_on=day + opens * DAY,
            closes_on=None if closes is None else day + closes * DAY,
        )
        try:
            begin(session, town, theme_id=theme_id)
            taken.append((opens, closes))
        except InvalidInput as error:
            refused.append((error.code, error.field))
    assert refused == [("theme_closed", "theme")] * 2
    assert taken == [(-9, 0), (0, 0), (0, None), (-9, 9)]


def test_a_theme_that_is_not_published_or_is_elsewhere_takes_none(
    session: Session, town: Town
) -> None:
    hidden = make_theme(session, town.id, is_published=False)
    elsewhere = make_theme(session, town.there, title="Ostron")
    for theme_id, code in ((hidden, "theme_closed"), (elsewhere, "theme_elsewhere")):
        with pytest.raises(InvalidInput) as caught:
            begin(session, town, theme_id=theme_id)
        assert caught.value.code == code


def test_a_draft_begun_in_time_is_not_sent_in_when_the_theme_has_closed(
    session: Session, town: Town
) -> None:
    theme_id = make_theme(session, town.id)
    story_id = begin(session, town, theme_id=theme_id)
    close_theme(session, theme_id, town.id)
    with pytest.raises(InvalidInput) as caught:
        submit(session, story_id, town.teller)
    assert caught.value.code == "theme_closed"
    themes.choose(session, story_id=story_id, theme_id=None, today=today())
    submit(session, story_id, town.teller)
    assert session.get_one(Story, story_id).status is StoryStatus.PENDING


def test_a_story_that_was_taken_stays_in_it_when_it_is_changed_later(
    session: Session, town: Town
) -> None:
    theme_id = make_theme(session, town.id)
    story_id = begin(session, town, theme_id=theme_id)
    submit(session, story_id, town.teller)
    close_theme(session, theme_id, town.id)
    drafts.reopen(session, story_id=story_id)
    submit(session, story_id, town.teller)
    newest = session.scalars(
        select(StoryVersion).where(StoryVersion.story_id == story_id).order_by(StoryVersion.number)
    ).all()[-1]
    assert newest.theme_id == theme_id
    decide(session, Told(story_id, newest.id), make_moderator(town.id), DecisionAction.PUBLISH)
    wanted = StoryFilter(theme_id=theme_id)
    assert [card.id for card in list_stories(session, wanted=wanted, limit=9)] == [story_id]
    stories.withdraw(session, story_id=story_id, person=town.teller)
    assert list_stories(session, wanted=wanted, limit=9) == []


def test_the_public_lists_what_has_begun_and_is_published(session: Session, town: Town) -> None:
    seen = make_theme(session, town.id, title="Syns")
    make_theme(session, town.id, title="Syns inte", is_published=False)
    make_theme(session, town.id, title="Kommer", opens_on=today() + DAY)
    make_theme(session, town.there, title="Någon annans")
    listed = list_themes(session, municipality_id=town.id, since=today())
    assert [each.id for each in listed] == [seen]


def test_two_of_one_title_have_two_addresses(session: Session, town: Town) -> None:
    for title in ("Åkern & ån", "Åkern & ån", "???"):
        make_theme(session, town.id, title=title)
    listed = list_themes(session, municipality_id=town.id, since=today())
    assert {each.slug for each in listed} == {"akern-an", "akern-an-2", "insamling"}


def test_a_theme_that_ends_before_it_begins_is_refused(session: Session, town: Town) -> None:
    with pytest.raises(InvalidInput) as caught:
        make_theme(session, town.id, closes_on=today() - 2 * DAY)
    assert caught.value.field == "closes_on"


# Collections and walks


def walk(session: Session, town: Town, count: int = 3) -> tuple[UUID, list[UUID]]:
    """A published walk of stories 300 metres apart."""
    ids = [published(session, town, n, east_m=300 * n) for n in range(count)]
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
        ids = [published(session, town, n, east_m=100 * n) for n in range(2)]
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
        collections.add_story(session, story_id=published(session, town, 9), most=3, **same)


def test_a_story_nobody_sees_is_not_put_in(session: Session, town: Town) -> None:
    waiting = make_story(session, municipality_id=town.id, owner=town.teller).id
    with pytest.raises(NotFound):
        make_collection(session, town.id, owner=town.teller, stories=[waiting])


def test_too_few_stories_are_no_walk(session: Session, town: Town) -> None:
    one = [published(session, town, 1)]
    with pytest.raises(InvalidInput) as caught:
        make_collection(session, town.id, owner=town.teller, stories=one)
    assert caught.value.code == "too_few_stories"
    made = make_collection(
        session, town.id, owner=town.teller, stories=one, kind=CollectionKind.COLLECTION
    )
    assert stops(session, made) == one


def test_what_nobody_has_read_is_found_by_nobody(session: Session, town: Town) -> None:
    """By the queries alone: what the database itself keeps from the public is the second wall."""
    ids = [published(session, town, n, east_m=50 * n) for n in range(2)]
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


LEGAL = {
    (CollectionStatus.PENDING, CollectionAction.PUBLISH),
    (CollectionStatus.PENDING, CollectionAction.REJECT),
    (CollectionStatus.PUBLISHED, CollectionAction.HIDE),
}


def test_a_moderator_decides_where_it_can_be_decided_with_a_reason_and_a_mail(
    session: Session, town: Town
) -> None:
    ids = [published(session, town, n, east_m=50 * n) for n in range(2)]
    moderator = make_moderator(town.id)
    tried = 0
    for status in set(CollectionStatus) - {CollectionStatus.DRAFT}:
        for action in CollectionAction:
            made = make_collection(session, town.id, owner=town.teller, stories=ids, status=status)
            given = {"collection_id": made, "municipality_id": town.id, "action": action}
            for wrong in (town.teller, town.other, make_moderator(town.there)):
                with pytest.raises(NotAllowed):
                    collections.decide(session, person=wrong, reason="Därför.", **given)
            if action is not CollectionAction.PUBLISH:
                with pytest.raises(InvalidInput):
                    collections.decide(session, person=moderator, reason=" ", **given)
            before = count_mails(session)
            if (status, action) in LEGAL:
                collections.decide(session, person=moderator, reason="Därför.", **given)
                assert count_mails(session) == before + 1
            else:
                with pytest.raises(Conflict):
                    collections.decide(session, person=moderator, reason="Därför.", **given)
            tried += 1
    print(f"decisions on collections: tried {tried}, legal {len(LEGAL)}")


def count_mails(session: Session) -> int:
    return session.scalar(text("SELECT count(*) FROM outgoing_mail")) or 0


def test_nobody_decides_on_their_own(session: Session, town: Town) -> None:
    ids = [published(session, town, n, east_m=50 * n) for n in range(2)]
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
            action=CollectionAction.PUBLISH,
        )


# Associations


def tell_for(session: Session, town: Town, person: Person, association_id: UUID) -> UUID:
    """Tell in an association's name, as somebody."""
    story_id = begin(session, town)
    terms = drafts.Terms(Byline.NAME, Voice.ASSOCIATION, association_id=association_id)
    drafts.save_terms(session, story_id=story_id, terms=terms)
    session.flush()
    submit(session, story_id, person)
    return story_id


def test_a_member_tells_in_its_name_and_nobody_else(session: Session, town: Town) -> None:
    mine = make_association(session, town.id, town.teller.id, name="Min")
    others = make_association(session, town.id, town.other.id, name="Andras")
    elsewhere = make_association(session, town.there, town.teller.id, name="I annan kommun")
    assert tell_for(session, town, town.teller, mine)
    anonymous = Person(town.teller.id)
    tried = [(town.teller, others), (town.teller, elsewhere), (town.teller, uuid4())]
    tried += [(town.other, mine), (anonymous, mine), (make_moderator(town.id), mine)]
    for person, association_id in tried:
        with pytest.raises(NotAllowed) as caught:
            associations.check_voice(
                session,
                person,
                voice=Voice.ASSOCIATION,
                association_id=association_id,
                municipality_id=town.id,
            )
        assert caught.value.code == "not_your_association"
    with pytest.raises(NotAllowed):
        tell_for(session, town, town.teller, others)
    print(f"badges: tried {len(tried) + 2}, given 1")


def test_its_name_stands_under_it_whatever_the_teller_is_called(
    session: Session, town: Town
) -> None:
    association_id = make_association(session, town.id, town.teller.id, name="Båtklubben")
    story_id = tell_for(session, town, town.teller, association_id)
    version = session.scalars(select(StoryVersion).where(StoryVersion.story_id == story_id)).one()
    decide(session, Told(story_id, version.id), make_moderator(town.id), DecisionAction.PUBLISH)
    story = session.get_one(Story, story_id)
    assert (story.author_label, story.association_id) == ("Båtklubben", association_id)
    stories.change_byline(session, story_id=story_id, person=town.teller, byline=Byline.FIRST_NAME)
    assert story.author_label == "Båtklubben"


def test_who_left_it_or_it_rests_tells_nothing_new(session: Session, town: Town) -> None:
    association_id = make_association(session, town.id, town.teller.id, town.other.id)

    def own(person: Person) -> list[UUID]:
        found = list_own_associations(session, person_id=person.id, municipality_id=town.id)
        return [each.id for each in found]

    assert association_id in own(town.teller)
    same = {"association_id": association_id, "municipality_id": town.id, "by": uuid4()}
    associations.remove_member(session, user_id=town.teller.id, **same)
    assert association_id not in own(town.teller)
    with pytest.raises(NotAllowed):
        tell_for(session, town, town.teller, association_id)
    entry = associations.AssociationEntry("Vilar", is_active=False)
    associations.change(session, entry=entry, **same)
    assert association_id not in own(town.other)


def test_a_person_reads_only_their_own_memberships(database: Database, town: Town) -> None:
    assert database
    with transaction(Scope.operator()) as session:
        make_association(session, town.id, town.teller.id, town.other.id, name="Två")
    counts = {}
    for name, scope in (
        ("public", Scope.public()),
        ("teller", Scope.person(town.teller.id)),
        ("elsewhere", Scope.municipality(town.there)),
        ("editor", Scope.municipality(town.id)),
    ):
        with reading(scope) as session:
            counts[name] = session.scalar(text("SELECT count(*) FROM association_member"))
            emails = session.scalars(text('SELECT email FROM "user"')).all()
            assert set(emails) <= {"teller@example.se", "other@example.se"}
            if name in ("public", "elsewhere"):
                assert emails == []
    assert counts == {"public": 0, "teller": 1, "elsewhere": 0, "editor": 2}


# Tips


def test_a_tip_is_seen_in_its_week_and_gone_with_its_thing(session: Session, town: Town) -> None:
    story_id = published(session, town, 1)
    tip_id = make_tip(session, town.id, thing=("story", story_id))
    make_tip(session, town.id, thing=("story", story_id), weeks=1)
    week = this_week()
    listed = latest_tips(session, municipality_id=town.id, week=week, limit=9)
    assert [(each.id, each.name) for each in listed] == [(tip_id, "Stopp 1")]
    assert tips_of_week(session, week=week)[town.id].id == tip_id
    stories.withdraw(session, story_id=story_id, person=town.teller)
    session.flush()
    assert latest_tips(session, municipality_id=town.id, week=week, limit=9) == []
    assert town.id not in tips_of_week(session, week=week)
    assert find_tip(session, tip_id) is None


def test_places_and_trails_are_tipped_as_long_as_they_are_shown(
    session: Session, town: Town
) -> None:
    place_id = make_place(session, town.id, name="Tornet", shape=Point(*PLACE))
    trail_id = make_trail(session, town.id, name="Leden", points=[PLACE, (16.3, 59.0)])
    for noun, thing_id, table in (
        ("place", place_id, "official_place"),
        ("trail", trail_id, "trail"),
    ):
        tip_id = make_tip(session, town.id, thing=(noun, thing_id))  # type: ignore[arg-type]
        found = find_tip(session, tip_id)
        assert found
        assert (found.noun, found.thing_id, found.municipality) == (noun, thing_id, "katrineholm")
        session.execute(text(f"UPDATE {table} SET withdrawn_at = now()"))
        assert find_tip(session, tip_id) is None
        with pytest.raises(InvalidInput):
            make_tip(session, town.id, thing=(noun, thing_id))  # type: ignore[arg-type]


def test_a_week_has_one_tip(session: Session, town: Town) -> None:
    first, second = (published(session, town, n) for n in (1, 2))
    tip_id = make_tip(session, town.id, thing=("story", first))
    assert make_tip(session, town.id, thing=("story", second)) == tip_id
    found = find_tip(session, tip_id)
    assert found
    assert found.thing_id == second
    tips.remove(session, tip_id=tip_id, municipality_id=town.id, by=uuid4())
    assert find_tip(session, tip_id) is None
    with pytest.raises(NotFound):
        tips.remove(session, tip_id=tip_id, municipality_id=town.id, by=uuid4())


def test_a_story_that_waits_is_not_tipped_about(session: Session, town: Town) -> None:
    waiting = make_story(session, municipality_id=town.id, owner=town.teller).id
    with pytest.raises(InvalidInput):
        make_tip(session, town.id, thing=("story", waiting))


# The weekly mail


def subscribe(session: Session, town_id: UUID, address: str, *, is_confirmed: bool = True) -> UUID:
    row = Subscription(
        id=uuid4(),
        municipality_id=town_id,
        address=address,
        token_hash=uuid4().bytes,
        kind=FollowedKind.WEEKLY,
        confirmed_at=datetime.now(UTC) - timedelta(days=30) if is_confirmed else None,
    )
    session.add(row)
    session.flush()
    return row.id


def monday(hour: int, days: int = 0) -> datetime:
    day = monday_of(today()) + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=SWEDEN)


def promised(session: Session) -> list[str]:
    query = select(OutgoingMail.address).where(OutgoingMail.template == "weekly_tip")
    return sorted(session.scalars(query))


def test_everybody_who_confirmed_gets_the_tip_once_and_nobody_else(
    session: Session, town: Town
) -> None:
    make_tip(session, town.id, thing=("story", published(session, town, 1)))
    for number in range(3):
        subscribe(session, town.id, f"{number}@example.se")
    subscribe(session, town.id, "nej@example.se", is_confirmed=False)
    subscribe(session, town.there, "utan-tips@example.se")
    promise = weekly_mail.promise_due
    assert promise(session, at=monday(6), most=99) == 0
    assert promise(session, at=monday(8), most=2) == 2
    assert promise(session, at=monday(8), most=2) == 1
    for at in (monday(9), monday(12, days=3), monday(23, days=6)):
        assert promise(session, at=at, most=99) == 0
    assert promised(session) == ["0@example.se", "1@example.se", "2@example.se"]
    assert promise(session, at=monday(8, days=7), most=99) == 0  # no tip for that week yet
    print("weekly mail: subscribed 5, confirmed with a tip 3, promised 3, twice 0")


def test_a_tip_chosen_on_a_wednesday_goes_out_then(session: Session, town: Town) -> None:
    subscribe(session, town.id, "onsdag@example.se")
    assert weekly_mail.promise_due(session, at=monday(8), most=99) == 0
    make_tip(session, town.id, thing=("story", published(session, town, 1)))
    assert weekly_mail.promise_due(session, at=monday(10, days=2), most=99) == 1
