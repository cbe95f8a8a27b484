"""Choosing the language."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from geostories.errors import NotFound
from geostories.web.guards import open_to_all, settings
from geostories.web.language import COOKIE, LANGUAGES, SECURE_COOKIE

blueprint = Blueprint("language", __name__)


@blueprint.get("/konto/sprak/<language>")
@open_to_all
def choose(language: str) -> ResponseReturnValue:
    """Remember the language and go back to the page."""
    if language not in LANGUAGES:
        raise NotFound("no_page")
    response = redirect(local_path(request.args.get("next", "/")), code=303)
    is_https = settings().is_https
    response.set_cookie(
        SECURE_COOKIE if is_https else COOKIE,
        language,
        max_age=timedelta(days=365),
        samesite="Lax",
        secure=is_https,
        httponly=True,
        path="/",
    )
    return response


def local_path(target: str) -> str:
    """The target when it is a path of this site, else the start page: never somebody else's."""
    is_local = target.startswith("/") and not target.startswith(("//", "/\\"))
    printable = all(c > " " for c in target)
    return target if is_local and printable else "/"
