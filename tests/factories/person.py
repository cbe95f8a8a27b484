"""People to test with: confirmed accounts with the demonstration's password, and their roles."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geostories.domain.members import create_user, give_role
from geostories.domain.permissions import Grant, Person
from geostories.domain.transaction import Scope, transaction
from geostories.models import RateCount, User
from geostories.vocabulary import Role

KNOWN_PASSWORD_OF = "invanare@example.se"


def make_person(
    session: Session,
    email: str,
    *,
    role: Role | None = None,
    municipality_id: UUID | None = None,
    is_example: bool = True,
) -> Person:
    """Add an account, with a role if one is given. In the operator's scope.

    An example, like the demonstration's: its role needs no second factor over plain http.
    """
    secret = session.scalar(select(User.password).where(User.email == KNOWN_PASSWORD_OF))
    name = email.partition("@")[0].title()
    user_id = create_user(
        session, email=email, display_name=name, password_hash=secret, is_example=is_example
    )
    if role is None:
        return Person(user_id, True, name)
    give_role(session, user_id=user_id, role=role, municipality_id=municipality_id, by=None)
    return Person(user_id, True, name, frozenset({Grant(role, municipality_id)}))


def register(email: str) -> Person:
    """Add an account, committed."""
    with transaction(Scope.operator()) as session:
        return make_person(session, email)


def forget_tries(session: Session) -> None:
    """Let everybody sign in as if for the first time. In the operator's scope."""
    session.execute(delete(RateCount))
