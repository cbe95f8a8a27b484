"""Who may come in: every view names its guard, and a test looks that it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, cast

import flask_login
from flask import current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from geostories.config import Settings
from geostories.domain import rates
from geostories.domain.permissions import Grant, Permission, Person, may
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import NotAllowed
from geostories.queries import memberships
from geostories.web.municipality import current
from geostories.web.sessions import current_session

P = ParamSpec("P")
HOUR = timedelta(hours=1)
View = Callable[P, ResponseReturnValue]


def settings() -> Settings:
    """This installation's settings."""
    return cast(Settings, current_app.config["SETTINGS"])


def current_person() -> Person:
    """Whoever sent this request: an account with its roles, or a visitor with a random id."""
    if "person" not in g:
        g.person = _find_person()
    return cast(Person, g.person)


def _find_person() -> Person:
    user = flask_login.current_user
    if not user.is_authenticated:
        return Person(current_session().person_id)
    with reading(Scope.person(user.id)) as db:
        grants = memberships.list_grants(db, user_id=user.id)
    return Person(user.id, True, user.display_name, frozenset(Grant(*grant) for grant in grants))


def remember_visitor() -> Person:
    """The person, made to last: a visitor who leaves something behind gets a cookie."""
    if current_session().new:
        current_session().modified = True
    return current_person()


def own_scope() -> Scope:
    """The scope of the person who asks."""
    return Scope.person(current_person().id)


def open_to_all(view: View[P]) -> View[P]:
    """A door for everyone."""
    view.guard = "open_to_all"  # type: ignore[attr-defined]
    return view


def signed_in(view: View[P]) -> View[P]:
    """A door for accounts; others are asked to sign in and come back."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not current_person().is_signed_in:
            return ask_to_sign_in()
        return view(*args, **kwargs)

    guarded.guard = "signed_in"  # type: ignore[attr-defined]
    return guarded


def allowed(permission: Permission) -> Callable[[View[P]], View[P]]:
    """A door for those whose role in this municipality holds the permission."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            person = current_person()
            if not person.is_signed_in:
                return ask_to_sign_in()
            if not may(person, permission, current().id):
                raise NotAllowed("not_your_role")
            return view(*args, **kwargs)

        guarded.guard = permission.value  # type: ignore[attr-defined]
        return guarded

    return decorate


def ask_to_sign_in() -> ResponseReturnValue:
    """Send to the sign-in page, and back here afterwards."""
    target = request.full_path if request.method == "GET" else request.referrer or "/"
    return redirect(url_for("security.login", next=target.rstrip("?")), code=303)


def limit(what: str, who: str, most: int, window: timedelta) -> None:
    """Count a try; raises TooMany past the limit."""
    with transaction(Scope.account()) as db:
        rates.count_try(
            db, what=what, who=who, most=most, window=window, key=settings().signing_key()
        )


def visitor_address() -> str:
    """The address a limit counts: an IPv6 network of /64 is one household."""
    address = request.remote_addr or ""
    return ":".join(address.split(":")[:4]) if ":" in address else address
