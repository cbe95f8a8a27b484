"""Review: the queue, the case, the decision."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain import moderation, recordings
from geostories.domain.permissions import Permission, may_decide
from geostories.domain.transaction import Scope, reading, transaction
from geostories.errors import Conflict, InvalidInput, StateError
from geostories.maps import page_map
from geostories.maps.geo_map import MapPart
from geostories.queries.categories import list_categories
from geostories.queries.moderation import Case, QueueItem, get_case, list_queue
from geostories.queries.own_stories import VersionInfo
from geostories.vocabulary import RING_RADIUS_M, StoryStatus, VersionStatus
from geostories.web import cards, cases, language, sounds
from geostories.web.forms.moderation import DecisionForm, TranscriptForm
from geostories.web.guards import allowed, current_person, settings
from geostories.web.ids import read_id
from geostories.web.municipality import current, of_municipality, scope
from geostories.wording import decisions, telling, times
from geostories.wording import vocabulary as words
from geostories.wording.errors import say
from geostories.wording.markdown import render_body

blueprint = of_municipality(Blueprint("moderation", __name__))
REPORTED, CHANGES, STORY = "flaggade", "andringar", "berattelse"


@blueprint.get("/granska/")
@allowed(Permission.MODERATE)
def queue() -> ResponseReturnValue:
    """What waits, the longest first; on a wide screen with the first case beside it."""
    return _desk(None)


@blueprint.get("/granska/<story>")
@allowed(Permission.MODERATE)
def case(story: str) -> ResponseReturnValue:
    """One case, with the form to decide on it."""
    return _desk(read_id(story, "no_case"))


@blueprint.post("/granska/<story>/beslut")
@allowed(Permission.MODERATE)
def decide(story: str) -> ResponseReturnValue:
    """Decide on the version that was seen, and go on to the next case."""
    story_id, form = read_id(story, "no_case"), DecisionForm()
    if not form.validate():
        return _desk(story_id, form=form), 422
    try:
        following = _carry_out(story_id, form)
    except InvalidInput as error:
        form.blame(error)
        return _desk(story_id, form=form), 422
    except (Conflict, StateError) as error:
        return _desk(story_id, form=form, conflict=say(error)), 409
    flash(decisions.decided(None if form.dismisses else form.verdict().action), "success")
    if following is None:
        return redirect(_queue_url(), code=303)
    return redirect(cases.case_url(current().slug, following, _shown()), code=303)


@blueprint.post("/granska/<story>/utskrift")
@allowed(Permission.MODERATE)
def transcribe(story: str) -> ResponseReturnValue:
    """Write down what a recording says, and ask whoever speaks whether that is so."""
    story_id, form = read_id(story, "no_case"), TranscriptForm()
    if not form.validate():
        return _desk(story_id, conflict=form.sentence), 422
    try:
        with transaction(Scope.municipality(current().id)) as session:
            recordings.propose(
                session,
                story_id=story_id,
                version_id=form.version(),
                person=current_person(),
                transcript=form.transcript.data,
            )
    except InvalidInput as error:
        return _desk(story_id, conflict=say(error)), 422
    except (Conflict, StateError) as error:
        return _desk(story_id, conflict=say(error)), 409
    flash(_("Sent to the teller. When they say yes, the story can be published."), "success")
    return redirect(cases.case_url(current().slug, story_id, _shown()), code=303)


def _carry_out(story_id: UUID, form: DecisionForm) -> UUID | None:
    """Write the decision down; answers the case that comes next, if one is left."""
    with transaction(scope()) as session:
        order = [
            item.story_id for item in _listed(list_queue(session, municipality_id=current().id))
        ]
        if form.dismisses:
            moderation.dismiss_reports(
                session, story_id=story_id, person=current_person(), seen=form.seen_reports()
            )
        else:
            moderation.decide(
                session,
                story_id=story_id,
                person=current_person(),
                verdict=form.verdict(),
                settings=settings(),
            )
    place = order.index(story_id) if story_id in order else -1
    return next((each for each in order[place + 1 :] + order if each != story_id), None)


def _shown() -> str:
    return REPORTED if request.args.get("visa") == REPORTED else ""


def _queue_url(shown: str | None = None) -> str:
    shown = _shown() if shown is None else shown
    return url_for("moderation.queue", municipality=current().slug, visa=shown or None)


def _listed(items: list[QueueItem]) -> list[QueueItem]:
    return [item for item in items if not _shown() or item.is_reported]


def _desk(story_id: UUID | None, *, form: DecisionForm | None = None, conflict: str = "") -> str:
    """Queue, case and decision side by side; without `story_id` the first case of the queue."""
    municipality, now = current(), datetime.now(UTC)
    with reading(Scope.municipality(municipality.id)) as session:
        items = list_queue(session, municipality_id=municipality.id)
        listed = _listed(items)
        opened = story_id or (listed[0].story_id if listed else None)
        found = None
        if opened:
            found = get_case(session, story_id=opened, municipality_id=municipality.id)
        kinds = list_categories(session, language=language.current())
    rows = [
        cases.queue_row(item, municipality=municipality.slug, shown=_shown(), now=now)
        for item in listed
    ]
    return render_template(
        "moderation/desk.html",
        view="case" if story_id else "queue",
        queue_url=_queue_url(),
        tabs=_tabs(items),
        waiting=len(items),
        oldest=times.wait(items[0].since, now) if items else "",
        rows=rows,
        opened=opened,
        conflict=_conflict(conflict, found),
        **(_case(found, {kind.slug: kind.name for kind in kinds}, now, form) if found else {}),
    )


def _conflict(sentence: str, found: Case | None) -> str:
    if sentence and found and found.version.story_status is StoryStatus.WITHDRAWN:
        return _("The author has taken the story back. There is nothing left to decide.")
    return sentence


def _tabs(items: list[QueueItem]) -> list[dict[str, Any]]:
    reported = sum(item.is_reported for item in items)
    return [
        {
            "url": _queue_url(""),
            "label": _("All %(number)s", number=len(items)),
            "current": not _shown(),
        },
        {
            "url": _queue_url(REPORTED),
            "label": _("Flagged %(number)s", number=reported),
            "current": bool(_shown()),
        },
    ]


def _case(
    found: Case, categories: dict[str, str], now: datetime, form: DecisionForm | None
) -> dict[str, Any]:
    """All that the case and its decision show."""
    version, previous = found.version, found.previous
    compared = None
    if previous is not None and request.args.get("del", CHANGES) == CHANGES:
        compared = cases.comparison(previous, version, categories)
    return {
        "case": found,
        "version": version,
        "badge": cases.badge_of(found),
        "facts": cases.facts(version, categories),
        "body": render_body(version.body),
        "compared": compared,
        "case_tabs": _case_tabs(found, is_compared=compared is not None),
        "place_shown": cases.shown_place(version),
        "map": _map(version),
        "history": cases.history(found.history, now),
        "moment_near": lambda at: times.moment_near(at, now),
        "photo_url": cards.photo_url,
        "words": words,
        **_sound(version),
        "hints": [telling.hint_lead(hint) for hint in version.hints],
        "zones": _zones(found, form),
        "permit": form.spreading_permit.data if form else version.spreading_permit,
        **_decision(found, form),
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


def _sound(version: VersionInfo) -> dict[str, Any]:
    """The recording, and whether a moderator may write down what is said."""
    if version.sound is None:
        return {}
    is_own = not may_decide(
        current_person(), municipality_id=version.municipality_id, owner_id=version.owner_id
    )
    waits = version.status is VersionStatus.PENDING and not is_own
    told = version.sound
    return {
        "sound": sounds.of_sound(told, version.author_label, version.voice),
        "transcript": request.form.get("transcript", told.transcript),
        "may_transcribe": waits and recordings.may_propose(told.transcript, told.transcript_by),
        "transcribe_url": url_for(
            "moderation.transcribe",
            municipality=current().slug,
            story=public_id.encode(version.story_id),
            visa=_shown() or None,
        ),
    }


def _case_tabs(found: Case, *, is_compared: bool) -> list[dict[str, Any]]:
    if found.previous is None:
        return []
    slug, story_id = current().slug, found.version.story_id
    return [
        {
            "label": label,
            "url": cases.case_url(slug, story_id, _shown(), part),
            "current": is_compared == (part == CHANGES),
        }
        for part, label in ((STORY, _("Story")), (CHANGES, _("Changes")))
    ]


def _decision(found: Case, form: DecisionForm | None) -> dict[str, Any]:
    """The form's choices; what was typed before a refusal stays typed."""
    version = found.version
    is_own = not may_decide(
        current_person(), municipality_id=version.municipality_id, owner_id=version.owner_id
    )
    choices = [] if is_own else cases.choices(found)
    return {
        "is_own": is_own,
        "choices": choices,
        "grounds": cases.grounds(choices),
        "chosen": cases.chosen(choices, form.action.data if form else None),
        "reason": form.ground.data if form else None,
        "message": form.message.data if form else "",
        "trouble": form.trouble if form else {},
        "report_keys": [public_id.encode(report.id) for report in found.reports],
        "version_key": public_id.encode(version.version_id),
        "decide_url": url_for(
            "moderation.decide",
            municipality=current().slug,
            story=public_id.encode(version.story_id),
            visa=_shown() or None,
        ),
        "message_parts": decisions.message_parts(version.author_label, current().site_name),
    }


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
