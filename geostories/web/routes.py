"""The site map: every blueprint is registered here."""

from __future__ import annotations

from typing import Any

import flask_login
from flask import Flask, g, request

from geostories.domain.permissions import Permission, may
from geostories.errors import InvalidInput
from geostories.web import headers, language
from geostories.web.api.v1 import openapi
from geostories.web.guards import current_person
from geostories.web.pages import (
    about,
    account,
    administration,
    editing,
    health,
    map,
    media,
    moderation,
    places,
    reports,
    start,
    stories,
    tell,
)
from geostories.web.pages import language as language_page
from geostories.wording import vocabulary as words


def init(app: Flask) -> None:
    """Register the doors, and what every template may use."""
    for page in (start, health, media, language_page, account):
        app.register_blueprint(page.blueprint)
    for page in (map, stories, reports, tell, places, moderation, editing, administration, about):
        app.register_blueprint(page.blueprint, url_prefix="/<municipality>")
    openapi.init(app)
    app.before_request(_refuse_unreadable)
    app.context_processor(_for_templates)
    app.add_template_filter(words.longdate, "longdate")
    app.add_template_filter(words.moment, "moment")


def _refuse_unreadable() -> None:
    """No text column holds NUL; say so instead of failing deep down."""
    if "\x00" in request.full_path or any("\x00" in value for value in request.values.values()):
        raise InvalidInput("bad_characters")


def _for_templates() -> dict[str, Any]:
    municipality = g.get("municipality")
    person = current_person()
    return {
        "csp_nonce": headers.nonce(),
        "current_user": flask_login.current_user,
        "language": language.current(),
        "may_review": bool(municipality) and may(person, Permission.MODERATE, municipality.id),
        "municipality": municipality,
    }
