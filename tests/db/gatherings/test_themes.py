"""Themes: from when to when they take stories, and which they show."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from geostories.domain import drafts, stories, themes
from geostories.domain.days import today
from geostories.errors import InvalidInput
from geostories.models import Story, StoryVersion
from geostories.queries.stories import StoryFilter, list_stories
from geostories.queries.themes import list_themes
from geostories.vocabulary import DecisionAction, StoryStatus
from tests.factories.gatherings import DAY, Town, begin_for, close_theme, make_theme
from tests.factories.story import Told, decide, make_moderator, submit

pytestmark = pytest.mark.trust


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
            begin_for(session, town, theme_id=theme_id)
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
            begin_for(session, town, theme_id=theme_id)
        assert caught.value.code == code


def test_a_draft_begun_in_time_is_not_sent_in_when_the_theme_has_closed(
    session: Session, town: Town
) -> None:
    theme_id = make_theme(session, town.id)
    story_id = begin_for(session, town, theme_id=theme_id)
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
    story_id = begin_for(session, town, theme_id=theme_id)
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
