"""What the review shows: words and addresses for the queue, a case, its history and changes."""

from __future__ import annotations

from datetime import datetime
from math import hypot
from typing import Any, NamedTuple

from flask_babel import gettext as _
from markupsafe import Markup, escape

from geostories import public_id
from geostories.domain.comparison import Segment, compare
from geostories.geo.grid import to_sweref
from geostories.queries.case_papers import AppealInfo, DecisionLine
from geostories.queries.moderation import Case, HistoryLine, OtherCase
from geostories.queries.own_stories import VersionInfo
from geostories.queries.review_queue import QueueItem
from geostories.queries.stories import Photo
from geostories.vocabulary import (
    RING_RADIUS_M,
    AppealBy,
    SubjectKind,
    VersionStatus,
)
from geostories.web import cards, sounds
from geostories.wording import decisions, times
from geostories.wording import vocabulary as words

MOVED_M = 1.0
"""A point that lies closer to its old place than this was not moved by anybody."""


class Change(NamedTuple):
    """A fact that is another than in the version before."""

    label: str
    segments: list[Segment]


class PhotoChange(NamedTuple):
    """A photo that came (`added`), went (`removed`) or got another description (`described`)."""

    photo: Photo
    kind: str
    alt: list[Segment]


class Comparison(NamedTuple):
    """Two versions: facts that differ, how far the point moved (or ''), the text, the photos."""

    before: int
    after: int
    facts: list[Change]
    moved: str
    body: list[Segment]
    photos: list[PhotoChange]


def queue_row(item: QueueItem, *, now: datetime) -> dict[str, Any]:
    """A case in the queue."""
    badge = "flagged" if item.is_reported else item.kind
    return {
        "id": item.subject_id,
        "title": item.title,
        "who": item.author_label or _("Anonymous"),
        "waits": times.short_wait(item.since, now),
        "badge": "appealed" if item.is_appealed else badge,
        "noun": words.subject(item.subject) if item.subject is not SubjectKind.STORY else "",
        "is_held": item.is_held,
        "met_rule": item.met_rule,
        "is_taken": item.assigned_to is not None,
    }


def badge_of(case: Case) -> str:
    """Where a case stands: as in the queue while it waits, else as the story."""
    if case.papers.appeals:
        return "appealed"
    if case.version.status is VersionStatus.PENDING:
        return "new" if case.version.number == 1 else "changed"
    return "flagged" if case.papers.reports else case.version.story_status.value


def badge_of_other(case: OtherCase) -> str:
    """Where a case that is no story stands."""
    if case.papers.appeals:
        return "appealed"
    if case.papers.reports:
        return "flagged"
    return "new" if case.waits else case.status


def decision_lines(lines: list[DecisionLine]) -> list[HistoryLine]:
    """The history of a case without versions."""
    return [
        HistoryLine(line.at, line.who, 0, line.action, line.ground, line.message) for line in lines
    ]


def appeal_lines(appeal: AppealInfo) -> dict[str, Any]:
    """A review that is asked for, and what was decided the first time, in words."""
    ground = words.ground(appeal.ground)
    decided = words.decision(appeal.action)
    by = {
        AppealBy.AUTHOR: _("Whoever told it asks for a review"),
        AppealBy.REPORTER: _("Whoever reported it asks for a review"),
    }
    return {
        "key": public_id.encode(appeal.id),
        "by": by[appeal.by],
        "text": appeal.text,
        "at": appeal.received_at,
        "decided": f"{decided}: {ground}" if ground else decided,
        "decided_at": appeal.decided_at,
        "message": appeal.message,
    }


def history(lines: list[HistoryLine], now: datetime) -> list[dict[str, Any]]:
    """Who did what when, for history_list; a decision's message follows in quotes."""
    return [
        {
            "at": line.at,
            "at_text": times.moment_near(line.at, now),
            "text": _history_text(line),
        }
        for line in lines
    ]


