"""Who may come in: every view names its guard, and a test looks that it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, cast
from urllib.parse import urlsplit
from uuid import uuid4

import flask_login
from flask import current_app, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from geostories.config import Settings
from geostories.domain import rates, second_factors
from geostories.domain.permissions import Grant, Permission, Person, is_staff, may, may_operate
from geostories.domain.review_rules import Sender
from geostories.domain.second_factors import Standing
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import NotAllowed
from geostories.queries import memberships
from geostories.queries.second_factors import list_kinds
from geostories.web.municipality import current
from geostories.web.sessions import current_session, has_shown_second_factor, is_fresh

if TYPE_CHECKING:
    from geostories.domain.transaction import Session

P = ParamSpec("P")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)
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
        held = memberships.list_grants(db, user_id=user.id)
        grants = frozenset(Grant(*each) for each in held)
        step = _find_standing(db, user, is_staff(grants))
    match step:
        case Standing.HALF:
            return Person(uuid4())  # nobody yet
        case Standing.BARE:
            return Person(user.id, True, user.display_name, has_sleeping_roles=True)
    return Person(user.id, True, user.display_name, grants)


def _find_standing(db: Session, user: Any, is_staff: bool) -> Standing:
    g.standing = Standing.WHOLE
    if not has_shown_second_factor():
        g.standing = second_factors.standing(
            is_staff=is_staff,
            is_required=needs_second_factor(user),
            has=list_kinds(db, user_id=user.id),
        )
    return cast(Standing, g.standing)


def needs_second_factor(user: Any) -> bool:
    """Whether a role of this account holds only with a second factor."""
    return second_factors.is_required(
        wanted=settings().two_factor_for_staff,
        is_example=user.is_example,
        is_https=settings().is_https,
    )


OPEN_HALFWAY = {
    "second_step.ask", "second_step.show", "second_step.offer", "second_step.take",
    "security.logout", "language.choose",
}  # fmt: skip
"""Where somebody may go who has given a password and not yet the second factor."""
NO_PAGES = ("/api/", "/basemap/", "/media/", "/healthz", "/readyz")
"""Addresses that answer no pages: there, whoever has come halfway is a visitor."""


def stop_halfway() -> ResponseReturnValue | None:
    """Before every request: nothing of an account opens before its second factor is shown."""
    if request.endpoint in OPEN_HALFWAY or request.path.startswith(NO_PAGES):
        return None
    current_person()
    if g.get("standing") is not Standing.HALF:
        return None
    if request.accept_mimetypes.best == "application/json":
        raise NotAllowed("second_step_first")
    return redirect(url_for("second_step.ask", next=_this_page()), code=303)


def _this_page() -> str:
    """Where to come back to."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return urlsplit(request.referrer or "/").path


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


def freshly(view: View[P]) -> View[P]:
    """Inside another guard: a door for who has shown lately that it is them; others are asked."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if is_fresh(timedelta(minutes=settings().fresh_minutes)):
            return view(*args, **kwargs)
        target = url_for("security.verify", next=_this_page())
        if request.accept_mimetypes.best == "application/json":
            return jsonify({"next": target})
        return redirect(target, code=303)

    guarded.is_fresh = True  # type: ignore[attr-defined]
    return guarded


def allowed(permission: Permission) -> Callable[[View[P]], View[P]]:
    """A door for those whose role in this municipality holds the permission."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            person = current_person()
            if not person.is_signed_in:
                return ask_to_sign_in()
            if person.has_sleeping_roles:
                return redirect(url_for("safety.show", next=_this_page()), code=303)
            if not may(person, permission, current().id):
                raise NotAllowed("not_your_role")
            return view(*args, **kwargs)

        guarded.guard = permission.value  # type: ignore[attr-defined]
        return guarded

    return decorate


def operates(view: View[P]) -> View[P]:
    """A door for those who run the platform."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        person = current_person()
        if not person.is_signed_in:
            return ask_to_sign_in()
        if person.has_sleeping_roles:
            return redirect(url_for("safety.show", next=_this_page()), code=303)
        if not may_operate(person):
            raise NotAllowed("not_your_role")
        return view(*args, **kwargs)

    guarded.guard = "operate"  # type: ignore[attr-defined]
    return guarded


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


def sender_of(person: Person, address: str = "") -> Sender:
    """Of visitors without an account those from the same network count together: who throws the
    session away is no new person. Only a keyed hash of the network is kept, for a day.
    """
    if person.is_signed_in:
        return Sender(address)
    with transaction(Scope.account()) as session:
        tally = rates.count(
            session,
            what="sent in from",
            who=visitor_address(),
            window=DAY,
            key=settings().signing_key(),
        )
    return Sender(address, tally)


def takes_json(view: View[P]) -> View[P]:
    """A door at which scripts of ours leave JSON; at any other it is refused, forms do not read it."""
    view.takes_json = True  # type: ignore[attr-defined]
    return view
