"""Second factors of an account: an app's codes, recovery codes, and what is asked of whom.

In the account scope, except where a verb says otherwise.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from enum import StrEnum
from uuid import UUID, uuid4

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from geostories.domain import mail
from geostories.domain.tokens import hash_of
from geostories.errors import InvalidInput, NotFound, StateError
from geostories.models import RecoveryCode, SecondFactor, User
from geostories.models.base import now
from geostories.vocabulary import FactorKind

STEP_SECONDS = 30
DRIFT = 1
"""Half minutes that a telephone's clock may be wrong, either way."""
RECOVERY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what looks alike on paper."""
NAME_LENGTH = 60


class Standing(StrEnum):
    """How far somebody who has signed in has come."""

    WHOLE = "whole"
    HALF = "half"
    """Has a second factor and has not shown it: nothing of the account opens."""
    BARE = "bare"
    """Must have a second factor and has none: everything opens but the roles."""


def standing(*, is_staff: bool, is_required: bool, has: frozenset[FactorKind]) -> Standing:
    """Where somebody stands who has not shown a second factor.

    Who has an app wants to be asked for it. A passkey alone is asked for from staff only: with
    others it is a way in beside the password.
    """
    if FactorKind.APP in has:
        return Standing.HALF
    if not (is_staff and is_required):
        return Standing.WHOLE
    return Standing.HALF if has else Standing.BARE


def is_required(*, wanted: bool, is_example: bool, is_https: bool) -> bool:
    """Whether staff need a second factor: the demonstration's accounts do where visitors reach it."""
    return wanted and (is_https or not is_example)


def new_secret() -> str:
    """What an app makes its codes of."""
    return pyotp.random_base32()


def seal(words: str, key: str) -> str:
    """Lock words up, so that a copy of the database alone does not tell them."""
    return _box(key).encrypt(words.encode()).decode()


def unseal(sealed: str, key: str) -> str:
    """What was locked up; empty when nothing was, or with another key."""
    try:
        return _box(key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def address_of(secret: str, *, email: str, issuer: str) -> str:
    """What the app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def add_app(session: Session, *, user_id: UUID, secret: str, code: str, key: str) -> list[str]:
    """Add an app that has just shown a code; answers recovery codes if there were none.

    Raises InvalidInput for a wrong code.
    """
    step = _step_of(secret, code, after=0)
    if step is None:
        raise InvalidInput("wrong_code", field="code")
    session.add(
        SecondFactor(
            id=uuid4(),
            user_id=user_id,
            kind=FactorKind.APP,
            secret=seal(secret, key).encode(),
            last_step=step,
            used_at=now(),
        )
    )
    return was_added(session, user_id=user_id, what="added_app")


def was_added(session: Session, *, user_id: UUID, what: str) -> list[str]:
    """Tell the owner by mail; answers recovery codes if there were none."""
    session.flush()
    tell(session, user_id=user_id, what=what)
    if session.scalar(select(func.count()).where(RecoveryCode.user_id == user_id)):
        return []
    return make_recovery_codes(session, user_id=user_id)


def tell(session: Session, *, user_id: UUID, what: str) -> None:
    """Mail the owner what has been done to their account."""
    mail.promise(session, recipient_id=user_id, template="account_changed", what=what)


def make_recovery_codes(session: Session, *, user_id: UUID) -> list[str]:
    """New codes for paper; earlier ones open nothing any more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(code_hash=_hash(user_id, each), user_id=user_id) for each in codes)
    return codes


def show_code(session: Session, *, user_id: UUID, code: str, key: str) -> None:
    """Take an app's code or one from paper, once. Raises InvalidInput for any other."""
    typed = "".join(code.split()).lower()
    if typed.isdecimal():
        _show_app(session, user_id=user_id, code=typed, key=key)
        return
    used = session.execute(
        delete(RecoveryCode).where(RecoveryCode.code_hash == _hash(user_id, typed))
    )
    if not used.rowcount:  # type: ignore[attr-defined]
        raise InvalidInput("wrong_code", field="code")
    tell(session, user_id=user_id, what="used_recovery_code")


def _show_app(session: Session, *, user_id: UUID, code: str, key: str) -> None:
    apps = session.scalars(
        select(SecondFactor)
        .where(SecondFactor.user_id == user_id, SecondFactor.kind == FactorKind.APP)
        .order_by(SecondFactor.id)
        .with_for_update()
    )
    for app in apps:
        secret = unseal((app.secret or b"").decode(), key)
        step = _step_of(secret, code, after=app.last_step) if secret else None
        if step is not None:
            app.last_step, app.used_at = step, now()
            return
    raise InvalidInput("wrong_code", field="code")


def remove(session: Session, *, user_id: UUID, factor_id: UUID, is_staff: bool) -> None:
    """Take a factor away; who has a role keeps the last one. Recovery codes go with the last."""
    rows = session.scalars(
        select(SecondFactor).where(SecondFactor.user_id == user_id).with_for_update()
    ).all()
    factor = next((each for each in rows if each.id == factor_id), None)
    if factor is None:
        raise NotFound("no_factor")
    if len(rows) == 1 and is_staff:
        raise StateError("last_factor")
    session.delete(factor)
    if len(rows) == 1:
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    tell(session, user_id=user_id, what=f"removed_{factor.kind}")


def remove_all(session: Session, *, email: str) -> int:
    """Free an account whose owner has lost everything; from the command line, by the operator."""
    user_id = session.scalar(select(User.id).where(func.lower(User.email) == email.lower()))
    if user_id is None:
        raise NotFound("no_such_account")
    gone = session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    tell(session, user_id=user_id, what="removed_all")
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """The half minute whose code this is, if it is near and later than the last one taken."""
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    here = int(now().timestamp()) // STEP_SECONDS
    for step in range(here - DRIFT, here + DRIFT + 1):
        if secrets.compare_digest(totp.at(step * STEP_SECONDS).encode(), code.encode()):
            return step if step > after else None
    return None


def _box(key: str) -> Fernet:
    digest = hashlib.sha256(b"second factor\n" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def _new_code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return "-".join(letters[i : i + 4] for i in range(0, 12, 4))


def _hash(user_id: UUID, code: str) -> bytes:
    return hash_of(f"{user_id.hex} {code.replace('-', '')}")
