"""*Tack*: one from each reader. In the scope of the story's municipality, which may count."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from geostories.domain.permissions import Person
from geostories.errors import NotFound
from geostories.models import Story, Thanks
from geostories.vocabulary import StoryStatus


def give(session: Session, *, story_id: UUID, municipality_id: UUID, person: Person) -> None:
    """Thank for a story; a second time changes nothing, and nobody thanks themselves."""
    story = _lock(session, story_id, municipality_id)
    if story.owner_id == person.id:
        return
    is_new = session.scalar(
        insert(Thanks)
        .values(story_id=story_id, person_id=person.id, municipality_id=municipality_id)
        .on_conflict_do_nothing()
        .returning(Thanks.story_id)
    )
    if is_new:
        story.thanks_count += 1


def take_back(session: Session, *, story_id: UUID, municipality_id: UUID, person: Person) -> None:
    """Undo it; for who has not thanked nothing changes."""
    story = _lock(session, story_id, municipality_id)
    gone = session.scalar(
        delete(Thanks)
        .where(Thanks.story_id == story_id, Thanks.person_id == person.id)
        .returning(Thanks.story_id)
    )
    if gone:
        story.thanks_count -= 1


def _lock(session: Session, story_id: UUID, municipality_id: UUID) -> Story:
    story = session.scalar(
        select(Story)
        .where(
            Story.id == story_id,
            Story.municipality_id == municipality_id,
            Story.status == StoryStatus.PUBLISHED,
        )
        .with_for_update()
    )
    if story is None:
        raise NotFound("no_story")
    return story


def claim(session: Session, *, visitor_id: UUID, user_id: UUID) -> None:
    """Let an account take over what its visitor thanked for; twice thanked counts once.

    In the operator's scope.
    """
    own = aliased(Thanks)
    both = exists().where(own.story_id == Thanks.story_id, own.person_id == user_id)
    twice = session.scalars(
        delete(Thanks)
        .where(Thanks.person_id == visitor_id, both)
        .returning(Thanks.story_id)
        .execution_options(synchronize_session=False)
    ).all()
    session.execute(
        update(Story)
        .where(Story.id.in_(twice))
        .values(thanks_count=Story.thanks_count - 1)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Thanks)
        .where(Thanks.person_id == visitor_id)
        .values(person_id=user_id)
        .execution_options(synchronize_session=False)
    )
