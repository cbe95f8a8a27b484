"""Errors meet HTTP once: a page for people, problem+json for programs."""

from __future__ import annotations

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from geostories.errors import (
    Conflict,
    GeoStoriesError,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotNow,
    StateError,
    TooMany,
)
from geostories.wording.errors import say

STATUS = {
    NotNow: 503,
    NotFound: 404,
    NotAllowed: 403,
    InvalidInput: 422,
    StateError: 409,
    Conflict: 409,
    TooMany: 429,
}
A_MINUTE = 60
"""What is away now may be back by then."""


def init(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(GeoStoriesError, _ours)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, title: str, detail: str = "") -> Response:
    """An error as RFC 9457 has it."""
    body = {"type": "about:blank", "title": title, "status": status}
    response = jsonify({**body, "detail": detail} if detail else body)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def wants_json() -> bool:
    """Whether a script of ours asks, and not the browser for a page."""
    return request.accept_mimetypes.best == "application/json"


def wants_problem() -> bool:
    """Whether a program asks: the API, or a script that wants JSON."""
    return request.path.startswith("/api/") or wants_json()


def _answer(status: int, sentence: str) -> Response:
    if wants_problem():
        return problem(status, sentence)
    return Response(render_template("errors/error.html", status=status, sentence=sentence), status)


def _ours(error: GeoStoriesError) -> ResponseReturnValue:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    response = _answer(status, say(error))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.params["retry_after"])
    if isinstance(error, NotNow):
        response.headers["Retry-After"] = str(A_MINUTE)
    return response


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return _answer(
        400, _("The form has been open too long. Go back, reload the page and send it again.")
    )


def http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    sentences = {
        404: _("There is no page here. It may have been moved or taken back."),
        405: _("That cannot be done here."),
        413: _("That is too large to send. Send fewer or smaller pictures."),
    }
    sentence = sentences.get(error.code, _("That did not work. Check the address and try again."))
    answer = _answer(error.code, sentence)
    if error.code == 405:
        answer.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or [])
    return answer


def _unexpected(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("unexpected error", exc_info=error)
    return _answer(500, _("Something went wrong with us. Try again in a while."))
