"""What a story is about beside its point, homes, and pictures from the air."""

from __future__ import annotations

from uuid import UUID

import pytest
from shapely.geometry import LineString
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from geostories.config import Settings
from geostories.database import Database
from geostories.domain import drafts, moderation, stories
from geostories.domain.drafts import Terms
from geostories.domain.moderation import Verdict
from geostories.domain.permissions import Person
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import InvalidInput
from geostories.geo.grid import public_point
from geostories.models import Media, Story, StoryVersion, VersionPhoto
from geostories.queries.belonging import belonging_of
from geostories.queries.own_stories import get_newest
from geostories.queries.stories import count_stories_near, find_story, list_stories_near
from geostories.vocabulary import (
    Byline,
    DecisionAction,
    DecisionGround,
    Precision,
    StoryStatus,
    Voice,
)
from tests.factories.municipality import make_municipality
from tests.factories.nature import make_sensitive_area, moved
from tests.factories.person import make_person
from tests.factories.places import make_place
from tests.factories.story import PLACE, Told, make_moderator, submit, write

LINE = LineString([PLACE, moved(PLACE, east=300), moved(PLACE, east=800)])


@pytest.fixture
def town(database: Database) -> UUID:
    """Katrineholm."""
    with transaction(Scope.operator()) as session:
        return make_municipality(session).id


@pytest.fixture
def owner(town: UUID) -> Person:
    """Who tells."""
    with transaction(Scope.operator()) as session:
        return make_person(session, "goran@example.se")


def tell(
    town: UUID,
    owner: Person,
    *,
    precision: Precision = Precision.EXACT,
    title: str = "Stigen till skolan",
    body: str = "Vi gick den varje dag.",
    is_aerial: bool = False,
    permit: str = "",
    **place: object,
) -> Told:
    """Draw the line, and send it in."""
    with transaction(Scope.operator()) as session:
        story_id = drafts.start(session, person_id=owner.id, municipality_id=town)
        session.flush()
        drafts.save_place(
            session,
            story_id=story_id,
            lon=PLACE[0],
            lat=PLACE[1],
            precision=precision,
            place_label="Stationen",
            municipality_id=town,
            shape=LINE,
            **place,
        )
        drafts.save_terms(
            session,
            story_id=story_id,
            terms=Terms(Byline.NAME, Voice.RESIDENT, is_aerial=is_aerial, spreading_permit=permit),
        )
        version_id = write(session, story_id, title=title, body=body)
        submit(session, story_id, owner)
        return Told(story_id, version_id)


def publish(town: UUID, told: Told, permit: str = "") -> None:
    with transaction(Scope.municipality(town)) as session:
        moderation.decide(
            session,
            story_id=told.id,
            person=make_moderator(town),
            verdict=Verdict(
                DecisionAction.PUBLISH,
                DecisionGround.NONE,
                "",
                told.version_id,
                spreading_permit=permit,
            ),
            settings=Settings(),
        )


def shape_of(told: Told) -> dict | None:
    with reading(Scope.public()) as session:
        found = find_story(session, told.id)
    return found.shape if found else None


def version(told: Told) -> StoryVersion:
    with reading(Scope.operator()) as session:
        return session.get_one(StoryVersion, told.version_id)


def test_the_line_of_an_exact_story_is_public(town: UUID, owner: Person) -> None:
    told = tell(town, owner)
    assert shape_of(told) is None
    publish(town, told)
    shape = shape_of(told)
    assert shape is not None
    assert shape["coordinates"] == [pytest.approx(list(each), abs=1e-6) for each in LINE.coords]


@pytest.mark.parametrize("precision", [Precision.APPROX_300, Precision.APPROX_1000])
def test_the_line_of_an_approximate_story_is_nobody_elses(
    town: UUID, owner: Person, precision: Precision
) -> None:
    told = tell(town, owner, precision=precision)
    publish(town, told)
    with reading(Scope.public()) as session:
        story = session.get_one(Story, told.id)
        assert story.status is StoryStatus.PUBLISHED
        assert story.public_shape is None
    assert shape_of(told) is None
    assert version(told).shape is not None


def test_a_species_named_there_hides_the_line(town: UUID, owner: Person) -> None:
    with transaction(Scope.operator()) as session:
        make_sensitive_area(session, town, species="Kungsörn", at=PLACE)
    told = tell(town, owner, body="Uppe i tallen satt kungsörnen.")
    publish(town, told)
    assert shape_of(told) is None


def test_a_nest_that_came_while_it_waited_hides_the_line(town: UUID, owner: Person) -> None:
    told = tell(town, owner, body="Uppe i tallen satt kungsörnen.")
    with transaction(Scope.operator()) as session:
        make_sensitive_area(session, town, species="Kungsörn", at=PLACE)
    publish(town, told)
    assert shape_of(told) is None


def test_a_home_hides_the_line(town: UUID, owner: Person) -> None:
    told = tell(town, owner, title="Vårt gamla hus")
    publish(town, told)
    assert shape_of(told) is None


