"""Erasing an account with all that hangs on it. In the operator's scope.

`queries/personal_register.py` says table by table what goes, what is loosened and what stays; the
tests compare a dump of the database with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Text, delete, func, or_, select, update
from sqlalchemy.orm import Session

from geostories.domain import audit, comments, erasing, erasures, loosening, members
from geostories.errors import NotFound
from geostories.models import (
    Appeal,
    Base,
    CaseFile,
    Collection,
    Comment,
    FaultReport,
    Invitation,
    Membership,
    OutgoingMail,
    Report,
    Story,
    Subscription,
    TellerLink,
    Thanks,
    Upload,
    User,
    UserSession,
)
from geostories.vocabulary import CollectionStatus, CommentStatus, StoryStatus

if TYPE_CHECKING:
    from geostories.integrations.files import FileStore

ROLES_USERS = Base.metadata.tables["roles_users"]
"""Flask-Security's own; it has no class."""


def erase(
    session: Session, *, person_id: UUID, keeps_stories: bool, ledger: FileStore
) -> list[UUID]:
    """Erase the account and note it in the ledger; as `carry_out`.

    Raises StateError for a municipality's last administrator.
    """
    for held in session.scalars(select(Membership).where(Membership.user_id == person_id)):
        members.must_not_be_the_last(session, held)
    files = carry_out(session, person_id=person_id, keeps_stories=keeps_stories)
    erasures.note(session, person_id=person_id, keeps_stories=keeps_stories, ledger=ledger)
    return files


def carry_out(session: Session, *, person_id: UUID, keeps_stories: bool) -> list[UUID]:
    """Erase the account; answers the ids of the files that nobody needs any more.

    With `keeps_stories`, what is published stays, and nobody's name is on it or behind it.
    Raises NotFound.
    """
    user = session.scalar(select(User).where(User.id == person_id).with_for_update())
    if user is None:
        raise NotFound("no_account")
    address, name = user.email, user.display_name
    erasing.forget_notes(session, _list_things(session, person_id))
    files = _give_up_stories(session, person_id, keeps_stories, name)
    _give_up_comments(session, person_id, keeps_stories)
    _give_up_collections(session, person_id, keeps_stories)
    _take_back_thanks(session, person_id)
    _loosen_papers(session, person_id, address)
    _forget_account(session, user, address)
    audit.record(
        session,
        action="erase",
        subject="user",
        subject_id=person_id,
        actor_id=person_id,
        municipality_id=None,
    )
    return files


def _list_things(session: Session, person_id: UUID) -> list[UUID]:
    """The ids of what they told, answered and gathered: what cases are kept under."""
    columns = (
        (Story.id, Story.owner_id),
        (Comment.id, Comment.author_id),
        (Collection.id, Collection.owner_id),
    )
    return [
        thing
        for key, owner in columns
        for thing in session.scalars(select(key).where(owner == person_id))
    ]


def _give_up_stories(session: Session, person_id: UUID, keeps: bool, name: str) -> list[UUID]:
    files: list[UUID] = []
    told = session.execute(select(Story.id, Story.status).where(Story.owner_id == person_id)).all()
    for story_id, status in told:
        if keeps and status is StoryStatus.PUBLISHED:
            files += loosening.loosen_story(session, story_id=story_id, name=name)
        else:
            files += erasing.remove(session, story_id=story_id)
    session.execute(update(Story).where(Story.entered_by == person_id).values(entered_by=None))
    return files


def _give_up_comments(session: Session, person_id: UUID, keeps: bool) -> None:
    mine = Comment.author_id == person_id
    if keeps:
        session.execute(
            update(Comment)
            .where(mine, Comment.status == CommentStatus.PUBLISHED)
            .values(author_id=func.gen_random_uuid(), author_label="", is_guest=True)
        )
    touched = set(session.scalars(select(Comment.story_id).where(mine)))
    session.execute(delete(Comment).where(mine))
    for story_id in touched:
        comments.count_anew(session, story_id)


def _give_up_collections(session: Session, person_id: UUID, keeps: bool) -> None:
    mine = Collection.owner_id == person_id
    if keeps:
        for row in session.scalars(
            select(Collection).where(mine, Collection.status == CollectionStatus.PUBLISHED)
        ).all():
            loosening.loosen_collection(session, row)
        session.flush()
    session.execute(delete(Collection).where(mine))


def _take_back_thanks(session: Session, person_id: UUID) -> None:
    """The number under a story falls: it counts those who are there to have said it."""
    thanked = list(session.scalars(select(Thanks.story_id).where(Thanks.person_id == person_id)))
    session.execute(delete(Thanks).where(Thanks.person_id == person_id))
    session.execute(
        update(Story)
        .where(Story.id.in_(thanked))
        .values(thanks_count=Story.thanks_count - 1, revision=Story.revision + 1)
    )


def _loosen_papers(session: Session, person_id: UUID, address: str) -> None:
    """Papers of the municipality's cases stay, from nobody: each under a new random id."""
    lowered, anew = address.lower(), func.gen_random_uuid()
    for model, emptied in (
        (Report, {"email": "", "name": ""}),
        (FaultReport, {"email": ""}),
    ):
        theirs = or_(model.reporter_id == person_id, func.lower(model.email) == lowered)
        session.execute(update(model).where(theirs).values(reporter_id=anew, **emptied))
    session.execute(
        update(Appeal).where(Appeal.appellant_id == person_id).values(appellant_id=anew)
    )
    session.execute(
        update(CaseFile).where(CaseFile.assigned_to == person_id).values(assigned_to=None)
    )


def _forget_account(session: Session, user: User, address: str) -> None:
    """The account itself, its sign-ins, links, mail ordered and mail on its way."""
    lowered = address.lower()
    written = func.lower(OutgoingMail.params.cast(Text)).contains(lowered, autoescape=True)
    gone: tuple[tuple[Any, Any], ...] = (
        (UserSession, UserSession.person_id == user.id),
        (Upload, Upload.owner_id == user.id),
        (
            Subscription,
            (Subscription.teller_id == user.id) | (func.lower(Subscription.address) == lowered),
        ),
        (
            TellerLink,
            (TellerLink.person_id == user.id) | (func.lower(TellerLink.address) == lowered),
        ),
        (
            Invitation,
            (Invitation.invited_by == user.id) | (func.lower(Invitation.email) == lowered),
        ),
        (OutgoingMail, (func.lower(OutgoingMail.address) == lowered) | written),
        (ROLES_USERS, ROLES_USERS.c.user_id == user.id),
        (User, User.id == user.id),
    )
    for model, theirs in gone:
        session.execute(delete(model).where(theirs))