def _history_text(line: HistoryLine) -> Markup:
    sentence = decisions.history_line(line.who, line.number, line.action, line.ground)
    if not line.message:
        return escape(sentence)
    return Markup('{} <q class="history-message">{}</q>').format(sentence, line.message)


def facts(version: VersionInfo, categories: dict[str, str]) -> list[str]:
    """Who tells, where, when and what kind, for the line under the title."""
    told = [
        version.author_label or _("Anonymous"),
        version.place_label,
        cards.happened_text(version.happened),
        categories.get(version.category, version.category),
    ]
    return [fact for fact in told if fact]


def comparison(before: VersionInfo, after: VersionInfo, categories: dict[str, str]) -> Comparison:
    """What the author changed."""
    return Comparison(
        before=before.number,
        after=after.number,
        facts=_changed_facts(before, after, categories),
        moved=_moved(before, after),
        body=compare(before.body, after.body),
        photos=_changed_photos(before, after),
    )


def _changed_facts(
    before: VersionInfo, after: VersionInfo, categories: dict[str, str]
) -> list[Change]:
    pairs = [
        (_("Title"), before.title, after.title),
        (_("Place"), before.place_label, after.place_label),
        (_("Shown as"), words.precision(before.precision), words.precision(after.precision)),
        (_("Category"), categories.get(before.category, ""), categories.get(after.category, "")),
        (_("Happened"), cards.happened_text(before.happened), cards.happened_text(after.happened)),
        (_("Name"), before.author_label or _("Anonymous"), after.author_label or _("Anonymous")),
        (_("Told as"), words.voice(before.voice), words.voice(after.voice)),
        (_("Recording"), _spoken(before), _spoken(after)),
        (_("What is said"), _said_in(before), _said_in(after)),
    ]
    return [Change(label, compare(old, new)) for label, old, new in pairs if old != new]


def _spoken(version: VersionInfo) -> str:
    """Which recording, as far as words tell two apart."""
    if version.sound is None:
        return ""
    return f"{sounds.clock(version.sound.seconds)} ({public_id.encode(version.sound.id)[:4]})"


def _said_in(version: VersionInfo) -> str:
    return version.sound.transcript if version.sound else ""


def _moved(before: VersionInfo, after: VersionInfo) -> str:
    if before.point is None or after.point is None:
        return ""
    (x1, y1), (x2, y2) = to_sweref(*before.point), to_sweref(*after.point)
    metres = hypot(x2 - x1, y2 - y1)
    return words.distance(metres) if metres >= MOVED_M else ""


def _changed_photos(before: VersionInfo, after: VersionInfo) -> list[PhotoChange]:
    old = {photo.id: photo for photo in before.photos}
    new = {photo.id: photo for photo in after.photos}
    come = [PhotoChange(photo, "added", []) for key, photo in new.items() if key not in old]
    gone = [PhotoChange(photo, "removed", []) for key, photo in old.items() if key not in new]
    described = [
        PhotoChange(photo, "described", compare(_said(old[key]), _said(photo)))
        for key, photo in new.items()
        if key in old and _said(old[key]) != _said(photo)
    ]
    return come + gone + described


def _said(photo: Photo) -> str:
    credit = _("Photo: %(credit)s", credit=photo.credit) if photo.credit else ""
    return " · ".join(filter(None, [photo.alt, credit]))


def shown_place(version: VersionInfo) -> str:
    """What everybody sees of the place, and the exact one for who decides."""
    if version.point is None:
        return ""
    lon, lat = version.point
    exact = f"{lat:.5f}, {lon:.5f}"
    ring_m = RING_RADIUS_M[version.precision]
    if not ring_m:
        return _("Shown exactly: %(position)s", position=exact)
    return _(
        "Others see a ring of %(metres)s m. Exact place, for moderators only: %(position)s",
        metres=ring_m,
        position=exact,
    )
