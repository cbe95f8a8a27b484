"""The words that spelling is corrected by: they come and go with the stories that everybody reads."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from geostories.domain import stories
from geostories.domain.transaction import Scope, reading, transaction
from geostories.models import SearchWord
from geostories.queries.search import hits_of, spelling_near
from tests.factories.municipality import make_municipality
from tests.factories.person import make_person
from tests.factories.story import make_story, publish_words

pytestmark = pytest.mark.usefixtures("database")


def known() -> dict[str, int]:
    """All words, with the number of stories that have them."""
    with reading(Scope.public()) as session:
        return {row.word: row.stories for row in session.scalars(select(SearchWord))}


def test_words_go_with_their_story() -> None:
    with transaction(Scope.operator()) as session:
        town, owner = make_municipality(session).id, make_person(session, "Elsa")
        first = publish_words(session, town, owner, "Kvarnen malde kanarieord.")
        publish_words(session, town, owner, "Kvarnen stod still.")
    assert {"kvarnen": 2, "kvarn": 2, "kanarieord": 1}.items() <= known().items()
    with transaction(Scope.person(owner.id)) as session:
        stories.withdraw(session, story_id=first, person=owner)
    words = known()
    assert "kanarieord" not in words
    assert words["kvarnen"] == 1
    with reading(Scope.public()) as session:
        assert spelling_near(session, "kanarieor") == ""
        assert hits_of(session, "kanarieord") == frozenset()


def test_what_waits_has_no_words() -> None:
    with transaction(Scope.operator()) as session:
        town, owner = make_municipality(session).id, make_person(session, "Elsa")
        make_story(session, municipality_id=town, owner=owner, body="Kanarieord.")
    assert known() == {}
