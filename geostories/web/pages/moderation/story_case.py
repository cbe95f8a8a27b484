"""A story's case: the version in question, what changed, place, sound."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import request
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import recordings
from geostories.domain.permissions import may_decide
from geostories.maps import page_map
from geostories.maps.geo_map import MapPart
from geostories.queries.moderation import Case
from geostories.queries.own_stories import VersionInfo
from geostories.vocabulary import RING_RADIUS_M, SubjectKind, VersionStatus
from geostories.web import cards, cases, choices, sounds
from geostories.web.forms.moderation import DecisionForm, seen_key
from geostories.web.forms.story_change import ChangeForm
from geostories.web.guards import current_person
from geostories.web.municipality import current
from geostories.web.pages.moderation import change_part
from geostories.web.pages.moderation.shown import Shown, case_url
from geostories.wording import decisions, rules, telling
from geostories.wording import vocabulary as words
from geostories.wording.markdown import render_body

CHANGES, STORY = "andringar", "berattelse"


def context(
    found: Case,
    categories: dict[str, str],
    now: datetime,
    form: DecisionForm | None,
    change: ChangeForm | None = None,
) -> dict[str, Any]:
    """All that the case and its decision show."""
    version, previous = found.version, found.previous
    compared = None
    if previous is not None and request.args.get("del", CHANGES) == CHANGES:
        compared = cases.comparison(previous, version, categories)
    is_own = not may_decide(
        current_person(), municipality_id=version.municipality_id, owner_id=version.owner_id
    )
    offered = [] if is_own else choices.of_story(found)
    return {
        "case": found,
        "version": version,
        "title": version.title,
        "badge": cases.badge_of(found),
        "facts": cases.facts(version, categories),
        "body": render_body(version.body),
        "compared": compared,
        "case_tabs": _case_tabs(found, is_compared=compared is not None),
        "place_shown": cases.shown_place(version),
        "map": _map(version),
        "history": cases.history(found.history, now),
        "photo_url": cards.photo_url,
        "words": words,
        **_sound(version, is_own=is_own),
        "hints": [telling.hint_lead(hint) for hint in version.hints],
        "zones": _zones(found, form),
        "rules_met": [rules.met(each) for each in found.rules],
        "permit": form.spreading_permit.data if form else version.spreading_permit,
        "version_key": seen_key(version.version_id, version.edition),
        **change_part.context(version, change, is_own=is_own),
        **choices.context(found.papers, offered, form, is_own=is_own, person=current_person()),
        "message_parts": decisions.message_parts(
            version.author_label, current().site_name, SubjectKind.STORY
        ),
    }


def _zones(found: Case, form: DecisionForm | None) -> list[dict[str, Any]]:
    """The zones it lies in, each with whether it was ticked before a refusal."""
    ticked = set(form.zones.data or []) if form else set()
    return [
        {
            "key": public_id.encode(zone.id),
            "name": zone.name,
            "reason": zone.reason,
            "is_ticked": public_id.encode(zone.id) in ticked,
        }
        for zone in found.zones
    ]


def _sound(version: VersionInfo, *, is_own: bool) -> dict[str, Any]:
    """The recording, and whether a moderator may write down what is said."""
    if version.sound is None:
        return {}
    waits = version.status is VersionStatus.PENDING and not is_own
    told = version.sound
    return {
        "sound": sounds.of_sound(told, version.author_label, version.voice),
        "transcript": request.form.get("transcript", told.transcript),
        "may_transcribe": waits and recordings.may_propose(told.transcript, told.transcript_by),
        "transcribe_url": case_url(version.story_id, Shown.asked(), "transcribe"),
    }


def _case_tabs(found: Case, *, is_compared: bool) -> list[dict[str, Any]]:
    if found.previous is None:
        return []
    story_id, shown = found.version.story_id, Shown.asked()
    return [
        {
            "label": label,
            "url": case_url(story_id, shown, **{"del": part}),
            "current": is_compared == (part == CHANGES),
        }
        for part, label in ((STORY, _("Story")), (CHANGES, _("Changes")))
    ]


def _map(version: VersionInfo) -> MapPart | None:
    if version.point is None or version.public_point is None:
        return None
    (lon, lat), (public_lon, public_lat) = version.point, version.public_point
    return page_map.case_map(
        lon=lon,
        lat=lat,
        public_lon=public_lon,
        public_lat=public_lat,
        category=version.category,
        ring_m=RING_RADIUS_M[version.precision],
        shape=version.shape.__geo_interface__ if version.shape else None,
    )
