"""What is sent with a request, looked through before any view reads it."""

from __future__ import annotations

import json
from typing import Any

from flask import Request, current_app, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from geostories.errors import InvalidInput
from geostories.web.guards import settings


class SiteRequest(Request):
    """Flask's, with JSON of a size, and never deeper than Python can read: libraries read it too."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """The JSON in the body; what cannot be read is a BadRequest, or None where it is `silent`."""
        most = settings().json_bytes
        try:
            if self.is_json and ((self.content_length or 0) > most or len(self.get_data()) > most):
                raise RequestEntityTooLarge
            return super().get_json(force, silent, cache)
        except (RecursionError, RequestEntityTooLarge) as error:
            if silent:
                return None
            raise (error if isinstance(error, RequestEntityTooLarge) else BadRequest) from None


FILE_FIELDS = {"photos", "sound", "picture", "file", "files"}
"""Names of the fields that hold files, in all forms: under any other name only words are read."""


def refuse_misnamed() -> None:
    """Before anything looks at the form: it has a size, each part has a name, words come as words."""
    if request.mimetype == "application/x-www-form-urlencoded":  # Werkzeug bounds parts alone
        request.max_content_length = settings().form_bytes
    if request.method in ("POST", "PUT", "PATCH", "DELETE") and (
        None in request.form or not FILE_FIELDS.issuperset(request.files)
    ):
        raise BadRequest


def refuse_unreadable() -> None:
    """No text column holds NUL; JSON goes where it is asked for, and is an object."""
    sends_json = request.is_json and request.method not in ("GET", "HEAD", "OPTIONS")
    if sends_json:
        _look_through_json()
    values = request.args if sends_json else request.values
    if "\x00" in request.full_path or any("\x00" in value for value in values.values()):
        raise InvalidInput("bad_characters")


def _look_through_json() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "takes_json", False):
        raise UnsupportedMediaType
    given = request.get_json()
    if not isinstance(given, dict):
        raise BadRequest
    try:
        written = json.dumps(given, ensure_ascii=False).encode()
    except (RecursionError, UnicodeError):  # half a pair of surrogates is no letter
        raise BadRequest from None
    if b"\\u0000" in written:
        raise InvalidInput("bad_characters")
