"""Links that open what somebody told, without a password; found by the hash of their token alone.

A token is 256 bits made of a random seed and the installation's secret: it can be mailed again, or
shown to the browser that told, and the database alone opens nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from geostories.domain import audit, drafts, mail, minors, tokens
from geostories.domain.tokens import hash_of
from geostories.errors import NotFound
from geostories.models import Story, StoryVersion, TellerLink, User
from geostories.models.base import now
from geostories.vocabulary import LinkPurpose

SEED_BYTES = 32
PURPOSE = "teller link"
LASTING = frozenset({LinkPurpose.KEEP, LinkPurpose.CLAIM})
"""These open many times: the paper or the bookmark is all that the teller has."""


@dataclass(frozen=True)
class Link:
    """A link to hand out; `is_new` when it was made just now."""

    token: str
    is_new: bool


@dataclass(frozen=True)
class Opened:
    """Who comes in: an account, or a person without one."""

    person_id: UUID
    user_id: UUID | None


def ensure(
    session: Session,
    *,
    purpose: LinkPurpose,
    person_id: UUID,
    key: str,
    lasts: timedelta | None = None,
    story_id: UUID | None = None,
    municipality_id: UUID | None = None,
    address: str = "",
) -> Link:
    """The person's link for this, made if there is none that still opens; in their scope.

    Asked again it is the same one, so that a form sent twice makes no second link.
    """
    same: dict[str, Any] = {
        "purpose": purpose,
        "person_id": person_id,
        "story_id": story_id,
        "address": address,
    }
    kept = _kept(session, **same)
    if kept is not None:
        return Link(tokens.token_of(PURPOSE, kept.seed, key), is_new=False)
    seed = secrets.token_bytes(SEED_BYTES)
    token = tokens.token_of(PURPOSE, seed, key)
    session.add(
        TellerLink(
            token_hash=hash_of(token),
            seed=seed,
            municipality_id=municipality_id,
            expires_at=now() + lasts if lasts else None,
            **same,
        )
    )
    return Link(token, is_new=True)


def find_kept(
    session: Session, *, purpose: LinkPurpose, person_id: UUID, story_id: UUID | None, key: str
) -> str | None:
    """The token of a link that was made to be kept, while it opens; in the account scope."""
    kept = _kept(session, purpose=purpose, person_id=person_id, story_id=story_id, address="")
    return tokens.token_of(PURPOSE, kept.seed, key) if kept else None


def _kept(session: Session, **same: Any) -> TellerLink | None:
    query = select(TellerLink).filter_by(**same).where(*_still_opens())
    return session.scalars(query.limit(1)).first()


def is_promised(session: Session, address: str, *, person_id: UUID) -> bool:
    """Whether a link that confirms the address for this person is there already."""
    query = select(TellerLink.token_hash).where(
        TellerLink.person_id == person_id,
        TellerLink.address == address,
        TellerLink.purpose == LinkPurpose.CONFIRM,
        *_still_opens(),
    )
    return session.scalars(query.limit(1)).first() is not None


def mail_to(
    session: Session,
    address: str,
    *,
    purpose: LinkPurpose,
    person_id: UUID,
    key: str,
    lasts: timedelta,
    language: str,
    template: str,
    municipality_id: UUID | None = None,
) -> None:
    """Promise a link to an address; one that waits there already is not mailed again.

    The outbox holds the link's hash, and the worker makes the token.
    """
    link = ensure(
        session,
        purpose=purpose,
        person_id=person_id,
        key=key,
        lasts=lasts,
        municipality_id=municipality_id,
        address=address,
    )
    if link.is_new:
        mail.promise(
            session,
            address=address,
            template=template,
            municipality_id=municipality_id,
            link=hash_of(link.token).hex(),
            language=language,
        )


def _still_opens() -> tuple[ColumnElement[bool], ...]:
    return (
        TellerLink.used_at.is_(None),
        or_(TellerLink.expires_at.is_(None), TellerLink.expires_at > now()),
    )


def replace_kept(session: Session, *, person_id: UUID, key: str) -> Link:
    """Give a person a new link to keep; the ones before it open nothing any more."""
    session.execute(
        delete(TellerLink).where(TellerLink.person_id == person_id, TellerLink.purpose.in_(LASTING))
    )
    return ensure(session, purpose=LinkPurpose.KEEP, person_id=person_id, key=key)


def find(session: Session, token: str) -> LinkPurpose | None:
    """What a link is for, or None when it opens nothing; in the account scope."""
    query = select(TellerLink.purpose).where(
        TellerLink.token_hash == hash_of(token), *_still_opens()
    )
    return session.scalar(query)


def find_token(session: Session, *, token_hash: bytes, key: str) -> str | None:
    """The token of a link that waits to be mailed; None when the mail has nobody to go to.

    A link to come in with goes to addresses that have an account. One that confirms is mailed to
    whoever asks from that address.
    """
    link = session.get(TellerLink, token_hash)
    if link is None:
        return None
    if link.purpose is LinkPurpose.OPEN and _account_of(session, link.address) is None:
        link = _unconfirmed(session, link.address)
    return tokens.token_of(PURPOSE, link.seed, key) if link else None


def _unconfirmed(session: Session, address: str) -> TellerLink | None:
    """The newest link that would confirm an address: its mail may have been lost."""
    query = (
        select(TellerLink)
        .where(
            func.lower(TellerLink.address) == address.lower(),
            TellerLink.purpose == LinkPurpose.CONFIRM,
            *_still_opens(),
        )
        .order_by(TellerLink.created_at.desc())
        .limit(1)
    )
    return session.scalars(query).first()


def use(session: Session, token: str, *, account: UUID | None) -> Opened:
    """Let in whoever holds a link; `account` is where they are signed in already, or None.

    A mailed one is used up by this, and makes the address's account where there is none. Raises
    NotFound for a link that opens nothing (any more). In the operator's scope.
    """
    link = session.scalar(
        select(TellerLink)
        .where(TellerLink.token_hash == hash_of(token), *_still_opens())
        .with_for_update()
    )
    if link is None:
        raise NotFound("link_over")
    if link.purpose in LASTING:
        if session.get(User, link.person_id) is not None:
            raise NotFound("link_over")  # an account is opened by its own ways
        if account is not None:
            return _take_over(session, link.person_id, account)
        link.purpose, link.expires_at = LinkPurpose.KEEP, None
        return Opened(link.person_id, None)
    link.used_at = now()
    user = _account_of(session, link.address)
    if link.purpose is LinkPurpose.OPEN:
        if user is None:
            raise NotFound("link_over")
        _confirm(user)
        return Opened(user.id, user.id)
    return _take_over(session, link.person_id, _confirmed(session, user, link).id)


def _account_of(session: Session, address: str) -> User | None:
    """The account of an address, if it may be used."""
    user = session.scalar(select(User).where(func.lower(User.email) == address.lower()))
    return user if user is not None and user.active else None


def _confirmed(session: Session, user: User | None, link: TellerLink) -> User:
    """The account of the address that is confirmed now; one without a password if there was none."""
    if user is None:
        if session.scalar(select(User.id).where(func.lower(User.email) == link.address.lower())):
            raise NotFound("link_over")  # suspended
        name = session.scalar(
            select(StoryVersion.teller_name)
            .where(StoryVersion.owner_id == link.person_id, StoryVersion.teller_name != "")
            .order_by(StoryVersion.created_at.desc())
            .limit(1)
        )
        user = User(email=link.address, fs_uniquifier=secrets.token_hex(16), active=True)
        user.display_name = name or ""
        session.add(user)
    _confirm(user)
    session.flush()
    return user


def _confirm(user: User) -> None:
    """Whoever reads the address's mail owns its account; a password set before that opens nothing."""
    if user.confirmed_at is None:
        user.password, user.fs_uniquifier = None, secrets.token_hex(16)
        user.confirmed_at = now().replace(tzinfo=None)


def _take_over(session: Session, person_id: UUID, user_id: UUID) -> Opened:
    """Give all that a person told to an account; their links open nothing any more."""
    told = session.execute(
        select(Story.id, Story.municipality_id).where(Story.owner_id == person_id)
    ).all()
    drafts.claim(session, visitor_id=person_id, user_id=user_id)
    minors.keep_unlisted(session, user_id)
    for story_id, municipality_id in told:
        audit.record(
            session,
            action="take_over",
            subject="story",
            subject_id=story_id,
            actor_id=user_id,
            municipality_id=municipality_id,
        )
    session.execute(
        delete(TellerLink).where(TellerLink.person_id == person_id, TellerLink.used_at.is_(None))
    )
    return Opened(user_id, user_id)


def sweep(session: Session, *, age: timedelta) -> None:
    """Forget links that ran out or were used so long ago; in the operator's scope."""
    before = now() - age
    session.execute(
        delete(TellerLink).where(or_(TellerLink.expires_at < before, TellerLink.used_at < before))
    )
