"""What the review shows: words and addresses for the queue, a case, its history and changes."""

from __future__ import annotations

from datetime import datetime
from math import hypot
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from geostories import public_id
from geostories.domain.comparison import Segment, compare
from geostories.geo.grid import to_sweref
from geostories.queries.moderation import Case, HistoryLine, QueueItem
from geostories.queries.own_stories import VersionInfo
from geostories.queries.stories import Photo
from geostories.vocabulary import (
    RING_RADIUS_M,
    DecisionAction,
    DecisionGround,
    StoryStatus,
    VersionStatus,
)
from geostories.web import cards, sounds
from geostories.wording import decisions, times
from geostories.wording import vocabulary as words

MOVED_M = 1.0
"""A point that lies closer to its old place than this was not moved by anybody."""


class Choice(NamedTuple):
    """One of the decisions that can be made; `submit` stands on the button then."""

    action: str
    label: str
    icon: str
    key: str
    submit: str


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


def queue_row(item: QueueItem, *, municipality: str, shown: str, now: datetime) -> dict[str, Any]:
    """A case in the queue; `shown` is the tab it stands under, kept in the address."""
    return {
        "id": item.story_id,
        "url": case_url(municipality, item.story_id, shown),
        "title": item.title,
        "who": item.author_label or _("Anonymous"),
        "waits": times.short_wait(item.since, now),
        "badge": "flagged" if item.is_reported else item.kind,
        "is_held": item.is_held,
    }


def case_url(municipality: str, story_id: UUID, shown: str = "", part: str = "") -> str:
    """The address of a case; `part` is the tab to read: its text, or what changed."""
    values = {"visa": shown, "del": part}
    kept = {name: value for name, value in values.items() if value}
    address = url_for(
        "moderation.case", municipality=municipality, story=public_id.encode(story_id)
    )
    return f"{address}?{urlencode(kept)}" if kept else address


def badge_of(case: Case) -> str:
    """Where a case stands: as in the queue while it waits, else as the story."""
    if case.version.status is VersionStatus.PENDING:
        return "new" if case.version.number == 1 else "changed"
    return "flagged" if case.reports else case.version.story_status.value


def choices(case: Case) -> list[Choice]:
    """What can be decided on a case as it stands; the domain has the last word."""
    version = case.version
    if version.status is VersionStatus.PENDING:
        return _on_waiting() if version.story_status in _DECIDABLE else []
    if version.status is not VersionStatus.APPROVED:
        return []
    if version.story_status is StoryStatus.PUBLISHED:
        return _on_published(is_reported=bool(case.reports))
    if version.story_status is StoryStatus.HIDDEN:
        restore = _("Show the story again")
        return [Choice(DecisionAction.RESTORE, _("Show again"), "eye", "V", restore)]
    return []


_DECIDABLE = frozenset({StoryStatus.PENDING, StoryStatus.PUBLISHED})


def _on_waiting() -> list[Choice]:
    return [
        Choice(DecisionAction.PUBLISH, _("Publish"), "check", "P", _("Publish and open next")),
        Choice(
            DecisionAction.REQUEST_CHANGES,
            _("Ask for changes"),
            "pencil",
            "B",
            _("Ask for changes and open next"),
        ),
        Choice(DecisionAction.REJECT, _("Reject"), "eye-off", "A", _("Reject and open next")),
    ]


def _on_published(*, is_reported: bool) -> list[Choice]:
    hide = Choice(DecisionAction.HIDE, _("Hide"), "eye-off", "D", _("Hide and open next"))
    stand = Choice("dismiss", _("Let it stand"), "check", "L", _("Let it stand and open next"))
    return [hide, stand] if is_reported else [hide]


def grounds(offered: list[Choice]) -> list[tuple[str, str]]:
    """The reasons (value, words) that go with what can be decided; a lone restoring has none."""
    actions = {choice.action for choice in offered}
    if actions <= {DecisionAction.RESTORE}:
        return []
    fitting = [
        ground
        for ground in DecisionGround
        if ground is not DecisionGround.NONE or DecisionAction.PUBLISH in actions
    ]
    return [(ground.value, decisions.ground_chip(ground)) for ground in fitting]


def chosen(offered: list[Choice], asked: str | None) -> str:
    """The choice that is made beforehand: what was asked for, publishing, or the only one."""
    actions = [choice.action for choice in offered]
    if asked in actions:
        return str(asked)
    return actions[0] if len(actions) == 1 or DecisionAction.PUBLISH in actions else ""


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
