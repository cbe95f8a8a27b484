"""What readers have answered to the example stories, written and reviewed as everybody's."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from geostories.config import resource
from geostories.demo.gatherings import stories_by_key
from geostories.domain import comments, thanks
from geostories.domain.comments import Answer
from geostories.domain.decisions import Ruling
from geostories.domain.permissions import Grant, Person
from geostories.domain.transaction import Scope, transaction
from geostories.models import Comment, OutgoingMail, Story
from geostories.vocabulary import DecisionAction, Role, Voice

if TYPE_CHECKING:
    from geostories.demo.load import Cast


def load_answers(*, cast: Cast) -> None:
    """Answer all that has no answer yet; the stories are there."""
    told = tomllib.loads((resource("data") / "demo" / "answers.toml").read_text())["answers"]
    with transaction(Scope.operator()) as session:
        stories = stories_by_key(session)
        for facts in told:
            story = session.get_one(Story, stories[facts["story"]])
            if story.thanks_count == 0:
                _answer(session, story, facts, cast)
        session.execute(delete(OutgoingMail).where(OutgoingMail.recipient_id == cast.tellers.id))


def _answer(session: Session, story: Story, facts: dict[str, Any], cast: Cast) -> None:
    for _ in range(facts["thanks"]):
        reader = Person(uuid4())
        thanks.give(
            session, story_id=story.id, municipality_id=story.municipality_id, person=reader
        )
    for said in facts.get("comment", []):
        _comment(session, story, said, cast)


def _comment(session: Session, story: Story, said: dict[str, Any], cast: Cast) -> None:
    made = comments.submit(
        session,
        story_id=story.id,
        person=_writer(said, story.municipality_id, cast),
        submission_key=uuid4(),
        answer=Answer(said["body"], said["name"], _voice(said)),
    )
    if not said.get("waiting"):
        comments.decide(
            session,
            comment_id=made,
            municipality_id=story.municipality_id,
            person=cast.moderator,
            ruling=Ruling(DecisionAction.PUBLISH),
            settings=cast.settings,
        )
    session.execute(
        update(Comment)
        .where(Comment.id == made)
        .values(created_at=Story.published_at + timedelta(days=said["day"]))
        .where(Story.id == Comment.story_id)
    )


def _voice(said: dict[str, Any]) -> Voice:
    return Voice.MUNICIPALITY if said.get("official") else Voice.RESIDENT


def _writer(said: dict[str, Any], municipality_id: UUID, cast: Cast) -> Person:
    """A visitor; for what the municipality answers, an employee."""
    if not said.get("official"):
        return Person(uuid4())
    grants = frozenset({Grant(Role.EDITOR, municipality_id)})
    return Person(cast.tellers.id, True, said["name"], grants)