def test_the_database_itself_keeps_no_line_of_a_coarse_story(town: UUID, owner: Person) -> None:
    told = tell(town, owner)
    publish(town, told)
    with pytest.raises(IntegrityError, match="public_shape"), transaction(Scope.operator()) as s:
        s.execute(update(Story).where(Story.id == told.id).values(precision=Precision.APPROX_300))


def test_what_is_withdrawn_takes_its_line_along(town: UUID, owner: Person) -> None:
    told = tell(town, owner)
    publish(town, told)
    with transaction(Scope.person(owner.id)) as session:
        stories.withdraw(session, story_id=told.id, person=owner)
    with reading(Scope.operator()) as session:
        assert session.get_one(Story, told.id).public_shape is None


def test_a_home_becomes_approximate_when_it_is_sent_in(town: UUID, owner: Person) -> None:
    sent = version(tell(town, owner, title="Mormors stuga"))
    assert sent.precision is Precision.APPROX_300
    assert [each["code"] for each in sent.warnings] == ["home_like"]


def test_who_chooses_the_exact_place_of_a_home_keeps_it(town: UUID, owner: Person) -> None:
    told = tell(town, owner, title="Mormors stuga")
    publish(town, told)
    with transaction(Scope.operator()) as session:
        drafts.reopen(session, story_id=told.id)
        session.flush()
        drafts.save_place(
            session,
            story_id=told.id,
            lon=PLACE[0],
            lat=PLACE[1],
            precision=Precision.EXACT,
            place_label="Stationen",
            municipality_id=town,
        )
        submit(session, told.id, owner)
    with reading(Scope.operator()) as session:
        newest = get_newest(session, story_id=told.id)
    assert newest.precision is Precision.EXACT
    assert newest.is_home_like
    assert newest.public_point == pytest.approx(public_point(*PLACE, Precision.EXACT))


def test_a_picture_from_the_air_waits_for_an_answer_on_its_permit(
    town: UUID, owner: Person
) -> None:
    told = tell(town, owner, is_aerial=True)
    with pytest.raises(InvalidInput, match="permit_missing") as refused:
        publish(town, told)
    assert refused.value.field == "spreading_permit"
    with pytest.raises(InvalidInput, match="permit_missing"):
        publish(town, told, permit="   ")
    publish(town, told, permit="LM2026/123")
    assert version(told).spreading_permit == "LM2026/123"


def test_the_tellers_own_answer_is_enough(town: UUID, owner: Person) -> None:
    told = tell(town, owner, is_aerial=True, permit="Behövs inte: taget i ögonhöjd")
    publish(town, told)
    with reading(Scope.public()) as session:
        assert session.get_one(Story, told.id).status is StoryStatus.PUBLISHED


def test_what_the_file_says_counts_whatever_the_teller_says(town: UUID, owner: Person) -> None:
    """Check 13: 20 pictures that a drone took, 20 stories ticked; published without: 0."""
    refused = []
    for number in range(20):
        told = tell(town, owner, is_aerial=False)
        with transaction(Scope.operator()) as session:
            row = session.get_one(StoryVersion, told.version_id)
            owned = {
                "story_id": told.id,
                "municipality_id": town,
                "owner_id": owner.id,
            }
            photo = Media(width=4, height=3, bytes=9, is_aerial=True, **owned)
            session.add(photo)
            session.flush()
            session.add(
                VersionPhoto(
                    version_id=row.id, media_id=photo.id, position=number, alt="Ö", **owned
                )
            )
        for each in (told, tell(town, owner, is_aerial=True)):
            with pytest.raises(InvalidInput) as caught:
                publish(town, each)
            refused.append(caught.value.code)
    print(f"tried {len(refused)} pictures from the air: published without an answer 0")
    assert refused == ["permit_missing"] * 40


def test_a_story_stands_on_the_page_of_what_it_belongs_to(town: UUID, owner: Person) -> None:
    with transaction(Scope.operator()) as session:
        place = make_place(session, town, at=moved(PLACE, east=900))
    belongs = drafts.Belonging("place", place.id, "katrineholm", place.name)
    told, other = tell(town, owner, belongs=belongs), tell(town, owner)
    for each in (told, other):
        publish(town, each)
    here = {"noun": "place", "thing_id": place.id, "distance_m": 500}
    with reading(Scope.public()) as session:
        assert [each.id for each in list_stories_near(session, **here, limit=9)] == [told.id]
        assert count_stories_near(session, **here) == 1
        found = belonging_of(session, told.id)
    assert found is not None
    assert (found.noun, found.id, found.is_withdrawn) == ("place", place.id, False)


def test_a_line_that_was_public_goes_when_a_later_version_is_approximate(
    town: UUID, owner: Person
) -> None:
    told = tell(town, owner)
    publish(town, told)
    assert shape_of(told) is not None
    with transaction(Scope.operator()) as session:
        drafts.reopen(session, story_id=told.id)
        session.flush()
        drafts.save_place(
            session,
            story_id=told.id,
            lon=PLACE[0],
            lat=PLACE[1],
            precision=Precision.APPROX_300,
            place_label="Stationen",
            municipality_id=town,
            shape=LINE,
        )
        draft_id = drafts.get_draft_row(session, story_id=told.id).id
        submit(session, told.id, owner)
    publish(town, Told(told.id, draft_id))
    assert shape_of(told) is None
