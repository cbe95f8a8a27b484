"""Associations: who tells in their name, and what of them is read."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from geostories.database import Database, Scope
from geostories.domain import associations, drafts, stories
from geostories.domain.permissions import Person
from geostories.domain.transaction import reading, transaction
from geostories.errors import NotAllowed
from geostories.models import Story, StoryVersion
from geostories.queries.associations import list_own_associations
from geostories.vocabulary import Byline, DecisionAction, Voice
from tests.factories.gatherings import Town, begin_for, make_association
from tests.factories.story import Told, decide, make_moderator, submit

pytestmark = pytest.mark.trust


def tell_for(session: Session, town: Town, person: Person, association_id: UUID) -> UUID:
    """Tell in an association's name, as somebody."""
    story_id = begin_for(session, town)
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
