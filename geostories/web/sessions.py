"""Server-side sessions: a signed-out cookie is dead (docs/decisions/0006)."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

import flask_login
from flask import Flask, Request, Response, request, session
from flask.sessions import SessionInterface, SessionMixin
from flask_security.signals import password_changed, password_reset, user_authenticated
from werkzeug.datastructures import CallbackDict

from geostories.domain import drafts, minors
from geostories.domain import sessions as stored
from geostories.domain.transaction import Scope, transaction

if TYPE_CHECKING:
    from geostories.config import Settings


SECOND_FACTOR_AT = "second_factor_at"
"""When this session has shown a second factor, in seconds."""


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """What Flask calls the session; kept in the table `user_session`."""

    def __init__(self, visit: stored.Visit | None = None) -> None:
        def touch(_: object) -> None:
            self.modified = True

        super().__init__(visit.data if visit else {}, touch)
        self.new = visit is None
        self.modified = False
        self.token = visit.token if visit else stored.new_token()
        self.person_id = visit.person_id if visit else uuid4()
        self.user_id = visit.user_id if visit else None
        self.ended_token = ""

    def open_as(self, person_id: UUID) -> None:
        """Go on as a person without an account, whose link somebody holds."""
        self.clear()
        self.rotate(user_id=None)
        self.person_id = person_id

    def rotate(self, *, user_id: UUID | None) -> None:
        """Go on under a new token, as another person: the old token is worth nothing any more."""
        self.ended_token = self.ended_token or self.token  # the one that the browser has
        self.token = stored.new_token()
        self.user_id = user_id
        self.person_id = user_id or uuid4()
        self.modified = True


class TableSessions(SessionInterface):
    """Opens and saves sessions; visitors who leave nothing behind get no cookie and no row."""

    def __init__(self, settings: Settings) -> None:
        self.cookie = "__Host-geostories" if settings.is_https else "geostories"
        self.secure = settings.is_https
        self.signed_in = timedelta(days=settings.session_days)
        self.visiting = timedelta(hours=settings.visit_hours)

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """Find the session of the cookie, or begin one that is not yet written down."""
        token = request.cookies.get(self.cookie, "")
        if not token or request.path.startswith("/static/"):
            return ServerSession()
        with transaction(Scope.account()) as db:
            visit = stored.find(db, token=token, signed_in=self.signed_in, visiting=self.visiting)
        return ServerSession(visit)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed and hand out the token."""
        if not isinstance(session, ServerSession) or not session.modified:
            return
        visit = stored.Visit(session.token, session.person_id, session.user_id, dict(session))
        device = request.user_agent.string
        with transaction(Scope.account()) as db:
            if session.ended_token:
                stored.end(db, token=session.ended_token)
            stored.save(db, visit=visit, device=device)
        response.set_cookie(
            self.cookie,
            session.token,
            max_age=self.signed_in if session.user_id else None,
            secure=self.secure,
            httponly=True,
            samesite="Lax",
            path="/",
        )
        response.headers.add("Vary", "Cookie")


def init(app: Flask, settings: Settings) -> None:
    """Use the table, and follow Flask-Security's signals."""
    app.session_interface = TableSessions(settings)
    user_authenticated.connect(_signed_in, app)
    flask_login.user_logged_out.connect(_signed_out, app)
    password_changed.connect(_password_changed, app)
    password_reset.connect(_password_changed, app)


def current_session() -> ServerSession:
    """The session of this request."""
    return cast(ServerSession, session)


def mark_second_factor() -> None:
    """This session has shown one: it goes on under a new token."""
    session[SECOND_FACTOR_AT] = time.time()
    current_session().rotate(user_id=current_session().user_id)


SIGNED_IN_AT = "fs_paa"
"""Flask-Security's name for when this session last gave a password."""


def mark_fresh() -> None:
    """This session has just shown that it is them."""
    session[SIGNED_IN_AT] = time.time()


def is_fresh(within: timedelta) -> bool:
    """Whether it has been shown so lately."""
    shown = max(session.get(SIGNED_IN_AT, 0), session.get(SECOND_FACTOR_AT, 0))
    return bool(time.time() - shown < within.total_seconds())


def has_shown_second_factor() -> bool:
    """Whether this session has."""
    return SECOND_FACTOR_AT in session


def _signed_in(_app: Flask, user: Any, **_: object) -> None:
    session.pop(SECOND_FACTOR_AT, None)  # shown by whoever was signed in here before
    was_visitor, visitor_id = not current_session().user_id, current_session().person_id
    current_session().rotate(user_id=user.id)
    if not was_visitor:
        return  # what one account has told is not another's
    with transaction(Scope.operator()) as db:
        drafts.claim(db, visitor_id=visitor_id, user_id=user.id)
        minors.keep_unlisted(db, user.id)


def _signed_out(_app: Flask, **_: object) -> None:
    current_session().clear()
    current_session().rotate(user_id=None)


def _password_changed(_app: Flask, user: Any, **_: object) -> None:
    with transaction(Scope.account()) as db:
        stored.end_all(db, user_id=user.id, but=current_session().token)
