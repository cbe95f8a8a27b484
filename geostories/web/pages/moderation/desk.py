"""The desk as a page: queue, case and decision side by side."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geostories import public_id
from geostories.domain.permissions import Permission, reviews
from geostories.domain.transaction import Session, reading
from geostories.errors import NotAllowed
from geostories.queries.case_papers import Papers, get_papers
from geostories.queries.categories import list_categories
from geostories.queries.moderation import get_case, get_other_case
from geostories.queries.place_editing import list_units
from geostories.queries.review_queue import QueueItem, list_queue
from geostories.vocabulary import StoryStatus, SubjectKind
from geostories.web import cases, language
from geostories.web.forms.moderation import DecisionForm
from geostories.web.forms.story_change import ChangeForm
from geostories.web.guards import allowed, current_person, settings
from geostories.web.ids import read_id
from geostories.web.municipality import current, scope
from geostories.web.pages.moderation import message_texts, other_case, story_case
from geostories.web.pages.moderation.shown import (
    APPEALED,
    HITS,
    KINDS,
    MINE,
    REPORTED,
    Shown,
    blueprint,
    case_url,
    queue_url,
    row_url,
)
from geostories.wording import times


@blueprint.get("/granska/")
@allowed(Permission.MODERATE)
def queue() -> ResponseReturnValue:
    """What waits, the longest first; on a wide screen with the first case beside it."""
    return page(None)


@blueprint.get("/granska/<case>")
@allowed(Permission.MODERATE)
def case(case: str) -> ResponseReturnValue:
    """One case, with the form to decide on it."""
    return page(read_id(case, "no_case"))


def page(
    subject_id: UUID | None,
    *,
    form: DecisionForm | None = None,
    change: ChangeForm | None = None,
    conflict: str = "",
) -> str:
    """The whole desk; without `subject_id` the first case of the queue is beside it."""
    now, shown = datetime.now(UTC), Shown.asked()
    with reading(scope()) as session:
        items = own_queue(session, subject_id)
        listed = [item for item in items if shown.has(item, now)]
        opened = subject_id or _first(listed)
        kinds = {
            kind.slug: kind.name for kind in list_categories(session, language=language.current())
        }
        found = _find(session, opened, kinds, form, change, now) if opened else {}
    return render_template(
        "moderation/desk.html",
        view="case" if subject_id else "queue",
        queue_url=queue_url(shown),
        several_url=url_for("moderation.several", municipality=current().slug),
        tabs=_tabs(items, shown),
        filters=_filters(shown, kinds),
        waiting=len(listed),
        oldest=times.wait(listed[0].since, now) if listed else "",
        rows=[_row(item, shown, now) for item in listed],
        opened=opened,
        conflict=_sentence(conflict, found),
        undo_seconds=settings().undo_seconds,
        is_preloaded="X-Preload" in request.headers,
        **found,
    )


def own_queue(session: Session, opened: UUID | None = None) -> list[QueueItem]:
    """What waits and is this moderator's to decide on; raises NotAllowed if what they open is not."""
    items = list_queue(session, municipality_id=current().id)
    person, here = current_person(), current().id
    own = [i for i in items if reviews(person, here, duties=i.duties, category=i.category)]
    if opened in {i.subject_id for i in items} - {i.subject_id for i in own}:
        raise NotAllowed("not_your_duty")
    return own


def _sentence(conflict: str, found: dict[str, Any]) -> str:
    version = found.get("version")
    if conflict and version and version.story_status is StoryStatus.WITHDRAWN:
        return _("The author has taken the story back. There is nothing left to decide.")
    return conflict


def _first(listed: list[QueueItem]) -> UUID | None:
    """The first that is read at the desk; a collection has a page of its own."""
    waiting = (each.subject_id for each in listed if "samlingar/" not in row_url(each, Shown()))
    return next(waiting, None)


def _find(
    session: Session,
    subject_id: UUID,
    kinds: dict[str, str],
    form: DecisionForm | None,
    change: ChangeForm | None,
    now: datetime,
) -> dict[str, Any]:
    """All that the case and its decision show."""
    papers = get_papers(session, subject_id=subject_id, municipality_id=current().id)
    if papers.subject is SubjectKind.STORY:
        found = get_case(session, story_id=subject_id, municipality_id=current().id)
        seen, context = stamp_of(found), story_case.context(found, kinds, now, form, change)
    else:
        other = get_other_case(session, papers, municipality=current().slug)
        seen, context = stamp_of(other), other_case.context(other, now, form)
    units = list_units(session, municipality_id=current().id)
    return {
        **_papers(papers, now),
        **context,
        "stamp": seen,
        "message_texts": message_texts.of_municipality(session),
        "units": [(public_id.encode(u.id), u.name) for u in units],
    }


def stamp_of(seen: object) -> str:
    """Changes with anything the case shows: a page that was read beforehand is held against it."""
    return sha256(repr(seen).encode()).hexdigest()[:16]


def _papers(papers: Papers, now: datetime) -> dict[str, Any]:
    """Number, reports, reviews, notes: the same for every case."""
    shown = Shown.asked()
    return {
        "papers": papers,
        "decide_url": case_url(papers.subject_id, shown, "decide"),
        "assign_url": case_url(papers.subject_id, shown, "assign"),
        "note_url": case_url(papers.subject_id, shown, "write_note"),
        "is_mine": papers.assigned_to == current_person().id,
        "moment_near": lambda at: times.moment_near(at, now),
        "report_keys": [public_id.encode(report.id) for report in papers.reports],
        "appeal": cases.appeal_lines(papers.appeals[0]) if papers.appeals else None,
    }


def _row(item: QueueItem, shown: Shown, now: datetime) -> dict[str, Any]:
    return {
        **cases.queue_row(item, now=now),
        "url": row_url(item, shown),
        "key": public_id.encode(item.subject_id),
        "is_mine": item.assigned_to == current_person().id,
    }


def _tabs(items: list[QueueItem], shown: Shown) -> list[dict[str, Any]]:
    labels = {
        "": lambda n: _("All %(number)s", number=n),
        REPORTED: lambda n: _("Flagged %(number)s", number=n),
        APPEALED: lambda n: _("Reviews %(number)s", number=n),
        MINE: lambda n: _("Mine %(number)s", number=n),
    }
    return [
        {
            "url": queue_url(shown, visa=tab),
            "label": label(sum(Shown(tab=tab).on_tab(item) for item in items)),
            "current": shown.tab == tab,
        }
        for tab, label in labels.items()
        if tab != MINE or shown.tab == MINE or any(Shown(tab=MINE).on_tab(item) for item in items)
    ]


def _filters(shown: Shown, kinds: dict[str, str]) -> dict[str, Any]:
    names = {
        "berattelser": _("Stories"),
        "kommentarer": _("Comments"),
        "samlingar": _("Collections"),
        "platser": _("Places and trails"),
    }
    hits = {
        "zon": _("Lies in a zone"),
        "personuppgift": _("May be personal data"),
        "regel": _("Meets a rule"),
    }
    return {
        "shown": shown,
        "clear_url": queue_url(Shown(tab=shown.tab)),
        "selects": [
            (
                "slag",
                _("Kind"),
                [("", _("All kinds")), *((k, names[k]) for k in KINDS)],
                shown.kind,
            ),
            ("tema", _("Category"), [("", _("All categories")), *kinds.items()], shown.category),
            ("regel", _("Rule"), [("", _("Any"))] + [(h, hits[h]) for h in HITS], shown.hit),
        ],
    }
