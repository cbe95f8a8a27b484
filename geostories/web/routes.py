"""The site map: every blueprint is registered here."""

from __future__ import annotations

from typing import Any

import flask_login
from flask import Flask, g

from geostories.domain.bylines import initials
from geostories.domain.permissions import Permission, may, may_operate
from geostories.integrations.base_maps import offered
from geostories.web import bodies, guards, headers, language
from geostories.web.api.v1 import openapi
from geostories.web.guards import current_person
from geostories.web.guards import settings as current_settings
from geostories.web.pages import (
    about,
    account,
    administration,
    associations,
    basemap,
    collect,
    collection_review,
    collections,
    comment_review,
    comments,
    downloads,
    faults,
    feeds,
    figures,
    guardians,
    health,
    invitations,
    layers,
    map,
    media,
    message_templates,
    moderation,
    notices,
    office,
    overview,
    own_collections,
    own_data,
    own_decisions,
    own_subscriptions,
    page_desk,
    place_editing,
    places,
    platform,
    records,
    reports,
    rules,
    safety,
    second_step,
    start,
    stories,
    subscriptions,
    tell,
    teller_links,
    thanks,
    theme_desk,
    themes,
    tip_desk,
    tips,
    zones,
)
from geostories.web.pages import language as language_page
from geostories.wording import vocabulary as words


def init(app: Flask) -> None:
    """Register the doors, and what every template may use."""
    for page in (
        start, health, media, basemap, language_page, account, teller_links, own_collections,
        own_subscriptions, own_decisions, safety, second_step,
        own_data, guardians, platform, invitations,
    ):  # fmt: skip
        app.register_blueprint(page.blueprint)
    for page in (
        map, stories, reports, tell, places, downloads, faults, moderation, layers, notices,
        place_editing, administration, office, page_desk, about, themes, theme_desk, collections, collect,
        collection_review, associations, tips, tip_desk, comments, comment_review, thanks, zones,
        subscriptions, feeds, figures, overview, records, rules, message_templates,
    ):  # fmt: skip
        app.register_blueprint(page.blueprint, url_prefix="/<municipality>")
    openapi.init(app)
    app.before_request(bodies.refuse_unreadable)
    app.before_request(guards.stop_halfway)
    app.context_processor(_for_templates)
    app.add_template_filter(words.longdate, "longdate")
    app.add_template_filter(words.moment, "moment")


def _base_maps() -> list[dict[str, Any]]:
    """What static/js/map/base-maps.js needs of each real base map that the municipality offers."""
    municipality = g.get("municipality")
    if municipality is None:
        return []
    is_english = language.current() == "en"
    return [
        {
            "url": f"/basemap/{each.slug}.pmtiles" if each.file else f"/basemap/{each.slug}",
            "form": "pmtiles" if each.file else "tiles",
            "kind": each.kind,
            "name": each.name_en if is_english else each.name_sv,
            "attribution": each.attribution,
            "min_zoom": each.min_zoom,
            "max_zoom": each.max_zoom,
        }
        for each in offered(current_settings().base_maps_file, municipality.slug)
    ]


def _for_templates() -> dict[str, Any]:
    municipality = g.get("municipality")
    person = current_person()
    return {
        "account_initials": initials(person.display_name),
        "base_maps": _base_maps,
        "csp_nonce": headers.nonce(),
        "current_user": flask_login.current_user,
        "language": language.current(),
        "may_administer": bool(municipality)
        and may(person, Permission.ADMINISTER, municipality.id),
        "may_edit": bool(municipality) and may(person, Permission.EDIT_PLACES, municipality.id),
        "may_keep_records": bool(municipality)
        and may(person, Permission.KEEP_RECORDS, municipality.id),
        "may_review": bool(municipality) and may(person, Permission.MODERATE, municipality.id),
        "may_operate": may_operate(person),
        "municipality": municipality,
    }
